"""Changed paths by folder: how many were added, changed and deleted below each, and their bytes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.tables import LETTERS, plural, size
from snapshotter.model import Change

FOLDED_FROM = 16
"""A folder in which more is listed than this gets one row."""
_MOST = 12
"""Folders that are listed; deeper ones are joined until there are at most this many."""


class FolderStat(Struct, frozen=True):
    """The changes below one folder."""

    folder: str
    added: int
    changed: int
    deleted: int
    size: int
    """Bytes of the files there that were added or changed."""


def folders(changes: Iterable[Change]) -> list[FolderStat]:
    """Return the changes by folder, sorted by its name: by the deepest folders of which there are at most 12."""
    listed = [change for change in changes if _counts(change)]
    deepest = max((change.path.count("/") for change in listed), default=1)
    depth = next((d for d in range(deepest, 0, -1) if len({_above(c.path, d) for c in listed}) <= _MOST), 1)
    found: dict[str, list[Change]] = {}
    for change in listed:
        found.setdefault(_above(change.path, depth), []).append(change)
    return [_row(folder, found[folder]) for folder in sorted(found)]


def _counts(change: Change) -> bool:
    """Return whether a change is more than that of a directory in which something changed."""
    return not (change.change == "changed" and change.after is not None and change.after.kind == "directory")


def _above(path: str, depth: int) -> str:
    parts = posixpath.dirname(path).split("/")[1 : depth + 1]
    return "/" + "/".join(parts)


def _row(folder: str, changes: Sequence[Change]) -> FolderStat:
    count = {sort: sum(change.change == sort for change in changes) for sort in ("added", "changed", "deleted")}
    total = sum(change.after.size for change in changes if change.after and change.after.kind == "file")
    return FolderStat(folder, count["added"], count["changed"], count["deleted"], total)


def stat_lines(changes: Iterable[Change]) -> list[str]:
    """Return one line for each folder: "/usr/share  +120 ~3 -1  4.2 MB"; and one with the sum."""
    rows = folders(changes)
    if not rows:
        return ["no changed paths"]
    total = FolderStat(
        "in all", *(sum(getattr(row, key) for row in rows) for key in ("added", "changed", "deleted", "size"))
    )
    cells = [
        (shown(row.folder), f"+{row.added} ~{row.changed} -{row.deleted}", size(row.size)) for row in (*rows, total)
    ]
    widths = [max(len(row[at]) for row in cells) for at in range(2)]
    return [f"{name:<{widths[0]}}  {counts:<{widths[1]}}  {amount}" for name, counts, amount in cells]


class Folded(Struct, frozen=True):
    """The changes below a folder that are listed in one row."""

    folder: str
    changes: tuple[Change, ...]


def folded(changes: Sequence[Change]) -> list[Change | Folded]:
    """Return the changes in their order, those below a folder with many as one row; `/` itself is never folded."""
    rows: dict[str, list[Change | Folded]] = {}
    for change in changes:
        rows.setdefault(posixpath.dirname(change.path), []).append(change)
    above = {folder for path in rows for folder in _folders_above(path)}
    for folder in sorted(above, key=lambda one: one.count("/"), reverse=True):  # the deepest first
        found = rows.pop(folder, [])
        if len(found) > FOLDED_FROM:
            found = [Folded(folder, tuple(sorted(_changes(found), key=lambda one: one.path)))]
        rows.setdefault(posixpath.dirname(folder), []).extend(found)
    return sorted((row for found in rows.values() for row in found), key=_place)


def _folders_above(path: str) -> Iterator[str]:
    """Yield a folder and those above it, without `/`."""
    while path not in ("/", ""):
        yield path
        path = posixpath.dirname(path)


def _changes(rows: Iterable[Change | Folded]) -> Iterable[Change]:
    for row in rows:
        yield from row.changes if isinstance(row, Folded) else (row,)


def _place(row: Change | Folded) -> str:
    return row.folder + "/" if isinstance(row, Folded) else row.path


def folded_row(row: Folded) -> tuple[str, str, str, str, str]:
    """Return the cells of a folder's row: letter, number of paths, bytes, path, and what explains them."""
    sorts = {change.change for change in row.changes}
    letter = LETTERS[sorts.pop()] if len(sorts) == 1 else LETTERS["changed"]
    total = sum(change.after.size for change in row.changes if change.after and change.after.kind == "file")
    by = list(dict.fromkeys(change.by for change in row.changes))
    causes = ", ".join(by) if len(by) <= 2 else f"{by[0]} and {len(by) - 1} more"
    return letter, plural(len(row.changes), "path"), size(total), f"{row.folder}/", causes
