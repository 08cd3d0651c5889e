"""What a person is told of what takes long: bytes and files read, an image pulled. Pure but for the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, Self

from snapshotter.model import Amount, Progress

INTERVAL = 0.2
MEGABYTE = 1_000_000
_DONE = ("Download complete", "Pull complete", "Already exists")
_FILE = 4096
"""Bytes that opening a file is taken to be worth."""
_LOOK = 4 << 20
"""Bytes between two looks at the clock: about 2 ms of reading, and no cost for small files."""


class Meter:
    """Counts what is read and tells a line now and then: "reading the base image  65 / 164 MB, 3210 files"."""

    def __init__(self, what: str, tell: Progress, total: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        """`total`: about how many bytes there are, 0 where that is not known."""
        self._what, self._tell, self._total, self._clock = what, tell, total, clock
        self._bytes = self._files = self._unseen = 0
        self._told_at = float("-inf")
        tell(what)

    def file(self, count: int = 1) -> None:
        """Count files."""
        self._files += count
        self._count(_FILE * count)

    def read(self, count: int) -> None:
        """Count bytes."""
        self._bytes += count
        self._count(count)

    def line(self) -> str:
        """Give the line as it stands, with the share where the total is known."""
        amount = f"{self._bytes / MEGABYTE:.0f}"
        if self._total > self._bytes:
            amount += f" / {self._total / MEGABYTE:.0f}"
        files = f", {self._files} files" if self._files else ""
        line = f"{self._what}  {amount} MB{files}"
        return Amount(line, self._bytes / self._total) if self._total else line

    def _count(self, weight: int) -> None:
        self._unseen += weight
        if self._unseen >= _LOOK:
            self._unseen = 0
            now = self._clock()
            if now - self._told_at >= INTERVAL:
                self._told_at = now
                self._tell(self.line())


class Counted:
    """A stream whose bytes a meter counts."""

    def __init__(self, stream: BinaryIO, meter: Meter) -> None:
        self._stream, self._meter = stream, meter

    def read(self, size: int = -1, /) -> bytes:
        """Give up to `size` bytes."""
        data = self._stream.read(size)
        self._meter.read(len(data))
        return data

    def __enter__(self) -> Self:
        """Open nothing."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the stream."""
        self._stream.close()


class PullProgress:
    """Sums up the events of a pull and tells a line now and then, never the same one twice."""

    def __init__(self, reference: str, tell: Progress, clock: Callable[[], float] = time.monotonic) -> None:
        self._reference = reference
        self._tell = tell
        self._clock = clock
        self._layers: dict[str, tuple[int, int]] = {}
        self._told = ""
        self._told_at = float("-inf")

    def event(self, event: Mapping[str, Any]) -> None:
        """Take in one event of the engine's stream."""
        layer, status = str(event.get("id") or ""), str(event.get("status") or "")
        if status == "Downloading":
            detail = event.get("progressDetail") or {}
            self._layers[layer] = (int(detail.get("current") or 0), int(detail.get("total") or 0))
        elif status in _DONE and layer in self._layers:
            total = self._layers[layer][1]
            self._layers[layer] = (total, total)
        self._say(self.line())

    def line(self) -> str:
        """Give the line as it stands, such as "pulling alpine:3.20  12.3 / 40.1 MB"."""
        total = sum(size for _, size in self._layers.values())
        if not total:
            return f"pulling {self._reference}"
        current = sum(done for done, _ in self._layers.values())
        line = f"pulling {self._reference}  {current / MEGABYTE:.1f} / {total / MEGABYTE:.1f} MB"
        return Amount(line, current / total)

    def _say(self, line: str) -> None:
        now = self._clock()
        if line != self._told and now - self._told_at >= INTERVAL:
            self._told, self._told_at = line, now
            self._tell(line)
