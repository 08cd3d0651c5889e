"""Known secrets in terminal output that are written in another form: encoded, reversed, spaced, dumped.

The output is searched without everything but letters and digits, in lower case and over the ends of lines, so that
separators, wrapping and case make no difference.  `search.py` leaves out the lines that are found.
"""

from __future__ import annotations

import re
from base64 import b32encode
from bisect import bisect_right
from codecs import encode
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from msgspec import Struct

from snapshotter.secrets.known_values import LONGEST, SHORTEST, spellings

_DELETED = bytes(code for code in range(256) if not (code < 128 and chr(code).isalnum()))
_SHORTEST_FORM = 6
"""Letters and digits that are enough to recognise a value in another form."""
_WORD = re.compile(r"[a-z]{1,9}|[0-9]{1,9}|[A-Z]?[a-z]{1,8}")
"""Ordinary words and numbers, which other output holds as well."""
_SINGLE = re.compile(rb"(?<![0-9a-z])[0-9a-z](?![0-9a-z])")
_OFFSET = re.compile(r"(?:0x)?[0-9a-f]{6,16}(?::|[ \t])[ \t]*(?=\S)", re.I)
"""What a line of `xxd`, `hexdump` or `od` begins with."""
_ANY_OFFSET = re.compile(rb"^(?:0x)?[0-9a-f]{6,16}[: \t]", re.M)
_TEXT_COLUMN = re.compile(r"[ \t]+(?:\|.*\||>.*<)[ \t]*\Z")
_XXD_COLUMN = re.compile(r"[ \t]{2,}\S.*\Z")
"""What a line of a dump ends with: the same bytes as text."""
_COLUMN_WIDTH = 24
"""Characters of a line of which only the last may be a part of a secret: numbered characters."""
_LONGEST_FORM = 1024
"""Bytes at the end of output in which the beginning of a form is looked for at first."""
_PIECE = 4
"""Characters of a line that may be a piece of an ordinary word."""


class _Forms(Struct, frozen=True):
    """What one value looks like without separators, in lower case."""

    anywhere: tuple[bytes, ...]
    dumped: tuple[bytes, ...]
    """Forms that only dumps have."""
    halves: tuple[bytes, ...]
    apart: tuple[bytes, ...]
    """Forms of an ordinary word, which count only as a separate word or in pieces."""


class _View:
    """Lines of output reduced to what is searched, joined, with the number of the line of each byte."""

    def __init__(self, lines: Iterable[tuple[int, bytes]]) -> None:
        self._numbers: list[int] = []
        self._offsets: list[int] = []
        parts, at = [], 0
        for number, part in lines:
            if part:
                self._numbers.append(number)
                self._offsets.append(at)
                parts.append(part)
                at += len(part)
        self.data = b"".join(parts)

    def find(self, form: bytes, *, as_word: bool = False) -> Iterator[int]:
        """Yield the numbers of the lines that hold a form, or at the end more than half of one."""
        at = self.data.find(form)
        while at >= 0:
            if not as_word or self._is_word(at, at + len(form)):
                yield from self._lines(at, at + len(form))
            at = self.data.find(form, at + 1)
        begun = self.data.rfind(_half(form), -len(form))
        if begun >= 0 and not as_word and form.startswith(self.data[begun:]):
            yield from self._lines(begun, len(self.data))

    def _is_word(self, start: int, end: int) -> bool:
        return not (self.data[max(0, start - 1) : start].isalnum() or self.data[end : end + 1].isalnum())

    def _lines(self, start: int, end: int) -> Sequence[int]:
        """Return the lines of a part; none if they are further apart than four for a character."""
        first, behind = bisect_right(self._offsets, start) - 1, bisect_right(self._offsets, end - 1)
        if self._numbers[behind - 1] - self._numbers[first] > 4 * (end - start):
            return ()
        return range(self._numbers[first], self._numbers[behind - 1] + 1)


class OtherForms:
    """The known values in every form that is looked for."""

    def __init__(self) -> None:
        self._forms: dict[str, _Forms] = {}

    def find(self, lines: Sequence[str], values: Iterable[str]) -> dict[int, set[str]]:
        """Return the numbers of the lines that hold one of the values in another form, each with these values."""
        found: dict[int, set[str]] = {}
        known = self._suspected(lines, [value for value in values if SHORTEST <= len(value) <= LONGEST])
        if not known:
            return found
        raw = [line.encode("utf-8", "surrogatepass").lower() for line in lines]
        dumps = _dumped(lines)
        squeezed_views = [_whole(raw), *dumps, _last_characters(raw)]
        views = _views_of_pieces(raw) if any(forms.apart for _, forms in known) else []
        text = _View((number, line + b"\n") for number, line in enumerate(raw))
        for value, forms in known:
            numbers = {number for form in forms.anywhere for view in squeezed_views for number in view.find(form)}
            numbers.update(number for form in forms.dumped for view in dumps for number in view.find(form))
            for form in forms.apart:
                numbers.update(number for view in views for number in view.find(form))
                numbers.update(text.find(form, as_word=True))
            for number in numbers:
                found.setdefault(number, set()).add(value)
        return found

    def _suspected(self, lines: Sequence[str], values: Sequence[str]) -> list[tuple[str, _Forms]]:
        """Return the values that may be in the lines, by a search that takes a tenth of the time and knows no lines."""
        if not values:
            return []
        lines = [line for line, next_line in zip(lines, [*lines[1:], ""], strict=True) if _differs(line, next_line)]
        raw = "\n".join(lines).encode("utf-8", "surrogatepass").lower()
        ends = b"".join([line.rstrip()[-1:] for line in raw.split(b"\n") if len(line) <= _COLUMN_WIDTH])
        parts = [raw.translate(None, _DELETED), ends.translate(None, _DELETED)]
        dumped = [view.data for view in _dumped(lines)] if _ANY_OFFSET.search(raw) else []
        parts += dumped
        all_parts, last = b"\xff".join(parts), b"\xff".join([part[-_LONGEST_FORM:] for part in parts])
        known = [(value, self._forms_of(value)) for value in values]
        return [
            (value, forms)
            for value, forms in known
            if any(form in all_parts for form in forms.anywhere)
            or any(form in all_parts for form in forms.apart)
            or any(half in last for half in forms.halves)
            or (dumped and any(form in data for form in forms.dumped for data in dumped))
        ]

    def _forms_of(self, value: str) -> _Forms:
        if value not in self._forms:
            self._forms[value] = _forms(value)
        return self._forms[value]


