"""Known secrets in any bytes: files, names, messages, archives; as they are, and in the usual encodings.

For values that a session has seen.  What only looks like a secret is left to the rest of this package.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote, quote_plus

from msgspec import Struct

from snapshotter.regex import regex
from snapshotter.secrets.texts.ordinary import CONTEXT, can_be_name, is_announced, is_ordinary, names_among
from snapshotter.secrets.texts.values import COMMON_WORDS

SHORTEST, LONGEST = 6, 4096
_PLAIN = regex(r"[a-z]{1,9}|[0-9]{1,9}")
"""Ordinary words and numbers, which count only as separate words."""
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_ZEROS = bytes(1 << 20)
_TEXT = ("json", "url", "xml", "shell", "utf-16-le", "utf-16-be", "reversed")
"""Encodings in which an ordinary value stays one."""
_SHORTEST_ENCODED = 7
"""Characters of base64 that are enough to recognise a value: 42 bits."""


class FoundValue(Struct, frozen=True):
    """A known value in some bytes, from `start` up to `end`."""

    start: int
    end: int
    value: str
    encoding: str

    def __repr__(self) -> str:
        """Return the fields without the secret, since a traceback may show them."""
        return f"FoundValue({self.start}, {self.end}, {self.encoding!r})"


class KnownValues:
    """Secret values to be found in bytes, in every spelling that `spellings` returns.

    Short ones and the most common words are ignored.
    """

    def __init__(self, values: Iterable[str], names: frozenset[str] = frozenset()) -> None:
        """`names` are values that an image or a package has as a name."""
        self._values = tuple(v for v in values if SHORTEST <= len(v) <= LONGEST and v.lower() not in COMMON_WORDS)
        self._names = names
        self._spellings: dict[bytes, tuple[str, str]] = {}
        self._words: list[tuple[re.Pattern[bytes], str]] = []
        self._ordinary: list[tuple[re.Pattern[bytes], str]] = []
        """Those that count only where something announces a secret."""
        for value in self._values:
            if len(set(value)) > 1 or value.isalnum():
                self._add(value)

    def _add(self, value: str) -> None:
        for written, encoding in spellings(value).items():
            ordinary = value in self._names or is_ordinary(value)
            if encoding == "plain" and (ordinary or _PLAIN.fullmatch(value)):
                word = re.compile(rb"(?<![A-Za-z0-9])" + re.escape(written) + rb"(?![A-Za-z0-9])")
                (self._ordinary if ordinary else self._words).append((word, value))
            elif not (ordinary and encoding in _TEXT):
                self._spellings.setdefault(written, (value, encoding))

    def __bool__(self) -> bool:
        """Return whether there is any value to find."""
        return bool(self._spellings or self._words or self._ordinary)

    def can_be_names(self) -> bool:
        """Return whether a value may be the name of a file or a package."""
        return any(map(can_be_name, self._values))

    def without_names(self, names: Callable[[], str]) -> KnownValues:
        """Return these values, of which names that an image or a package has count only where one is announced.

        `names` returns these names on lines; it is called only where a value can be one.
        """
        if not self.can_be_names():
            return self
        return KnownValues(self._values, names_among(filter(can_be_name, self._values), names()))

    def are_in(self, data: bytes) -> bool:
        """Return whether the bytes hold any of the values; reads about 2 GB/s for each spelling of a value."""
        return (
            any(written in data for written in self._spellings)
            or any(word.search(data) for word, value in self._words if value.encode() in data)
            or any(
                is_announced(data, *match.span())
                for word, value in self._ordinary
                if value.encode("utf-8", "surrogatepass") in data
                for match in word.finditer(data)
            )
        )

    def piecewise(self) -> Callable[[bytes], bool]:
        """Return a function that takes the pieces of a file in order and returns whether a value was found so far."""
        overlap = max([0, *map(len, self._spellings), *(len(value.encode()) for _, value in self._words)]) + 1
        if self._ordinary:
            overlap = max(overlap, CONTEXT + max(len(word.pattern) for word, _ in self._ordinary))
        tail, found = b"", False

        def search(piece: bytes) -> bool:
            nonlocal tail, found
            if not tail.strip(b"\0") and piece == _ZEROS[: len(piece)]:  # a hole of a sparse file
                return found
            if not found:
                data = tail + piece
                found = self.are_in(data)
                tail = data[-overlap:]
            return found

        return search

    def find(self, data: bytes) -> Iterator[FoundValue]:
        """Yield every occurrence of a value; a value may be found in several encodings at one place."""
        for written, (value, encoding) in self._spellings.items():
            at = data.find(written)
            while at >= 0:
                yield FoundValue(at, at + len(written), value, encoding)
                at = data.find(written, at + 1)
        for word, value in (*self._words, *self._ordinary):
            for match in word.finditer(data):
                if (word, value) in self._ordinary and not is_announced(data, *match.span()):
                    continue
                yield FoundValue(*match.span(), value, "plain")


def spellings(value: str) -> dict[bytes, str]:
    """Return how a value may be written in bytes, with the name of each encoding.

    Plain, reversed, as UTF-16, as a string of JSON, in a URL, in HTML and XML, in quotes of the shell, hexadecimal, and
    in base64: there it depends on how many bytes are in front of it, and only the characters that are the same for any
    neighbours are returned.
    """
    raw = value.encode("utf-8", "surrogatepass")
    found = {raw: "plain"}
    text = {
        "json": (json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]),
        "url": (
            quote(value, safe="", errors="replace"),
            quote(value, errors="replace"),
            quote_plus(value, errors="replace"),
        ),
        "xml": (_in_xml(value, quotes=True), _in_xml(value, quotes=False)),
        "shell": (value.replace("'", "'\\''"), re.sub(r"([^\w@%+=:,./-])", r"\\\1", value)),
    }
    for encoding, written in text.items():
        for one in written:
            found.setdefault(one.encode("utf-8", "surrogatepass"), encoding)
            found.setdefault(
                re.sub("%[0-9A-F]{2}", lambda m: m[0].lower(), one).encode("utf-8", "surrogatepass"), encoding
            )
    for encoding in ("utf-16-le", "utf-16-be"):
        found.setdefault(value.encode(encoding, "surrogatepass"), encoding)
    if not _PLAIN.fullmatch(value):
        found.setdefault(value[::-1].encode("utf-8", "surrogatepass"), "reversed")
    found.setdefault(raw.hex().encode(), "hex")
    found.setdefault(raw.hex().upper().encode(), "hex")
    for encoded in _in_base64(raw):
        found.setdefault(encoded, "base64")
        found.setdefault(encoded.translate(_URL_SAFE), "base64")
    return found


def _in_xml(value: str, *, quotes: bool) -> str:
    value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return value.replace('"', "&quot;").replace("'", "&#x27;") if quotes else value


def _in_base64(raw: bytes) -> Iterator[bytes]:
    """Yield the characters of base64 that only `raw` determines, for 0, 1 and 2 bytes in front of it modulo 3."""
    for offset in range(3):
        first, last = -(-8 * offset // 6), 8 * (offset + len(raw)) // 6
        encoded = b64encode(bytes(offset) + raw)[first:last]
        if len(encoded) >= _SHORTEST_ENCODED:
            yield encoded
