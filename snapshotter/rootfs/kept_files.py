"""Files of images whose layers cannot be read in place, kept in the cache so that the engine is not asked again.

Of a base image, those that were asked for once: the databases of its packages.  Of the last commit on it, those that it
asked for and that the base has otherwise, known by their digest.  Damage is no error: the engine is asked again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from snapshotter.engine.api import Engine
from snapshotter.model import Image, Tree
from snapshotter.rootfs.cache import load_sealed, location, store_sealed

TOTAL_LIMIT = 64 << 20
"""Bytes of all contents in a file of the cache: those of a Debian with 500 packages are 20 MB."""

_Files = dict[bytes, bytes | None]


def read_base_files(engine: Engine, base: Image, cache: Path, want: Mapping[str, int]) -> dict[str, bytes]:
    """Return the bytes of a base image's regular files; `want` maps each path to the largest size that is read."""
    file = location(cache, base.layers).with_suffix(".files")
    files = _load(file)
    missing = [path for path in want if _key(path) not in files]
    if missing:
        found = dict(engine.read_files(base.id, missing))
        files |= {_key(path): found.get(path) for path in missing}
        _store(file, files)
    wanted = ((path, files[_key(path)]) for path in want)
    return {path: content for path, content in wanted if content is not None and len(content) <= want[path]}


def keep_last_files(base: Image, cache: Path, contents: Mapping[str, bytes]) -> None:
    """Keep the contents of files that a commit has read, instead of those of the commit before it."""
    if contents:
        _store(_last(base, cache), {hashlib.sha256(content).digest(): content for content in contents.values()})


def last_files(base: Image, cache: Path, tree: Tree, want: Mapping[str, int]) -> dict[str, bytes]:
    """Return the bytes of those files of a tree that are kept of the last commit on a base image."""
    files = _load(_last(base, cache))
    found = {}
    for path, limit in want.items():
        entry = tree.get(path)
        content = files.get(bytes.fromhex(entry.digest)) if entry and entry.kind == "file" else None
        if content is not None and len(content) <= limit:
            found[path] = content
    return found


def _last(base: Image, cache: Path) -> Path:
    return location(cache, base.layers).with_suffix(".last")


def _key(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _load(file: Path) -> _Files:
    data = load_sealed(file)
    try:
        return msgspec.msgpack.decode(data, type=_Files) if data else {}
    except msgspec.DecodeError:
        return {}


def _store(file: Path, files: _Files) -> None:
    if sum(len(content) for content in files.values() if content) <= TOTAL_LIMIT:
        store_sealed(file, msgspec.msgpack.encode(files))
