"""Progress on a terminal: what is being done, the share that is done, the time so far, and what was printed last.

After some seconds it also says what Ctrl-C does.
"""

from __future__ import annotations

import shutil
import threading
import time
import unicodedata
from typing import TextIO

from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.tables import duration
from snapshotter.model import ProgressLine

QUIET_SECONDS = 1.0
"""Seconds before the line is shown: nothing is shown for a verb that ends earlier."""
_INTERVAL = 0.2
"""Seconds between two drawings, so that the time advances even if no progress is reported."""
HINT_SECONDS = 5.0
"""Seconds before it is said what Ctrl-C does."""
_CELLS = 20
_WIDE = 60
"""Columns of a terminal from which on the time of a step stands beside that of all."""
_LEAST_ROWS = 6
"""Rows of a terminal below which only one line is drawn."""


class Bar:
    """A line and what was printed last below it, drawn by a thread of its own while there is text to show."""

    def __init__(self, stream: TextIO, interrupted: str = "") -> None:
        """Start the time; nothing is drawn yet. `interrupted` says what Ctrl-C does."""
        self._stream, self._interrupted = stream, interrupted
        self._begin = self._changed = time.monotonic()
        self._lock = threading.Lock()
        self._what = ""
        self._drawn = False
        self._below = 0
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def show(self, what: str) -> None:
        """Show a line from now on; a `ProgressLine` is shown with a bar and its last output."""
        with self._lock:
            if _step(what) != _step(self._what):
                self._changed = time.monotonic()
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
                self._write(self._back() + ("\x1b[J" if self._below else "\x1b[K"))
                self._below = 0

    def _draw_until(self, stopped: threading.Event) -> None:
        while not stopped.wait(_INTERVAL):
            with self._lock:
                passed = time.monotonic() - self._begin
                if self._what and not stopped.is_set() and passed >= QUIET_SECONDS:
                    self._drawn = True
                    self._draw(passed)

    def _draw(self, passed: float) -> None:
        size = shutil.get_terminal_size()
        own = self._begin + passed - self._changed
        first, *more = lines(self._what, passed, size.columns - 1, own)
        if self._interrupted and passed >= HINT_SECONDS:
            more.append(cut(f"  Ctrl-C: {self._interrupted}", size.columns - 1))
        if size.lines < _LEAST_ROWS:
            more = []
        end = "\x1b[J" if self._below > len(more) else ""
        text = self._back() + "\x1b[K" + first + "".join(f"\n\r\x1b[K{line}" for line in more) + end
        self._below = len(more)
        self._write(text)

    def _back(self) -> str:
        """Return what moves the cursor to the beginning of the first line that is drawn."""
        return "\r" + (f"\x1b[{self._below}A" if self._below else "")

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # the terminal is gone, which writing a result reports
            self._stopped.set()


def _step(what: str) -> str:
    """Return the part of a line that stays the same while one thing is done: what is before its numbers."""
    return what.partition("  ")[0]


def lines(what: str, passed: float, width: int, own: float | None = None) -> list[str]:
    """Return the lines to draw: the one of progress, and those that were printed last.

    `passed` seconds are all, `own` those of what is being done, by default the same.
    """
    printed = what.printed() if isinstance(what, ProgressLine) else ()
    return [line(what, passed, width, own), *(cut("  " + shown(text), width) for text in printed)]


def line(what: str, passed: float, width: int, own: float | None = None) -> str:
    """Return the line of progress, at most `width` cells wide; the times are those of `lines`."""
    ahead = ""
    if isinstance(what, ProgressLine) and what.share is not None:
        ahead = f"[{'#' * round(what.share * _CELLS):-<{_CELLS}}] {what.share:4.0%}  "
    behind = f"  {_time(passed)}"
    if own is not None and own >= QUIET_SECONDS <= passed - own and width >= _WIDE:
        behind = f"  {_time(own)} of {_time(passed)}"
    room = max(10, width - len(ahead) - len(behind))
    return ahead + cut(shown(what), room) + behind


def _time(seconds: float) -> str:
    return duration(round(seconds)) if seconds >= 60 else f"{seconds:.0f} s"


def cut(text: str, room: int) -> str:
    """Return text that is at most `room` cells wide on a terminal, with "…" where something is missing."""
    if sum(map(_cells, text)) <= room:
        return text
    used = 1
    for end, char in enumerate(text):
        used += _cells(char)
        if used > room:
            return text[:end] + "…"
    return text


def _cells(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
