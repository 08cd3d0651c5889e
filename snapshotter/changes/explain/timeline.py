"""Assignment of a moment to the command that ran then: a pure function of the times and texts of the commands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Sequence
from math import inf

from snapshotter.changes.explain.command_window import DELETERS, CommandWindow
from snapshotter.model import Command

TICK = 0.010
"""Seconds by which a file's time stamp may be too early: file systems use the time of the last kernel tick (HZ=100)."""
SECOND = 1.0
"""Seconds by which a time stamp in a layer's tar stream may be too early: it has whole seconds only."""
_MAKERS = frozenset({"mkdir", "install", "md"})
_ADJUSTERS = frozenset({"chmod", "chown", "chgrp", "setfacl"})


class Timeline:
    """The commands of a snapshot in the order of their beginning."""

    def __init__(self, commands: Sequence[Command], yielding: Container[int] = ()) -> None:
        """`yielding` are the indexes of those that are chosen only where no other command ran."""
        self._commands = sorted(
            (CommandWindow(command, index, yields=index in yielding) for index, command in enumerate(commands)),
            key=lambda command: (command.begin, command.index),
        )
        self._has_host = any(command.is_host for command in self._commands)
        self._begins = [command.begin for command in self._commands]
        latest_first = self._commands[::-1]
        self._deleters = [command for command in latest_first if DELETERS & command.words]
        self._adjusters = [command for command in latest_first if _ADJUSTERS & command.words]
        self._makers = [command for command in self._commands if (_MAKERS | DELETERS) & command.words]
        self._by_word: dict[str, list[CommandWindow]] = {}  # latest first
        for command in latest_first:
            for word in command.words:
                self._by_word.setdefault(word, []).append(command)
        self._end = {command.index: command.end for command in self._commands}
        self._latest_end: list[float] = []
        latest = -inf
        for command in self._commands:
            latest = max(latest, command.end)
            self._latest_end.append(latest)
        self._edges = sorted({*self._begins, *self._end.values()})
        self._running_between: dict[int, list[CommandWindow]] = {}
        self._placed_in: dict[tuple[str, float], int | None] = {}

    @property
    def first_begin(self) -> float:
        """The time when the first command began, infinity if there is none."""
        return self._begins[0] if self._begins else inf

    def command_at(self, stamp: float, path: str = "", resolution: float = TICK, *, content: bool = True) -> int | None:
        """Return the index of the command that made a change stamped `stamp`, None if none ran.

        The change happened between `stamp` and `stamp + resolution`.  If several commands ran in that interval, these
        rules are applied in turn, each to the commands that the previous rules left:

        0. What `snap restore` put back while it ran, it made; it made nothing else.
        1. In an interval of a whole second, keep those that can have written the path (with `content`, its content),
           unless that is none.
        2. Drop a shell if a command that was run in it is left, and those that yield if another one is.
        3. In an interval of a whole second, keep those that are nearest to the path (`CommandWindow.nearness`).
        4. Keep those that name `path`, unless that is none.
        5. Keep those that ran longest in the interval.
        6. Take the one that began last; if several began at the same time, the last of them in the snapshot.
        """
        running = self._running(stamp, stamp + resolution)
        if self._has_host:
            if resolution < SECOND and (command := _restoring(running, path)) is not None:
                return command
            running = [command for command in running if not command.is_host or command.restores(path)]
        if len(running) < 2:
            return running[0].index if running else None
        if resolution >= SECOND:
            running = [command for command in running if command.may_write(path, content=content)] or running
        return _chosen(running, stamp, resolution, path)

    def preserving_times_at(self, second: int, path: str) -> int | None:
        """Return the index of the command that ran within a second and may have made a path with an older time."""
        running = [command for command in self._running(second, second + SECOND) if command.may_preserve_times]
        return _chosen(running, second, SECOND, path) if running else None

    def deletion_at(self, stamp: float, path: str, above: Sequence[str] = (), resolution: float = TICK) -> int | None:
        """Return the index of the command that deleted a path, where the deletion happened at `stamp` or earlier.

        That is the last one, begun before `stamp`, that deletes the path by its name or the name of one of the
        directories in `above`, which were deleted with it; otherwise the one that ran at `stamp`.
        """
        if self._has_host and resolution < SECOND:
            restoring = _restoring(self._running(stamp, stamp + resolution), path)
            if restoring is not None:
                return restoring
        names = {_name(one) for one in (path, *above)}
        command = _first_running(self._deleters, DELETERS, names, stamp + resolution)
        return self.command_at(stamp, path, resolution, content=False) if command is None else command

    def directory_at(
        self,
        stamp: float,
        path: str,
        first_entry: float | None,
        resolution: float = TICK,
        *,
        existing: Container[str] = (),
    ) -> int | None:
        """Return the index of the command that made or adjusted a directory stamped when its last name was added.

        That is the last one, begun before `stamp`, that sets its mode or owner by name; otherwise, for a new
        directory, the one that made it by name; otherwise the one that ran when the first path in it was made.
        `first_entry` is that time, None for a directory that is not new; `existing` are the paths that exist.
        """
        if self._has_host and resolution < SECOND:
            restoring = _restoring(self._running(stamp, stamp + resolution), path)
            if restoring is not None:
                return restoring
        command = _first_running(self._adjusters, _ADJUSTERS, {_name(path)}, stamp + resolution)
        if command is None and first_entry is not None:
            command = self._maker(path, first_entry + resolution, resolution, existing)
        if command is not None:
            return command
        return self.command_at(stamp if first_entry is None else first_entry, path, resolution, content=False)

    def adjusted(self, path: str) -> int | None:
        """Return the index of the last command that sets mode or owner of the path by its name, None if none does."""
        return _first_running(self._adjusters, _ADJUSTERS, {_name(path)}, inf)

    def last_naming(self, path: str, existing: Container[str], *, content: bool) -> int | None:
        """Return the index of the last command that names the path and may have written it, None if none does."""
        for command in self._by_word.get(_name(path), ()):
            if command.may_write(path, content=content) and command.may_mean(path, existing):
                return command.index
        return None

    def placed(self, path: str, until: float, existing: Container[str]) -> int | None:
        """Return the index of the first command, begun by `until`, that names a path and can have set its old time."""
        for command in reversed(self._by_word.get(_name(path), ())):
            can_set = command.may_preserve_times or "touch" in command.words
            if command.begin <= until and can_set and command.may_mean(path, existing):
                return command.index
        return None

    def placed_in(self, directory: str, until: float, existing: Container[str]) -> int | None:
        """Return the index of the first command, begun by `until`, that names a directory and can preserve times."""
        key = (directory, until)
        if key not in self._placed_in:  # the same for thousands of files
            self._placed_in[key] = self._first_placing_in(directory, until, existing)
        return self._placed_in[key]

    def _first_placing_in(self, directory: str, until: float, existing: Container[str]) -> int | None:
        for command in reversed(self._by_word.get(_name(directory), ())):
            if command.begin <= until and command.may_preserve_times and command.may_mean(directory, existing):
                return command.index
        return None

    def end(self, index: int) -> float:
        """Return when a command ended, infinity if it did not."""
        return self._end[index]

    def _maker(self, path: str, until: float, resolution: float, existing: Container[str]) -> int | None:
        """Return the index of the command that made a directory by name, the first after its last deletion.

        One that failed counts only where no other did, and none ran when it was there that may have made it; a deletion
        that failed counts only where the directory was made anew after it.
        """
        maker, failed, name = None, None, _name(path)
        for command in self._makers:
            if command.begin > until:
                break
            if command.deletes(path):
                maker, failed = (maker if command.failed else None), None
            if name not in command.words or not command.may_mean(path, existing) or not command.runs(_MAKERS, name):
                continue
            if command.makes(path):
                maker = command.index
            elif not command.failed:
                maker = command.index if maker is None else maker
            elif failed is None and not command.cannot_have_made(path):
                failed = command.index
        if maker is None and failed is not None:
            running = [one for one in self._running(until - resolution, until) if one.may_make_directories]
            return _chosen(running, until - resolution, resolution, path) if running else failed
        return maker

    def _running(self, begin: float, end: float) -> list[CommandWindow]:
        """Return the commands that ran at any time in an interval, the last begun first."""
        at = bisect_left(self._edges, begin)
        if at != bisect_right(self._edges, end):
            return self._overlapping(begin, end)
        # no command began or ended in the interval, which is the usual case, and the same for thousands of files
        if at not in self._running_between:
            self._running_between[at] = self._overlapping(begin, end)
        return self._running_between[at]

    def _overlapping(self, begin: float, end: float) -> list[CommandWindow]:
        found = []
        at = bisect_right(self._begins, end) - 1
        # backwards, as long as a command that began still earlier may have run that long
        while at >= 0 and self._latest_end[at] >= begin:
            if self._commands[at].end >= begin:
                found.append(self._commands[at])
            at -= 1
        return found


