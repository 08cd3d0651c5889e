"""Checks a workspace's line for damage: every snapshot, change and content is read and compared with its digest.

GitPython is not used for it: on a truncated commit it raises IndexError, after a damaged object BrokenPipeError.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from snapshotter.errors import StoreError
from snapshotter.model import Snapshot
from snapshotter.store import layout, read
from snapshotter.store.codec import FormatError
from snapshotter.store.git import GitError, Objects


def problems(objects: Objects, name: str) -> Iterator[str]:
    """Yield each problem of a workspace's line as one sentence; nothing where there are none."""
    intact: set[str] = set()
    found = read.history(objects, name)
    while True:
        try:
            ident, meta = next(found)
        except StopIteration:
            return
        except StoreError as error:
            yield f"{error.message}; the snapshots before it cannot be read"
            return
        try:
            yield from _damaged_contents(objects, read.snapshot(objects, name, ident, meta), intact)
        except StoreError as error:
            yield error.message


def _damaged_contents(objects: Objects, snapshot: Snapshot, intact: set[str]) -> Iterator[str]:
    for change in snapshot.changes:
        if change.content and change.content not in intact:
            damage = _damage(objects, snapshot.id, change.content)
            if damage:
                label = f"snapshot {snapshot.seq} of {snapshot.workspace}"
                yield f"{label}: the content of {change.path!r} is damaged: {damage}"
            else:
                intact.add(change.content)


def _damage(objects: Objects, commit: str, key: str) -> str:
    try:
        data = read.read_object(objects, f"{commit}:{layout.content_path(key)}").data
    except (GitError, FormatError) as error:
        return str(error)
    return "" if hashlib.sha256(data).hexdigest() == key else "it does not match its digest"
