"""Secrets in text that is not a command itself: settings, headers, URLs, SQL, netrc and the like.

The text is a quoted word, the body of a here-document, a comment, or a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from snapshotter.regex import regex
from snapshotter.secrets.judge import (
    NameClass,
    is_harmless,
    is_secret_setting,
    is_secret_value,
    looks_random,
    secret_name,
)

_GAP = r"(?:\s|\\[nt])+"
_WORD = r"[^\s'\"\\\0]+"


class Phrase(Struct, frozen=True):
    """A pattern for text in which the group `s` is the secret."""

    kind: str
    anchor: str
    """The beginning of every match in lower case; it is searched first, which is many times faster than the pattern."""
    reason: str
    pattern: re.Pattern[str]
    weak: bool = True
    """Whether any value that is not harmless counts; else only one that looks random does."""


_SCHEMES = "bearer|token|basic|apikey|digest|bot"
_QUOTE = r"\\?['\"]"

_NETRC = rf"{_GAP}(?:login{_GAP}{_WORD}{_GAP})?(?:account{_GAP}{_WORD}{_GAP})?password{_GAP}(?P<s>{_WORD})"

PHRASES = (
    Phrase("url", "://", "the password part of a URL", regex(r"://[^\s/?#:@'\"\0]*:(?P<s>[^\s/?#'\"\0]+)@")),
    Phrase("url", "://", "a token in place of a user", regex(r"://(?P<s>[A-Za-z0-9_-]{20,}):?@"), weak=False),
    Phrase(
        "authorization",
        "authorization",
        "the header that carries a credential",
        regex(
            rf"authorization[\"']?\s*(?:[:=]\s*(?:{_QUOTE})?|\s{_QUOTE})\s*(?:{_SCHEMES})\s+"
            r"(?P<s>[^\s'\"\\\0,;]{6,})",
            re.I,
        ),
    ),
    Phrase(
        "authorization",
        "authorization",
        "the same header without a scheme",
        regex(r"authorization\s*:\s*(?P<s>[^\s'\"\\\0,;]{12,})", re.I),
        weak=False,
    ),
    Phrase("netrc", "machine", "an entry of .netrc", regex(rf"machine{_GAP}{_WORD}{_NETRC}")),
    Phrase("netrc", "default", "the entry for any host", regex(rf"default(?={_GAP}login){_NETRC}")),
    Phrase(
        "sql",
        "identified",
        "MySQL: CREATE USER, GRANT",
        regex(rf"identified\s+(?:with\s+[\w'\"`]+\s+)?(?:by|as)\s+(?:password\s+)?{_QUOTE}(?P<s>[^'\"\\\0]+)", re.I),
    ),
    Phrase(
        "sql",
        "password",
        "PostgreSQL: CREATE and ALTER ROLE; MySQL: SET PASSWORD",
        regex(r"password\s*(?:=\s*password\s*)?[(\s]\s*\\?'(?P<s>[^'\\\0]+)\\?'", re.I),
    ),
    Phrase(
        "debconf", "passw", "an answer for debconf", regex(r"(?<=[/_-])passw[\w-]*\s+password\s+(?P<s>[^\s'\"\0]+)")
    ),
    Phrase("redis", "requirepass", "redis.conf", regex(r"requirepass\s+\"?(?P<s>[^\s'\"\0]+)")),
    Phrase("redis", "masterauth", "redis.conf of a replica", regex(r"masterauth\s+\"?(?P<s>[^\s'\"\0]+)")),
    Phrase("slapd", "pw", "slapd.conf, ldap.conf", regex(r"(?<=root|bind)pw\s+(?P<s>[^\s'\"\0]{4,})")),
    Phrase(
        "expect",
        "assword",
        "the answer of an expect script to a prompt",
        regex(r"assword[^\0]{0,80}?\bsend(?:\s+--)?\s+\\?[\"{](?P<s>[^\"\\\0]+)\\", re.S),
    ),
    Phrase(
        "registry-auth",
        "auth",
        "a login in the configuration of a registry",
        regex(r"auth\\?\"\s*:\s*\\?\"(?P<s>[A-Za-z0-9+/]{8,}={0,2})\\?\""),
    ),
    Phrase("bot-token", "bot", "the URL of a Telegram bot", regex(r"bot(?P<s>[0-9]{8,10}:AA[\w-]{30,})")),
    *(
        Phrase("xml", f"{name}>", "an element of that name", regex(rf"{name}>(?P<s>[^<>\s\0]+)</", re.I))
        for name in ("password", "passphrase", "token", "secret", "apikey")
    ),
)

_NAMED = regex(
    r"(?:passwo?r?d|passphrase|pass|pwd|psk|pw|passcode|secret|token|key|auth|authorization|credentials?|pat|jwt)"
    r"(?:[_-]?(?:\d+|base|again|new|old|value|prod|dev|test|staging|text))?(?![a-z0-9_-])"
    r"\\?[\"'\]]{0,2}[ \t]*(?:=>|:=|=(?![=~])|:(?![:/]))[ \t]*"
)
_ANCHORS = ("pass", "pwd", "psk", "pw", "secret", "token", "key", "auth", "cred", "pat", "jwt")
"""Beginnings of the words in `_NAMED`."""
_NAME_BEFORE = regex(r"[\w.-]*$")
_QUOTED = regex(r"\\?([\"'])(?P<s>(?:(?!\1)[^\\\0\n]|\\.)*?)\\?\1")
_TO_SPACE = regex(r"[^\s\"']{1,4096}")
_INLINE = regex(r"[^\s\"'`,;&)}\]<>]{1,4096}")
_LINE_END = regex(r"[ \t]*(?:[,;\\]?(?:\n|\Z|\\n|[#;]))")
LISTED = regex(r"[^,;&]+(?=[,;&][\w.-]+=)")
"""A value that is followed by the next name of a list."""
_SUBSTITUTE = regex(r"(?:\d+|\$|/[^/]*/)?s([/|#,@!~])")


def in_text(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of every secret that a phrase or a name in the text announces."""
    lower = text.replace("İ", "I").lower()  # the only letter whose lower case has two characters
    for phrase in PHRASES:
        for at in _places(lower, phrase.anchor):
            match = phrase.pattern.match(text, at)
            if match and not is_harmless(match["s"]) and (phrase.weak or looks_random(match["s"])):
                yield *match.span("s"), phrase.kind
    yield from _named(text, lower)


