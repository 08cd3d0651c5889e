"""The file system of a snapshot, kept on disk in the form that takes least time to read.

A file has one line "snap-state 1 SHA256", the digest of the rest, followed by the rest in marshal's format: the packed
entries by path, with change times, and the paths that differ from the base image.  A file that is damaged or has
another format is not an error: the file system is made from the snapshots again.
"""

from __future__ import annotations

import hashlib
import marshal
import struct
from collections.abc import Set
from contextlib import suppress
from itertools import islice
from pathlib import Path

from snapshotter.errors import StoreError
from snapshotter.rootfs.packed import Packed, unpack
from snapshotter.store.paths import replace as replace_file

_MAGIC = b"snap-state 1 "
_VERSION = 2
"""Version of marshal's format: later ones look each object up among those before it, in three times as long."""


def load(file: Path) -> tuple[Packed, frozenset[str]] | None:
    """Return the file system and the paths that differ; None if the file is missing, damaged or of another format."""
    try:
        data = memoryview(file.read_bytes())
    except OSError:
        return None
    size = len(_MAGIC) + 65
    if data[:size] != _head(data[size:]):
        return None
    try:
        rows, paths = marshal.loads(data[size:])
        for row in islice(rows.values(), 1):
            unpack(row)
    except (ValueError, TypeError, EOFError, AttributeError, LookupError, struct.error):
        return None
    return Packed(rows), frozenset(paths)


def store(file: Path, tree: Packed, paths: Set[str]) -> None:
    """Write a file system; failure to write is not an error, nor one with entries that cannot be packed."""
    with suppress(StoreError, ValueError, struct.error):
        body = marshal.dumps((dict(tree.rows()), list(paths)), _VERSION)
        replace_file(file, _head(body) + body, sync=False)


def _head(body: bytes | memoryview) -> bytes:
    return _MAGIC + hashlib.sha256(body).hexdigest().encode() + b"\n"
