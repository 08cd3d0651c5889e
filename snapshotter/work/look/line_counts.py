"""How many lines and bytes of each changed path were added and removed between two states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.model import Change, Progress, no_progress
from snapshotter.work.look.diff import Contents, Difference, has_lines

_MOST_PAIRS = 4_000_000
"""Product of the numbers of lines beyond which moved lines are not looked for: comparing them takes seconds."""


class PathCount(Struct, frozen=True):
    """The extent of one change."""

    path: str
    change: str
    """"added", "changed" or "deleted"."""
    lines: tuple[int, int] | None
    """Lines added and removed; None for what is no text, belongs to a package, or is volatile."""
    size: tuple[int, int]
    """Bytes before and after; 0 for what is no regular file."""


def counts(contents: Contents, found: Difference, progress: Progress = no_progress) -> list[PathCount]:
    """Return the extent of each change, without directories in which something changed.

    The contents of files of packages and of volatile ones are not read.
    """
    listed = [change for change in found.changes if not _is_directory(change)]
    texts = [c for c in listed if has_lines(c) and not c.package and not c.volatile]
    contents.fetch(replace(found, changes=tuple(texts)), progress)
    lines = {change.path: _lines(contents, found, change) for change in texts}
    return [PathCount(c.path, c.change, lines.get(c.path), _sizes(c)) for c in listed]


def _is_directory(change: Change) -> bool:
    return all(entry is None or entry.kind == "directory" for entry in (change.before, change.after))


def _sizes(change: Change) -> tuple[int, int]:
    return (change.before.size if change.before else 0, change.after.size if change.after else 0)


def _lines(contents: Contents, found: Difference, change: Change) -> tuple[int, int] | None:
    sides = []
    for state, entry in ((found.old, change.before), (found.new, change.after)):
        data = contents.get(state, change.path) if entry and entry.kind == "file" else b""
        if data is None or b"\0" in data:
            return None
        sides.append(data.splitlines(keepends=True))
    return counted(*sides)


def counted(old: Sequence[bytes], new: Sequence[bytes]) -> tuple[int, int]:
    """Return how many lines were added and removed."""
    start, end = 0, 0
    shorter = min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    if len(old) * len(new) > _MOST_PAIRS:
        same = (Counter(old) & Counter(new)).total()
    else:
        same = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
    return len(new) - same, len(old) - same
