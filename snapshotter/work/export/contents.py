"""The contents of changed files, read from the line, else from the image of their snapshot in few passes."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import IO

from snapshotter.engine.api import Engine
from snapshotter.errors import EngineError, NotFound, StoreError
from snapshotter.model import Change, Snapshot
from snapshotter.recipe.model import Content
from snapshotter.store.damage.notices import notice
from snapshotter.store.home import Home

_FILE_LIMIT = 64 << 20
"""Bytes of a file beyond which it is read only on request, not together with others."""
_TOTAL_LIMIT = 1 << 30
"""Bytes of all files of one snapshot that are read together."""
_IN_MEMORY = 16 << 20
"""Bytes of contents that are held in memory; more go into a temporary file."""


@contextlib.contextmanager
def contents(home: Home, connect: Callable[[], Engine], snapshots: Sequence[Snapshot]) -> Iterator[Content]:
    """Yield a function that returns the contents of the changed files of snapshots.

    It returns None for a file that neither the line nor the engine has.  The files of seq 0 are those of the base.
    """
    with stored_by_seq(home, snapshots) as stored, tempfile.SpooledTemporaryFile(_IN_MEMORY) as space:
        images = _Images(connect, snapshots, space)

        def content(seq: int, change: Change) -> bytes | None:
            if change.content:
                return stored_or_image(stored(seq), change, lambda: images.content(seq, change.path))
            try:
                return images.content(seq, change.path)
            except (EngineError, NotFound):
                return None

        yield content


@contextlib.contextmanager
def stored_by_seq(home: Home, snapshots: Sequence[Snapshot]) -> Iterator[Callable[[int], Callable[[str], bytes]]]:
    """Yield a function from the seq of a snapshot to one that reads the contents that its line stores, by key."""
    names = {snapshot.seq: snapshot.workspace for snapshot in snapshots}
    with contextlib.ExitStack() as stack:
        lines = {name: stack.enter_context(home.line.contents(name)) for name in dict.fromkeys(names.values())}
        yield lambda seq: lines[names[seq]]


def stored_or_image(
    stored: Callable[[str], bytes], change: Change, in_image: Callable[[], bytes | None]
) -> bytes | None:
    """Return the content that the line holds; where that is damaged, the same content from the snapshot's image.

    Raises the error of the line where the image does not have it either.
    """
    try:
        return stored(change.content)
    except (NotFound, StoreError) as error:
        found = None
        with contextlib.suppress(EngineError, NotFound):
            found = in_image()
        if found is None or hashlib.sha256(found).hexdigest() != change.content:
            raise
        notice(f"{error.message}; that of {change.path} is read from the image\n  next: `snap doctor` shows more")
        return found


class _Images:
    """Files that the line does not store; if each would need a stream of the whole image, they share one."""

    def __init__(self, connect: Callable[[], Engine], snapshots: Sequence[Snapshot], space: IO[bytes]) -> None:
        self._connect = connect
        self._names = {0: snapshots[0].base.id} | {snapshot.seq: snapshot.image for snapshot in snapshots}
        self._changes = {snapshot.seq: snapshot.changes for snapshot in snapshots}
        self._space = space
        self._requested: dict[int, set[str]] = {}
        """Paths that were read from the image of a snapshot in one pass, whether found or not."""
        self._places: dict[tuple[int, str], tuple[int, int]] = {}
        """Position of a snapshot's file in the space: offset and length in bytes."""

    def content(self, seq: int, path: str) -> bytes | None:
        """Return the content of a file; None if the image has no such file."""
        if seq not in self._requested:
            self._read(seq)
        if (seq, path) in self._places:
            offset, length = self._places[seq, path]
            self._space.seek(offset)
            return self._space.read(length)
        if path in self._requested[seq]:
            return None
        return dict(self._connect().read_files(self._names[seq], [path])).get(path)

    def _read(self, seq: int) -> None:
        """Read all files that may be requested, unless they can be read one by one in place."""
        engine, image = self._connect(), self._names[seq]
        in_place = engine.layer_dirs(image) is not None
        want = set() if in_place else set(_within_limits(self._changes.get(seq, ())))
        self._requested[seq] = want  # set before reading: a stream that breaks off is not read again for every file
        for path, data in engine.read_files(image, want) if want else ():
            self._places[seq, path] = self._space.seek(0, 2), len(data)
            self._space.write(data)


def _within_limits(changes: Sequence[Change]) -> Iterator[str]:
    """Yield the files that a recipe may copy and that the line does not store, small ones first."""
    sizes = (
        (change.after.size, change.path)
        for change in changes
        if change.after and change.after.kind == "file" and not (change.content or change.package or change.volatile)
    )
    total = 0
    for size, path in sorted(sizes):
        total += size
        if size > _FILE_LIMIT or total > _TOTAL_LIMIT:
            return
        yield path
