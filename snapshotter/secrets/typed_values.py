"""Values of secrets in what was typed: as they are, encoded, and with the escapes of a shell, `sed` or `printf`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from snapshotter.model import PLACEHOLDER
from snapshotter.regex import regex
from snapshotter.secrets.commands.tokens import EXPANSION
from snapshotter.secrets.known_values import LONGEST, SHORTEST, spellings
from snapshotter.secrets.texts.ordinary import is_reference

_PLAIN = regex(r"[a-z]{1,9}|[0-9]{1,9}")
_RUN = regex(r"[A-Za-z0-9]+")
_TEXT = ("plain", "json", "shell", "utf-16-le", "utf-16-be")
"""Encodings that a pattern covers, and those that no text has."""
_WRITTEN = {
    "'": r"(?:\\{0,4}'|'\\{1,2}''|'\"'\"')",
    '"': r"(?:\\{0,4}\"|\"'\"'\")",
    "\\": r"\\{1,8}",
    "%": r"\\{0,4}%{1,2}",
}
"""How characters that `sed`, `printf` and the shell read specially may be typed; others may have backslashes."""


def is_plain(value: str) -> bool:
    """Return whether a value is an ordinary word or number, which other texts may hold with another meaning."""
    return _PLAIN.fullmatch(value) is not None


def can_be_found(value: str) -> bool:
    """Return whether a value is long enough and unusual enough to be searched in other texts."""
    return (
        SHORTEST <= len(value) <= LONGEST
        and not is_reference(value)
        and EXPANSION not in value
        and "\n" not in value
        and not PLACEHOLDER.search(value)
    )


class TypedValues:
    """Values to be found in texts; an ordinary word or number is found only as a separate word."""

    def __init__(self, values: Iterable[str]) -> None:
        """Values for which `can_be_found` is false are ignored."""
        self._parts = {value: _parts(value) for value in values if can_be_found(value)}

    def __bool__(self) -> bool:
        """Return whether there is any value to find."""
        return bool(self._parts)

    def present(self, data: bytes) -> TypedValues:
        """Return those of the values of which a part is in the data, which may be text or lines of JSON."""
        found = TypedValues(())
        found._parts = {value: parts for value, parts in self._parts.items() if any(part in data for part in parts)}
        return found

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Return start, end and value of every occurrence, in order and without overlaps."""
        found: list[tuple[int, int, str]] = []
        for start, end, value in sorted(self._all(text), key=lambda span: (span[0], -span[1])):
            if not found or start >= found[-1][1]:
                found.append((start, end, value))
        return found

    def replace(self, text: str, word: Callable[[str], str]) -> str:
        """Return the text with every value replaced by what `word` returns for it."""
        for start, end, value in reversed(self.find(text)):
            text = text[:start] + word(value) + text[end:]
        return text

    def _all(self, text: str) -> Iterator[tuple[int, int, str]]:
        for value in self._parts:
            for match in _pattern(value).finditer(text):
                yield *match.span(), value


@lru_cache(maxsize=4096)
def _pattern(value: str) -> re.Pattern[str]:
    typed = "".join(char if char.isalnum() else _WRITTEN.get(char, r"\\{0,4}" + re.escape(char)) for char in value)
    if is_plain(value):
        typed = rf"(?<![A-Za-z0-9]){typed}(?![A-Za-z0-9])"
    return re.compile("|".join([typed, *map(re.escape, _encoded(value))]))


def _encoded(value: str) -> list[str]:
    return [raw.decode("utf-8", "replace") for raw, encoding in spellings(value).items() if encoding not in _TEXT]


def _parts(value: str) -> tuple[bytes, ...]:
    """Return parts of which one is in every text, and every line of JSON, that holds the value."""
    longest = max(_RUN.findall(value), key=len, default="")
    return (longest.encode(), *(part.encode("ascii", "ignore") for part in _encoded(value))) if longest else (b"",)