def _half(form: bytes) -> bytes:
    """Return how much of a form at the end of output is enough: the rest may follow."""
    return form[: max(_SHORTEST_FORM, len(form) // 2 + 1)]


def squeezed(text: str | bytes) -> bytes:
    """Return the letters and digits of a text in lower case."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return raw.lower().translate(None, _DELETED)


def _differs(line: str, next_line: str) -> bool:
    """Return whether two lines must both be searched: equal long lines need not, of which a flood may consist."""
    return line != next_line or len(line) <= _COLUMN_WIDTH


def _whole(raw: Sequence[bytes]) -> _View:
    """Return all of the lines without separators; `raw` is the lines in lower case."""
    return _View((number, line.translate(None, _DELETED)) for number, line in enumerate(raw))


def _dumped(lines: Sequence[str]) -> list[_View]:
    """Return the lines of dumps without offsets: the numbers, and the column of text."""
    dumped = [(number, found) for number, line in enumerate(lines) if (found := _OFFSET.match(line))]
    parts = [(number, *_without_column(lines[number][found.end() :], found[0])) for number, found in dumped]
    return [
        _View((number, squeezed(numbers)) for number, numbers, _ in parts),
        _View((number, squeezed(column)) for number, _, column in parts),
    ]


def _views_of_pieces(raw: Sequence[bytes]) -> list[_View]:
    """Return what may be an ordinary word in pieces: characters that stand alone, and those of very short lines."""
    short = ((number, line) for number, line in enumerate(raw) if len(line.strip()) <= _PIECE)
    return [
        _View((number, _singles(line)) for number, line in enumerate(raw)),
        _View((number, line.translate(None, _DELETED)) for number, line in short),
        _last_characters(raw),
    ]


def _singles(line: bytes) -> bytes:
    """Return the characters that stand alone, if they are all of the line or several: not the number of an item."""
    found = b"".join(_SINGLE.findall(line))
    return found if len(found) > _PIECE or found == line.translate(None, _DELETED) else b""


def _last_characters(raw: Sequence[bytes]) -> _View:
    """Return the last characters of short lines: characters with a number in front."""
    short = ((number, line.rstrip()[-1:]) for number, line in enumerate(raw) if len(line) <= _COLUMN_WIDTH)
    return _View((number, last.translate(None, _DELETED)) for number, last in short)


def _without_column(line: str, offset: str) -> tuple[str, str]:
    """Return a line of a dump without the column of text at its end, and that column."""
    found = (_XXD_COLUMN if ":" in offset else _TEXT_COLUMN).search(line)
    return (line[: found.start()], found[0]) if found else (line, "")


def _forms(value: str) -> _Forms:
    raw = value.encode("utf-8", "surrogatepass")
    found = [*_encoded(value), *_encoded(value[::-1]), *_numbers(raw), *_numbers(map(ord, value))]
    found += [form[::-1] for form in _encoded(value)]
    apart = tuple(dict.fromkeys(squeezed(form) for form in (value, value[::-1], encode(value, "rot13"))))
    if not _WORD.fullmatch(value):
        found += [one for one, encoding in spellings(value).items() if encoding in ("plain", "json", "url", "xml")]
        found += [*apart, "x00".join(value).encode("utf-8", "surrogatepass"), quote(value, safe="").encode()]
        apart = ()
    forms = [form for form in dict.fromkeys(map(squeezed, found)) if len(form) >= _SHORTEST_FORM]
    dumped = tuple(_words(raw))
    return _Forms(tuple(forms), dumped, tuple(dict.fromkeys(map(_half, [*forms, *dumped]))), apart)


def _encoded(value: str) -> list[bytes]:
    """Return a value in hexadecimal, base64 and base32."""
    raw = value.encode("utf-8", "surrogatepass")
    found = [written for written, encoding in spellings(value).items() if encoding in ("hex", "base64")]
    return [*found, b32encode(raw).rstrip(b"=")[:-1]]


def _numbers(codes: Iterable[int]) -> Iterator[bytes]:
    """Yield bytes or characters as numbers one after another: octal, decimal, binary, hexadecimal with prefixes."""
    codes = list(codes)
    for form in ("03o", "d", "08b", "02x"):
        yield "".join(format(code, form) for code in codes).encode()
    for joint in ("x", "0x", "u00", "00"):
        yield joint.join(format(code, "02x") for code in codes).encode()


def _words(raw: bytes) -> Iterator[bytes]:
    """Yield the bytes as `hexdump`, `od` and `od -t x4` print them: in words whose last byte comes first."""
    for width in (2, 4, 8):
        for offset in range(width):
            words = [raw[at : at + width][::-1] for at in range(offset, len(raw) - width + 1, width)]
            if len(words) * width >= (_SHORTEST_FORM if width > 2 or raw.isalpha() else _SHORTEST_FORM - 2):
                yield b"".join(words).hex().encode()
                if width == 2:
                    yield "".join(format(int.from_bytes(word, "big"), "06o") for word in words).encode()
