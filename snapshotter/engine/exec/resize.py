"""The size of a terminal in a container, set without ever holding up its output."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock, Thread

from snapshotter.errors import SnapError

TRIES = 5


class Resizer:
    """Sets the terminal's size from a thread of its own: the engine answers only once the process has started."""

    def __init__(self, send: Callable[[int, int], None]) -> None:
        self._send = send
        self._lock = Lock()
        self._wanted: tuple[int, int] | None = None
        self._busy = False

    def want(self, rows: int, columns: int) -> None:
        """Ask for a size; of several asked for in quick succession only the last one is sent."""
        with self._lock:
            self._wanted = (rows, columns)
            if not self._busy:
                self._busy = True
                Thread(target=self._work, daemon=True, name="snap-resize").start()

    def _work(self) -> None:
        while (size := self._next()) is not None:
            for attempt in range(TRIES):
                try:
                    self._send(*size)
                    break
                except SnapError:
                    time.sleep(0.02 * (attempt + 1))

    def _next(self) -> tuple[int, int] | None:
        with self._lock:
            wanted, self._wanted = self._wanted, None
            self._busy = wanted is not None
            return wanted
