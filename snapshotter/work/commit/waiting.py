"""Waiting until no command runs in a workspace's sessions, since a snapshot would hold a part of its work."""

from __future__ import annotations

import time
from collections.abc import Sequence

from msgspec import Struct

from snapshotter.changes.explain.windows import open_shells
from snapshotter.errors import Conflict
from snapshotter.model import SILENT, Command, Progress, Snapshot, no_progress
from snapshotter.store.home import Home
from snapshotter.store.journal.recorded import Recorded
from snapshotter.work.commit.draft import intact_tail

SECONDS = 10.0
"""How long a commit waits where no person can interrupt it."""
_INTERVAL = 0.1
_REREAD_SECONDS = 1.0
"""How often the journal is read again although it is as long as before: a session may have been killed."""
_BRIEF = 60
"""Characters of a command that a message shows."""


class Patience(Struct, frozen=True):
    """How a commit deals with commands that are running."""

    now: bool = False
    """Whether it does not wait: the snapshot holds them as unfinished."""
    seconds: float | None = SECONDS
    """How long it waits; None: until they have ended."""
    inside: bool = False
    """Whether it was typed inside a session: the command that calls it is not waited for."""
    tell: Progress = no_progress
    """Called with messages, whose text is not escaped."""


def running(recorded: Recorded, *, inside: bool) -> list[Command]:
    """Return the commands that run, without open shells; one that is not recorded has no text."""
    shells = open_shells(recorded)
    found = [command for command in recorded.commands if command.end is None and command not in shells]
    if not inside:
        found += [command for command in recorded.calling if command not in found]
    for gap in recorded.gaps:
        if gap.until is None and gap.why != SILENT:
            found.append(Command("", None, "/", "", gap.at, None, "", gap.depth, gap.session))
    return found


class Waiting:
    """One wait for running commands, which may be entered again."""

    def __init__(self, home: Home, name: str, patience: Patience, progress: Progress) -> None:
        """`name` is the workspace's.  The time of the wait begins now."""
        self._home, self._name, self._patience, self._progress = home, name, patience, progress
        self._began = time.monotonic()
        self._announced = False

    def until_idle(self, last: Snapshot | None) -> None:
        """Wait until no command runs; raises `Conflict` where the patience ends before that.

        `last` is the last snapshot.
        """
        journal = self._home.journal(self._name)
        position, read = -1, 0.0
        found: list[Command] = []
        while True:
            now = time.monotonic()
            if journal.position() != position or now - read > _REREAD_SECONDS:
                position, read = journal.position(), now
                found = running(self._home.recorded_since(self._name, last), inside=self._patience.inside)
                if not found:
                    return
                self._show(found)
            if self._patience.seconds is not None and now - self._began >= self._patience.seconds:
                raise self._refused(found)
            time.sleep(_INTERVAL)

    def _show(self, found: list[Command]) -> None:
        if self._patience.seconds is None and not self._announced:
            self._announced = True
            self._patience.tell(
                f"{still_running(found)} in {self._name}; waiting until {_it(found)} ended\n"
                "Ctrl-C ends the waiting without a snapshot; `snap commit --now` does not wait"
            )
        self._progress(f"waiting for {_named(found[0])}")

    def _refused(self, found: list[Command]) -> Conflict:
        return Conflict(
            f"{still_running(found)} in {self._name}",
            f"wait until {_it(found)} ended and try again; or `snap commit --now -n {self._name}` takes the files as"
            " they are:\nthe snapshot has the command as unfinished, and the next one goes on with it",
        )


def why_nothing(home: Home, name: str, patience: Patience) -> str:
    """Return the beginning of the message that there is nothing to commit."""
    snapshots, _ = intact_tail(home.line.readable(name))
    found = running(home.recorded_since(name, snapshots[-1] if snapshots else None), inside=patience.inside)
    if found:
        return f"{still_running(found)} in {name} and has changed nothing"
    return f"nothing was run and nothing changed in {name}"


def still_running(found: Sequence[Command]) -> str:
    """Return the beginning of a message: "`make -j4` has been running for 12 s"."""
    seconds = max(0.0, time.time() - min(command.begin for command in found))
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{_named(found[0])}{more} {'have' if more else 'has'} been running for {_duration(seconds)}"


def _named(command: Command) -> str:
    if not command.text:
        return "a command that is not recorded"
    first, _, rest = command.text.strip().partition("\n")
    return f"`{first}`" if len(first) <= _BRIEF and not rest else f"`{first[: _BRIEF - 1]}…`"


def _it(found: list[Command]) -> str:
    return "it has" if len(found) == 1 else "they have"


def _duration(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"
