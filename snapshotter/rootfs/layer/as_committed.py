"""The part of a container's layer that a commit stores: an image cannot contain everything that a file system can."""

from __future__ import annotations

from msgspec.structs import replace

from snapshotter.model import Layer
from snapshotter.rootfs.layer import names
from snapshotter.rootfs.layer.xattrs import COMMITTED
from snapshotter.rootfs.packed import copied, unusual


def as_committed(layer: Layer, engine: str) -> Layer:
    """Return the layer as the engine ("docker" or "podman") would commit it; its `lost` names what is left out."""
    prefixes = COMMITTED.get(engine, COMMITTED["docker"])
    whiteout_names = [path for path in layer.entries if names.WHITEOUT in path and _has_whiteout_name(path)]
    others = [path for path in unusual(layer.entries) if not _has_whiteout_name(path)]
    if not whiteout_names and not others:
        return layer
    entries = copied(layer.entries)
    whiteouts = set(layer.whiteouts)
    lost: dict[str, str] = {}
    for path in whiteout_names:
        lost[path] = "in an image, such a name is the mark of a deletion"
        del entries[path]
        # in the image's tar such a file is a whiteout, which deletes NAME
        if (deleted := names.whiteout_target(path)) and not names.is_reserved(path):
            whiteouts.add(deleted)
    for path in others:
        entry = entries[path]
        if entry.kind == "socket":
            lost[path] = "images hold no sockets"
            del entries[path]
        elif dropped := [name for name, _ in entry.xattrs if not name.startswith(prefixes)]:
            lost[path] = f"{engine}'s images do not keep {', '.join(dropped)}"
            kept = tuple(pair for pair in entry.xattrs if pair[0].startswith(prefixes))
            entries[path] = replace(entry, xattrs=kept)
    return replace(layer, entries=entries, whiteouts=frozenset(whiteouts), lost=dict(sorted(lost.items())))


def _has_whiteout_name(path: str) -> bool:
    return path.rpartition("/")[2].startswith(names.WHITEOUT)
