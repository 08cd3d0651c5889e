"""Secrets in the words of a command of any program: assignments, options, headers, and words that announce the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from snapshotter.regex import regex
from snapshotter.secrets.commands.in_options import Found
from snapshotter.secrets.commands.tokens import EXPANSION, Word
from snapshotter.secrets.judge import behind_user, is_secret_value, secret_name
from snapshotter.secrets.tables.name_words import SECRET_KEYS
from snapshotter.secrets.tables.program_table import PLAIN
from snapshotter.secrets.texts.named import LISTED
from snapshotter.secrets.texts.values import is_slug, is_strong

_SETTING = regex(r"[\w.:/@-]{1,100}\+?=(?![\"'])")
_PROMPTER = regex(r"--?[\w-]*pass[\w-]*(?:command|cmd|eval)|--?[\w-]*askpass")
_PRINTED = regex(r"\s*(?:echo|printf)\s+(?:-n\s+)?[\"']?(?P<s>[^\s\"'$%`]{4,})[\"']?\s*")
"""A command that prints a password, as the value of such an option."""
_LONG_OPTION = regex(r"--?([^\W\d_][\w.-]+)")
_SUBSTITUTE = regex(r"(?:[0-9]+|\$|/[^/]*/)?s([/|#,@!~])[^\n]*\1")
"""A substitution of sed, which is read as text."""
_NAMED_VALUE = regex(r"[A-Za-z_][\w.:/-]*=[^=]")
_SLASH_OPTION = regex(r"/(?P<name>[A-Za-z][\w-]{0,31}):(?P<s>.+)", re.S)
_VARIABLE = regex(r"[A-Z_][A-Z0-9_]*")
_NO_VALUE = regex(r"-|[a-z]+=.")
_SCHEME = regex(r"(?:bearer|basic|token)\s+", re.I)
_HEADER = regex(r"([\w-]+)\s*:\s*(?:(?:bearer|basic|token|apikey|digest)\s+)?(?P<s>\S+)", re.I)
_HARMLESS_HEADER = regex(
    r"accept.*|content-.*|if-.*|x-(?:request|correlation|trace|client|tenant|forwarded)-?.*|trace.*|etag|digest|range|"
    r"host|origin|referer|user-agent|date|.*-(?:id|date|version|md5|sha\d+|checksum|hash)|idempotency-key|via|link",
    re.I,
)
_COOKIE = regex(r"(?:(?:set-)?cookie\s*:\s*)?(?P<list>[\w.-]+=.*)", re.I | re.S)
_COOKIE_ENTRY = regex(r"(?P<name>[\w.-]+)=(?P<s>[^;\s]+)")
_OWN_RULES = frozenset({"openssl", "keytool", "ssh-keygen", "curl", "x11vnc"})
"""Programs with an option `-pass` or `--pass` whose value is not the secret itself."""
_ATTACHED_VALUES_ONLY = frozenset({"mysql", "mysqldump", "mysqladmin", "mariadb", "mariadb-dump", "mariadb-admin"})
_READS_TEXT = frozenset("sh bash zsh dash ash ksh mksh fish su ssh eval runuser echo printf print".split())
"""Programs whose quoted arguments are text, in which NAME=VALUE ends at a space."""
_SETTERS = frozenset({"set", "--set", "setenv", "config", "configure", "ENV", "ARG"})
_LOGINS = frozenset(
    "login auth authenticate authorize authtoken authkey signin sign-in log-in unlock unseal useradd adduser "
    "register".split()
)
"""Words behind which a random value is a credential, other than names that announce one."""
_NEW_USERS = frozenset(
    (noun, verb) for noun in ("user", "users", "account", "admin") for verb in ("add", "create", "set")
)
_LOOKAHEAD = 3
"""Words behind an announcing one that can be the secret: a user or a host may come first."""
_USER_OPTIONS = frozenset(
    "-u -U -a --user --username --auth --login --userpass --user-pass --credentials --credential --creds --basic "
    "--basic-auth --basicauth --proxy-user --http-user --http-auth --account --authentication --auth-user "
    "--userpwd".split()
)
"""Options whose value can be USER:PASSWORD."""
_SHORT_OPTIONS = frozenset("-p -P -w -W -k -K -t -s -pw -pass".split())
"""Options that take a password or a token in many programs; only a strong value counts, since they mean much else."""
_MIN_PART = 4


def in_words(words: Sequence[Word], names: Sequence[str]) -> Iterator[Found]:
    """Yield the secrets in the words of a command that runs the programs `names`."""
    yield from _settings(words, names)
    yield from _long_options(words, names)
    yield from _headers_and_cookies(words, names)
    if names and PLAIN.isdisjoint(names):
        yield from _other_options(words)
        yield from _announced_words(words)


def _settings(words: Sequence[Word], names: Sequence[str]) -> Iterator[Found]:
    """Yield values of NAME=VALUE, as a whole word or in a list of such, and of NAME VALUE after `set` and `config`."""
    if words and words[0].value == "alias":
        return
    text = not _READS_TEXT.isdisjoint(names)
    for word in words:
        if _SUBSTITUTE.match(word.value):
            continue
        if text and " " in word.value and word.quotes and word.quotes[0] >= 0:
            continue
        setting = _SETTING.match(word.value)
        while setting:
            yield from _assignment(word, setting.end(), setting[0].rstrip("+="))
            setting = _SETTING.match(word.value, setting.end())
    if _SETTERS.isdisjoint([*names, *(word.value.lower() for word in words[1:3])]):
        return
    for before, word in pairwise(words[1:]):
        if "=" not in before.value and before.value.lower() not in _SETTERS and secret_name(before.value):
            yield from _assignment(word, 0, before.value)


def _long_options(words: Sequence[Word], names: Sequence[str]) -> Iterator[Found]:
    """Yield values of `--password VALUE`, `--token VALUE` and the like of any program."""
    if not _OWN_RULES.isdisjoint(names):
        return
    for before, word in pairwise(words):
        if _PROMPTER.fullmatch(before.value) and (printed := _PRINTED.fullmatch(word.value)):
            yield word, *printed.span("s"), "option"
        option = _LONG_OPTION.fullmatch(before.value)
        if not option or _NO_VALUE.match(word.value):
            continue
        if before.value.startswith("--") and not _ATTACHED_VALUES_ONLY.isdisjoint(names):
            continue
        yield from _assignment(word, 0, option[1], option=True)


def _assignment(word: Word, first: int, announcing: str, *, option: bool = False) -> Iterator[Found]:
    """Yield the value that begins at `first` if the name announces a secret and it is one."""
    value = word.value[first:]
    announced = secret_name(announcing)
    if not announced:
        return
    if scheme := _SCHEME.match(value):
        first, value = first + scheme.end(), value[scheme.end() :]
    if not _VARIABLE.fullmatch(announcing) and (listed := LISTED.match(value)):
        value = listed[0]
    if option and announced == "secret" and is_slug(value) and not _says_which(announcing, value):
        return  # the name of a secret, as for `docker service create --secret my-secret`
    if value and is_secret_value(announced, value):
        user = len(value) - len(behind_user(value)) if announced == "maybe" and not is_strong(value) else 0
        yield word, first + user, first + len(value), "assignment"


def _says_which(option: str, value: str) -> bool:
    """Return whether `--jwt-secret VALUE` takes the secret itself, which is one word then."""
    return value.isalnum() and not SECRET_KEYS.isdisjoint(option.lower().replace("_", "-").split("-")[:-1])


def _headers_and_cookies(words: Sequence[Word], names: Sequence[str]) -> Iterator[Found]:
    for before, word in pairwise(words):
        cookies = _COOKIE.fullmatch(word.value)
        if before.value in ("-H", "--header"):
            found = _HEADER.fullmatch(word.value)
            if found and not _HARMLESS_HEADER.fullmatch(found[1]) and _is_credential(found[1], found["s"]):
                yield word, *found.span("s"), "header"
            elif cookies and word.value[:1] in "CcSs" and ":" in word.value:
                yield from _cookies(word, cookies.start("list"))
        elif before.value in ("-b", "--cookie") and cookies and not {"curl", "xh", "http"}.isdisjoint(names):
            yield from _cookies(word, cookies.start("list"))


def _cookies(word: Word, first: int) -> Iterator[Found]:
    for entry in _COOKIE_ENTRY.finditer(word.value, first):
        if _is_credential(entry["name"], entry["s"]):
            yield word, *entry.span("s"), "cookie"


def _is_credential(name: str, value: str) -> bool:
    return is_secret_value(secret_name(name), value) or is_strong(value)


def _other_options(words: Sequence[Word]) -> Iterator[Found]:
    """Yield strong values of options that take a password in many programs: `-p X`, `-u user:X`, `/p:X`."""
    logs_in = any(word.value in ("login", "signin") for word in words[1:])
    for before, word in pairwise(words):
        value = word.value
        if _NAMED_VALUE.match(value):
            continue
        logs_in_with = logs_in and before.value == "-p" and not value.isdigit() and is_secret_value("password", value)
        if logs_in_with or (before.value in _SHORT_OPTIONS and is_strong(value)):
            yield word, 0, len(value), "option"
        elif before.value in _USER_OPTIONS and (password := behind_user(value)) and is_strong(password):
            yield word, len(value) - len(password), len(value), "option"
    for word in words[1:]:
        slash = _SLASH_OPTION.fullmatch(word.value)
        if slash and (
            is_strong(slash["s"]) if len(slash["name"]) < 3 else is_secret_value(secret_name(slash["name"]), slash["s"])
        ):
            yield word, *slash.span("s"), "option"
        elif word.value.startswith(("-p", "-P")) and is_strong(word.value[2:]):
            yield word, 2, len(word.value), "option"
        elif word.value.startswith("-") and "=" in word.value:
            option, _, value = word.value.partition("=")
            password = behind_user(value) if option in _USER_OPTIONS else ""
            if password and is_strong(password):
                yield word, len(word.value) - len(password), len(word.value), "option"


def _announced_words(words: Sequence[Word]) -> Iterator[Found]:
    """Yield strong values soon after a word that announces them: `login admin X`, `set-password bob X`, `auth X`."""
    left, before = 0, ""
    for word in words[1:]:
        value = word.value
        named = value.startswith("-") or _NAMED_VALUE.match(value)
        end = next((len(one) for one in (value.rstrip(".,;:"), value) if is_strong(one)), 0)
        if left and end and not named and EXPANSION not in value:
            yield word, 0, end, "announced"
            left = 0
        elif value.lower() in _LOGINS or (not named and secret_name(value)) or (before, value) in _NEW_USERS:
            left = _LOOKAHEAD
        else:
            left = max(0, left - 1)
        before = value
