"""Changed paths by folder: how many were added, changed and deleted below each, and their bytes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence

from msgspec import Struct

from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.tables import size
from snapshotter.model import Change

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
