"""Contents that need not be read: those unchanged since the last snapshot, and those that have surely changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection

from snapshotter.model import Entry, Tree

Known = Callable[[str, os.stat_result], str | None]
"""Called for every regular file of a layer that is read in place.

Returns the digest of the file, "" if the digest is not needed, None if the file must be read.  A change time cannot be
set by a program, and nothing ran when the snapshot was taken: if the change time is the same, so is the content.
"""


def reuse_unchanged(committed: Tree) -> Known:
    """Return a `Known` that reuses the digests of files that were not written since the last snapshot."""

    def known(path: str, info: os.stat_result) -> str | None:
        entry = committed.get(path)
        return entry.digest if entry is not None and _unchanged(entry, info) else None

    return known


def skip_if_changed(committed: Tree, needed: Collection[str] = ()) -> Known:
    """Return a `Known` that in addition skips files that have surely changed: new ones, and those of another size.

    Files whose path is in `needed` are not skipped.
    """

    def known(path: str, info: os.stat_result) -> str | None:
        entry = committed.get(path)
        if entry is None or entry.kind != "file":
            return None if path in needed else ""
        if _unchanged(entry, info):
            return entry.digest
        return "" if path not in needed and entry.size != info.st_size else None

    return known


def _unchanged(entry: Entry, info: os.stat_result) -> bool:
    return (
        entry.kind == "file"
        and entry.ctime_ns == info.st_ctime_ns != 0
        and entry.mtime_ns == info.st_mtime_ns
        and entry.size == info.st_size
    )
