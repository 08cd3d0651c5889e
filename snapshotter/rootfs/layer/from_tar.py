"""Reader of a layer from its tar stream, with digests of the contents; `from_overlay.py` reads a layer in place.

Both return the same `Layer` for the same layer, except that only the reader in place knows change times.
"""

from __future__ import annotations

import hashlib
from itertools import count

from msgspec.structs import replace

from snapshotter.errors import LayerError
from snapshotter.model import Entry, Kind, Layer, Tree, parent
from snapshotter.rootfs.layer import names, xattrs
from snapshotter.rootfs.layer.compression import unpacked
from snapshotter.rootfs.layer.from_overlay import NotInPlace, read_layer_dir
from snapshotter.rootfs.layer.tap import Tap
from snapshotter.rootfs.packed import Packed
from snapshotter.rootfs.tar.forward import Readable
from snapshotter.rootfs.tar.header import BLOCK_DEVICE, CHAR, DIRECTORY, FIFO, HARD_LINK, REGULAR, SYMLINK, Header
from snapshotter.rootfs.tar.members import TarStream

__all__ = ["NotInPlace", "read_layer_dir", "read_layer_tar"]

_KINDS: dict[bytes, Kind] = {
    REGULAR: "file",
    DIRECTORY: "directory",
    SYMLINK: "symlink",
    FIFO: "fifo",
    CHAR: "char",
    BLOCK_DEVICE: "block",
}


def read_layer_tar(stream: Readable, *, tap: Tap | None = None, end_mark: bool = True) -> Layer:
    """Return the layer in a tar stream, which may be compressed; raises `LayerError` if it is damaged.

    `tap` can read the contents.  With `end_mark=False` a stream without an end mark is accepted; its end must be known
    in another way.
    """
    reading = _Reading(tap)
    members = TarStream(unpacked(stream), end_mark=end_mark)
    while (header := members.next()) is not None:
        reading.take(header, members)
    return reading.layer()


class _Reading:
    """A layer, as far as its members have been read."""

    def __init__(self, tap: Tap | None) -> None:
        self._tap = tap
        self._entries = Packed()
        self._whiteouts: set[str] = set()
        self._opaque: set[str] = set()
        self._inodes: dict[str, int] = {}
        self._numbers = count()

    def take(self, header: Header, members: TarStream) -> None:
        """Add one member, and read its content."""
        path = names.absolute(header.name)
        if path == "/":
            return
        if header.type == HARD_LINK:
            self._link(path, names.absolute(header.link))
            return
        if names.is_reserved(path):
            if path.endswith("/" + names.OPAQUE):
                self._opaque.add(parent(path))
        elif (deleted := names.whiteout_target(path)) is not None:
            self._whiteouts.add(deleted)
        else:
            self._inodes.pop(path, None)
            self._entries[path] = self._entry(path, header, members)

    def layer(self) -> Layer:
        """Return the whole layer; raises `LayerError` if an entry is below something that is not a directory."""
        groups: dict[int, list[str]] = {}
        for path, inode in self._inodes.items():
            groups.setdefault(inode, []).append(path)
        for group in groups.values():
            if len(group) > 1:
                first = min(group)
                for path in group:
                    self._entries[path] = replace(self._entries[path], hardlink=first)
        _check_parents(self._entries)
        return Layer(self._entries, frozenset(self._whiteouts), frozenset(self._opaque))

    def _entry(self, path: str, header: Header, members: TarStream) -> Entry:
        size, digest = self._content(path, header, members) if header.type == REGULAR else (0, "")
        return Entry(
            _KINDS[header.type],
            header.mode,
            header.uid,
            header.gid,
            size,
            digest,
            names.text(header.link) if header.type == SYMLINK else "",
            header.mtime_ns,
            0,
            header.device,
            xattrs.of_image(header.xattrs),
        )

    def _content(self, path: str, header: Header, members: TarStream) -> tuple[int, str]:
        listener = self._tap(path, header.size) if self._tap else None
        digest = hashlib.sha256()
        for piece in members.pieces():
            digest.update(piece)
            if listener:
                listener(piece)
        return header.size, digest.hexdigest()

    def _link(self, path: str, target: str) -> None:
        entry = self._entries.get(target)
        if entry is None or entry.kind == "directory":
            raise LayerError(f"the hard link {path!r} of the layer leads to {target!r}, which is not a file before it")
        if (deleted := names.whiteout_target(path)) is not None:
            self._whiteouts.add(deleted)
        elif path != target:
            self._inodes[path] = self._inodes.setdefault(target, next(self._numbers))
            self._entries[path] = entry


def _check_parents(entries: Tree) -> None:
    for path in entries:
        above = entries.get(parent(path))
        if above is not None and above.kind != "directory":
            raise LayerError(f"the layer has the entry {path!r} below something that is not a directory")
