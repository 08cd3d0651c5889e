"""Owns exact reading from a byte stream that only runs forward; what the bytes mean is for `tar`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from snapshotter.errors import LayerError

CHUNK = 1 << 20
"""Bytes asked of a stream at once: hashing runs at full speed from about 64 KiB on."""


class Readable(Protocol):
    """Anything that gives bytes, b"" at its end; it may give fewer than asked."""

    def read(self, size: int = -1, /) -> bytes:
        """Give up to `size` bytes."""


class Forward:
    """A stream read in exact amounts, never more than a chunk of it in memory."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._buffer = b""
        self._at = 0

    def at_end(self) -> bool:
        """Tell whether nothing is left."""
        return self._at >= len(self._buffer) and not self._fill()

    def exactly(self, count: int) -> bytes:
        """Give just `count` bytes; raises `LayerError` where the stream ends before."""
        end = self._at + count
        if end <= len(self._buffer):
            data = self._buffer[self._at : end]
            self._at = end
            return data
        return b"".join(self.pieces(count))

    def pieces(self, count: int) -> Iterator[bytes]:
        """Give the next `count` bytes in pieces as they come."""
        while count > 0:
            if self._at >= len(self._buffer) and not self._fill():
                raise LayerError(f"The layer's stream ends in the middle: {count} more bytes were announced.")
            piece = self._buffer[self._at : self._at + count] if self._at or count < len(self._buffer) else self._buffer
            self._at += len(piece)
            count -= len(piece)
            yield piece

    def skip(self, count: int) -> None:
        """Pass over `count` bytes."""
        while count > 0:
            if self._at >= len(self._buffer) and not self._fill():
                raise LayerError(f"The layer's stream ends in the middle: {count} more bytes were announced.")
            step = min(count, len(self._buffer) - self._at)
            self._at += step
            count -= step

    def _fill(self) -> bool:
        self._buffer, self._at = self._stream.read(CHUNK), 0
        return bool(self._buffer)


class Stretch:
    """The pieces of one tar member, read as a stream of their own."""

    def __init__(self, pieces: Iterator[bytes], head: bytes = b"") -> None:
        self._pieces = pieces
        self._rest = head

    def read(self, size: int = -1, /) -> bytes:
        """Give up to `size` bytes (all of them where it is negative), b"" at the end."""
        if size < 0:
            data, self._rest = self._rest + b"".join(self._pieces), b""
            return data
        if not self._rest:
            self._rest = next(self._pieces, b"")
        data, self._rest = self._rest[:size], self._rest[size:]
        return data
