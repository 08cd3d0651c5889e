"""Makes records of commands from the marks of a session's shells.

It does no I/O: marks and times are passed in, records are passed on.  The shells themselves are kept in
`shell_stack.py`.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.model import HISTORY_OFF
from snapshotter.record.marks import Mark
from snapshotter.record.shells.state import ShellListings
from snapshotter.record.typed.ash_history import TypedCommand, parse_entry
from snapshotter.record.typed.bash_pending import PendingCommand, bash_user
from snapshotter.record.typed.keys import FOLLOWED_SHELLS
from snapshotter.record.typed.records import UNKNOWN, CommandRecords, Outcome
from snapshotter.record.typed.shell_stack import LATE_SHELLS, EditedLine, ShellStack, TrackedShell
from snapshotter.store.journal.records import Asked, Gap

PATIENCE = 0.1
"""Seconds after which a line typed into a shell that reports its text only afterwards counts as a running command."""


class Tracker(Struct):
    """The commands of one session."""

    records: CommandRecords
    shells: ShellStack = field(default_factory=ShellStack)
    heard: bool = False
    """True once any shell has reported."""

    def mark(self, mark: Mark, now: float) -> None:
        """Process a shell's mark; a malformed one is ignored."""
        try:
            self._mark(mark, now)
        except (ValueError, IndexError, RecursionError):
            return

    def _mark(self, mark: Mark, now: float) -> None:
        fields, free = mark.fields, mark.free
        match mark.verb:
            case "begin":
                name, status, pid, user, clock, number = fields
                shell = self._reporting(name, int(pid), int(status), now)
                self.records.end(shell, int(status), _time(clock, now))
                shell.last_begin = _time(clock, now)
                shell.pending.add(PendingCommand(int(number), bash_user(user), free[0], _time(clock, now), now))
            case "text":
                _, pid, number = fields
                self._text(int(pid), int(number), free[0])
            case "edited":
                _, pid, number, user, clock = fields
                self._edited(int(pid), EditedLine(int(number), bash_user(user), _time(clock, now), *free))
            case "run":
                name, status, pid, user, clock = fields
                shell = self._reporting(name, int(pid), int(status), now)
                self.records.end(shell, int(status), _time(clock, now))
                if free[1]:
                    self.records.begin(shell, free[1], user, free[0], _time(clock, now))
            case "comment":
                _, pid, number = fields
                self.records.note(parse_entry("bash", free[0])[1], (int(pid), int(number)))
            case "start":
                name, pid = fields
                if not self.heard:  # only a session's own zsh begins so
                    for shell in self.shells.every:
                        self.records.reported_again(shell, now)
                    self.shells.start(name, int(pid))
            case "state":
                name, pid, kind = fields
                self._listings(name, int(pid), now).add(kind, free[0])
            case "ran" | "prompt":
                self._prompt(mark, now)
            case "more":
                self._more(mark, now)
            case "input":
                self._input(fields[1])

    def _text(self, pid: int, number: int, listed: str) -> None:
        """Process the line of bash's history that belongs to a pending command."""
        known, text = parse_entry("bash", listed)
        shell = self.shells.find(pid)
        if shell is None:
            return
        text = text if known == number and not shell.history_off else ""
        if shell.running and shell.history_number == number and text and not shell.pending.waits_for(number):
            shell.reported_text = text  # `fc` ran another line in its place
            return
        shell.pending.set_text(number, text)
        self._record_known(shell)

    def _edited(self, pid: int, line: EditedLine) -> None:
        """Process what a bash has run from its line editor, or a longer part of it."""
        shell = self.shells.find(pid)
        if shell is None or shell is not self.shells.top or shell.history_off:
            return
        if shell.edited is not None and shell.edited.number != line.number:
            self._record_edited(shell, line.at)
        shell.edited = line
        if shell.pending.has_unrecorded:  # the next line has begun
            self._record_edited(shell, shell.last_begin)

    def _record_edited(self, shell: TrackedShell, at: float) -> None:
        """Record what a shell ran from its line editor, if it did, as a command that has ended by a time.

        bash tells no one its status, not even `$?`: it counts as 0, since a recipe leaves out what failed.
        """
        line, shell.edited = shell.edited, None
        if line is not None and line.text:
            self.records.begin(shell, line.text, line.user, line.cwd, line.at)
            if shell.running:
                self.records.end(shell, 0, max(at, line.at))

    def _prompt(self, mark: Mark, now: float) -> None:
        """Process how a command ended and left its shell, which is at its prompt again."""
        name, status, pid, *who, clock = mark.fields
        shell = self._reporting(name, int(pid), int(status), now)
        if mark.verb == "prompt":
            self._record_edited(shell, _time(clock, now))
        shell.pending.prompt()
        self._record_known(shell)
        if mark.verb == "prompt" and shell.depth == 1 and not self.records.count:
            shell.start = shell.listings.start()
        outcome = Outcome(mark.free[0], shell.listings.changes())
        for change in outcome.state:
            if (change.kind, change.name) == ("option", "history"):
                shell.history_off = change.value == "off"
        if name in LATE_SHELLS and mark.verb == "prompt":
            typed = shell.lines.prompt(mark.free[1], now)
            self.records.note(shell.lines.comment)
            self._begin_or_correct(shell, typed, int(status), now, outcome)
        self.records.end(shell, int(status), _time(clock, now), outcome)
        shell.cwd = mark.free[0]
        shell.user = who[0] if who and name in FOLLOWED_SHELLS else shell.user

    def _more(self, mark: Mark, now: float) -> None:
        """Process a shell's prompt for another line of the same command."""
        name, _, pid, *_ = mark.fields
        # dash's second prompt is a constant without a pid, which any other shell started inside it would print too
        shell = self._reporting(name, int(pid), 0, now) if pid else self.shells.top
        if shell is None or shell.name != name:
            return
        shell.lines.more(mark.free[1] if pid else "", now)
        self._begin_or_correct(shell, None, 0, now)

    def _input(self, user: str) -> None:
        """Process the end of a prompt, which may hold the user's name; one that was not expanded is ignored."""
        shell = self.shells.top
        if shell is not None:
            shell.user = user if user and not user.startswith("\\") else shell.user
            shell.lines.input()

    def snap_called(self, pid: int, is_only_snap: Callable[[str], bool], now: float) -> None:
        """Record that a command of a shell calls `snap`; `is_only_snap` says of its text whether it does only that."""
        shell = self.shells.find(pid)
        if shell is None:
            return
        if shell is self.shells.top and shell.is_late:
            self._begin_typed(shell, shell.lines.pending())
        self._record_guessed(shell)
        if shell.running:
            alone = is_only_snap(shell.text)
            self.records.write(Asked(self.records.session, shell.running, now, alone))
            self.records.note_again(shell, void=alone)
        elif shell.gap is not None:  # as a command that asks, it counts as ended: the commit would wait for itself
            self.records.close_gap(shell, now)
            shell.gap = Gap(self.records.session, now, None, HISTORY_OFF, shell.depth)

    def tick(self, now: float) -> None:
        """Record the command that has been running for PATIENCE seconds and whose text is not reported yet."""
        shell = self.shells.top
        if shell is None:
            return
        if shell.is_late:
            typed = shell.lines.pending()
            if typed is not None and now - typed.at > PATIENCE:
                self._begin_typed(shell, typed)
        elif shell.pending.has_unrecorded and now - shell.pending.unrecorded_since > PATIENCE:
            self._record_guessed(shell)

    def patience(self) -> float | None:
        """Return after how many seconds `tick` must be called, or None if no command waits for it."""
        return PATIENCE / 5 if self.shells.has_unrecorded else None

    def finish(self, status: int | None, now: float) -> None:
        """Record that the session's shell has ended, with its exit status if that is known."""
        while self.shells.top is not None:
            self._close(self.shells.pop(), status, now)

    def _reporting(self, name: str, pid: int, status: int, now: float) -> TrackedShell:
        """Return the shell that reports: a new one, or a known one after those above it were ended."""
        self.heard = True
        shell = self.shells.find(pid)
        if shell is None:
            below = self.shells.top
            if below is not None and below.is_late:
                self._begin_typed(below, below.lines.pending())
            elif below is not None:
                self._record_guessed(below)
            shell = self.shells.push(name, pid)
        self.records.reported_again(shell, now)
        while self.shells.top is not shell:
            self._close(self.shells.pop(), status, now)
        self.shells.reported(shell, name)
        return shell

    def _listings(self, name: str, pid: int, now: float) -> ShellListings:
        """Return where a shell's listings go; how the shells above it ended is reported by its next mark."""
        shell = self.shells.find(pid) or self._reporting(name, pid, 0, now)
        if shell.listings.shell != name:
            shell.listings = ShellListings(name)  # `exec` replaced the shell by one of another kind
        return shell.listings

    def _close(self, shell: TrackedShell, status: int | None, now: float) -> None:
        """Record that a shell has ended: its last command, `exit N` or `exec CMD`, ended with the shell's status."""
        if shell.is_late:
            self._begin_typed(shell, shell.lines.pending())
        self._record_edited(shell, now)
        self._record_guessed(shell)
        self.records.end(shell, status, now)

    def _begin_typed(self, shell: TrackedShell, typed: TypedCommand | None) -> None:
        """Record the begin of a command with the text on the screen."""
        if typed is not None:
            self.records.begin(shell, typed.text, shell.user, shell.cwd, typed.at)
            shell.from_screen = True

    def _begin_or_correct(
        self,
        shell: TrackedShell,
        typed: TypedCommand | None,
        status: int | None,
        now: float,
        outcome: Outcome = UNKNOWN,
    ) -> None:
        """Record the begin of the command that the shell now reports.

        If it was recorded with the text on the screen, record its end with the reported text instead.
        """
        if shell.running and shell.from_screen:
            self.records.correct(shell, typed, status, now, outcome)
        elif typed is not None:
            self.records.begin(shell, typed.text, shell.user, shell.cwd, typed.at)

    def _record_known(self, shell: TrackedShell) -> None:
        """Record the pending commands whose text is reported by now; correct those that were recorded before."""
        for command in shell.pending.take_known():
            if command.recorded and not command.text:
                self.records.miss(shell, command.at)
            if command.end is not None:
                self.records.write(replace(command.end, text=command.text or None, void=not command.text))
                if not command.text:
                    self.records.close_gap(shell, command.end.at)
            elif command.recorded:
                shell.reported_text = command.text
            else:
                self.records.begin(shell, command.text or "", command.user, command.cwd, command.at, command.number)
                shell.history_number = command.number
                if command.ended is not None:
                    self.records.end(shell, *command.ended)

    def _record_guessed(self, shell: TrackedShell) -> None:
        """Record the pending commands whose text is not reported with the text on the screen."""
        for command, text in shell.pending.guess_texts():
            self.records.begin(shell, text, command.user, command.cwd, command.at, command.number)
            shell.history_number = command.number
            command.recorded = shell.running
            if command.ended is not None:
                self.records.end(shell, *command.ended)


def _time(clock: str, now: float) -> float:
    """Return the container's time if the shell reported it, else the host's.

    fish reports a sum, and some locales write a comma instead of the point.  A time that is a day or more away from the
    host's is no time that a shell reports.
    """
    first, *more = clock.replace(",", ".").split("+")
    at = sum(map(float, more), float(first)) if first else now
    return at if abs(at - now) < 86_400 else now
