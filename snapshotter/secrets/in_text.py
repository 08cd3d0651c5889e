"""Secrets in text that is not a command itself: settings, headers, URLs, SQL, netrc, source code and the like.

The text is a quoted word, the body of a here-document, a comment, or a file.  What announces a secret is a phrase of
`phrases.py` or the name of a setting, for which `named.py` finds the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from snapshotter.regex import regex
from snapshotter.secrets.judge import is_password_argument, is_secret_value, secret_name
from snapshotter.secrets.tables.phrases import Phrase
from snapshotter.secrets.texts.anchors import Anchors, every_anchor, of_anchor
from snapshotter.secrets.texts.named import Span, Where, name_at, value_of
from snapshotter.secrets.texts.values import (
    WORDS_OF_SENTENCES,
    is_expression,
    is_harmless,
    is_password_hash,
    is_strong,
    is_strong_password,
    looks_random,
)

_LONGEST_FRONT = 256
_SUBSTITUTE = regex(r"(?:\d+|\$|/[^/]*/)?s([/|#,@!~])")
_ROWS = regex(
    r"(?i:insert(?: ignore)? into\s+[\w.`\"\[\]]*"
    r"(?:user|account|login|member|admin|credential|auth|secret|password|token))"
    r"[^;\0]{1,2000}"
)
_PLACEHOLDER_NAME = regex(r"[\W_]*([A-Z][A-Z0-9_-]+|\w*(?:_here|HERE)|(?:your|change|replace)_\w+)\W*")
_SETTING = regex(r"(?P<name>[\w.-]+)[\"']?\s*[=:]\s*[\"']?(?P<s>[^\s\"']+)[\"']?;?")
_SECRET_OBJECT = regex(r"(?m)^kind:[ \t]*[\"']?Secret[\"']?[ \t]*$|\"kind\"\s*:\s*\"Secret\"")
_OBJECT_DATA = regex(
    r"(?m)^(?P<indent>[ \t]*)(?:stringData|data):[ \t]*\n(?P<data>(?:(?P=indent)[ \t]+[^\n]*(?:\n|\Z))+)"
)
_OBJECT_VALUE = regex(r"(?m)^[ \t]+[\w.-]+:[ \t]*[\"']?(?P<s>[^\s\"'|>#{$][^\n\"']{2,}?)[\"']?[ \t]*$")
_SETTINGS = frozenset({"redis", "slapd", "snmp", "debconf", "ipsec"})
"""Kinds of phrases that are a setting, which `sed` may have in a pattern."""
_COMMENT = regex(r"[ \t]*(?:#|;|//)")
_NEXT_WORD = regex(r"[ \t]+[a-z]")
_LITERAL = regex(r"['\"](?P<s>[^'\"\s\\\0]{8,256})['\"]")


def in_text(text: str, where: Where = "typed", anchors: Anchors = every_anchor) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of every secret that a phrase or a name announces, near to what `anchors` yields."""
    # İ is the only letter whose lower case has two characters
    lower = text.lower() if text.isascii() else text.replace("İ", "I").lower()
    substitute = _SUBSTITUTE.match(text) if where == "typed" else None
    delimiter = substitute[1] if substitute else ""
    names = set[int]()
    for at, anchor in anchors(lower):
        phrases, in_name = of_anchor(anchor, where)
        for offset, phrase in phrases:
            if found := _behind_phrase(phrase, text, at + offset, where):
                yield *found, phrase.kind
        if in_name:
            name = name_at(text, at, delimiter, where)
            if name.announced and name.start not in names and (found := value_of(name)):
                yield *found, "named"
            names.add(name.start)
    if substitute:
        yield from _replacement(text, delimiter)
    if where != "code" and "insert " in lower:
        yield from _rows(text)


def _behind_phrase(phrase: Phrase, text: str, at: int, where: Where) -> Span | None:
    if phrase.in_front:
        match = phrase.pattern.search(text, max(0, at - _LONGEST_FRONT), at)
    else:
        match = phrase.pattern.match(text, at)
    if match is not None and where != "typed" and _explains(phrase, match):
        return None
    if match is None or is_harmless(match["s"]) or is_password_hash(match["s"]) or "${" in match["s"]:
        return None
    if phrase.kind in _SETTINGS and is_expression(match["s"]):
        return None
    if phrase.kind == "xml" and where != "typed" and match["s"].isalpha() and secret_name(match["s"]):
        return None
    least = "strong" if where == "strict" else phrase.least
    if least in ("word", "mixed") and not is_password_argument(match["s"], word=least == "word" or where == "typed"):
        return None
    if (least == "random" and not looks_random(match["s"])) or (least == "strong" and not is_strong(match["s"])):
        return None
    return match.span("s")


def _explains(phrase: Phrase, match: re.Match[str]) -> bool:
    """Return whether a comment in a file explains a setting, and sets none that was commented out."""
    start, end = match.span("s")
    line = match.string.rfind("\n", 0, start) + 1
    if not _COMMENT.match(match.string, line):
        return False
    goes_on = phrase.kind in ("redis", "debconf") and _NEXT_WORD.match(match.string, end) is not None
    return goes_on or match["s"].lower() in WORDS_OF_SENTENCES or match["s"].lower().startswith(("my", "your"))


def _replacement(text: str, delimiter: str) -> Iterator[tuple[int, int, str]]:
    """Yield the password that a substitution of sed puts in the place of its name or of a sample."""
    parts = text.split(delimiter, 3)
    if len(parts) < 4:
        return
    pattern, value = parts[1], parts[2]
    start = len(parts[0]) + 1 + len(pattern) + 1
    if (setting := _SETTING.fullmatch(value)) and secret_name(setting["name"]) == "password":
        if is_password_argument(setting["s"], word=True):
            yield start + setting.start("s"), start + setting.end("s"), "replacement"
        return
    unquoted = value.strip("\"'")
    start += value.index(unquoted)
    placeholder = _PLACEHOLDER_NAME.fullmatch(pattern)
    if is_strong_password(unquoted) or (
        placeholder and not is_expression(unquoted) and is_secret_value(secret_name(placeholder[1]), unquoted)
    ):
        yield start, start + len(unquoted), "replacement"


def _rows(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the passwords in rows that SQL inserts into a table of users."""
    for rows in _ROWS.finditer(text):
        for literal in _LITERAL.finditer(text, rows.start(), rows.end()):
            if is_strong(literal["s"]):
                yield *literal.span("s"), "sql"


def object_values(text: str) -> Iterator[Span]:
    """Yield the values of Kubernetes' objects of kind Secret, which are secret under any name."""
    if "Secret" not in text or not _SECRET_OBJECT.search(text):
        return
    for data in _OBJECT_DATA.finditer(text):
        for value in _OBJECT_VALUE.finditer(text, data.start("data"), data.end("data")):
            if not is_harmless(value["s"]):
                yield value.span("s")
