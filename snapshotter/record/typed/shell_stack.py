"""The shells of a session and the state of each.

A shell that reports while another one's command runs was started by that command and goes on top of the stack; when a
shell reports again, those above it have ended.  Turning reports into records is left to `tracker.py`.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from snapshotter.model import StateChange
from snapshotter.record.shells.state import ShellListings
from snapshotter.record.typed.ash_history import TypedLines
from snapshotter.record.typed.bash_pending import PendingCommands
from snapshotter.record.typed.keys import FOLLOWED_SHELLS, KeyedLines
from snapshotter.store.journal.records import Gap

LATE_SHELLS = FOLLOWED_SHELLS | {"ash"}
"""Shells that report a command only after it has run, if at all."""


class EditedLine(Struct, frozen=True):
    """What a bash ran that was edited in a program from its prompt (Ctrl-X Ctrl-E)."""

    number: int
    """In the shell's history."""
    user: str
    at: float
    cwd: str
    text: str


class TrackedShell(Struct):
    """One shell of a session."""

    pid: int
    name: str
    depth: int
    user: str
    lines: TypedLines
    """What was typed into it, if it is one of LATE_SHELLS."""
    pending: PendingCommands
    """Commands that it has begun without reporting their text."""
    listings: ShellListings
    cwd: str = ""
    running: int = 0
    """Number of the running command, else 0."""
    history_number: int = 0
    """Number of the running command in the shell's history, where that is known."""
    edited: EditedLine | None = None
    """What it ran from its line editor, of which only the next line or prompt tells that it has ended."""
    last_begin: float = 0.0
    """When a bash last began a command."""
    text: str = ""
    """Text of the running command, or of the last one."""
    note: str = ""
    """The comments in front of it."""
    start: tuple[StateChange, ...] = ()
    """The state in which it began, until its first command."""
    unreported: bool = False
    """True if it is known to have been started and has not reported yet."""
    from_screen: bool = False
    """True if the running command's text is only what the screen shows."""
    reported_text: str | None = None
    """The text reported for the running command after it was recorded; "" if the shell does not know it."""
    gap: Gap | None = None
    """The time since which what it runs is not recorded."""
    history_off: bool = False
    """True if it keeps no history: a bash then has the number 1 for each command, and may list another text for it."""

    @property
    def is_late(self) -> bool:
        """Whether the next command will be reported only after it has run."""
        return self.name in LATE_SHELLS and not self.running


class ShellStack(Struct):
    """The shells of one session, the session's own one at the bottom."""

    user: str = ""
    """User of the session's shell, used if the shell does not report it."""
    columns: Callable[[], int] = lambda: 80
    _shells: list[TrackedShell] = field(default_factory=list)

    @property
    def top(self) -> TrackedShell | None:
        """The shell on top, which gets what is typed; None before any shell has reported."""
        return self._shells[-1] if self._shells else None

    @property
    def every(self) -> tuple[TrackedShell, ...]:
        """The shells, the session's own one first."""
        return tuple(self._shells)

    @property
    def pids(self) -> list[int]:
        """The process ids of the shells inside the container, the session's own one first."""
        return [shell.pid for shell in self._shells]

    def find(self, pid: int) -> TrackedShell | None:
        """Return the shell with this process id, or None."""
        return next((shell for shell in self._shells if shell.pid == pid), None)

    def push(self, name: str, pid: int) -> TrackedShell:
        """Put a new shell on top and return it."""
        shell = TrackedShell(
            pid,
            name,
            len(self._shells) + 1,
            self.user,
            self._lines(name),
            PendingCommands(self.columns),
            ShellListings(name),
        )
        self._shells.append(shell)
        return shell

    def pop(self) -> TrackedShell:
        """Remove the shell on top and return it."""
        return self._shells.pop()

    def start(self, name: str, pid: int) -> None:
        """Make a shell that has been started and has not reported yet the only one."""
        self._shells.clear()
        shell = self.push(name, pid)
        shell.text, shell.unreported = f"exec {name}", True

    def reported(self, shell: TrackedShell, name: str) -> None:
        """Note that a shell has reported under this name, which `exec` may have changed."""
        if shell.name != name:
            shell.name, shell.lines = name, self._lines(name)
        shell.unreported = False

    def _lines(self, name: str) -> TypedLines:
        if name in FOLLOWED_SHELLS:
            return KeyedLines(self.columns, line_editor=name != "dash")
        return TypedLines(self.columns)

    @property
    def text(self) -> str:
        """The command that the shell on top runs, or ran last."""
        top = self.top
        if top is None:
            return ""
        return top.pending.shown_text() if top.pending.has_unrecorded else top.text

    def keys(self, data: bytes, now: float) -> None:
        """Hand keys on their way into the container to the shell on top."""
        top = self.top
        if top is None:
            return
        if top.is_late:
            top.lines.key(data, now)
        else:
            top.pending.key()

    def output(self, data: bytes) -> None:
        """Hand output on its way to the screen to the shell on top."""
        top = self.top
        if top is None:
            return
        if top.is_late:
            top.lines.output(data)
        else:
            top.pending.output(data)

    @property
    def has_unrecorded(self) -> bool:
        """Whether the shell on top runs a command that is not recorded yet, as far as is known."""
        top = self.top
        return top is not None and (top.pending.has_unrecorded or (top.is_late and top.lines.sent))

    @property
    def busy(self) -> bool:
        """Whether the shell on top runs something, or may not have come to its first prompt."""
        top = self.top
        return top is not None and bool(top.running or top.unreported or self.has_unrecorded)

    @property
    def reports_late(self) -> bool:
        """Whether the shell on top reports a command only after it has run, if at all."""
        return self.top is not None and self.top.name in LATE_SHELLS

    @property
    def takes_single_lines(self) -> bool:
        """Whether the shell on top must get its lines one by one: dash, which reports none of them."""
        top = self.top
        return top is not None and top.name == "dash"

    @property
    def is_before_prompt(self) -> bool:
        """Whether the shell on top is a dash that runs something or whose prompt is not drawn: keys are not for it."""
        top = self.top
        if top is None or not self.takes_single_lines or not isinstance(top.lines, KeyedLines):
            return False
        return top.lines.sent or not top.lines.prompt_drawn
