"""The line of progress on a terminal: what is being done, the share that is done, and the time so far."""

from __future__ import annotations

import shutil
import threading
import time
from typing import TextIO

from snapshotter.cli.show.escape import shown
from snapshotter.model import ProgressLine

QUIET_SECONDS = 1.0
"""Seconds before the line is shown: nothing is shown for a verb that ends earlier."""
_INTERVAL = 0.2
"""Seconds between two drawings, so that the time advances even if no progress is reported."""
_CELLS = 20


class Bar:
    """One line, drawn by a thread of its own while there is text to show."""

    def __init__(self, stream: TextIO) -> None:
        """Start the time; nothing is drawn yet."""
        self._stream = stream
        self._begin = time.monotonic()
        self._lock = threading.Lock()
        self._what = ""
        self._drawn = False
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def show(self, what: str) -> None:
        """Show a line from now on; a `ProgressLine` is shown with a bar."""
        with self._lock:
            self._what = what
            if what and self._thread is None:
                self._stopped = threading.Event()
                self._thread = threading.Thread(
                    target=self._draw_until, args=(self._stopped,), name="progress", daemon=True
                )
                self._thread.start()

    def wipe(self) -> None:
        """Remove the line until the next `show`."""
        with self._lock:
            self._what = ""
            self._stopped.set()
            self._thread = None
            if self._drawn:
                self._drawn = False
                self._write("\r\x1b[K")

    def _draw_until(self, stopped: threading.Event) -> None:
        while not stopped.wait(_INTERVAL):
            with self._lock:
                passed = time.monotonic() - self._begin
                if self._what and not stopped.is_set() and passed >= QUIET_SECONDS:
                    self._drawn = True
                    self._write("\r\x1b[K" + line(self._what, passed, shutil.get_terminal_size().columns - 1))

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # the terminal is gone, which writing a result reports
            self._stopped.set()


def line(what: str, passed: float, width: int) -> str:
    """Return the line to draw after `passed` seconds, at most `width` characters long."""
    ahead = ""
    if isinstance(what, ProgressLine):
        ahead = f"[{'#' * round(what.share * _CELLS):-<{_CELLS}}] {what.share:4.0%}  "
    behind = f"  {passed:.0f} s"
    room = max(10, width - len(ahead) - len(behind))
    text = shown(what)
    if len(text) > room:
        text = text[: room - 1] + "…"
    return ahead + text + behind
