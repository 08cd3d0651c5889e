"""Cache of base images' file systems on disk, with the layers as key, so that each image is read once.

A file has one line "snap-tree 2 SHA256", the digest of the rest, followed by data compressed with zlib.  The data are
the number of paths, the size of all paths in bytes and the size of each entry, then the paths, separated by NUL, then
their entries as packed by `packed.py`, without ctime, which depends on one engine's storage.  A file that is damaged or
has another format is not an error: the image is read again.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import accumulate, pairwise
from pathlib import Path

from snapshotter.errors import StoreError
from snapshotter.model import Tree
from snapshotter.rootfs.packed import Packed, unpack, without_ctime
from snapshotter.store.paths import replace as replace_file

_MAGIC = b"snap-tree 2 "
_LEVEL = 1
"""Fastest level of zlib: most of the data are digests, which cannot be compressed."""
_COUNTS = struct.Struct("<QQ")


def location(cache: Path, layers: Sequence[str]) -> Path:
    """Return the file for the tree of these layers (diff ids, lowest first)."""
    return cache / f"{hashlib.sha256(' '.join(layers).encode()).hexdigest()}.tree"


def is_cached(cache: Path, layers: Sequence[str]) -> bool:
    """Return whether the file for these layers exists."""
    return location(cache, layers).exists()


def load(file: Path) -> Packed | None:
    """Return the tree in a file; None if it is missing, damaged or of another format."""
    data = load_sealed(file)
    if data is None:
        return None
    try:
        count, size = _COUNTS.unpack_from(data)
        lengths = struct.unpack_from(f"<{count}I", data, _COUNTS.size)
        begin = _COUNTS.size + 4 * count
        paths = data[begin : begin + size].decode("utf-8", "surrogateescape").split("\0") if count else []
        body = data[begin + size :]
        rows = [body[at:end] for at, end in pairwise(accumulate(lengths, initial=0))]
        if sum(lengths) != len(body):
            return None
        tree = Packed(dict(zip(paths, rows, strict=True)))
        for path in paths[:1]:
            unpack(rows[0])
            assert path.startswith("/")
    except (ValueError, TypeError, EOFError, LookupError, AssertionError, struct.error):
        return None
    return tree


def store(file: Path, tree: Tree) -> None:
    """Write a tree, completely or not at all; failure to write is not an error, since it only costs time later."""
    store_bytes(file, as_bytes(tree))


def as_bytes(tree: Tree) -> bytes:
    """Return a tree as what `store_bytes` writes to a file."""
    packed = tree if isinstance(tree, Packed) else Packed(dict(tree))
    rows = [without_ctime(row) for _, row in packed.rows()]
    paths = "\0".join(tree).encode("utf-8", "surrogateescape")
    lengths = struct.pack(f"<{len(rows)}I", *map(len, rows))
    return _sealed(_COUNTS.pack(len(rows), len(paths)) + lengths + paths + b"".join(rows))


def store_bytes(file: Path, data: bytes) -> None:
    """Write what `as_bytes` returned, as `store` does."""
    with suppress(StoreError):
        replace_file(file, data, sync=False)


def load_names(cache: Path, layers: Sequence[str]) -> dict[str, str]:
    """Return what is known of the names that an engine's stream gives to these layers: name → digits of the diff id."""
    found: dict[str, str] = {}
    for lowest in range(1, len(layers) + 1):
        data = load_sealed(_names_file(cache, layers[:lowest]))
        with suppress(ValueError):
            found |= json.loads(data) if data else {}
    return found


def store_names(cache: Path, layers: Sequence[str], names: Mapping[str, str]) -> None:
    """Store the names of these layers where one is new; names of others are left out."""
    digits = {layer.rpartition(":")[2] for layer in layers}
    own = {name: diff_id for name, diff_id in names.items() if diff_id in digits}
    if own.keys() - load_names(cache, layers).keys():
        store_sealed(_names_file(cache, layers), json.dumps(own).encode())


def _names_file(cache: Path, layers: Sequence[str]) -> Path:
    return location(cache, layers).with_suffix(".names")


def load_sealed(file: Path) -> bytes | None:
    """Return the data in a file; None if it is missing, damaged or of another format."""
    try:
        head, _, body = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    if head != _MAGIC + hashlib.sha256(body).hexdigest().encode():
        return None
    try:
        return zlib.decompress(body)
    except zlib.error:
        return None


def store_sealed(file: Path, data: bytes) -> None:
    """Write data with their digest, for `load_sealed`; failure to write is not an error."""
    store_bytes(file, _sealed(data))


def _sealed(data: bytes) -> bytes:
    body = zlib.compress(data, _LEVEL)
    return _MAGIC + hashlib.sha256(body).hexdigest().encode() + b"\n" + body
