"""Judgement of names and values: which names announce a secret, and which values can be one.

The other rules of this package use it.
"""

from __future__ import annotations

import re
from typing import Literal

from snapshotter.model import PLACEHOLDER
from snapshotter.regex import regex
from snapshotter.secrets.tokens import EXPANSION

NameClass = Literal["", "password", "secret", "token", "maybe"]
"""What a name announces: nothing, a person's word, a value of either kind, random characters, or perhaps a secret."""

_PARTS = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_TRAILING = frozenset(
    "again base default dev live main new old plain prod production qa stage staging string test text value".split()
)
_EXCLUDING = frozenset(
    "allow ask count disable disabled empty fingerprint gpg hash hashed length max min no num pgp policy prompt "
    "pub public random require required sha sort without".split()
)
_PASSWORDS = frozenset("pass pw psk pswd pwd passcode rootpw bindpw userpw".split())
_NO_PASSWORDS = frozenset(
    "bandpass bypass compass encompass highpass lowpass multipass onepass surpass trespass twopass".split()
)
_KEYS = frozenset("access account api app auth client deploy encryption master private secret shared signing".split())
_AMBIGUOUS = frozenset("auth authorization key pat jwt credential credentials creds".split())

COMMON_WORDS = frozenset(
    "admin administrator alpine apache backup basic bearer changeit changeme debian default deploy develop "
    "development docker example github gitlab guest hidden letmein localhost manager mariadb master mongodb mysql "
    "nobody optional oracle pass passwd password postgres postgresql prod production prompt public rabbitmq redis "
    "required root sample secret secrets server service string system test testing token tomcat ubuntu unset user "
    "username vagrant www-data".split()
)
"""Words that are not secret if only a name announces one, and that are never searched for in later texts."""
_KEYWORDS = COMMON_WORDS | frozenset(
    "ask auto disabled dummy empty enabled env false file foo bar baz interactive mandatory md5 my-secret-pw "
    "mysecretpassword n nil no none null off on peer placeholder redacted scram-sha-256 stdin str text todo fixme "
    "true trust tbd x y yes".split()
)
_TEMPLATE = regex(
    r"<[^<>]*>|\[[^\[\]]*\]|\{\{.*\}\}|\{[\w.]*\}|%\w+%|"
    r"%[sdr]|%\(\w+\)s|\$\{?(?:[A-Z_][A-Z0-9_]*|[a-z_]+)\}?|\$\(.*\)|`.*`|@[A-Z_]+@|__[A-Z_]+__|\W*|([*.xX])\1*",
    re.S,
)
_SAMPLE_VALUE = regex(
    r"[\W_]*|(.)\1*|[A-Z]+(?:_[A-Z]+)+|"
    r"(?i:(?:your|my|the|some|enter|insert|replace|put|change)[-_ ]?[a-z_ -]*(?:here|token|key|secret|password|me))"
)
_EXPRESSION = regex(r"\.[*+]|\\[(1-9sSwdb]|\[\^|\(\.|[\w.]+[(\[]|\$[({]|[*+?]\$?/|[A-Za-z_]+(?:\.[A-Za-z_]+)+$")
_REFERENCE = regex(r"[a-z][a-z0-9+.-]*://|(?:arn|env|file|fd|ref|ssm|vault|sops|sha256|sha512|keychain|keyring):", re.I)
_PATH = regex(
    r"(?:~|\.{1,2})?/[\w.@+/~*-]*$|"
    r"[\w.-]+(?:/[\w.-]+)*/?\.?[\w-]*\.(?:asc|conf|crt|env|gpg|json|key|pem|pub|txt|ya?ml)$"
)
_LOWER, _UPPER, _DIGIT = regex("[a-z]"), regex("[A-Z]"), regex("[0-9]")
_OTHER = regex(r"[^A-Za-z0-9_. /-]")


def secret_name(name: str) -> NameClass:
    """Return what the name of a variable, option or setting announces; its last word decides."""
    parts = [part.lower() for part in _PARTS.findall(name)]
    while len(parts) > 1 and (parts[-1].isdigit() or parts[-1] in _TRAILING):
        parts.pop()
    if not parts or not _EXCLUDING.isdisjoint(parts):
        return ""
    last = parts[-1]
    before = parts[-2] if len(parts) > 1 else ""
    if last.endswith(("password", "passwd", "passphrase")) or (last in _PASSWORDS and parts != ["pwd"]):
        return "password"
    if last.endswith("pass") and last not in _NO_PASSWORDS:
        return "password"
    if last.endswith("secret"):
        return "secret"
    if last.endswith(("token", "apikey", "authkey", "accesskey", "secretkey")) or (last == "key" and before in _KEYS):
        return "token"
    return "maybe" if last in _AMBIGUOUS else ""


def stem(base: str) -> str:
    """Return a file name without leading dots and extensions: `db_password` for `.db_password.txt`."""
    return base.lstrip(".").partition(".")[0]


def is_template(value: str) -> bool:
    """Return whether a value is a template to be filled in, or is replaced already, and so is never a secret."""
    return bool(PLACEHOLDER.search(value) or _TEMPLATE.fullmatch(value))


def is_harmless(value: str) -> bool:
    """Return whether a value is clearly not a secret: a keyword, a template, a sample value, a path or a reference."""
    if is_template(value) or value.lower() in _KEYWORDS or _SAMPLE_VALUE.fullmatch(value):
        return True
    if _PATH.match(value):
        return not (len(value) >= 40 and value.count("/") < 4 and count_character_kinds(value) >= 3)
    return bool(_REFERENCE.match(value))


def count_character_kinds(value: str) -> int:
    """Return how many kinds of characters a value mixes, without a leading capital and characters that join words."""
    rest = value[1:] if value[:1].isupper() and not value[1:2].isupper() else value
    return sum(kind.search(rest) is not None for kind in (_LOWER, _UPPER, _DIGIT, _OTHER))


def looks_random(value: str) -> bool:
    """Return whether a value is unlikely to be a word that a person would write for another purpose."""
    if not _DIGIT.search(value) or not (_LOWER.search(value) or _UPPER.search(value)):
        return len(value) >= 16 and count_character_kinds(value) >= 3
    return len(value) >= 12 or (len(value) >= 8 and count_character_kinds(value) >= 3)


def is_secret_value(announced: NameClass, value: str) -> bool:
    """Return whether a value that a command line assigns to a name of this class is a secret."""
    literal = value.replace(EXPANSION, "")
    if (
        not announced
        or is_harmless(literal)
        or "\n" in literal.strip()
        or (EXPANSION in value and not looks_random(literal))
    ):
        return False
    if announced == "password":
        return len(literal) >= 4 and not literal.isspace()
    if " " in literal:
        return False
    if announced == "secret":
        return len(literal) >= 6
    if announced == "token":
        return len(literal) >= 16 or (len(literal) >= 8 and count_character_kinds(literal) >= 2)
    return len(literal) >= 20 and count_character_kinds(literal) >= 3


def is_secret_setting(announced: NameClass, value: str, *, alone: bool) -> bool:
    """Return whether a value is a secret in text that looks like a setting; `alone`: nothing else is on its line."""
    if " " in value or _EXPRESSION.match(value) or not is_secret_value(announced, value):
        return False
    if announced == "password":
        return len(value) >= 6 and (alone or count_character_kinds(value) >= 2)
    return looks_random(value)
