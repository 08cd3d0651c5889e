"""Which names announce a secret, and which values can be one: the judgement that every other rule rests on."""

from __future__ import annotations

import re
from typing import Literal

from snapshotter.model import PLACEHOLDER
from snapshotter.regex import regex
from snapshotter.secrets.tokens import HOLE

Class = Literal["", "password", "secret", "token", "maybe"]
"""What a name announces: a word chosen by a person, something in between, random characters, or only perhaps one."""


_PARTS = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_TRAILING = frozenset(
    "again base default dev live main new old plain prod production qa stage staging string test text value".split()
)
_NOT = frozenset(
    "allow ask count disable disabled empty fingerprint gpg hash hashed length max min no num pgp policy prompt "
    "pub public random require required sha sort without".split()
)
_PASSWORDS = frozenset("pass pw psk pswd pwd passcode rootpw bindpw userpw".split())
_NO_PASSWORDS = frozenset(
    "bandpass bypass compass encompass highpass lowpass multipass onepass surpass trespass twopass".split()
)
_KEYS = frozenset("access account api app auth client deploy encryption master private secret shared signing".split())
_MAYBE = frozenset("auth authorization key pat jwt credential credentials creds".split())

EVERYDAY = frozenset(
    "admin administrator alpine apache backup basic bearer changeit changeme debian default deploy develop "
    "development docker example github gitlab guest hidden letmein localhost manager mariadb master mongodb mysql "
    "nobody optional oracle pass passwd password postgres postgresql prod production prompt public rabbitmq redis "
    "required root sample secret secrets server service string system test testing token tomcat ubuntu unset user "
    "username vagrant www-data".split()
)
"""Words that are no secret where only a name announces one, and that are never hunted for in later texts."""
_KEYWORDS = EVERYDAY | frozenset(
    "ask auto disabled dummy empty enabled env false file foo bar baz interactive mandatory md5 my-secret-pw "
    "mysecretpassword n nil no none null off on peer placeholder redacted scram-sha-256 stdin str text todo fixme "
    "true trust tbd x y yes".split()
)
_TEMPLATE = regex(
    r"<[^<>]*>|\[[^\[\]]*\]|\{\{.*\}\}|\{[\w.]*\}|%\w+%|"
    r"%[sdr]|%\(\w+\)s|\$\{?(?:[A-Z_][A-Z0-9_]*|[a-z_]+)\}?|\$\(.*\)|`.*`|@[A-Z_]+@|__[A-Z_]+__|\W*|([*.xX])\1*",
    re.S,
)
_STAND_IN = regex(
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


def secret_name(name: str) -> Class:
    """What a variable, option or setting of this name announces: its last word decides."""
    parts = [part.lower() for part in _PARTS.findall(name)]
    while len(parts) > 1 and (parts[-1].isdigit() or parts[-1] in _TRAILING):
        parts.pop()
    if not parts or not _NOT.isdisjoint(parts):
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
    return "maybe" if last in _MAYBE else ""


def stem(base: str) -> str:
    """A file's name without dots in front and without its endings: `db_password` of `.db_password.txt`."""
    return base.lstrip(".").partition(".")[0]


def template(value: str) -> bool:
    """Whether a value is a place to fill in, or has been replaced already: no secret anywhere."""
    return bool(PLACEHOLDER.search(value) or _TEMPLATE.fullmatch(value))


def dull(value: str) -> bool:
    """Whether a value is plainly no secret: a keyword, a place to fill in, a path, a reference."""
    if template(value) or value.lower() in _KEYWORDS or _STAND_IN.fullmatch(value):
        return True
    if _PATH.match(value):
        return not (len(value) >= 40 and value.count("/") < 4 and classes(value) >= 3)
    return bool(_REFERENCE.match(value))


def classes(value: str) -> int:
    """How many kinds of characters a value mixes; a capital in front, and what joins words, do not count."""
    rest = value[1:] if value[:1].isupper() and not value[1:2].isupper() else value
    return sum(kind.search(rest) is not None for kind in (_LOWER, _UPPER, _DIGIT, _OTHER))


def strong(value: str) -> bool:
    """Whether a value is hardly a word that a person would write for another purpose."""
    if not _DIGIT.search(value) or not (_LOWER.search(value) or _UPPER.search(value)):
        return len(value) >= 16 and classes(value) >= 3
    return len(value) >= 12 or (len(value) >= 8 and classes(value) >= 3)


def assigned(announced: Class, value: str) -> bool:
    """Whether a value is a secret that a command line gives to a name of this class."""
    literal = value.replace(HOLE, "")
    if not announced or dull(literal) or "\n" in literal.strip() or (HOLE in value and not strong(literal)):
        return False
    if announced == "password":
        return len(literal) >= 4 and not literal.isspace()
    if " " in literal:
        return False
    if announced == "secret":
        return len(literal) >= 6
    if announced == "token":
        return len(literal) >= 16 or (len(literal) >= 8 and classes(literal) >= 2)
    return len(literal) >= 20 and classes(literal) >= 3


def written(announced: Class, value: str, *, alone: bool) -> bool:
    """The same for a text that only looks like a setting; `alone`: nothing else stands on its line."""
    if " " in value or _EXPRESSION.match(value) or not assigned(announced, value):
        return False
    if announced == "password":
        return len(value) >= 6 and (alone or classes(value) >= 2)
    return strong(value)
