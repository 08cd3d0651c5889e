"""Judgement of names and values: which names announce a secret, and which values beside them are one.

The other rules of this package use it.  Words are in `name_words.py`; what a value alone tells is in `values.py`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from snapshotter.regex import regex
from snapshotter.secrets.commands.tokens import EXPANSION
from snapshotter.secrets.tables.name_words import (
    ATTRIBUTES,
    JOINING,
    KEYS,
    NEGATIONS,
    NO_PASSWORDS,
    NOT_KEYS,
    PASSWORD_ENDINGS,
    PASSWORD_PHRASES,
    PASSWORDS,
    PERHAPS,
    PINS,
    SECRET_KEYS,
    SECRETS,
    TARGETS,
    TOKEN_ENDINGS,
    TOKENS,
    TRAILING,
)
from snapshotter.secrets.texts.values import (
    WORDS_OF_SENTENCES,
    count_character_kinds,
    is_expression,
    is_fingerprint,
    is_harmless,
    is_passphrase,
    is_password_hash,
    is_slug,
    is_strong,
    looks_random,
)

NameClass = Literal["", "password", "secret", "token", "maybe", "pin"]
"""What a name announces: nothing, a person's word, that or random characters, these, perhaps these, or a number."""

_PARTS = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+")
_ACCENTS = regex("[\u0300-\u036f]")
_SINGLE_LETTERS = str.maketrans("łøđßıŁØĐ", "lodsiLOD")
_LONGEST_NAME = 128
_LEAST_LENGTH = {"password": 4, "pin": 4, "secret": 6, "token": 8, "maybe": 8}
_LONGEST_PIN = 12
_NEAR = 3
"""Words in front of the one that announces among which a negation counts."""
_LONGEST_ACRONYM = 3
"""Letters of a word that says what a password is for, as in `PASSWORD_RDS`, and that no table need have."""
_OBJECT_ID = regex(r"[0-9a-f]{24}")
_LAST_PART = regex(r"[^/:]*[/:]*\Z")
"""The name of a setting of npm begins with an address, which announces nothing."""
_UPSTREAMS = frozenset((name, "pass") for name in "fastcgi grpc memcached scgi uwsgi".split())
"""Directives of nginx that pass requests on."""
_DIRECTORY_NAMES = frozenset({"PWD", "OLDPWD"})
_PUBLIC_NAMES = frozenset({"user.signingkey", "signingkey"})
"""Names of settings that hold the id of a key."""
_TEST_WORDS = ("abc", "qwert", "test", "demo", "dummy", "fake", "foo", "my", "some", "temp", "your")
"""Beginnings of words that tests and examples have in place of a password."""
_FORMAT = regex(r"%[sdr](?![A-Za-z0-9])|\{\w*\}|\[[^\]]*\][+*?{]")
"""Part of a format or of a regular expression."""
_USER_AND_PASSWORD = regex(r"[\w.@+-]{1,64}:(?P<s>[^\s:/].*)", re.S)


@lru_cache(maxsize=4096)
def secret_name(name: str) -> NameClass:
    """Return what the name of a variable, option or setting announces.

    The last word that announces something decides; `PASSWORD_FOR_DB` and `PASSWORD_PROD` announce what `PASSWORD`
    does, `PASSWORD_FILE` nothing, and with any other word behind it a name announces "maybe".
    """
    name = _LAST_PART.search(name[-_LONGEST_NAME:])[0]  # type: ignore[index]
    parts = () if name in _DIRECTORY_NAMES or name.lower() in _PUBLIC_NAMES else _parts(name)
    if parts[-2:] in _UPSTREAMS:
        return ""
    for index in range(len(parts) - 1, -1, -1):
        for phrase in PASSWORD_PHRASES:
            first = index + 1 - len(phrase)
            if first >= 0 and parts[first : index + 1] == phrase:
                return _in_context("password", parts[:first], parts[index + 1 :])
        if parts[index : index + 2] == ("secret", "id") and not parts[index + 2 :]:
            return "maybe"
        if parts[index] in KEYS:
            return _key(parts[:index], parts[index + 1 :])
        if found := _announced(parts[index]):
            return _in_context(found, parts[:index], parts[index + 1 :])
    return ""


