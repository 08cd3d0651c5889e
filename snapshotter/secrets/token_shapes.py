"""Secrets that are recognised by their form alone, in any context: tokens with a fixed beginning, and private keys.

The forms are in `shape_table.py` and, from gitleaks, in `gitleaks_rules.py`.  Both have keywords, which are searched
first; a pattern is compiled when its keyword occurs.  Secrets that a name, a phrase or an option announces are left to
`judge.py`, `in_text.py` and `in_options.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from msgspec import Struct

from snapshotter.regex import regex
from snapshotter.secrets.texts.keywords import SHORT, Few, alternation
from snapshotter.secrets.texts.values import common_pairs, entropy, has_short_runs

PRIVATE_KEY = (
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
    r"(?P<body>(?:[A-Za-z0-9+/=\s\\:,.()@<>]|-(?!----)){40,}?)(?=-----END|['\"]|\Z)"
)
"""A private key in PEM or OpenPGP armour; the body may be a string literal with `\\n` in it."""

_NAMES_A_SERVICE = r"=|>|:{1,3}="
"""Part of the patterns for a value with the name of a service in front."""
_KEY = regex(PRIVATE_KEY)
_KEY_LINE = regex(r"[A-Za-z0-9+/]{24}")
_KEY_BYTES = regex(PRIVATE_KEY.encode())
_DIGIT = regex("[0-9]")

_SMALL = 1024
"""Characters up to which a text is searched as a whole."""
_FEW = Few()
"""The pattern for all keywords takes 8 ms to compile, a fortieth of a small commit."""
_LONG_RUN = b"\1" * 20
"""The run of word characters that is searched in longer ones: what is shorter and random is rarely a token."""
_BEFORE, _BEHIND = 64, 80
"""Characters around a long run that a pattern may need: the service's name in front, more parts of the token behind."""
_RUN = bytes(chr(byte).isascii() and (chr(byte).isalnum() or chr(byte) in "_-") for byte in range(256))
_DIGITS = bytes(chr(byte) in "0123456789" for byte in range(256))
_MEAN_RUN_OF_LETTERS = 3.3
"""Letters of one case that follow each other on average in a token without digits; in words they are more."""
_LEAST_DIGITS = 2
_SURELY_RANDOM = 40
_SEPARATORS = (b"=", b":", b">", b",", b"|", b"~", b"%", b"(", b"$")
_IN_BASE64 = (b"/", b"+")
_WITHOUT_DIGITS = frozenset({b"api_", b"akia", b"asia", b"glpa", b"bund"})
"""Beginnings of tokens that may have no digit."""
_WORD_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-"
_BETWEEN = b" \t\r\n\"'`\\[{"
"""What can be between such a separator and a value."""


