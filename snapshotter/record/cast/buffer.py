"""A buffer of output that keeps for each byte the time at which it was shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

Piece = tuple[float, bytes]
"""A time and the output shown at that time."""


class TimedBuffer:
    """Bytes with their times; parts can be replaced, and bytes can be removed from the front."""

    def __init__(self) -> None:
        self.data = bytearray()
        self._offsets: list[int] = []
        self._times: list[float] = []
        """The bytes from an offset up to the next were shown at the time of the same index."""

    def __len__(self) -> int:
        return len(self.data)

    def add(self, now: float, data: bytes) -> None:
        """Append output that is shown now."""
        if data:
            self._offsets.append(len(self.data))
            self._times.append(now)
            self.data += data

    def time(self, at: int) -> float:
        """Return the time at which the byte at this offset was shown."""
        return self._times[bisect_right(self._offsets, at) - 1]

    def replace(self, start: int, end: int, new: bytes, when: float) -> None:
        """Replace the bytes from `start` to `end` by `new`, with the time `when`."""
        old = list(zip(self._offsets, self._times, strict=True))
        shift = len(new) - (end - start)
        kept = [(offset, time) for offset, time in old if offset < start]
        if new:
            kept.append((start, when))
        if end < len(self.data):
            kept.append((end + shift, self.time(end)))
        kept += [(offset + shift, time) for offset, time in old if offset > end]
        self._offsets, self._times = [offset for offset, _ in kept], [time for _, time in kept]
        self.data[start:end] = new

    def take(self, count: int) -> Iterator[Piece]:
        """Remove the first `count` bytes and yield them."""
        first = bisect_right(self._offsets, count - 1)
        ends = [*self._offsets[1:first], count]
        pieces = [
            (time, bytes(self.data[start:end]))
            for start, end, time in zip(self._offsets[:first], ends, self._times[:first], strict=True)
        ]
        self.replace(0, count, b"", 0.0)
        yield from pieces