def _chosen(running: list[CommandWindow], stamp: float, resolution: float, path: str) -> int:
    """Return the index of one of the commands, by rules 2 to 6 of `Timeline.command_at`."""
    candidates = _innermost(running)
    candidates = [command for command in candidates if not command.yields] or candidates
    if len(candidates) > 1 and resolution >= SECOND:
        candidates = _nearest(candidates, path)
    if len(candidates) > 1:
        name = _name(path)
        candidates = [command for command in candidates if name in command.words] or candidates
    if len(candidates) > 1:
        candidates = _longest_running(candidates, stamp, stamp + resolution)
    if len(candidates) > 1:
        candidates = [max(candidates, key=lambda command: (command.begin, command.index))]
    return candidates[0].index


def _restoring(running: list[CommandWindow], path: str) -> int | None:
    """Return the index of the last `snap restore` among the commands that put the path back."""
    return next((command.index for command in running if command.restores(path)), None)


def _innermost(commands: list[CommandWindow]) -> list[CommandWindow]:
    deepest = max([command.depth for command in commands])  # these enclose no other
    return [
        command
        for command in commands
        if command.depth == deepest or not any(command.encloses(other) for other in commands)
    ]


def _nearest(commands: list[CommandWindow], path: str) -> list[CommandWindow]:
    nearness = [command.nearness(path) for command in commands]
    nearest = max(nearness)
    return [commands[at] for at, near in enumerate(nearness) if near == nearest]


def _longest_running(commands: list[CommandWindow], begin: float, end: float) -> list[CommandWindow]:
    overlaps = [round(command.overlap(begin, end), 6) for command in commands]
    longest = max(overlaps)
    return [commands[at] for at, overlap in enumerate(overlaps) if overlap == longest]


def _first_running(
    commands: Iterable[CommandWindow], programs: frozenset[str], names: set[str], until: float
) -> int | None:
    """Return the index of the first of the commands that began by `until` and ran a program on one of the names.

    Those that failed do not count: when the path changed says whether they did something before they failed.
    """
    for command in commands:
        if command.failed or command.begin > until:
            continue
        if any(command.runs(programs, name) for name in names & command.words):
            return command.index
    return None


def _name(path: str) -> str:
    return path.rpartition("/")[2]
