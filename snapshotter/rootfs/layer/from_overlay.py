"""Reader of a layer in place: the overlay driver's directory, with marks for what was deleted.

Format as in the kernel's Documentation/filesystems/overlayfs: a whiteout is a character device 0/0 or an empty file
with the attribute overlay.whiteout; an opaque directory has overlay.opaque = "y".
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

from msgspec.structs import replace

from snapshotter.errors import LayerError
from snapshotter.model import Entry, Kind, Layer, Tree
from snapshotter.progress import Meter
from snapshotter.rootfs.layer import names, openat, xattrs
from snapshotter.rootfs.layer.last_scan import LastScan
from snapshotter.rootfs.layer.skip_reading import Known
from snapshotter.rootfs.layer.tap import Listener, Tap
from snapshotter.rootfs.packed import Packed, unchanged_files

_KINDS: dict[int, Kind] = {
    stat.S_IFLNK: "symlink",
    stat.S_IFIFO: "fifo",
    stat.S_IFCHR: "char",
    stat.S_IFBLK: "block",
    stat.S_IFSOCK: "socket",
}
_INCOMPLETE = ("redirect=", "metacopy=")
"""Marks of entries of which a part is in the layers below."""
_NO_DEVICE = (0, 0)
_MODES = tuple(range(0o10000))
"""Shared `int` objects, one for each mode."""
_FILES_AT_ONCE = 256
"""Number of files after which the meter is called."""


class NotInPlace(LayerError):
    """The directory does not contain the whole layer (overlay features metacopy, redirect_dir): read the stream."""


def read_layer_dir(
    root: Path,
    *,
    tap: Tap | None = None,
    known: Known | None = None,
    meter: Meter | None = None,
    last: Tree | None = None,
    scan: LastScan | None = None,
) -> Layer:
    """Return the layer in an overlay upper or lower directory, with change times.

    Files that are removed during the reading are left out.  `known` may make reading contents unnecessary, `meter`
    counts what is read.  A file whose change time is that in `last`, of the same container, is not even opened.  `scan`
    has what the last reading found, and takes what this one finds.
    Raises `LayerError` if the directory cannot be read, `NotInPlace` if it is incomplete.
    """
    try:
        descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            return _Scan(descriptor, tap, known, meter, None if tap else last, None if tap else scan).layer()
        finally:
            os.close(descriptor)
    except OSError as error:
        what = f"{error.strerror} ({error.filename})"
        raise LayerError(f"the layer at {root} cannot be read in place: {what}") from error


class _Scan:
    """One walk over a layer's directory."""

    def __init__(
        self,
        root: int,
        tap: Tap | None,
        known: Known | None,
        meter: Meter | None,
        last: Tree | None,
        scan: LastScan | None,
    ) -> None:
        self._root = root
        self._tap = tap
        self._known = known
        self._meter = meter
        compares = scan is not None and scan.compares
        self._unchanged = None if last is None or compares else unchanged_files(last)
        self._scan = scan
        self._rows: dict[str, bytes | Entry] = {}
        self._whiteouts: dict[str, int] = {}
        self._opaque: set[str] = set()
        self._inodes: dict[tuple[int, int], list[str]] = {}
        self._to_read: list[str] = ["/"]

    def layer(self) -> Layer:
        while self._to_read:
            path = self._to_read.pop()
            try:
                directory = openat.open_directory(self._root, [p for p in names.to_bytes(path).split(b"/") if p])
            except OSError as error:
                _raise_unless_removed(error)
                continue
            try:
                self._directory(path, directory)
            finally:
                os.close(directory)
        entries = Packed(self._rows)
        for group in self._inodes.values():
            if len(group) > 1:
                first = min(group)
                for path in group:
                    self._rows[path] = replace(entries[path], hardlink=first)
        return Layer(entries, frozenset(self._whiteouts), frozenset(self._opaque), self._whiteouts)

    def _directory(self, path: str, directory: int) -> None:
        info = os.fstat(directory)
        own, marks = xattrs.read(directory)
        if path != "/":
            entry = _entry("directory", info, own)
            self._rows[path] = self._scan.looked_up(path, entry) if self._scan else entry
        if "opaque=y" in marks:
            self._opaque.add(path)
        _check_complete(marks, path)
        prefix, files = "/" if path == "/" else f"{path}/", 0
        rows, unchanged = self._rows, self._unchanged
        with os.scandir(directory) as found:
            listed = list(found)
        listing = self._scan.changed(path, prefix, listed, rows) if self._scan else None
        if listing:
            listed, files = listing.to_read, listing.skipped
        for item in listed:
            name = item.name
            child = prefix + (name if name.isascii() else names.from_host(name))
            try:
                if item.is_file(follow_symlinks=False):
                    row = unchanged(child, item.stat(follow_symlinks=False)) if unchanged else None
                    if row is None:
                        self._file(child, directory, name, info.st_ctime_ns)
                    else:  # its entry is that of the last tree
                        rows[child] = row
                    files += 1
                elif item.is_dir(follow_symlinks=False):
                    self._to_read.append(child)
                else:
                    self._other(child, directory, item, info.st_ctime_ns)
            except OSError as error:
                _raise_unless_removed(error)
            if self._meter and files >= _FILES_AT_ONCE:
                self._meter.file(files)
                files = 0
        if self._meter:
            self._meter.file(files)
        if listing:
            listing.read()

    def _file(self, path: str, directory: int, name: str, parent_ctime_ns: int) -> None:
        descriptor = openat.open_file(directory, name)
        try:
            info = os.fstat(descriptor)
            if not stat.S_ISREG(info.st_mode):
                return
            own, marks = xattrs.read(descriptor)
            if marks:
                _check_complete(marks, path)
                if not info.st_size and any(mark.startswith("whiteout=") for mark in marks):
                    self._whiteouts[path] = min(info.st_ctime_ns, parent_ctime_ns)
                    return
            listener = self._tap(path, info.st_size) if self._tap else None
            digest = self._known(path, info) if self._known and not listener else None
            if digest is None:
                size, digest = self._content(descriptor, info, listener)
            else:
                size = info.st_size
        finally:
            os.close(descriptor)
        self._add(path, _entry("file", info, own, size, digest), info)

    def _content(self, descriptor: int, info: os.stat_result, listener: Listener | None) -> tuple[int, str]:
        digest, size = hashlib.sha256(), 0
        for piece in openat.pieces(descriptor, info):
            digest.update(piece)
            size += len(piece)
            if self._meter:
                self._meter.read(len(piece))
            if listener:
                listener(piece)
        return size, digest.hexdigest()

    def _other(self, path: str, directory: int, item: os.DirEntry[str], parent_ctime_ns: int) -> None:
        info = item.stat(follow_symlinks=False)
        if stat.S_ISCHR(info.st_mode) and info.st_rdev == 0:
            # from kernel 5.8 on whiteouts share an inode, with the ctime of the last; the directory's is a limit too
            self._whiteouts[path] = min(info.st_ctime_ns, parent_ctime_ns)
            return
        kind = _KINDS.get(stat.S_IFMT(info.st_mode))
        if kind is None:
            return
        # no call reads attributes relative to an open directory, so they are read through the kernel's link to it
        own, marks = xattrs.read(f"/proc/self/fd/{directory}/{item.name}")
        _check_complete(marks, path)
        link = names.text(os.fsencode(os.readlink(item.name, dir_fd=directory))) if kind == "symlink" else ""
        self._add(path, _entry(kind, info, own, link=link), info)

    def _add(self, path: str, entry: Entry, info: os.stat_result) -> None:
        self._rows[path] = entry
        if self._scan:
            self._scan.fresh.add(path)
        if info.st_nlink > 1:
            self._inodes.setdefault((info.st_dev, info.st_ino), []).append(path)


def _entry(
    kind: Kind, info: os.stat_result, own: xattrs.Xattrs, size: int = 0, digest: str = "", link: str = ""
) -> Entry:
    device = (os.major(info.st_rdev), os.minor(info.st_rdev)) if kind in ("char", "block") else _NO_DEVICE
    changed, written = info.st_ctime_ns, info.st_mtime_ns
    return Entry(
        kind,
        _MODES[info.st_mode & 0o7777],
        info.st_uid,
        info.st_gid,
        size,
        digest,
        link,
        changed if written == changed else written,
        changed,
        device,
        own,
    )


def _check_complete(marks: tuple[str, ...], path: str) -> None:
    if any(mark.startswith(_INCOMPLETE) for mark in marks):
        raise NotInPlace(f"a part of {path!r} is in the layers below")


def _raise_unless_removed(error: OSError) -> None:
    if error.errno not in (*openat.GONE, errno.ESTALE):
        raise error
