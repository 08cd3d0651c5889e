"""Keeps what a session shows, in a thread of its own: the relay only hands on what passes.

What of it may be kept is decided in `veil`, the file is `asciicast`'s; here are the thread, and what becomes of floods.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Event, Thread

from snapshotter.record.cast.asciicast import Writer
from snapshotter.record.cast.buffer import Piece
from snapshotter.record.cast.escape_sequences import switched
from snapshotter.record.cast.mask import Veil
from snapshotter.secrets.redact import Redactor

BURST, RATE = 1 << 20, 1 << 18
"""Bytes at once, and more a second, beyond which output is a flood: nobody reads it, and its middle is not kept."""
QUIET_SECONDS = 0.25
"""How long nothing has to come for a flood to be over."""
TAIL = 8192
"""Bytes that are kept of a flood's end."""
BEHIND = 2 * BURST
"""Bytes that may wait for a slow disk."""
PAUSE_SECONDS = 0.03
"""How long what was shown is gathered before it is looked at."""
SETTLE_SECONDS = 1.0
"""How long whole lines wait before they are written, so that a cast is not far behind whatever happens."""
CLOSE_SECONDS = 10.0

_Step = Callable[[Veil], Iterable[Piece] | None]


class Cast:
    """The cast of one session; its methods only note, and no time is lost in them."""

    def __init__(self, path: Path, redactor: Redactor, size: tuple[int, int], about: Mapping[str, object]) -> None:
        """`size` is rows and columns, `about` goes into the cast's first line."""
        self._writer = Writer(path, (size[1], size[0]), about)
        self._veil = Veil(redactor, size[1])
        self._steps: deque[tuple[int, _Step]] = deque()
        self._handed = self._done = 0
        self._room, self._seen = float(BURST), 0.0
        self._flood = 0
        """Bytes of the flood that goes on, else 0."""
        self._tail = b""
        self._alternate: bool | None = None
        """Whether a full-screen program has got or left the screen in it."""
        self._wake, self._closing = Event(), Event()
        self._thread = Thread(target=self._work, daemon=True, name="snap-cast")
        self._thread.start()

    @property
    def problem(self) -> str:
        """Why the cast ends before the session does, "" where it does not."""
        return self._writer.problem

    def shown(self, data: bytes) -> None:
        """Note output as it went to the screen."""
        now = time.monotonic()
        passed, self._seen = now - self._seen, now
        self._room = min(BURST, self._room + passed * RATE)
        if self._flood and passed > QUIET_SECONDS:
            self._flood_over(now)
        if self._flood or len(data) > self._room or self._handed - self._done > BEHIND:
            self._flood += len(data)
            self._tail = data if len(data) >= TAIL else (self._tail + data)[-TAIL:]
            self._alternate = switched(data, self._alternate)
        else:
            self._room -= len(data)
            self._do(lambda veil: veil.output(now, data), len(data))

    def keys(self, data: bytes) -> None:
        """Note that keys were pressed; nothing of them is kept but how many send a line off."""
        enters = data.count(b"\r") + data.count(b"\n")
        followed = b"\r" in data[:-1] or b"\n" in data[:-1]
        self._do(lambda veil: veil.key(enters, followed=followed))

    def mark(self, verb: str) -> None:
        """Note a shell's mark, by its verb."""
        now = time.monotonic()
        if verb == "prompt":
            self._flood_over(now)
            self._do(lambda veil: veil.prompt(now))
        elif verb == "begin":
            self._do(lambda veil: veil.sent_off())
        elif verb in ("text", "run"):
            self._do(lambda veil: veil.began(now))
        elif verb == "more":
            self._do(lambda veil: veil.more())

    def command(self, text: str, clean: str, cwd: str, *, late: bool) -> None:
        """Note a command and how the record has it; `late` says that its output may have come before this."""
        now = time.monotonic()
        self._do(lambda veil: veil.command(now, text, clean, cwd, late=late))

    def resized(self, rows: int, columns: int) -> None:
        """Note that the window has another size."""
        self._writer.resizes.append((time.monotonic(), columns, rows))
        self._do(lambda veil: veil.widen(columns))

    def close(self) -> None:
        """Write what is left; no cast is worth waiting long for it."""
        self._flood_over(time.monotonic())
        self._closing.set()
        self._wake.set()
        self._thread.join(CLOSE_SECONDS)

    def _do(self, step: _Step, size: int = 0) -> None:
        self._handed += size
        self._steps.append((size, step))
        if not self._wake.is_set():
            self._wake.set()

    def _flood_over(self, now: float) -> None:
        if not self._flood:
            return
        tail, alternate = self._tail[-TAIL:], self._alternate
        size = self._flood - len(tail)
        self._flood, self._tail, self._alternate, self._room = 0, b"", None, float(BURST)
        self._do(lambda veil: veil.hole(now, size, alternate=alternate))
        self._do(lambda veil: veil.output(now, tail), len(tail))

    def _work(self) -> None:
        settled = 0.0
        while True:
            over = self._closing.is_set()
            while self._steps:
                size, step = self._steps.popleft()
                self._writer.put(step(self._veil) or ())
                self._done += size
            now = time.monotonic()
            if over:
                self._writer.put(self._veil.rest(now))
                self._writer.close()
                return
            if now - settled > SETTLE_SECONDS:
                self._writer.put(self._veil.settle())
                settled = now
            self._writer.write()
            if self._wake.wait(SETTLE_SECONDS if self._veil.waits else None):
                self._wake.clear()
                self._closing.wait(PAUSE_SECONDS)
