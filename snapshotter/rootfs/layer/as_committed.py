"""Owns what a commit keeps of a container's layer: an image cannot hold all that a file system can."""

from __future__ import annotations

from msgspec.structs import replace

from snapshotter.model import Layer
from snapshotter.rootfs.layer import names
from snapshotter.rootfs.layer.xattrs import COMMITTED
from snapshotter.rootfs.packed import copied, unusual


def as_committed(layer: Layer, engine: str) -> Layer:
    """Give the layer as the engine ("docker" or "podman") would commit it; `lost` says what is not in it."""
    prefixes = COMMITTED.get(engine, COMMITTED["docker"])
    marks = [path for path in layer.entries if names.WHITEOUT in path and _is_mark(path)]
    odd = [path for path in unusual(layer.entries) if not _is_mark(path)]
    if not marks and not odd:
        return layer
    entries = copied(layer.entries)
    whiteouts = set(layer.whiteouts)
    lost: dict[str, str] = {}
    for path in marks:
        lost[path] = "in an image, such a name is the mark of a deletion"
        del entries[path]
        # written into the image's tar as it is, such a file is the mark that deletes NAME
        if (deleted := names.whiteout_target(path)) and not names.is_reserved(path):
            whiteouts.add(deleted)
    for path in odd:
        entry = entries[path]
        if entry.kind == "socket":
            lost[path] = "images hold no sockets"
            del entries[path]
        elif gone := [name for name, _ in entry.xattrs if not name.startswith(prefixes)]:
            lost[path] = f"{engine}'s images do not keep {', '.join(gone)}"
            kept = tuple(pair for pair in entry.xattrs if pair[0].startswith(prefixes))
            entries[path] = replace(entry, xattrs=kept)
    return replace(layer, entries=entries, whiteouts=frozenset(whiteouts), lost=dict(sorted(lost.items())))


def _is_mark(path: str) -> bool:
    return path.rpartition("/")[2].startswith(names.WHITEOUT)
