"""Splits the stream in which the engine combines stdout and stderr of an exec without a terminal."""

from __future__ import annotations

import struct

STDOUT = 1


class Frames:
    """A parser of the engine's eight-byte frame headers in a stream of stdout and stderr."""

    def __init__(self) -> None:
        self._head = b""
        self._stream = 0
        self._left = 0

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        """Return the pieces of output in `data` as (1 stdout | 2 stderr, bytes), in order."""
        pieces = []
        at = 0
        while at < len(data):
            if not self._left:
                need = 8 - len(self._head)
                self._head += data[at : at + need]
                at += need
                if len(self._head) == 8:
                    self._stream, self._left = struct.unpack(">BxxxL", self._head)
                    self._head = b""
                continue
            piece = data[at : at + self._left]
            pieces.append((self._stream, piece))
            self._left -= len(piece)
            at += len(piece)
        return pieces
