"""Paths that moved together with a directory above them: renaming that stamps the directory alone."""

from __future__ import annotations

from collections.abc import Sequence, Set

from snapshotter.model import Change, Entry, parent

_Stamp = tuple[str, str, int, int, int]


def moved_with_directory(changes: Sequence[Change]) -> Set[str]:
    """Return the added paths that have name, size and both times of a deleted one, which nothing but a move keeps.

    Copying keeps no change time.  Without change times nothing is found.
    """
    deleted = {
        _stamp(change.path, change.before)
        for change in changes
        if change.change == "deleted" and change.before is not None and change.before.ctime_ns
    }
    if not deleted:
        return frozenset()
    return {
        change.path
        for change in changes
        if change.change == "added" and change.after is not None and _stamp(change.path, change.after) in deleted
    }


def directory_command(path: str, commands: dict[str, int]) -> int | None:
    """Return the command of the nearest directory above a path that `commands` has one for."""
    while path != "/":
        path = parent(path)
        if path in commands:
            return commands[path]
    return None


def _stamp(path: str, entry: Entry) -> _Stamp:
    size = entry.size if entry.kind == "file" else 0
    return path.rpartition("/")[2], entry.kind, size, entry.mtime_ns, entry.ctime_ns
