"""Secrets in text that is not a command itself: settings, headers, URLs, SQL, netrc, source code and the like.

The text is a quoted word, the body of a here-document, a comment, or a file.  What announces a secret is a phrase of
`phrases.py` or the name of a setting, for which `named.py` finds the value.
"""

from __future__ import annotations

from collections.abc import Iterator

from snapshotter.regex import regex
from snapshotter.secrets.judge import secret_name
from snapshotter.secrets.tables.phrases import Phrase
from snapshotter.secrets.texts.anchors import Anchors, every_anchor, of_anchor
from snapshotter.secrets.texts.named import Span, Where, name_at, value_of
from snapshotter.secrets.texts.values import is_expression, is_harmless, is_password_hash, is_strong, looks_random

_SUBSTITUTE = regex(r"(?:\d+|\$|/[^/]*/)?s([/|#,@!~])")
_ROWS = regex(
    r"(?i:insert(?: ignore)? into\s+[\w.`\"\[\]]*"
    r"(?:user|account|login|member|admin|credential|auth|secret|password|token))"
    r"[^;\0]{1,2000}"
)
_SETTINGS = frozenset({"redis", "slapd", "snmp", "debconf", "ipsec"})
"""Kinds of phrases that are a setting, which `sed` may have in a pattern."""
_LITERAL = regex(r"['\"](?P<s>[^'\"\s\\\0]{8,256})['\"]")


def in_text(text: str, where: Where = "typed", anchors: Anchors = every_anchor) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of every secret that a phrase or a name announces, near to what `anchors` yields."""
    # İ is the only letter whose lower case has two characters
    lower = text.lower() if text.isascii() else text.replace("İ", "I").lower()
    substitute = _SUBSTITUTE.match(text) if where == "typed" else None
    delimiter = substitute[1] if substitute else ""
    names = set[int]()
    for at, anchor in anchors(lower):
        phrases, in_name = of_anchor(anchor)
        for offset, phrase in phrases:
            if found := _behind_phrase(phrase, text, at + offset, where):
                yield *found, phrase.kind
        if in_name:
            name = name_at(text, at, delimiter, where)
            if name.announced and name.start not in names and (found := value_of(name)):
                yield *found, "named"
            names.add(name.start)
    if where != "code" and "insert " in lower:
        yield from _rows(text)


def _behind_phrase(phrase: Phrase, text: str, at: int, where: Where) -> Span | None:
    match = phrase.pattern.match(text, at)
    if match is None or is_harmless(match["s"]) or is_password_hash(match["s"]) or "${" in match["s"]:
        return None
    if phrase.kind in _SETTINGS and is_expression(match["s"]):
        return None
    if phrase.kind == "xml" and where != "typed" and match["s"].isalpha() and secret_name(match["s"]):
        return None
    least = "strong" if where == "strict" else phrase.least
    if (least == "random" and not looks_random(match["s"])) or (least == "strong" and not is_strong(match["s"])):
        return None
    return match.span("s")


def _rows(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the passwords in rows that SQL inserts into a table of users."""
    for rows in _ROWS.finditer(text):
        for literal in _LITERAL.finditer(text, rows.start(), rows.end()):
            if is_strong(literal["s"]):
                yield *literal.span("s"), "sql"
