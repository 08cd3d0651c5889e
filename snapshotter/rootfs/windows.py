"""Owns tying a moment to the command that ran then: a pure function of the commands' time windows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import inf

from snapshotter.model import Command
from snapshotter.noun import noun
from snapshotter.regex import regex

TICK = 0.010
"""File systems stamp with the clock of the last kernel tick: up to this many seconds too early (HZ=100)"""
_DELETERS = frozenset({"rm", "rmdir", "mv", "unlink", "shred"})
_MAKERS = frozenset({"mkdir", "install", "md"})
_ADJUSTERS = frozenset({"chmod", "chown", "chgrp", "setfacl"})
_NAME = regex(r"[^\s;&|()<>{}/,'\"`=]+")


@noun
class Window:
    """When one command ran, and its place in the snapshot."""

    index: int
    begin: float
    end: float
    session: str
    depth: int
    words: frozenset[str]
    """The words of its text and the names of the paths in it."""

    def overlap(self, begin: float, end: float) -> float:
        """Give for how much of an interval the command ran; negative where it did not."""
        return min(self.end, end) - max(self.begin, begin)

    def encloses(self, other: Window) -> bool:
        """Tell whether the other command ran inside this one: in a shell that this one started."""
        return (self.session == other.session and self.depth < other.depth
                and self.begin <= other.begin and other.end <= self.end)


def _window(index: int, command: Command) -> Window:
    return Window(index, command.begin, inf if command.end is None else command.end, command.session, command.depth,
                  frozenset(_NAME.findall(command.text)))


class Windows:
    """The commands of a snapshot, to be asked which of them ran at a time."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._windows = sorted((_window(index, command) for index, command in enumerate(commands)),
                               key=lambda window: (window.begin, window.index))
        self._begins = [window.begin for window in self._windows]
        self._deleters = [window for window in reversed(self._windows) if _DELETERS & window.words]
        self._adjusters = [window for window in reversed(self._windows) if _ADJUSTERS & window.words]
        self._makers = [window for window in self._windows if (_MAKERS | _DELETERS) & window.words]
        self._latest = {word: window.index for window in self._windows for word in window.words}
        self._end = {window.index: window.end for window in self._windows}
        ends: list[float] = []
        for window in self._windows:
            ends.append(max(window.end, ends[-1] if ends else -inf))
        self._latest_end = ends
        self._edges = sorted({*self._begins, *(window.end for window in self._windows)})
        self._between: dict[int, list[Window]] = {}

    def command_at(self, stamp: float, path: str = "", resolution: float = TICK) -> int | None:
        """Give the index of the command that made a change stamped `stamp`, None where none ran.

        The change really happened between `stamp` and `stamp + resolution`.  Of several commands that ran then, a
        shell gives way to what was run in it; then one that names `path` wins; then the one that ran longest in that
        interval; then the latest begun.
        """
        until = stamp + resolution
        running = self._running(stamp, until)
        if len(running) < 2:
            return running[0].index if running else None
        inner = [one for one in running if not any(one.encloses(other) for other in running)]
        naming = [one for one in inner if path.rpartition("/")[2] in one.words]
        best = max(naming or inner, key=lambda one: (round(one.overlap(stamp, until), 6), one.begin, one.index))
        return best.index

    def deletion_at(self, stamp: float, path: str, gone: Sequence[str] = (), resolution: float = TICK) -> int | None:
        """Give the index of the command that deleted a path, where `stamp` is only known to be no earlier than that.

        The latest begun before that removes by name the path, or one of the directories in `gone` that went with it;
        else the one that ran at `stamp`.
        """
        names = {one.rpartition("/")[2] for one in (path, *gone)}
        named = _first(self._deleters, names, stamp + resolution)
        return self.command_at(stamp, path, resolution) if named is None else named

    def directory_at(self, stamp: float, path: str, filled: float | None, resolution: float = TICK) -> int | None:
        """Give the index of the command that made or adjusted a directory whose stamp is that of its last new name.

        The latest begun before that sets mode or owner by its name; else, where it is new, the one that made it by
        name; else the one that ran when the first of what it holds came.  `filled` is that time, None for a directory
        that was there before.
        """
        name = path.rpartition("/")[2]
        named = _first(self._adjusters, {name}, stamp + resolution)
        if named is None and filled is not None:
            named = self._maker(name, filled + resolution)
        if named is None:
            return self.command_at(stamp if filled is None else filled, path, resolution)
        return named

    def adjusted(self, path: str) -> int | None:
        """Give the index of the latest command that sets mode or owner by the name of the path, None for none."""
        return _first(self._adjusters, {path.rpartition("/")[2]}, inf)

    def named(self, path: str) -> int | None:
        """Give the index of the latest command that names the path, None for none."""
        return self._latest.get(path.rpartition("/")[2])

    def end(self, index: int) -> float:
        """Give when a command ended, infinity where it did not."""
        return self._end[index]

    def _maker(self, name: str, until: float) -> int | None:
        made = None
        for window in self._makers:
            if window.begin <= until and name in window.words:
                if _DELETERS & window.words:
                    made = None
                if made is None and _MAKERS & window.words:
                    made = window.index
        return made

    def _running(self, begin: float, end: float) -> list[Window]:
        at = bisect_left(self._edges, begin)
        if at != bisect_right(self._edges, end):
            return self._overlapping(begin, end)
        # no command began or ended meanwhile: mostly so, and the same for thousands of files
        if at not in self._between:
            self._between[at] = self._overlapping(begin, end)
        return self._between[at]

    def _overlapping(self, begin: float, end: float) -> list[Window]:
        found = []
        at = bisect_right(self._begins, end) - 1
        # backwards, until no command that began still earlier can have run so long
        while at >= 0 and self._latest_end[at] >= begin:
            if self._windows[at].end >= begin:
                found.append(self._windows[at])
            at -= 1
        return found


def _first(windows: Sequence[Window], names: set[str], until: float) -> int | None:
    return next((window.index for window in windows if window.begin <= until and names & window.words), None)
