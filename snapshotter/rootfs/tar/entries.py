"""Entries of a file system as a tar stream: with numeric owners, times, attributes and links."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from snapshotter.model import Entry, Kind

_TYPES: dict[Kind, bytes] = {
    "file": tarfile.REGTYPE,
    "directory": tarfile.DIRTYPE,
    "symlink": tarfile.SYMTYPE,
    "fifo": tarfile.FIFOTYPE,
    "char": tarfile.CHRTYPE,
    "block": tarfile.BLKTYPE,
}
WRITABLE = frozenset(_TYPES)
"""The kinds that a tar stream can hold: all but sockets."""
_NANO = 10**9


class EntryWriter:
    """Writes one entry after the other."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, path: str, entry: Entry, content: bytes = b"") -> None:
        """Write one path; `content` is that of a regular file."""
        info = _header(path, entry)
        info.size = len(content) if entry.kind == "file" else 0
        self._tar.addfile(info, io.BytesIO(content))

    def add_link(self, path: str, entry: Entry, target: str) -> None:
        """Write a path as a hard link to another one, which is in the stream before it or where that is read."""
        info = _header(path, entry)
        info.type, info.linkname = tarfile.LNKTYPE, target.lstrip("/")
        self._tar.addfile(info)


@contextmanager
def writing(file: IO[bytes]) -> Iterator[EntryWriter]:
    """Yield a writer, and end the stream afterwards."""
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT, encoding="utf-8") as tar:
        yield EntryWriter(tar)


def _header(path: str, entry: Entry) -> tarfile.TarInfo:
    info = tarfile.TarInfo(path.lstrip("/"))
    info.type = _TYPES[entry.kind]
    info.mode, info.uid, info.gid = entry.mode, entry.uid, entry.gid
    info.mtime = entry.mtime_ns // _NANO
    info.linkname = entry.link
    info.devmajor, info.devminor = entry.device
    info.pax_headers = dict(_records(entry))
    return info


def _records(entry: Entry) -> Iterable[tuple[str, str]]:
    """Yield what the plain header cannot hold; `tarfile` writes bytes that are not UTF-8 from their escapes."""
    if entry.mtime_ns % _NANO:
        whole, part = divmod(abs(entry.mtime_ns), _NANO)
        yield "mtime", f"{'-' if entry.mtime_ns < 0 else ''}{whole}.{part:09d}"
    for name, value in entry.xattrs:
        yield f"SCHILY.xattr.{name}", bytes.fromhex(value).decode("utf-8", "surrogateescape")
