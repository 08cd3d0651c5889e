"""Owns tying a moment to the command that ran then: a pure function of the commands' time windows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import inf

from snapshotter.model import Command
from snapshotter.rootfs.window import Window, window_of

TICK = 0.010
"""File systems stamp with the clock of the last kernel tick: up to this many seconds too early (HZ=100)"""
SECOND = 1.0
"""Layers out of a stream have whole seconds only: how much later than its time a change may have happened."""
_DELETERS = frozenset({"rm", "rmdir", "mv", "unlink", "shred"})
_MAKERS = frozenset({"mkdir", "install", "md"})
_ADJUSTERS = frozenset({"chmod", "chown", "chgrp", "setfacl"})


class Windows:
    """The commands of a snapshot, to be asked which of them ran at a time."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._windows = sorted((window_of(command, index) for index, command in enumerate(commands)),
                               key=lambda window: (window.begin, window.index))
        self._begins = [window.begin for window in self._windows]
        self._deleters = [window for window in reversed(self._windows) if _DELETERS & window.words]
        self._adjusters = [window for window in reversed(self._windows) if _ADJUSTERS & window.words]
        self._makers = [window for window in self._windows if (_MAKERS | _DELETERS) & window.words]
        self._naming: dict[str, list[Window]] = {}
        for window in reversed(self._windows):
            for word in window.words:
                self._naming.setdefault(word, []).append(window)
        self._end = {window.index: window.end for window in self._windows}
        ends: list[float] = []
        for window in self._windows:
            ends.append(max(window.end, ends[-1] if ends else -inf))
        self._latest_end = ends
        self._edges = sorted({*self._begins, *(window.end for window in self._windows)})
        self._between: dict[int, list[Window]] = {}

    @property
    def began(self) -> float:
        """When the first command began, infinity where none did."""
        return self._begins[0] if self._begins else inf

    def command_at(self, stamp: float, path: str = "", resolution: float = TICK) -> int | None:
        """Give the index of the command that made a change stamped `stamp`, None where none ran.

        The change really happened between `stamp` and `stamp + resolution`.  Of several commands that ran then, a
        shell gives way to what was run in it; then one that names `path` wins; then the one that ran longest in that
        interval; then the latest begun.  Within whole seconds, one that only looks gives way, and one that names more
        of the path's directories, or works in them, wins.
        """
        until = stamp + resolution
        running = self._running(stamp, until)
        if len(running) < 2:
            return running[0].index if running else None
        inner = [one for one in running if not any(one.encloses(other) for other in running)]
        if resolution >= SECOND:
            inner = [one for one in inner if one.may_write(path)] or inner
            nearest = max(one.nearness(path) for one in inner)
            inner = [one for one in inner if one.nearness(path) == nearest]
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
            named = self._maker(path, filled + resolution)
        if named is None:
            return self.command_at(stamp if filled is None else filled, path, resolution)
        return named

    def adjusted(self, path: str) -> int | None:
        """Give the index of the latest command that sets mode or owner by the name of the path, None for none."""
        return _first(self._adjusters, {path.rpartition("/")[2]}, inf)

    def named(self, path: str, until: float = inf) -> int | None:
        """Give the index of the latest command, begun by `until`, that names the path and may write it, or None."""
        naming = self._naming.get(path.rpartition("/")[2], ())
        return next((one.index for one in naming if one.begin <= until and one.may_write(path)), None)

    def end(self, index: int) -> float:
        """Give when a command ended, infinity where it did not."""
        return self._end[index]

    def _maker(self, path: str, until: float) -> int | None:
        made, name = None, path.rpartition("/")[2]
        for window in self._makers:
            if window.begin <= until and name in window.words and window.makes(path):
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
