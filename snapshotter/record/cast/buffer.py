"""Output that is held back, each byte with the time at which it was shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

Piece = tuple[float, bytes]
"""When it was shown, and what."""


class Held:
    """Bytes in their order; parts of them can be given another text, and the front of them be taken."""

    def __init__(self) -> None:
        self.data = bytearray()
        self._offsets: list[int] = []
        self._times: list[float] = []
        """The bytes from an offset up to the next were shown at the time of the same index."""

    def __len__(self) -> int:
        return len(self.data)

    def add(self, now: float, data: bytes) -> None:
        """Put what was shown now behind the rest."""
        if data:
            self._offsets.append(len(self.data))
            self._times.append(now)
            self.data += data

    def time(self, at: int) -> float:
        """Give when a byte was shown."""
        return self._times[bisect_right(self._offsets, at) - 1]

    def replace(self, start: int, end: int, new: bytes, when: float) -> None:
        """Put a text that counts as shown at one time in the place of the bytes from `start` to `end`."""
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
        """Give and let go of the first bytes."""
        first = bisect_right(self._offsets, count - 1)
        ends = [*self._offsets[1:first], count]
        pieces = [
            (time, bytes(self.data[start:end]))
            for start, end, time in zip(self._offsets[:first], ends, self._times[:first], strict=True)
        ]
        self.replace(0, count, b"", 0.0)
        yield from pieces
