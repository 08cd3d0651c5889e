"""Owns whole trees on disk, keyed by the layers that made them: base images are read once.

Format 1: a line "snap-tree 1 SHA256", the digest of the rest; the rest is zlib over a JSON array of columns, one
for each field of `Entry` but ctime, which belongs to one engine's storage; paths first.  Anything that
does not fit is not an error: the tree is read again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from snapshotter.model import Entry

_MAGIC = b"snap-tree 1 "
_LEVEL = 1
"""zlib's fastest: most of the bulk is digests, which do not shrink."""


def location(cache: Path, layers: Sequence[str]) -> Path:
    """Give the file that holds the tree of these layers (diff ids, lowest first)."""
    return cache / f"{hashlib.sha256(' '.join(layers).encode()).hexdigest()}.tree"


def load(file: Path) -> dict[str, Entry] | None:
    """Read a tree; None where it is absent, damaged or of another format."""
    try:
        head, _, body = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    if head != _MAGIC + hashlib.sha256(body).hexdigest().encode():
        return None
    try:
        return _unpacked(json.loads(zlib.decompress(body)))
    except (zlib.error, ValueError, TypeError, LookupError):
        return None


def store(file: Path, tree: Mapping[str, Entry]) -> None:
    """Write a tree, whole or not at all; a cache that cannot be written only costs time, so that is no error."""
    body = zlib.compress(json.dumps(_packed(tree), separators=(",", ":")).encode(), _LEVEL)
    head = _MAGIC + hashlib.sha256(body).hexdigest().encode() + b"\n"
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=".tree-")
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(head + body)
            Path(temporary).replace(file)
        finally:
            Path(temporary).unlink(missing_ok=True)


def _packed(tree: Mapping[str, Entry]) -> list[Any]:
    entries = list(tree.values())
    return [
        list(tree),
        [entry.kind for entry in entries],
        [entry.mode for entry in entries],
        [entry.uid for entry in entries],
        [entry.gid for entry in entries],
        [entry.size for entry in entries],
        [entry.digest for entry in entries],
        [entry.link for entry in entries],
        [entry.mtime_ns for entry in entries],
        [entry.device for entry in entries],
        [entry.xattrs for entry in entries],
        [entry.hardlink for entry in entries],
    ]


def _unpacked(columns: list[Any]) -> dict[str, Entry]:
    paths, kinds, modes, uids, gids, sizes, digests, links, times, devices, xattrs, groups = columns
    rows = zip(kinds, modes, uids, gids, sizes, digests, links, times, devices, xattrs, groups, strict=True)
    return dict(zip(paths, (
        Entry(kind, mode, uid, gid, size, digest, link, mtime, 0, (device[0], device[1]) if any(device) else (0, 0),
              tuple((name, value) for name, value in attributes) if attributes else (), group)
        for kind, mode, uid, gid, size, digest, link, mtime, device, attributes, group in rows
    ), strict=True))
