"""Reading of exact amounts from a stream that cannot be rewound; the tar format is in `header.py` and `members.py`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from snapshotter.errors import LayerError

CHUNK = 1 << 20
"""Bytes requested from a stream at once: hashing reaches its full speed at about 64 KiB."""


class Readable(Protocol):
    """A stream of bytes, b"" at its end; it may return fewer bytes than requested."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes."""


class ForwardReader:
    """A stream that is read in exact amounts, with at most one chunk in memory."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._buffer = b""
        self._at = 0

    def at_end(self) -> bool:
        """Return whether the end of the stream was reached."""
        return self._at >= len(self._buffer) and not self._fill()

    def exactly(self, count: int) -> bytes:
        """Return exactly `count` bytes; raises `LayerError` if the stream ends before."""
        end = self._at + count
        if end <= len(self._buffer):
            data = self._buffer[self._at : end]
            self._at = end
            return data
        return b"".join(self.pieces(count))

    def pieces(self, count: int) -> Iterator[bytes]:
        """Yield the next `count` bytes in pieces; raises `LayerError` if the stream ends before."""
        while count > 0:
            if self._at >= len(self._buffer) and not self._fill():
                raise LayerError(f"the layer's stream ends in the middle: {count} more bytes were announced")
            if self._at == 0 and len(self._buffer) <= count:
                piece = self._buffer  # no copy
            else:
                piece = self._buffer[self._at : self._at + count]
            self._at += len(piece)
            count -= len(piece)
            yield piece

    def skip(self, count: int) -> None:
        """Skip `count` bytes; raises `LayerError` if the stream ends before."""
        while count > 0:
            if self._at >= len(self._buffer) and not self._fill():
                raise LayerError(f"the layer's stream ends in the middle: {count} more bytes were announced")
            step = min(count, len(self._buffer) - self._at)
            self._at += step
            count -= step

    def _fill(self) -> bool:
        self._buffer, self._at = self._stream.read(CHUNK), 0
        return bool(self._buffer)


class PieceStream:
    """Pieces of bytes, such as those of one tar member, as a stream."""

    def __init__(self, pieces: Iterator[bytes], head: bytes = b"") -> None:
        """`head` comes before the pieces."""
        self._pieces = pieces
        self._piece = head
        self._at = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes (all of them if it is negative), b"" at the end."""
        if size < 0:
            data, self._piece, self._at = self._piece[self._at :] + b"".join(self._pieces), b"", 0
            return data
        if self._at >= len(self._piece):
            self._piece, self._at = next(self._pieces, b""), 0
        data = self._piece[self._at : self._at + size]  # no copy of a whole piece
        self._at += len(data)
        return data
