"""The file of a cast, asciicast version 2: a line that describes the terminal, then one line for each event.

Whatever ends the writing process, the file is right up to there; a line that is torn is passed over when reading.
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
MOST = 8 << 20
"""Bytes after which nothing more is written."""
FULL = f"\x1b[m\r\n\x1b[2m(more than {MOST >> 20} MB of a session are not kept)\x1b[m\r\n"
TOGETHER_SECONDS = 0.01
"""Pieces that are as close in time become one event."""
SUFFIX = ".cast"


class Outline(Struct, frozen=True):
    """What is told of a cast without playing it."""

    began: int
    """Seconds since the epoch."""
    seconds: float
    """The time of the last event."""
    columns: int
    rows: int
    size: int
    """Bytes of the file."""


class Writer:
    """Writes one cast; what cannot be written ends the cast and not the session."""

    def __init__(self, path: Path, size: tuple[int, int], about: Mapping[str, object]) -> None:
        """`size` is columns and rows, `about` goes into the first line; the file appears with the first `write`."""
        self.problem = ""
        """Why nothing more is written."""
        self.resizes: deque[tuple[float, int, int]] = deque()
        """When the window got how many columns and rows; put in here as it happens, by any thread."""
        self._path = path
        self._began = time.monotonic()
        self._file = -1
        self._lines = [
            _line({"version": VERSION, "width": size[0], "height": size[1], "timestamp": int(time.time()), **about})
        ]
        self._left = MOST
        self._text, self._at, self._last = "", 0.0, 0.0
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def put(self, pieces: Iterable[Piece]) -> None:
        """Take output, in the order of its times, which are those of `time.monotonic`."""
        for shown_at, data in pieces:
            self._resized(shown_at)
            if self._text and shown_at - self._at > TOGETHER_SECONDS:
                self._event()
            self._at = self._at if self._text else shown_at
            self._text += self._decode(data)

    def write(self) -> None:
        """Have what was taken reach the file."""
        self._event()
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
        """Write the rest and let go of the file."""
        self._resized(time.monotonic())
        self.write()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _resized(self, now: float) -> None:
        while self.resizes and self.resizes[0][0] <= now:
            self._event()
            at, columns, rows = self.resizes.popleft()
            self._add(at, "r", f"{columns}x{rows}")

    def _event(self) -> None:
        if self._text:
            self._add(self._at, "o", self._text)
            self._text = ""

    def _add(self, at: float, kind: str, text: str) -> None:
        """Add an event's line as long as there is room, and where there is none any more a word about that."""
        if self._left <= 0:
            return
        self._last = max(self._last, round(at - self._began, 3))
        line = _line([self._last, kind, text])
        self._left -= len(line)
        self._lines.append(line if self._left > 0 else _line([self._last, "o", FULL]))


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def lines(path: Path) -> Iterator[bytes]:
    """Give the lines of a cast that are whole, the first one that describes it included; none where that is torn."""
    with guarded(path), path.open("rb") as file:
        for number, line in enumerate(file):
            if line.endswith(b"\n") and _is_whole(line, number):
                yield line
            elif number == 0:
                return


def outline(path: Path) -> Outline | None:
    """Describe a cast; None where the file holds none."""
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


def _is_whole(line: bytes, number: int) -> bool:
    """Tell whether a line is what it has to be at its place."""
    try:
        value = json.loads(line)
    except ValueError:
        return False
    if number == 0:
        return isinstance(value, dict) and value.get("version") == VERSION
    return isinstance(value, list) and len(value) == 3
