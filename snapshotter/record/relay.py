"""Relays bytes between this terminal and a process in a container until the process has ended."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from snapshotter.engine.api import Exec
from snapshotter.record.key_queue import PASTE_BEGIN, KeyQueue, split_replies
from snapshotter.record.marks import Mark, Parser
from snapshotter.record.shells.adopt_nested import HookInstaller
from snapshotter.record.snap_inside import CallHandler
from snapshotter.record.terminal import Terminal
from snapshotter.record.typed.answers import Answers
from snapshotter.record.typed.tracker import Tracker

if TYPE_CHECKING:
    from snapshotter.record.cast.writer import Cast

BLOCK = 65536
HELD_SECONDS = 0.1
"""How long the beginning of a possible mark is held back from the screen."""
MAX_HELD_INPUT = 1 << 20
"""Bytes of input that may wait."""
SOON_SECONDS = 0.01
"""How often is looked whether keys may be sent, or a prompt is drawn."""
TICK_SECONDS = 0.012
"""A little more than one tick of the kernel's clock (HZ=100), which file times are taken from."""
TICKED_SECONDS = 0.5
"""How often a command that writes output all the time is looked at."""
_SHELL_READS = frozenset({"begin", "run", "start", "ran", "prompt", "more", "input"})
"""Marks in front of which a shell has read a line, or behind which it does."""
DRAWN_SECONDS = 0.1
"""How long after its last output a prompt counts as drawn."""
LOST_SECONDS = 3.0
"""How long a mark may stay without its end."""


CTRL_C = b"\x03"
_AT_PROMPT = ("ran", "prompt")
"""Marks of a shell that is about to draw its prompt."""


class Input(Protocol):
    """Where the process's input comes from."""

    def fileno(self) -> int:
        """Return the descriptor to wait on."""

    def read(self) -> bytes:
        """Return the next bytes, or b"" at the end."""


