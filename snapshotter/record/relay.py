"""Carries bytes between this side and a process in a container until the process is gone."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from snapshotter.engine.api import Exec
from snapshotter.record.marks import Mark, Parser
from snapshotter.record.shells.adopt_nested import Reception
from snapshotter.record.snap_inside import Desk
from snapshotter.record.terminal import Terminal
from snapshotter.record.typed.tracker import Tracker

if TYPE_CHECKING:
    from snapshotter.record.cast.writer import Cast

BLOCK = 65536
HELD_SECONDS = 0.1
"""How long the beginning of what may be a mark is held back from the screen."""
GATE_SECONDS = 0.3
"""How long keys are kept for the next prompt of a shell that gets its lines one by one, before a program gets them."""
GATED_MOST = 1 << 20
TICK_SECONDS = 0.012
"""A little more than a tick of the kernel's clock, with which files are stamped, takes (HZ=100)."""
TICKED_SECONDS = 0.5
"""How often a command that shows something all the time is looked at."""
LOST_SECONDS = 3.0
"""How long a mark may stay without its end."""


CTRL_C = b"\x03"


class Input(Protocol):
    """Where the process's input comes from."""

    def fileno(self) -> int:
        """Give the descriptor to wait on."""

    def read(self) -> bytes:
        """Give the next bytes, b"" at the end."""