class _Rule(Struct, frozen=True):
    kind: str
    pattern: re.Pattern[str]
    group: int
    least_entropy: float
    allowed: Sequence[str]

    def secrets(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of the tokens in `text`."""
        for match in self.pattern.finditer(text):
            group = self.group if self.group >= 0 else match.lastindex or 0
            token = match[group]
            if (
                not _is_example(token)
                and not _is_made_of_words(token)
                and (not self.least_entropy or entropy(token) > self.least_entropy)
                and not any(re.search(pattern, token) for pattern in self.allowed)
            ):
                yield match.span(group)


def shapes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of everything in `text` that looks like a known token or a private key."""
    for begin, end in [(0, len(text))] if len(text) <= _SMALL else windows(text.encode("latin-1", "replace")):
        piece = text[begin:end]
        for start, stop, kind in _tokens(piece, _keywords_in(piece)):
            yield begin + start, begin + stop, kind
    if "PRIVATE KEY" in text:
        for match in _KEY.finditer(text):
            body = match["body"]
            if not _is_key(body):
                continue
            start = match.start("body") + len(body) - len(body.lstrip())
            yield start, start + len(body.strip()), "private-key"


def token_in(data: bytes, parts: Iterable[tuple[int, int]] | None = None) -> str:
    """Return the kind of the first known token in a file, or ""; only in `parts`, which `windows` returns for it."""
    for begin, end in windows(data) if parts is None else parts:
        piece = data[begin:end].decode("latin-1")
        lower = piece.lower()
        for _, _, kind in _tokens(piece, _each_in(lower) if _FEW.has(lower) else _any_keyword().findall(lower)):
            return kind
    return ""


def private_key_in(data: bytes) -> bool:
    """Return whether the content of a file holds a private key."""
    return b"PRIVATE KEY" in data and any(
        _is_key(match["body"].decode("latin-1")) for match in _KEY_BYTES.finditer(data)
    )


def _is_key(body: str) -> bool:
    """Return whether the text between the lines around a private key is one and not a remark or a shortened sample."""
    return "..." not in body and "EXAMPLE" not in body and _KEY_LINE.search(body) is not None


def windows(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield start and end of the parts of a text that can contain a token, in order and without overlaps.

    They are around long runs of word characters that begin as a known token does, or that have digits and a separator
    in front.  `data` has one byte for each character of the text.
    """
    runs = data.translate(_RUN)
    at = runs.find(_LONG_RUN)
    digits = data.translate(_DIGITS) if at >= 0 else b""
    begin = end = -1
    while at >= 0:
        stop = runs.find(b"\0", at)
        stop = len(data) if stop < 0 else stop
        count = digits.count(b"\1", at, stop)
        if _begins_token(data, at, count) or (count >= _LEAST_DIGITS and _is_value(data, at, stop)):
            if end < 0 or at - _BEFORE > end:
                if end >= 0:
                    yield begin, end
                begin = max(0, at - _BEFORE)
            end = min(len(data), stop + _BEHIND)
        at = runs.find(_LONG_RUN, stop)
    if end >= 0:
        yield begin, end


def _tokens(text: str, keywords: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of the known tokens in a text that holds these keywords."""
    for index in sorted({index for keyword in set(keywords) for index in _rules_of(keyword)}):
        rule = _rules()[index]
        for start, end in rule.secrets(text):
            yield start, end, rule.kind


def _keywords_in(text: str) -> list[str]:
    """Return the keywords in a text; one after the other in a short one, for which a pattern need not be compiled."""
    lower = text.lower()
    return _each_in(lower) if len(lower) <= SHORT else _any_keyword().findall(lower)


def _each_in(lower: str) -> list[str]:
    return [keyword for keyword in _rules_by_keyword() if keyword in lower]


@cache
def _rules() -> Sequence[_Rule]:
    from snapshotter.secrets.tables.gitleaks_rules import RULES
    from snapshotter.secrets.tables.shape_table import SHAPES

    own = [
        _Rule(shape.kind, regex(rf"(?<![A-Za-z0-9_])(?:{shape.pattern})(?![A-Za-z0-9])", re.ASCII), 0, 0, ())
        for shape in SHAPES
    ]
    return own + [
        _Rule(kind, regex(pattern, re.ASCII), group, least_entropy, allowed)
        for kind, _, pattern, least_entropy, group, allowed in RULES
    ]


@cache
def _rules_by_keyword() -> dict[str, set[int]]:
    """Return the indexes of the rules that each keyword stands for."""
    from snapshotter.secrets.tables.gitleaks_rules import RULES
    from snapshotter.secrets.tables.shape_table import SHAPES

    of_rules = [*(tuple(shape.begins.split(" ")) for shape in SHAPES), *(keywords for _, keywords, *_ in RULES)]
    found = dict[str, set[int]]()
    for index, keywords in enumerate(of_rules):
        for keyword in keywords:
            found.setdefault(keyword, set()).add(index)
    return found


@cache
def _rules_of(keyword: str) -> frozenset[int]:
    """Return the indexes of the rules that a keyword stands for, with those of the keywords inside it."""
    return frozenset().union(*(indexes for other, indexes in _rules_by_keyword().items() if other in keyword))


@cache
def _any_keyword() -> re.Pattern[str]:
    return re.compile(alternation(_rules_by_keyword()))


def _begins_token(data: bytes, at: int, digits: int) -> bool:
    """Return whether a run begins as a known token does, or follows the beginning of one."""
    heads, tails = _beginnings()
    head = data[at : at + 4].lower()
    if not digits:
        return head in _WITHOUT_DIGITS or head[:3] == b"hf_"
    before = data[max(0, at - 3) : at].lower()
    return head in heads or head[:3] in heads or before in tails or before[1:] in tails


def _is_value(data: bytes, at: int, stop: int) -> bool:
    """Return whether a run has a separator in front, or is a part of base64 or of the address of a webhook."""
    before = data[max(0, at - 6) : at]
    if before.rstrip(_BETWEEN).endswith(_SEPARATORS):
        return True
    if before.endswith(b".") and (stop - at >= _SURELY_RANDOM or b"perm:" in data[max(0, at - _BEFORE) : at]):
        return True
    return before.endswith(_IN_BASE64) and (
        data[stop : stop + 1] in (b"/", b"+", b"=") or b"hook" in data[max(0, at - _BEFORE) : at].lower()
    )


@cache
def _beginnings() -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Return the first four characters of tokens, and the last three in front of a run that is in a token."""
    from snapshotter.secrets.tables.gitleaks_rules import RULES
    from snapshotter.secrets.tables.shape_table import SHAPES

    keywords = [keyword for shape in SHAPES for keyword in shape.begins.split(" ")]
    keywords += [keyword for _, of_rule, pattern, *_ in RULES if _NAMES_A_SERVICE not in pattern for keyword in of_rule]
    heads, tails = set[bytes](), set[bytes]()
    for keyword in keywords:
        lead = keyword.rstrip(_WORD_CHARACTERS)
        if len(lead) > 1:
            tails.add(lead[-3:].encode())
        elif not lead:
            heads.add(keyword[:4].encode())
    return frozenset(heads), frozenset(tails)


def _is_example(token: str) -> bool:
    """Return whether a token is one from a manual, which says EXAMPLE or repeats characters."""
    return "EXAMPLE" in token.upper() or "abcdefghijklmnopqrstuvwxyz" in token or len(set(token[-16:])) <= 5


def _is_made_of_words(token: str) -> bool:
    return not _DIGIT.search(token) and not has_short_runs(token, _MEAN_RUN_OF_LETTERS) and common_pairs(token) > 0.25