class DescriptorInput:
    """Input from a descriptor of this process, whose blocking mode is not changed."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        """Return the descriptor to wait on."""
        return self._descriptor

    def read(self) -> bytes:
        """Return the next bytes, or b"" at the end or if the terminal was closed."""
        while True:
            try:
                return os.read(self._descriptor, BLOCK)
            except BlockingIOError:
                select.select([self._descriptor], [], [])
            except OSError:
                return b""


class SessionFilter:
    """Removes the marks from the output and passes output, keys and marks to the tracker and the other observers."""

    def __init__(
        self,
        parser: Parser | None,
        tracker: Tracker | None,
        calls: CallHandler | None = None,
        installer: HookInstaller | None = None,
        cast: Cast | None = None,
        answers: Answers | None = None,
        notice: Callable[[], str] = str,
    ) -> None:
        """`calls` runs `snap` commands, `installer` installs hooks in nested shells.

        `cast` records the output, `answers` finds secrets that are typed into programs.  `notice` returns what is to be
        shown when the shell is at its prompt again, "" for nothing.
        """
        self._installer, self._cast, self._answers, self._notice = installer, cast, answers, notice
        self._at_line_start = True
        self._ticked = 0.0
        self._parser, self._tracker, self._calls = parser, tracker, calls
        self._last_output = 0.0
        self._queue = KeyQueue()
        self.typed = b""
        """What is typed at the first prompt, once that is drawn."""
        self._prompted = False

    def output(self, data: bytes, show: Callable[[bytes], None]) -> None:
        """Process output and show the part of it that is meant for the screen."""
        if self._parser is None or self._tracker is None:
            show(data)
            return
        now = self._last_output = time.time()
        self._show_hidden(now, show)
        for part in self._parser.feed(data):
            if isinstance(part, Mark) and part.verb == "ask":
                if self._calls is not None:
                    self._calls.start(part, self._tracker, now)
            elif isinstance(part, Mark):
                self._tracker.mark(part, now)
                self._mark(part, now)
                self._show_hidden(now, show)
                if part.verb in _AT_PROMPT and (notice := self._notice()):
                    self._show_notice(notice, show)
            elif self._installer is None or not self._installer.output(part, now):
                self._tracker.shells.output(part)
                if self._answers is not None:
                    self._answers.output(part, now)
                self._at_line_start = part.endswith(b"\n")
                show(part)
        if now - self._ticked > TICKED_SECONDS:
            self._ticked = now
            self._tracker.tick(now)

    def _show_notice(self, notice: str, show: Callable[[bytes], None]) -> None:
        lines = "".join(f"snap: {line}\r\n" for line in notice.split("\n"))
        show((("" if self._at_line_start else "\r\n") + lines).encode("utf-8", "backslashreplace"))
        self._at_line_start = True

    def _show_hidden(self, now: float, show: Callable[[bytes], None]) -> None:
        """Show what was hidden by an installation of hooks that has failed."""
        if self._installer is not None and (hidden := self._installer.overdue(now)):
            show(hidden)

    def resized(self, rows: int, columns: int) -> None:
        """Note that the window has another size."""
        if self._cast is not None:
            self._cast.resized(rows, columns)

    def _mark(self, mark: Mark, now: float) -> None:
        self._prompted = self._prompted or mark.verb in _AT_PROMPT
        if self._cast is not None:
            self._cast.mark(mark.verb)
        if self._answers is not None and mark.verb in _SHELL_READS:
            self._answers.shell()
        if self._installer is not None:
            self._installer.mark(mark, now)

    @property
    def held_input(self) -> int:
        """The number of bytes of input that are held back."""
        return self._queue.size

    def keys(self, data: bytes) -> bytes:
        """Process input on its way to the process; return what may be sent now."""
        if self._calls is not None and CTRL_C in data:
            self._calls.interrupt()
        if self._tracker is None:
            return data
        replies = b""
        if not self._queue.pasting and PASTE_BEGIN not in data:
            replies, data = split_replies(data)
        if data:
            self.typed = b""  # who types has another line in mind
        self._queue.add(data, time.time())
        return replies or self.next_input()

    def next_input(self) -> bytes:
        """Return the input that may be sent now: a line, or what was typed of one.

        What follows an Enter waits until the shell reports what the line was, at most for HOLD_SECONDS: otherwise what
        is pasted or typed ahead could be read by something else than in the order of its lines, and it would be unknown
        which program got it.
        """
        if self._installer is not None and self._installer.outbox:
            now, self._installer.outbox = self._installer.outbox, b""
            return now
        if self.typed and self._prompted and time.time() - self._last_output > DRAWN_SECONDS:
            self._queue.add(self.typed, time.time())
            self.typed = b""
        if self._tracker is None or not self._queue.size:
            return b""
        at, shells = time.time(), self._tracker.shells
        busy, single = shells.busy or shells.is_before_prompt, shells.takes_single_lines
        ready = self._installer is None or not self._installer.holds_keys(at, busy=busy, single=single)
        now = self._queue.take(at, ready=ready)
        if now:
            if self._installer is not None:
                self._installer.key(now, at, busy=busy, late=shells.reports_late)
            if self._answers is not None and shells.busy:
                self._answers.keys(now, at)
            elif self._answers is not None:
                self._answers.command_line()
            shells.keys(now, at)
            if self._cast is not None:
                self._cast.keys(now)
        return now

    def finish(self) -> None:
        """Note that no more input comes."""

    def patience(self) -> float | None:
        """Return after how many seconds without output `idle` must be called, or None for never."""
        if self._tracker is None or self._parser is None:
            return None
        if (
            self._queue.size
            or (self.typed and self._prompted)
            or (self._installer is not None and self._installer.needs_idle)
        ):
            return SOON_SECONDS
        return HELD_SECONDS if self._parser.holds else self._tracker.patience()

    def idle(self, show: Callable[[bytes], None]) -> None:
        """Note that no output came for a while."""
        if self._parser is None or self._tracker is None:
            return
        waited = time.time() - self._last_output
        if waited > (LOST_SECONDS if self._parser.inside else HELD_SECONDS):
            show(self._parser.flush())
        self._tracker.tick(time.time())
        if self._installer is not None:
            shells = self._tracker.shells
            pids = shells.pids if shells.busy else ()
            shown = self._installer.idle(pids, time.time(), shells.text)
            if shown:
                show(shown)

    def end(self, show: Callable[[bytes], None]) -> None:
        """Show the output that is still held back."""
        if self._parser is not None:
            show(self._parser.flush())
        if self._installer is not None:
            show(self._installer.finish())


class ScriptFilter(SessionFilter):
    """The filter for a script: its shell gets a line when it asks for one, in a later tick than the last command ended.

    Otherwise two commands could run in one tick of the kernel's clock, and no change time would tell their files apart.
    """

    def __init__(self, parser: Parser, tracker: Tracker) -> None:
        super().__init__(parser, tracker)
        self._held = b""
        self._wanted = False
        self._ran_at = 0.0
        self._complete = False

    @property
    def held_input(self) -> int:
        """The number of bytes of the script that are read and not sent."""
        return len(self._held)

    def _mark(self, mark: Mark, now: float) -> None:
        self._wanted = self._wanted or mark.verb == "want"
        if mark.verb == "ran":
            self._ran_at = now

    def keys(self, data: bytes) -> bytes:
        """Add lines of the script; return the line that may be sent now."""
        self._held += data
        return self.next_input()

    def finish(self) -> None:
        """Note that no more lines come."""
        self._complete = True

    def next_input(self) -> bytes:
        """Return the next line if the shell waits for it."""
        end = self._held.find(b"\n") + 1 or (len(self._held) if self._complete else 0)
        if not self._wanted or not end or time.time() - self._ran_at < TICK_SECONDS:
            return b""
        self._wanted = False
        line, self._held = self._held[:end], self._held[end:]
        return line

    def patience(self) -> float | None:
        """Return after how many seconds without output `idle` must be called, or None for never."""
        return TICK_SECONDS if self._wanted and self._held else super().patience()


def relay(
    process: Exec, terminal: Terminal, source: Input | None, session_filter: SessionFilter, *, hang_up: bool
) -> bool:
    """Relay bytes both ways until the output ends; return False if this terminal was closed first.

    `hang_up` says that the end of the input is the end of the session (a terminal), not only of the input.
    """
    unsent, closing = b"", False
    while not terminal.ended:
        # input is read only once there is room for it, so a fast writer never fills the memory
        full = unsent or session_filter.held_input > MAX_HELD_INPUT
        readable = [process.fileno()] if source is None or full else [process.fileno(), source.fileno()]
        ready, free = terminal.wait(readable, [process.fileno()] if unsent else [], session_filter.patience())
        if terminal.resized:
            terminal.resized = False
            size = terminal.size()
            process.resize(*size)
            session_filter.resized(*size)
        if unsent and free:
            process.write(unsent)
            unsent = b""
        if source is not None and source.fileno() in ready:
            unsent = source.read()
            if unsent:
                unsent = session_filter.keys(unsent)
            elif hang_up:
                return False
            else:
                session_filter.finish()
                source, closing = None, True
        if process.fileno() in ready:
            data = process.read(BLOCK)
            if not data:
                session_filter.end(terminal.show)
                return True
            session_filter.output(data, terminal.show)
        elif not ready:
            session_filter.idle(terminal.show)
        unsent = unsent or session_filter.next_input()
        if closing and not unsent and not session_filter.held_input:
            process.close_stdin()
            closing = False
    return False
