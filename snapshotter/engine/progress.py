"""What a person is told while an image is pulled: one line for all its layers together. Pure but for the clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from snapshotter.engine.api import Progress

INTERVAL = 0.2
MEGABYTE = 1_000_000
_DONE = ("Download complete", "Pull complete", "Already exists")


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
        return f"pulling {self._reference}  {current / MEGABYTE:.1f} / {total / MEGABYTE:.1f} MB"

    def _say(self, line: str) -> None:
        now = self._clock()
        if line != self._told and now - self._told_at >= INTERVAL:
            self._told, self._told_at = line, now
            self._tell(line)
