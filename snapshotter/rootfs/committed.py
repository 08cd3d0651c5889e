"""Owns what a commit keeps of a container's layer: an image cannot hold all that a file system can."""

from __future__ import annotations

from dataclasses import replace

from snapshotter.model import Layer
from snapshotter.rootfs import names
from snapshotter.rootfs.packed import Packed
from snapshotter.rootfs.xattrs import COMMITTED


def as_committed(layer: Layer, engine: str) -> Layer:
    """Give the layer as the engine ("docker" or "podman") would commit it; `lost` says what is not in it."""
    prefixes = COMMITTED.get(engine, COMMITTED["docker"])
    entries = Packed()
    whiteouts = set(layer.whiteouts)
    lost: dict[str, str] = {}
    for path, entry in layer.entries.items():
        if _is_mark(path):
            lost[path] = "in an image, such a name is the mark of a deletion"
            # written into the image's tar as it is, such a file is the mark that deletes NAME
            if (deleted := names.whiteout_target(path)) and not names.is_reserved(path):
                whiteouts.add(deleted)
        elif entry.kind == "socket":
            lost[path] = "images hold no sockets"
        elif entry.xattrs:
            kept = tuple(pair for pair in entry.xattrs if pair[0].startswith(prefixes))
            if kept != entry.xattrs:
                gone = ", ".join(name for name, _ in entry.xattrs if not name.startswith(prefixes))
                lost[path] = f"{engine}'s images do not keep {gone}"
            entries[path] = replace(entry, xattrs=kept)
        else:
            entries[path] = entry
    return replace(layer, entries=entries, whiteouts=frozenset(whiteouts), lost=lost)


def _is_mark(path: str) -> bool:
    return path.rpartition("/")[2].startswith(names.WHITEOUT)