def _parts(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case and without accents."""
    if not name.isascii():
        from unicodedata import normalize

        name = normalize("NFC", _ACCENTS.sub("", normalize("NFD", name.translate(_SINGLE_LETTERS))))
    return tuple(part.lower() for part in _PARTS.findall(name))


def _announced(word: str) -> NameClass:
    """Return what one word announces, other than one for a key."""
    if word in PASSWORDS or word.endswith(PASSWORD_ENDINGS) or (word.endswith("pass") and word not in NO_PASSWORDS):
        return "password"
    if word in SECRETS or word.endswith("secret"):
        return "secret"
    if word in TOKENS or word.endswith(TOKEN_ENDINGS):
        return "token"
    if word in PINS:
        return "pin"
    return "maybe" if word in PERHAPS else ""


def _key(before: tuple[str, ...], behind: tuple[str, ...]) -> NameClass:
    """Return what a name with a word for a key announces: the word beside it tells which kind of key it is."""
    if behind and behind[0] in SECRET_KEYS:
        return _in_context("token", before, behind[1:])
    return _in_context("token" if before and before[-1] in SECRET_KEYS else "maybe", before, behind)


def _in_context(found: NameClass, before: tuple[str, ...], behind: tuple[str, ...]) -> NameClass:
    """Return what is left of what a word announces, with the words before and behind it."""
    behind = behind[1:] if found == "pin" and behind[:1] == ("code",) else behind
    if not NEGATIONS.isdisjoint(before[-_NEAR:]) or not ATTRIBUTES.isdisjoint(behind):
        return ""
    if found in ("token", "maybe") and not NOT_KEYS.isdisjoint(before):
        return ""
    if not behind or behind[0] in JOINING:
        return found
    if all(word.isdigit() or word in TRAILING or word in TARGETS for word in behind):
        return found
    return found if found == "password" and len(behind) == 1 and len(behind[0]) <= _LONGEST_ACRONYM else "maybe"


def stem(base: str) -> str:
    """Return a file name without leading dots and extensions: `db_password` for `.db_password.txt`."""
    return base.lstrip(".").partition(".")[0]


def is_secret_value(announced: NameClass, value: str) -> bool:
    """Return whether a value that a command line assigns to a name of this class is a secret."""
    literal = value.replace(EXPANSION, "")
    if not announced or len(literal) < _LEAST_LENGTH[announced]:
        return False
    if announced in ("secret", "token", "maybe") and " " in literal:
        return announced == "secret" and _is_passphrase(literal)
    if is_harmless(literal) or is_password_hash(literal) or "\n" in literal.strip():
        return False
    if EXPANSION in value and not looks_random(literal):
        return False
    match announced:
        case "password":
            return not literal.isspace() and not _is_command(literal)
        case "pin":
            return literal.isdigit() and len(literal) <= _LONGEST_PIN
        case "secret":
            return not (is_slug(literal) and secret_name(literal))
        case "token":
            return not is_fingerprint(literal) and (len(literal) >= 16 or count_character_kinds(literal) >= 2)
    return not _OBJECT_ID.fullmatch(literal) and (is_strong(literal) or is_strong(behind_user(literal)))


def _is_command(value: str) -> bool:
    """Return whether a value of several words is a command or a sentence about passwords instead of one."""
    words = value.split()
    return len(words) > 1 and any(word[0] in "/-$" or (word.isalpha() and secret_name(word)) for word in words)


def behind_user(value: str) -> str:
    """Return the password of a value of the form USER:PASSWORD, else ""."""
    found = _USER_AND_PASSWORD.fullmatch(value)
    return found["s"] if found else ""


def is_translation(value: str) -> bool:
    """Return whether a value is the word for a secret in some language, as a label of a form is."""
    return value[:1].isupper() and value.isalpha() and secret_name(value) != ""


def is_secret_setting(announced: NameClass, value: str, *, alone: bool, word: bool = False) -> bool:
    """Return whether a value is a secret in text that looks like a setting; `alone`: nothing else is on its line.

    With `word`, one word in small letters behind a name for a secret is one too, as it is behind one for a password.
    """
    if " " in value:
        return alone and announced in ("password", "secret") and _is_passphrase(value)
    if not is_secret_value(announced, value) or is_expression(value):
        return False
    if announced == "password":
        return len(value) >= 6 and (alone or count_character_kinds(value) >= 2)
    if word and announced == "secret" and len(value) >= 6 and _is_plain_word(value):
        return True
    return announced in ("maybe", "pin") or looks_random(value) or is_strong(value)


def is_secret_code(announced: NameClass, name: str, value: str, *, in_use: bool = False) -> bool:
    """Return whether a string that source code assigns to a name of this class is a secret.

    A word counts only where the name says more than `password`: what for; or where it is `in_use`: beside a user, or
    alone in its statement.
    """
    if " " in value:
        return announced in ("password", "secret") and _is_passphrase(value, 4)
    if not is_secret_value(announced, value) or _FORMAT.search(value):
        return False
    if announced == "password":
        says_more = in_use or sum(part.isalpha() for part in _PARTS.findall(name)) > 1
        return len(value) >= 6 and (_is_mixed(value) or (says_more and _is_plain_word(value)))
    word = in_use and announced == "secret" and len(_PARTS.findall(name)) > 1 and _is_plain_word(value)
    return is_strong(value, quoted=True) or (word and len(value) >= 6)


def is_password_argument(value: str, *, word: bool) -> bool:
    """Return whether a string that is passed to a function as a password is one; `word`: also if it is one word."""
    if is_harmless(value) or is_password_hash(value):
        return False
    return len(value) >= 6 and (_is_mixed(value) or (word and _is_plain_word(value)))


def _is_mixed(value: str) -> bool:
    """Return whether a value mixes letters with digits or punctuation in no way that names of things do."""
    if value.isalpha() or count_character_kinds(value) < 2:
        return False
    return not is_slug(value) or is_strong(value, quoted=True)


def _is_plain_word(value: str) -> bool:
    """Return whether a value is one word in small letters that is no word of a label or of code."""
    return (
        value.islower()
        and value.isalpha()
        and not secret_name(value)
        and value not in WORDS_OF_SENTENCES
        and not value.startswith(_TEST_WORDS)
    )


def _is_passphrase(value: str, least: int = 3) -> bool:
    """Return whether a value of several words is a pass phrase; a sentence about passwords in any language is none."""
    return is_passphrase(value, least) and not any(secret_name(word) for word in value.split(" "))
