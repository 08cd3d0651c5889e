"""Prove that a workspace's line is whole: every snapshot, change and content read again and compared with its digest.

GitPython is not used for it: on a cut commit it raises IndexError, after a damaged object BrokenPipeError.
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
    """Give what is wrong with a workspace's line, one sentence each; nothing where all is well."""
    sound: set[str] = set()
    found = read.history(objects, name)
    while True:
        try:
            ident, meta = next(found)
        except StopIteration:
            return
        except StoreError as error:
            yield f"{error.message}; what lies before it cannot be reached"
            return
        try:
            yield from _contents(objects, read.snapshot(objects, name, ident, meta), sound)
        except StoreError as error:
            yield error.message


def _contents(objects: Objects, snapshot: Snapshot, sound: set[str]) -> Iterator[str]:
    for change in snapshot.changes:
        if change.content and change.content not in sound:
            wrong = _wrong(objects, snapshot.id, change.content)
            if wrong:
                label = f"snapshot {snapshot.seq} of {snapshot.workspace}"
                yield f"{label}: the content of {change.path!r} is damaged: {wrong}"
            else:
                sound.add(change.content)


def _wrong(objects: Objects, commit: str, key: str) -> str:
    try:
        data = read.whole(objects, f"{commit}:{layout.content_path(key)}").data
    except (GitError, FormatError) as error:
        return str(error)
    return "" if hashlib.sha256(data).hexdigest() == key else "it is not what was written"
