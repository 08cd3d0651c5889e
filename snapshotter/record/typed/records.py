"""Writes the records of a session's commands: begins, ends, gaps, and the comments in front of a command.

Which shell reports what is left to `tracker.py`.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.model import HISTORY_OFF, SILENT, StateChange
from snapshotter.record.shells.adopt_line import is_line
from snapshotter.record.typed.ash_history import TypedCommand, comments, is_blank
from snapshotter.record.typed.shell_stack import TrackedShell
from snapshotter.store.journal.records import Asked, Begin, End, Gap

MOST_NOTES = 40
"""Lines of comments that are kept for the next command."""
STARTING_SECONDS = 2.0
"""How long a shell may take to report after `exec`: one that takes longer may have run commands before."""


class Outcome(Struct, frozen=True):
    """How a command left its shell."""

    cwd: str = ""
    state: tuple[StateChange, ...] = ()


UNKNOWN = Outcome()


class CommandRecords(Struct):
    """The records of one session's commands; `write` is called with each as soon as it is known."""

    session: str
    write: Callable[[Begin | End | Asked | Gap], None]
    count: int = 0
    """Commands that were recorded."""
    missed: int = 0
    """Commands that ran without their text being known."""
    silent: int = 0
    """Shells that `exec` started and that did not report, or late."""
    _notes: list[tuple[tuple[int, int], str]] = field(default_factory=list)
    """The comments that were typed since the last command, with a bash's pid and their number in its history."""

    def begin(self, shell: TrackedShell, text: str, user: str, cwd: str, at: float, number: int = 0) -> None:
        """Record that a shell begins a command; `number` is its place in the shell's history, where that is known."""
        if not text:
            self.miss(shell, at)
            return
        if is_blank(text):
            self.note(text)
            return
        if is_line(text):
            return
        self.count += 1
        shell.note = self._take_notes(shell.pid, number)
        shell.running, shell.text, shell.user, shell.cwd = self.count, text, user or shell.user, cwd
        self.write(
            Begin(
                self.session,
                self.count,
                at,
                text,
                cwd,
                shell.user,
                shell.name,
                depth=shell.depth,
                pid=shell.pid,
                note=shell.note,
                start=shell.start,
            )
        )
        shell.start = ()
        if "exec" in text and _becomes_shell(text):
            self.open_gap(shell, Gap(self.session, at, None, SILENT, shell.depth + 1))

    def correct(
        self,
        shell: TrackedShell,
        typed: TypedCommand | None,
        status: int | None,
        at: float,
        outcome: Outcome = UNKNOWN,
    ) -> None:
        """Record the end of a command that was recorded with the text on the screen, with the reported text instead."""
        void = typed is None
        text = typed.text if typed else None
        state = outcome.state
        self.write(End(self.session, shell.running, at, status, text=text, void=void, cwd=outcome.cwd, state=state))
        shell.running, shell.from_screen = 0, False
        self.note_again(shell, void=void)

    def end(self, shell: TrackedShell, status: int | None, at: float, outcome: Outcome = UNKNOWN) -> None:
        """Record that the command of a shell has ended."""
        if shell.running:
            end = End(
                self.session,
                shell.running,
                at,
                status,
                text=shell.reported_text or None,
                void=shell.reported_text == "",
                cwd=outcome.cwd,
                state=outcome.state,
            )
            self.write(end)
            shell.pending.set_end(end)
        else:
            shell.pending.set_ended(status, at)
        self.close_gap(shell, at)
        shell.running, shell.from_screen, shell.reported_text = 0, False, None

    def miss(self, shell: TrackedShell, at: float) -> None:
        """Record that a command began whose text is not known."""
        self.missed += 1
        self.open_gap(shell, Gap(self.session, at, None, HISTORY_OFF, shell.depth))

    def open_gap(self, shell: TrackedShell, gap: Gap) -> None:
        """Record that from now on nothing of what a shell runs is recorded."""
        shell.gap = gap
        self.write(gap)

    def close_gap(self, shell: TrackedShell, at: float) -> None:
        """Record the end of the time in which nothing was recorded, if there is one."""
        if shell.gap is not None:
            self.silent += shell.gap.why == SILENT and at > shell.gap.at
            self.write(replace(shell.gap, until=at))
            shell.gap = None

    def reported_again(self, shell: TrackedShell, now: float) -> None:
        """Process that a shell reports which `exec` started, or which is still there since `exec` failed."""
        gap = shell.gap
        if gap is not None and gap.why == SILENT:
            self.close_gap(shell, now if now - gap.at > STARTING_SECONDS else gap.at)

    def note(self, text: str, place: tuple[int, int] = (0, 0)) -> None:
        """Keep the comments of a text for the next command."""
        self._notes = [*self._notes, *((place, line) for line in comments(text))][-MOST_NOTES:]

    def _take_notes(self, pid: int, number: int) -> str:
        """Return the comments in front of a command, but not those that follow it in its shell's history."""
        later = [(place, line) for place, line in self._notes if number and place[0] == pid and place[1] > number]
        taken = [line for place, line in self._notes if (place, line) not in later]
        self._notes = later
        return "\n".join(taken)

    def note_again(self, shell: TrackedShell, *, void: bool) -> None:
        """Keep the comments in front of a command for the next one, if it is `void`: left out of the record."""
        if void:
            self._notes = [*(((0, 0), line) for line in shell.note.splitlines()), *self._notes]
            shell.note = ""


def _becomes_shell(text: str) -> bool:
    from snapshotter.shell.facts import facts  # loads the parser, which few sessions need

    return facts(text).becomes_shell
