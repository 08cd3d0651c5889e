"""The size of a terminal in a container, set without delaying its output."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock, Thread

from snapshotter.errors import SnapError

ATTEMPTS = 5


class Resizer:
    """A sender of terminal sizes with its own thread, since the engine answers only once the process has started."""

    def __init__(self, send: Callable[[int, int], None]) -> None:
        self._send = send
        self._lock = Lock()
        self._requested: tuple[int, int] | None = None
        self._busy = False

    def request(self, rows: int, columns: int) -> None:
        """Request a size; of several requests in quick succession only the last one is sent."""
        with self._lock:
            self._requested = (rows, columns)
            if not self._busy:
                self._busy = True
                Thread(target=self._work, daemon=True, name="snap-resize").start()

    def _work(self) -> None:
        while (size := self._next()) is not None:
            for attempt in range(ATTEMPTS):
                try:
                    self._send(*size)
                    break
                except SnapError:
                    time.sleep(0.02 * (attempt + 1))

    def _next(self) -> tuple[int, int] | None:
        with self._lock:
            requested, self._requested = self._requested, None
            self._busy = requested is not None
            return requested
