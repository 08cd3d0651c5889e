"""The line of progress on a terminal: what is being done, how far it is, for how long; drawn over and over."""

from __future__ import annotations

import shutil
import threading
import time
from typing import TextIO

from snapshotter.cli.show.escape import shown
from snapshotter.model import Amount

QUIET_SECONDS = 1.0
"""Nothing shows for what is done sooner."""
_EVERY = 0.2
"""Seconds between two drawings: what tells nothing for a while still shows that time passes."""
_CELLS = 20


class Bar:
    """One line, drawn by a thread of its own while there is something to show."""

    def __init__(self, stream: TextIO) -> None:
        """Begin to count the time; nothing is drawn."""
        self._stream = stream
        self._begin = time.monotonic()
        self._lock = threading.Lock()
        self._what = ""
        self._drawn = False
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def show(self, what: str) -> None:
        """Show a line from now on; one that is an `Amount` gets a bar."""
        with self._lock:
            self._what = what
            if what and self._thread is None:
                self._over = threading.Event()
                self._thread = threading.Thread(target=self._draw_on, args=(self._over,), name="progress", daemon=True)
                self._thread.start()

    def wipe(self) -> None:
        """Remove the line; it comes back with the next `show`."""
        with self._lock:
            self._what = ""
            self._over.set()
            self._thread = None
            if self._drawn:
                self._drawn = False
                self._write("\r\x1b[K")

    def _draw_on(self, over: threading.Event) -> None:
        while not over.wait(_EVERY):
            with self._lock:
                passed = time.monotonic() - self._begin
                if self._what and not over.is_set() and passed >= QUIET_SECONDS:
                    self._drawn = True
                    self._write("\r\x1b[K" + line(self._what, passed, shutil.get_terminal_size().columns - 1))

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # the terminal is gone: whoever gives results will notice
            self._over.set()


def line(what: str, passed: float, width: int) -> str:
    """Give the line as it is drawn `passed` seconds after the beginning, no longer than `width`."""
    ahead = ""
    if isinstance(what, Amount):
        ahead = f"[{'#' * round(what.share * _CELLS):-<{_CELLS}}] {what.share:4.0%}  "
    behind = f"  {passed:.0f} s"
    room = max(10, width - len(ahead) - len(behind))
    text = shown(what)
    return ahead + (text if len(text) <= room else text[: room - 1] + "…") + behind
