"""The file of a cast in the format asciicast version 2: a header line, then one line for each event.

The file is valid at any time, however the writing process ends; an incomplete line is skipped when reading.
"""

from __future__ import annotations

import codecs
import json
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from snapshotter.errors import StoreError
from snapshotter.record.cast.buffer import Piece
from snapshotter.store.paths import guarded, make_directory

VERSION = 2
MAX_BYTES = 8 << 20
"""Bytes after which nothing more is written."""
FULL_NOTE = f"\x1b[m\r\n\x1b[2m(output beyond {MAX_BYTES >> 20} MB is not recorded)\x1b[m\r\n"
TOGETHER_SECONDS = 0.01
"""Pieces that are closer in time become one event."""
SUFFIX = ".cast"
_NUMBERS = ("timestamp", "width", "height")
_LARGEST = 1 << 40
"""Numbers beyond it are damage: no time and no window is as large."""


class Outline(Struct, frozen=True):
    """The summary of a cast."""

    began: int
    """Seconds since the epoch."""
    seconds: float
    """The time of the last event."""
    columns: int
    rows: int
    size: int
    """Bytes of the file."""


class Writer:
    """The writer of one cast; an error ends the cast and not the session."""

    def __init__(self, path: Path, size: tuple[int, int], header: Mapping[str, object]) -> None:
        """`size` is columns and rows, `header` is added to the first line; the first `write` creates the file."""
        self.problem = ""
        """The error after which nothing more is written, else ""."""
        self.resizes: deque[tuple[float, int, int]] = deque()
        """Time, columns and rows of each new window size; appended by any thread."""
        self._path = path
        self._began = time.monotonic()
        self._file = -1
        self._lines = [
            _line({"version": VERSION, "width": size[0], "height": size[1], "timestamp": int(time.time()), **header})
        ]
        self._left = MAX_BYTES
        self._text, self._at, self._last = "", 0.0, 0.0
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def put(self, pieces: Iterable[Piece]) -> None:
        """Add output, in the order of its times, which are those of `time.monotonic`."""
        for shown_at, data in pieces:
            self._add_resizes(shown_at)
            if self._text and shown_at - self._at > TOGETHER_SECONDS:
                self._add_output()
            if not self._text:
                self._at = shown_at
            self._text += self._decode(data)

    def write(self) -> None:
        """Write to the file what was added."""
        self._add_output()
        data, self._lines = b"".join(self._lines), []
        if not data or self.problem:
            return
        try:
            with guarded(self._path):
                if self._file < 0:
                    make_directory(self._path.parent)
                    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
                    self._file = os.open(self._path, flags, 0o600)
                while data:
                    data = data[os.write(self._file, data) :]
        except StoreError as error:
            self.problem = error.message

    def close(self) -> None:
        """Write the rest and close the file."""
        self._add_resizes(time.monotonic())
        self.write()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _add_resizes(self, now: float) -> None:
        while self.resizes and self.resizes[0][0] <= now:
            self._add_output()
            at, columns, rows = self.resizes.popleft()
            self._add(at, "r", f"{columns}x{rows}")

    def _add_output(self) -> None:
        if self._text:
            self._add(self._at, "o", self._text)
            self._text = ""

    def _add(self, at: float, kind: str, text: str) -> None:
        """Add the line of an event; add FULL_NOTE instead if it exceeds MAX_BYTES, and nothing after that."""
        if self._left <= 0:
            return
        self._last = max(self._last, round(at - self._began, 3))
        line = _line([self._last, kind, text])
        self._left -= len(line)
        self._lines.append(line if self._left > 0 else _line([self._last, "o", FULL_NOTE]))


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def lines(path: Path) -> Iterator[bytes]:
    """Yield the complete lines of a cast, including the header; nothing if the header is incomplete."""
    with guarded(path), path.open("rb") as file:
        for number, line in enumerate(file):
            if line.endswith(b"\n") and _is_valid(line, number):
                yield line
            elif number == 0:
                return


def outline(path: Path) -> Outline | None:
    """Return the summary of a cast, or None if the file holds none."""
    found = lines(path)
    first = last = next(found, b"")
    for line in found:
        last = line
    if not first:
        return None
    header, seconds = json.loads(first), json.loads(last)[0] if last != first else 0.0
    with guarded(path):
        size = path.stat().st_size
    return Outline(header["timestamp"], seconds, header["width"], header["height"], size)


def _is_valid(line: bytes, number: int) -> bool:
    """Return whether a line is valid at its position."""
    if line[:1] != (b"[" if number else b"{"):  # the parser takes longer to say so
        return False
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    if number == 0:
        return (
            isinstance(value, dict)
            and value.get("version") == VERSION
            and all(type(value.get(key)) is int and 0 <= value[key] < _LARGEST for key in _NUMBERS)
        )
    if not isinstance(value, list) or len(value) != 3:
        return False
    seconds, kind, text = value
    return type(seconds) in (int, float) and 0 <= seconds < _LARGEST and type(kind) is str and type(text) is str
