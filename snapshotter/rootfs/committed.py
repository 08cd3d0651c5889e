"""Owns what a commit keeps of a container's layer: an image cannot hold all that a file system can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from snapshotter.model import Layer
from snapshotter.rootfs import names
from snapshotter.rootfs.packed import Packed
from snapshotter.rootfs.xattrs import COMMITTED


def as_committed(layer: Layer, engine: str) -> Layer:
    """Give the layer as the engine ("docker" or "podman") would commit it: what `lost` lists is not in it."""
    prefixes = COMMITTED.get(engine, COMMITTED["docker"])
    entries = Packed()
    whiteouts = set(layer.whiteouts)
    for path, entry in layer.entries.items():
        if _is_mark(path):
            # written into the image's tar as it is, such a file is the mark that deletes NAME
            if (deleted := names.whiteout_target(path)) and not names.is_reserved(path):
                whiteouts.add(deleted)
        elif entry.kind != "socket":
            kept = tuple(pair for pair in entry.xattrs if pair[0].startswith(prefixes)) if entry.xattrs else ()
            entries[path] = entry if kept == entry.xattrs else replace(entry, xattrs=kept)
    return replace(layer, entries=entries, whiteouts=frozenset(whiteouts))


def lost(layer: Layer, engine: str) -> Iterator[tuple[str, str]]:
    """Give (path, what) for everything that no image of this engine keeps."""
    prefixes = COMMITTED.get(engine, COMMITTED["docker"])
    for path, entry in layer.entries.items():
        if _is_mark(path):
            yield path, "the name is reserved in image layers"
        elif entry.kind == "socket":
            yield path, "images hold no sockets"
        for name, _ in entry.xattrs:
            if not name.startswith(prefixes):
                yield path, f"the engine's commit does not keep the attribute {name}"


def _is_mark(path: str) -> bool:
    return path.rpartition("/")[2].startswith(names.WHITEOUT)