class Descriptor:
    """Input from a descriptor of this process, which is left in the mode it was found in."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        """Give the descriptor to wait on."""
        return self._descriptor

    def read(self) -> bytes:
        """Give the next bytes, b"" at the end and where the terminal was closed."""
        while True:
            try:
                return os.read(self._descriptor, BLOCK)
            except BlockingIOError:
                select.select([self._descriptor], [], [])
            except OSError:
                return b""


class Watch:
    """Takes the marks out of the output and lets a tracker have everything it needs to see."""

    def __init__(
        self,
        parser: Parser | None,
        tracker: Tracker | None,
        desk: Desk | None = None,
        reception: Reception | None = None,
        cast: Cast | None = None,
    ) -> None:
        """`desk` gets what the shells ask, `reception` cares for shells without hooks, `cast` keeps what is shown."""
        self._reception, self._cast = reception, cast
        self._ticked = 0.0
        self._parser, self._tracker, self._desk = parser, tracker, desk
        self._fed = 0.0
        self._kept = b""
        self._kept_at = 0.0
        self._open = False

    def output(self, data: bytes, show: Callable[[bytes], None]) -> None:
        """Take in output and show what of it is meant for the screen."""
        if self._parser is None or self._tracker is None:
            show(data)
            return
        now = self._fed = time.time()
        for part in self._parser.feed(data):
            if isinstance(part, Mark) and part.verb == "ask":
                if self._desk is not None:
                    self._desk.ask(part, self._tracker, now)
            elif isinstance(part, Mark):
                self._tracker.mark(part, now)
                self._marked(part, now)
            elif self._reception is None or not self._reception.output(part, now):
                self._tracker.output(part)
                show(part)
        if now - self._ticked > TICKED_SECONDS:
            self._ticked = now
            self._tracker.tick(now)

    def resized(self, rows: int, columns: int) -> None:
        """Note that the window has another size."""
        if self._cast is not None:
            self._cast.resized(rows, columns)

    def _marked(self, mark: Mark, now: float) -> None:
        if self._cast is not None:
            self._cast.mark(mark.verb)
        if self._reception is not None:
            self._reception.mark(mark, now)

    @property
    def keeps(self) -> int:
        """Tell how many bytes of input wait for their time."""
        return len(self._kept)

    def keys(self, data: bytes) -> bytes:
        """Look at input on its way to the process; gives what may go there now."""
        if self._desk is not None and CTRL_C in data:
            self._desk.interrupt()
        if self._tracker is None:
            return data
        if not self._kept:
            self._kept_at = time.time()
        self._kept += data
        return self.due()

    def due(self) -> bytes:
        """Give the input whose time has come.

        A dash gets one line for each prompt: what is pasted or typed ahead would else be read by whatever runs, or
        show up between its output, and nobody could tell who got it.  What waits goes on to the program that runs
        when that goes on for long, and at once with Ctrl-C.
        """
        if self._reception is not None and (self._reception.outbox or self._reception.busy):
            now, self._reception.outbox = self._reception.outbox, b""
            return now
        if self._tracker is None or not self._kept:
            return b""
        if self._reception is not None and self._tracker.busy and self._reception.expects:
            return b""
        end = len(self._kept)
        if self._tracker.gate:
            late = time.time() - self._kept_at > GATE_SECONDS or end > GATED_MOST
            self._open = self._open or late or any(key in self._kept for key in b"\x03\x1a\x1c")
            if not self._open:
                return b""
        elif self._tracker.single:
            self._open = False
            enters = [at + 1 for at in (self._kept.find(b"\r"), self._kept.find(b"\n")) if at >= 0]
            end = min(enters, default=end)
        now, self._kept = self._kept[:end], self._kept[end:]
        self._kept_at = time.time()
        self._tracker.keys(now, time.time())
        if self._cast is not None and now:
            self._cast.keys(now)
        if self._reception is not None:
            self._reception.key(now)
        return now

    def finish(self) -> None:
        """Note that no more input comes."""

    def patience(self) -> float | None:
        """Tell after how many seconds without output `idle` wants to be called."""
        if self._tracker is None or self._parser is None:
            return None
        waits = self._reception is not None and self._reception.waits
        return HELD_SECONDS if self._parser.holds or self._kept or waits else self._tracker.patience()

    def idle(self, show: Callable[[bytes], None]) -> None:
        """Note that nothing came for a while."""
        if self._parser is None or self._tracker is None:
            return
        waited = time.time() - self._fed
        if waited > (LOST_SECONDS if self._parser.inside else HELD_SECONDS):
            show(self._parser.flush())
        self._tracker.tick(time.time())
        if self._reception is not None:
            pids = self._tracker.pids if self._tracker.busy else ()
            shown = self._reception.quiet(pids, time.time(), self._tracker.text)
            if shown:
                show(shown)

    def end(self, show: Callable[[bytes], None]) -> None:
        """Show what is still held back."""
        if self._parser is not None:
            show(self._parser.flush())


class Feed(Watch):
    """A watch over a script whose shell gets a line when it asks for one, and not in the same tick as a command ended.

    Else two commands could run in one tick of the kernel's clock, and no change time would tell their files apart.
    """

    def __init__(self, parser: Parser, tracker: Tracker) -> None:
        super().__init__(parser, tracker)
        self._asked = False
        self._ran_at = 0.0
        self._complete = False

    def _marked(self, mark: Mark, now: float) -> None:
        self._asked = self._asked or mark.verb == "want"
        if mark.verb == "ran":
            self._ran_at = now

    def keys(self, data: bytes) -> bytes:
        """Take in lines of the script; gives the one whose time has come."""
        self._kept += data
        return self.due()

    def finish(self) -> None:
        """Note that no more lines come."""
        self._complete = True

    def due(self) -> bytes:
        """Give the next line where the shell waits for it."""
        end = self._kept.find(b"\n") + 1 or (len(self._kept) if self._complete else 0)
        if not self._asked or not end or time.time() - self._ran_at < TICK_SECONDS:
            return b""
        self._asked = False
        line, self._kept = self._kept[:end], self._kept[end:]
        return line

    def patience(self) -> float | None:
        """Tell after how many seconds without output `idle` wants to be called."""
        return TICK_SECONDS if self._asked and self._kept else super().patience()


def relay(process: Exec, terminal: Terminal, source: Input | None, watch: Watch, *, hang_up: bool) -> bool:
    """Carry bytes both ways until the output ends; tells whether it did, and not this side's terminal.

    `hang_up` says that the end of the input is the end of the session (a terminal), not only of the input.
    """
    waiting, closing = b"", False
    while not terminal.ended:
        # input is read only once there is room for it, so a fast writer never fills the memory
        full = waiting or watch.keeps > GATED_MOST
        readable = [process.fileno()] if source is None or full else [process.fileno(), source.fileno()]
        ready, free = terminal.wait(readable, [process.fileno()] if waiting else [], watch.patience())
        if terminal.resized:
            terminal.resized = False
            size = terminal.size()
            process.resize(*size)
            watch.resized(*size)
        if waiting and free:
            process.write(waiting)
            waiting = b""
        if source is not None and source.fileno() in ready:
            waiting = source.read()
            if waiting:
                waiting = watch.keys(waiting)
            elif hang_up:
                return False
            else:
                watch.finish()
                source, closing = None, True
        if process.fileno() in ready:
            data = process.read(BLOCK)
            if not data:
                watch.end(terminal.show)
                return True
            watch.output(data, terminal.show)
        elif not ready:
            watch.idle(terminal.show)
        waiting = waiting or watch.due()
        if closing and not waiting and not watch.keeps:
            process.close_stdin()
            closing = False
    return False
