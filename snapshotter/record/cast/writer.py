"""Records the output of a session in a separate thread, to which the relay hands all output.

This file holds the thread and shortens floods; `mask.py` decides what is recorded, `asciicast.py` writes the file.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Event, Thread

from snapshotter.record.cast.asciicast import Writer
from snapshotter.record.cast.buffer import Piece
from snapshotter.record.cast.escape_sequences import screen_switch
from snapshotter.record.cast.mask import OutputMask
from snapshotter.secrets.redact import Redactor

BURST, RATE = 1 << 20, 1 << 18
"""Bytes at once, and more bytes a second, beyond which output is a flood, whose middle is not recorded."""
QUIET_SECONDS = 0.25
"""How long no output may come for a flood to be over."""
TAIL = 8192
"""Bytes that are recorded of a flood's end."""
BEHIND = 2 * BURST
"""Bytes that may wait for a slow disk."""
PAUSE_SECONDS = 0.03
"""How long output is collected before it is processed."""
SETTLE_SECONDS = 1.0
"""How long complete lines may wait before they are written, so that little is lost if the process is killed."""
CLOSE_SECONDS = 10.0
"""How long the end of a session waits for the thread."""

_Step = Callable[[OutputMask], Iterable[Piece] | None]


class Cast:
    """The cast of one session; its methods only queue work for the thread."""

    def __init__(self, path: Path, redactor: Redactor, size: tuple[int, int], header: Mapping[str, object]) -> None:
        """`size` is rows and columns, `header` is added to the cast's first line."""
        self._writer = Writer(path, (size[1], size[0]), header)
        self._mask = OutputMask(redactor, size[1])
        self._steps: deque[tuple[int, _Step]] = deque()
        self._queued = self._done = 0
        self._room, self._last_output = float(BURST), 0.0
        self._flood = 0
        """Bytes of the current flood, else 0."""
        self._tail = b""
        self._alternate: bool | None = None
        """Whether the flood entered (True) or left (False) the alternate screen, None for neither."""
        self._wake, self._closing = Event(), Event()
        self._thread = Thread(target=self._work, daemon=True, name="snap-cast")
        self._thread.start()

    @property
    def problem(self) -> str:
        """The error that ended the cast before the session, "" for none."""
        return self._writer.problem

    def shown(self, data: bytes) -> None:
        """Queue output that was written to the screen."""
        now = time.monotonic()
        passed, self._last_output = now - self._last_output, now
        self._room = min(BURST, self._room + passed * RATE)
        if self._flood and passed > QUIET_SECONDS:
            self._end_flood(now)
        if self._flood or len(data) > self._room or self._queued - self._done > BEHIND:
            self._flood += len(data)
            self._tail = data if len(data) >= TAIL else (self._tail + data)[-TAIL:]
            self._alternate = screen_switch(data, self._alternate)
        else:
            self._room -= len(data)
            self._do(lambda mask: mask.output(now, data), len(data))

    def keys(self, data: bytes) -> None:
        """Queue that keys were pressed; of the keys only the number of Enters is kept."""
        enters = data.count(b"\r") + data.count(b"\n")
        followed = b"\r" in data[:-1] or b"\n" in data[:-1]
        self._do(lambda mask: mask.key(enters, followed=followed))

    def mark(self, verb: str) -> None:
        """Queue the mark of a shell, given by its verb."""
        now = time.monotonic()
        if verb == "prompt":
            self._end_flood(now)
            self._do(lambda mask: mask.prompt(now))
        elif verb == "begin":
            self._do(lambda mask: mask.command_sent())
        elif verb in ("text", "run"):
            self._do(lambda mask: mask.command_began(now))
        elif verb == "more":
            self._do(lambda mask: mask.more())

    def command(self, text: str, clean: str, cwd: str, *, late: bool) -> None:
        """Queue a command and its recorded text; `late` says that its output may have come before."""
        now = time.monotonic()
        self._do(lambda mask: mask.command(now, text, clean, cwd, late=late))

    def resized(self, rows: int, columns: int) -> None:
        """Queue a new size of the window."""
        self._writer.resizes.append((time.monotonic(), columns, rows))
        self._do(lambda mask: mask.resize(columns))

    def close(self) -> None:
        """Write the rest, but wait no longer than CLOSE_SECONDS."""
        self._end_flood(time.monotonic())
        self._closing.set()
        self._wake.set()
        self._thread.join(CLOSE_SECONDS)

    def _do(self, step: _Step, size: int = 0) -> None:
        self._queued += size
        self._steps.append((size, step))
        if not self._wake.is_set():
            self._wake.set()

    def _end_flood(self, now: float) -> None:
        if not self._flood:
            return
        tail, alternate = self._tail[-TAIL:], self._alternate
        size = self._flood - len(tail)
        self._flood, self._tail, self._alternate, self._room = 0, b"", None, float(BURST)
        self._do(lambda mask: mask.gap(now, size, alternate=alternate))
        self._do(lambda mask: mask.output(now, tail), len(tail))

    def _work(self) -> None:
        settled = 0.0
        while True:
            closing = self._closing.is_set()
            while self._steps:
                size, step = self._steps.popleft()
                self._writer.put(step(self._mask) or ())
                self._done += size
            now = time.monotonic()
            if closing:
                self._writer.put(self._mask.finish(now))
                self._writer.close()
                return
            if now - settled > SETTLE_SECONDS:
                self._writer.put(self._mask.settle())
                settled = now
            self._writer.write()
            if self._wake.wait(SETTLE_SECONDS if self._mask.has_held else None):
                self._wake.clear()
                self._closing.wait(PAUSE_SECONDS)
