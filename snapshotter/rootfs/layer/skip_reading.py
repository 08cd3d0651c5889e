"""Owns which contents need no reading: those of a snapshot that were not written since, and those not asked for."""

from __future__ import annotations

import os
from collections.abc import Callable

from snapshotter.model import Entry, Tree

Known = Callable[[str, os.stat_result], str | None]
"""Asked for every regular file of a layer read in place; gives its digest, "" to leave it open, None to have it read.

A change time cannot be set: where it is that of a snapshot, which was taken while nothing ran, so is the content.
"""


def reuse_unchanged(committed: Tree) -> Known:
    """Read only what was written since the last snapshot."""

    def known(path: str, info: os.stat_result) -> str | None:
        entry = committed.get(path)
        return entry.digest if entry is not None and _untouched(entry, info) else None

    return known


def skip_if_changed(committed: Tree) -> Known:
    """Read only what may yet be as it was: a new file, and one of another size, has changed whatever it holds."""

    def known(path: str, info: os.stat_result) -> str | None:
        entry = committed.get(path)
        if entry is None or entry.kind != "file":
            return ""
        if _untouched(entry, info):
            return entry.digest
        return "" if entry.size != info.st_size else None

    return known


def _untouched(entry: Entry, info: os.stat_result) -> bool:
    return (
        entry.kind == "file"
        and entry.ctime_ns == info.st_ctime_ns != 0
        and entry.mtime_ns == info.st_mtime_ns
        and entry.size == info.st_size
    )
