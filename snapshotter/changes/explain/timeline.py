"""Owns tying a moment to the command that ran then: a pure function of the commands' time windows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence
from math import inf

from snapshotter.changes.explain.command_window import Window
from snapshotter.model import Command

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
        self._windows = sorted(
            (Window(command, index) for index, command in enumerate(commands)),
            key=lambda window: (window.begin, window.index),
        )
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
        self._brought: dict[tuple[str, float], int | None] = {}

    @property
    def began(self) -> float:
        """When the first command began, infinity where none did."""
        return self._begins[0] if self._begins else inf

    def command_at(self, stamp: float, path: str = "", resolution: float = TICK, *, content: bool = True) -> int | None:
        """Give the index of the command that made a change stamped `stamp`, None where none ran.

        The change really happened between `stamp` and `stamp + resolution`.  Of several commands that ran then, a
        shell gives way to what was run in it; then one that names `path` wins; then the one that ran longest in that
        interval; then the latest begun.  Within whole seconds, one that cannot have written the path (or where that is
        what changed, its `content`) gives way, and one that names more of its directories, or works in them, wins.
        """
        running = self._running(stamp, stamp + resolution)
        if len(running) < 2:
            return running[0].index if running else None
        if resolution < SECOND:
            return _best(running, stamp, resolution, path)
        return _nearest([one for one in running if one.may_write(path, content=content)] or running, stamp, path)

    def bringing_at(self, second: int, path: str) -> int | None:
        """Give the index of the command that may have brought a path with an older time within a second."""
        running = [one for one in self._running(second, second + SECOND) if one.may_bring]
        return _nearest(running, second, path) if running else None

    def deletion_at(self, stamp: float, path: str, gone: Sequence[str] = (), resolution: float = TICK) -> int | None:
        """Give the index of the command that deleted a path, where `stamp` is only known to be no earlier than that.

        The latest begun before that removes by name the path, or one of the directories in `gone` that went with it;
        else the one that ran at `stamp`.
        """
        names = {one.rpartition("/")[2] for one in (path, *gone)}
        named = _first(self._deleters, names, stamp + resolution)
        return self.command_at(stamp, path, resolution, content=False) if named is None else named

    def directory_at(
        self, stamp: float, path: str, filled: float | None, resolution: float = TICK, *, there: Container[str] = ()
    ) -> int | None:
        """Give the index of the command that made or adjusted a directory whose stamp is that of its last new name.

        The latest begun before that sets mode or owner by its name; else, where it is new, the one that made it by
        name; else the one that ran when the first of what it holds came.  `filled` is that time, None for a directory
        that was there before; `there` are the paths that exist.
        """
        name = path.rpartition("/")[2]
        named = _first(self._adjusters, {name}, stamp + resolution)
        if named is None and filled is not None:
            named = self._maker(path, filled + resolution, there)
        if named is None:
            return self.command_at(stamp if filled is None else filled, path, resolution, content=False)
        return named

    def adjusted(self, path: str) -> int | None:
        """Give the index of the latest command that sets mode or owner by the name of the path, None for none."""
        return _first(self._adjusters, {path.rpartition("/")[2]}, inf)

    def named(self, path: str, there: Container[str], *, content: bool) -> int | None:
        """Give the index of the latest command that names the path and may have written it, None for none."""
        naming = self._naming.get(path.rpartition("/")[2], ())
        return next(
            (one.index for one in naming if one.may_write(path, content=content) and one.fits(path, there)), None
        )

    def brought(self, path: str, until: float, there: Container[str]) -> int | None:
        """Give the index of the first command, begun by `until`, that names a path and can have set its old time."""
        naming = reversed(self._naming.get(path.rpartition("/")[2], ()))
        return next(
            (
                one.index
                for one in naming
                if one.begin <= until and (one.may_bring or "touch" in one.words) and one.fits(path, there)
            ),
            None,
        )

    def brought_into(self, directory: str, until: float, there: Container[str]) -> int | None:
        """Give the index of the first command, begun by `until`, that names a directory and can bring old times."""
        if (directory, until) not in self._brought:  # the same for thousands of files
            naming = reversed(self._naming.get(directory.rpartition("/")[2], ()))
            self._brought[directory, until] = next(
                (one.index for one in naming if one.begin <= until and one.may_bring and one.fits(directory, there)),
                None,
            )
        return self._brought[directory, until]

    def end(self, index: int) -> float:
        """Give when a command ended, infinity where it did not."""
        return self._end[index]

    def _maker(self, path: str, until: float, there: Container[str]) -> int | None:
        made, name = None, path.rpartition("/")[2]
        for window in self._makers:
            if window.begin <= until and name in window.words and window.fits(path, there):
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


def _best(running: Sequence[Window], stamp: float, resolution: float, path: str) -> int:
    until = stamp + resolution
    inner = [one for one in running if not any(one.encloses(other) for other in running)]
    naming = [one for one in inner if path.rpartition("/")[2] in one.words]
    best = max(naming or inner, key=lambda one: (round(one.overlap(stamp, until), 6), one.begin, one.index))
    return best.index


def _nearest(running: Sequence[Window], stamp: float, path: str) -> int:
    """Give the index of the command, of those within a second, that is nearest to the path."""
    if len(running) == 1:
        return running[0].index
    inner = [one for one in running if not any(one.encloses(other) for other in running)]
    near = [one.nearness(path) for one in inner]
    return _best([one for one, how in zip(inner, near, strict=True) if how == max(near)], stamp, SECOND, path)


def _first(windows: Sequence[Window], names: set[str], until: float) -> int | None:
    return next((window.index for window in windows if window.begin <= until and names & window.words), None)
