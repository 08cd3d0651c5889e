"""Owns what is kept on disk of base images, keyed by the layers that made them, so that they are read once.

Every file is one line "snap-tree 2 SHA256", the digest of the rest, and the rest; which is zlib over two parts of a
known length, one the paths with NUL between them, the other their entries as `packed.py` has them (without
ctime, which belongs to one engine's storage).  Anything that does not fit is not an error: it is read again.
"""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from itertools import accumulate, pairwise
from pathlib import Path

from msgspec.structs import replace

from snapshotter.model import Tree
from snapshotter.rootfs.packed import Packed, pack, unpack

_MAGIC = b"snap-tree 2 "
_LEVEL = 1
"""zlib's fastest: most of the bulk is digests, which do not shrink."""
_COUNTS = struct.Struct("<QQ")


def location(cache: Path, layers: Sequence[str]) -> Path:
    """Give the file that holds the tree of these layers (diff ids, lowest first)."""
    return cache / f"{hashlib.sha256(' '.join(layers).encode()).hexdigest()}.tree"


def is_cached(cache: Path, layers: Sequence[str]) -> bool:
    """Tell whether there is such a file."""
    return location(cache, layers).exists()


def load(file: Path) -> Packed | None:
    """Read a tree; None where it is absent, damaged or of another format."""
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
    """Write a tree, whole or not at all; a cache that cannot be written only costs time, so that is no error."""
    rows = [pack(replace(entry, ctime_ns=0) if entry.ctime_ns else entry) for entry in tree.values()]
    paths = "\0".join(tree).encode("utf-8", "surrogateescape")
    lengths = struct.pack(f"<{len(rows)}I", *map(len, rows))
    store_sealed(file, _COUNTS.pack(len(rows), len(paths)) + lengths + paths + b"".join(rows))


def load_sealed(file: Path) -> bytes | None:
    """Read the data of a file; None where it is absent, damaged or of another format."""
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
    """Write data so that `load_sealed` gives it or nothing."""
    body = zlib.compress(data, _LEVEL)
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
