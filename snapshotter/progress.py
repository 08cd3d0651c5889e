"""Lines of progress for slow operations: bytes and files read, an image pulled. Pure except for the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, Self

from snapshotter.model import Progress, ProgressLine

INTERVAL = 0.2
"""Seconds between two reports."""
MEGABYTE = 1_000_000
_DONE = ("Download complete", "Pull complete", "Already exists")
_FILE = 4096
"""Bytes that opening a file counts for."""
_CLOCK_BYTES = 4 << 20
"""Bytes after which the clock is read: about 2 ms of reading, so that small files cost nothing."""


class Meter:
    """A counter of what is read that reports a line at intervals: "reading the base image  65 / 164 MB, 3210 files"."""

    def __init__(
        self, what: str, report: Progress, total: int = 0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`total` is the approximate number of bytes, 0 if unknown."""
        self._what, self._report, self._total, self._clock = what, report, total, clock
        self._bytes = self._files = self._unchecked = 0
        self._reported_at = float("-inf")
        report(what)

    def file(self, count: int = 1) -> None:
        """Add `count` files."""
        self._files += count
        self._count(_FILE * count)

    def read(self, count: int) -> None:
        """Add `count` bytes."""
        self._bytes += count
        self._count(count)

    def line(self) -> str:
        """Return the current line, with the share if the total is known."""
        amount = f"{self._bytes / MEGABYTE:.0f}"
        if self._total > self._bytes:
            amount += f" / {self._total / MEGABYTE:.0f}"
        files = f", {self._files} files" if self._files else ""
        line = f"{self._what}  {amount} MB{files}"
        return ProgressLine(line, self._bytes / self._total) if self._total else line

    def _count(self, weight: int) -> None:
        self._unchecked += weight
        if self._unchecked >= _CLOCK_BYTES:
            self._unchecked = 0
            now = self._clock()
            if now - self._reported_at >= INTERVAL:
                self._reported_at = now
                self._report(self.line())


class CountedStream:
    """A stream whose bytes are counted by a meter."""

    def __init__(self, stream: BinaryIO, meter: Meter) -> None:
        self._stream, self._meter = stream, meter

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes."""
        data = self._stream.read(size)
        self._meter.read(len(data))
        return data

    def __enter__(self) -> Self:
        """Return the stream itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the stream."""
        self._stream.close()


class PullProgress:
    """The sum of the events of a pull, reported as a line at intervals; no line is reported twice in a row."""

    def __init__(self, reference: str, report: Progress, clock: Callable[[], float] = time.monotonic) -> None:
        self._reference = reference
        self._report = report
        self._clock = clock
        self._layers: dict[str, tuple[int, int]] = {}
        self._reported = ""
        self._reported_at = float("-inf")

    def event(self, event: Mapping[str, Any]) -> None:
        """Add one event of the engine's stream."""
        layer, status = str(event.get("id") or ""), str(event.get("status") or "")
        if status == "Downloading":
            detail = event.get("progressDetail") or {}
            self._layers[layer] = (int(detail.get("current") or 0), int(detail.get("total") or 0))
        elif status in _DONE and layer in self._layers:
            total = self._layers[layer][1]
            self._layers[layer] = (total, total)
        self._report_line(self.line())

    def line(self) -> str:
        """Return the current line, such as "pulling alpine:3.20  12.3 / 40.1 MB"."""
        total = sum(size for _, size in self._layers.values())
        if not total:
            return f"pulling {self._reference}"
        current = sum(done for done, _ in self._layers.values())
        line = f"pulling {self._reference}  {current / MEGABYTE:.1f} / {total / MEGABYTE:.1f} MB"
        return ProgressLine(line, current / total)

    def _report_line(self, line: str) -> None:
        now = self._clock()
        if line != self._reported and now - self._reported_at >= INTERVAL:
            self._reported, self._reported_at = line, now
            self._report(line)