def _named(text: str, lower: str) -> Iterator[tuple[int, int, str]]:
    """Yield the values of NAME = VALUE, "NAME": "VALUE", NAME=VALUE& and the like."""
    substitute = _SUBSTITUTE.match(text)
    for match in _names(lower):
        before = _NAME_BEFORE.search(text, max(0, match.start() - 64), match.start())
        start = before.start() if before else match.start()
        announced = secret_name(text[start : match.end()].rstrip(" \t:=>\"'\\]"))
        if not announced:
            continue
        found = _value(text, start, match.end(), announced, substitute[1] if substitute else "")
        if found:
            yield *found, "named"


def _names(lower: str) -> Iterator[re.Match[str]]:
    """Yield the matches of names that announce a secret, each ending where the value begins."""
    for anchor in _ANCHORS:
        for at in _places(lower, anchor):
            if match := _NAMED.match(lower, at):
                yield match


def _places(lower: str, anchor: str) -> Iterator[int]:
    at = lower.find(anchor)
    while at >= 0:
        yield at
        at = lower.find(anchor, at + len(anchor))


def _value(text: str, name: int, at: int, announced: NameClass, delimiter: str) -> tuple[int, int] | None:
    """Return start and end of the value at `at` if it is a secret, else None."""
    if quoted := _QUOTED.match(text, at):
        return quoted.span("s") if is_secret_setting(announced, quoted["s"], alone=True) else None
    indent = text[text.rfind("\n", 0, name) + 1 : name].strip()
    own_line = indent in ("", "export", "set", "-", "+", ">") or indent.endswith("\\n")
    whole = _TO_SPACE.match(text, at)
    if own_line and whole and _LINE_END.match(text, whole.end()) and not delimiter and not LISTED.match(whole[0]):
        start, end = whole.span()
        while end > start and text[end - 1] in ",;":
            end -= 1
        escape = text.find("\\n", start, end)
        end = escape if escape > start else end
        return (start, end) if is_secret_setting(announced, text[start:end], alone=True) else None
    inline = _INLINE.match(text, at)
    if not inline:
        return None
    start, end = inline.span()
    for stop in ("\0", "\\n", delimiter):
        cut = text.find(stop, start, end) if stop else -1
        end = cut if cut >= 0 else end
    return (start, end) if is_secret_setting(announced, text[start:end], alone=False) else None


def header(value: str) -> tuple[int, int] | None:
    """Return start and end of the value in `X-Api-Key: VALUE` and other headers that announce a secret, else None."""
    match = re.fullmatch(r"([\w-]+)\s*:\s*(?P<s>\S+)", value)
    return match.span("s") if match and is_secret_value(secret_name(match[1]), match["s"]) else None
