"""What the records of a journal come to: the commands that ended after a position or still run, and the gaps."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Set

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.model import Command
from snapshotter.store.journal.cut import CommandKey, Cut
from snapshotter.store.journal.host_process import is_alive
from snapshotter.store.journal.records import Asked, Begin, Close, End, Gap, Open, Record, SecretFile

Key = tuple[str, int]
"""A command: its session and its number there."""
_MOST_LINES = 3
"""Damaged lines that a note names."""


class Recorded(Struct, frozen=True):
    """What a journal holds after a position."""

    commands: tuple[Command, ...] = ()
    """The commands that ended after it and the unfinished ones, in the order in which they began."""
    gaps: tuple[Gap, ...] = ()
    """The gaps that ended after it and those that last, in the order in which they began."""
    hosts: frozenset[tuple[str, float]] = frozenset()
    """Those of the running commands, by session and begin, in which another shell has run commands."""
    calling: tuple[Command, ...] = ()
    """The commands of live sessions that called `snap`, at whatever position, and still run, without an `end`."""
    secret_files: tuple[SecretFile, ...] = ()
    """Those found at whatever position, and after it those that were not searched."""
    lost_end: bool = False
    """Whether the journal lost its end before the position, as by a power cut."""
    damaged: tuple[str, ...] = ()
    """The damaged lines after the position, which are ignored: "line 3 has a wrong checksum"."""

    def notes(self) -> list[str]:
        """Return what should be known of the journal itself: damage after the position."""
        found = []
        if self.lost_end:
            found.append(
                "the journal lost its end, as by a power cut: commands that ran before are not known, only the files"
                " that they changed; those of since are here"
            )
        shown = list(self.damaged[:_MOST_LINES])
        if more := len(self.damaged) - len(shown):
            shown.append(f"and {more} more")
        if shown:
            found.append(f"the journal is damaged and without what these lines held: {'; '.join(shown)}")
        return found


class Reading:
    """The state after some of the records; `add` takes them in their order."""

    def __init__(
        self,
        after: int,
        going_on: Collection[CommandKey],
        cut: Cut | None = None,
        held: Callable[[], Set[CommandKey]] = frozenset,
    ) -> None:
        """`after` is the position from which on is asked; for `going_on` see `Journal.since`.

        `held` returns the ended commands of all snapshots.
        """
        self._after, self._going_on, self._cut, self._held = after, going_on, cut, held
        self._begun: dict[Key, Command] = {}
        self._before: set[Key] = set()
        self._ended: dict[Key, int] = {}
        self._calling: set[Key] = set()
        self._went_on: set[Key] = set()
        self._gaps: dict[tuple[str, float], tuple[bool, Gap]] = {}
        self._opens: dict[str, Open] = {}
        self._closed: set[str] = set()
        self._secret_files: list[SecretFile] = []

    def add(self, position: int, record: Record) -> None:
        """Process the record that ends at a position of the journal."""
        if isinstance(record, Open):
            self._opens[record.session] = record
        elif isinstance(record, Close):
            self._closed.add(record.session)
        elif isinstance(record, Begin):
            self._begun[record.session, record.number] = _command(record)
            if position <= self._after:
                self._before.add((record.session, record.number))
        elif isinstance(record, SecretFile):
            if record.digest or self._is_after(position, record.at):
                self._secret_files.append(record)
        elif isinstance(record, Gap):
            self._gaps[record.session, record.at] = self._is_after(position, record.until or record.at), record
        elif (record.session, record.number) in self._begun:
            self._change((record.session, record.number), position, record)

    def _is_after(self, position: int, at: float) -> bool:
        return position > self._after or (self._cut is not None and at > self._cut.created)

    def _is_since(self, key: Key, command: Command) -> bool:
        """Return whether a command ended after the position or is unfinished."""
        known = command.session, command.begin
        if self._cut is not None and (known in self._cut.held or self._ended.get(key, 0) <= self._after):
            return known not in self._cut.held or known in self._going_on
        if self._ended.get(key, self._after + 1) <= self._after:
            return False
        # one that began before and did not run at the position has lost the record of its end
        return key not in self._before or known in self._going_on or known not in self._held()

    def _change(self, key: Key, position: int, record: End | Asked) -> None:
        known = self._begun[key]
        asked = isinstance(record, Asked)
        if asked and position <= self._after and (known.session, known.begin) in self._going_on:
            self._begun[key] = replace(known, asked=True)
            self._went_on.add(key)
            return
        changed = _ended(known, record)
        if changed is None:
            del self._begun[key]
            return
        self._begun[key] = changed
        if asked:
            self._calling.add(key)
        else:
            self._calling.discard(key)
        if asked or not known.asked or key in self._went_on:
            self._ended[key] = position

    def recorded(self) -> Recorded:
        """Return what the records come to; commands and gaps of sessions that have ended are over at this moment."""
        closed, now = self._closed | dead_sessions(self._opens), time.time()
        found = tuple(
            replace(command, end=now) if command.end is None and command.session in closed else command
            for key, command in self._begun.items()
            if self._is_since(key, command)
        )
        calling = sorted(key for key in self._calling & self._begun.keys() if key[0] not in closed)
        return Recorded(
            tuple(sorted(found, key=lambda command: command.begin)),
            _lasting(self._gaps.values(), closed, now),
            _hosts(self._begun.values()),
            tuple(replace(self._begun[key], end=None) for key in calling),
            tuple(self._secret_files),
            lost_end=self._cut is not None and (self._cut.is_short or self._are_before(found)),
        )

    def _are_before(self, commands: Collection[Command]) -> bool:
        """Return whether one of the commands ended before the position."""
        keys = {(command.session, command.begin) for command in commands}
        return any(
            position <= self._after and (self._begun[key].session, self._begun[key].begin) in keys
            for key, position in self._ended.items()
            if key in self._begun
        )


def _ended(known: Command, record: End | Asked) -> Command | None:
    """Return a command as a record changes it; None where it is no command or only called `snap`."""
    if isinstance(record, Asked):
        return None if record.alone else replace(known, end=record.at, asked=True)
    if record.void:
        return None
    return replace(
        known,
        status=record.status,
        end=record.at,
        cwd_after=record.cwd,
        state=record.state,
        answers=record.answers,
        text=known.text if record.text is None else record.text,
    )


def _command(begin: Begin) -> Command:
    return Command(
        text=begin.text,
        status=None,
        cwd=begin.cwd,
        user=begin.user,
        begin=begin.at,
        end=None,
        shell=begin.shell,
        depth=begin.depth,
        session=begin.session,
        pid=begin.pid,
        argv=begin.argv,
        note=begin.note,
        start=begin.start,
    )


def dead_sessions(opens: Mapping[str, Open]) -> set[str]:
    """Return the sessions whose process on this host has ended, of those that were opened."""
    return {name for name, record in opens.items() if not is_alive(record.host_pid, record.host_start)}


def _hosts(commands: Collection[Command]) -> frozenset[tuple[str, float]]:
    running = [command for command in commands if command.end is None]
    return frozenset(
        (command.session, command.begin)
        for command in running
        if any(c.session == command.session and c.depth > command.depth and c.begin >= command.begin for c in commands)
    )


def _lasting(found: Iterable[tuple[bool, Gap]], closed: Set[str], now: float) -> tuple[Gap, ...]:
    """Return the gaps that are after a position or last; those of `closed` sessions end at `now` at the latest."""
    gaps = (
        replace(gap, until=now) if gap.until is None and gap.session in closed else gap
        for is_after, gap in found
        if is_after or gap.until is None
    )
    return tuple(sorted((gap for gap in gaps if gap.until is None or gap.until > gap.at), key=lambda gap: gap.at))
