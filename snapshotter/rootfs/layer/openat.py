"""Opening of files below a directory without ever leaving it: symbolic links are not followed.

The engine's storage is written by containers, which may replace a directory by a link to the host during the reading.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from snapshotter.progress import Meter
from snapshotter.rootfs.layer.tap import Tap
from snapshotter.rootfs.tar.forward import CHUNK
from snapshotter.rootfs.tar.sparse import zeros

GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO)
"""Error numbers of opening something that was removed or replaced in the meantime."""


class NotThatFile(Exception):
    """Something other than the wanted file is at its path, or at the path of a directory above it."""


_SECTOR = 512
"""The unit of `st_blocks` in bytes."""
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def open_directory(root: int, parts: Sequence[str | bytes]) -> int:
    """Open a directory below the open directory `root`, one name at a time, without following links."""
    current = os.open(".", _DIRECTORY, dir_fd=root)
    for part in parts:
        try:
            step = os.open(part, _DIRECTORY, dir_fd=current)
        finally:
            os.close(current)
        current = step
    return current


def open_file(directory: int, name: str | bytes) -> int:
    """Open a file of an open directory; a FIFO that has replaced it does not block."""
    return os.open(name, _FILE, dir_fd=directory)


def pieces(descriptor: int, info: os.stat_result) -> Iterator[bytes]:
    """Yield the bytes of an open regular file, which must be at its beginning; holes are not read.

    `info` is the result of `os.fstat`, which may be outdated.
    """
    if info.st_size > CHUNK and info.st_blocks * _SECTOR < info.st_size:
        yield from _sparse_pieces(descriptor)
        return
    count = min(CHUNK, info.st_size + 1)
    while data := os.read(descriptor, count):
        yield data
        if len(data) < count:
            # a read of a regular file returns fewer bytes only at its end
            return


def _sparse_pieces(descriptor: int) -> Iterator[bytes]:
    """Yield the bytes of a file with holes; reading a hole takes four times as long as hashing the zeros."""
    at = 0
    while (end := os.fstat(descriptor).st_size) > at:
        data = _seek(descriptor, at, os.SEEK_DATA, end)
        yield from zeros(data - at)
        at = data
        hole = _seek(descriptor, data, os.SEEK_HOLE, end)
        while at < hole:
            piece = os.pread(descriptor, min(CHUNK, hole - at), at)
            if not piece:  # shortened meanwhile
                return
            yield piece
            at += len(piece)


def _seek(descriptor: int, at: int, what: int, end: int) -> int:
    """Return where the next data or the next hole begins, at most `end`; all is data where this is not supported."""
    try:
        return min(os.lseek(descriptor, at, what), end)
    except OSError as error:
        if error.errno == errno.ENXIO:  # there is no more data
            return end
        if error.errno in (errno.EINVAL, errno.EOPNOTSUPP):
            return at if what == os.SEEK_DATA else end
        raise


def digest_file(root: Path, path: str, algorithm: str = "sha256", meter: Meter | None = None) -> str:
    """Return the digest of a regular file below a directory as hex, "" if it is missing; `meter` counts the bytes."""
    *parts, name = path.encode("utf-8", "surrogateescape").strip(b"/").split(b"/")
    with closing_all() as opened:
        try:
            opened.append(os.open(root, _DIRECTORY))
            opened.append(open_directory(opened[0], parts))
            opened.append(open_file(opened[1], name))
            info = os.fstat(opened[2])
        except OSError as error:
            if error.errno in GONE:
                return ""
            raise
        digest = hashlib.new(algorithm, usedforsecurity=False)
        for piece in pieces(opened[2], info):
            digest.update(piece)
            if meter:
                meter.read(len(piece))
        return digest.hexdigest() if stat.S_ISREG(info.st_mode) else ""


def read_file(root: Path, path: str, limit: int) -> bytes | None:
    """Return the bytes of a regular file, None if it is missing.

    Raises `NotThatFile` if something else is at its path, or if the file is longer than `limit`.
    """
    *parts, name = path.encode("utf-8", "surrogateescape").strip(b"/").split(b"/")
    with closing_all() as opened:
        try:
            opened.append(os.open(root, _DIRECTORY))
            opened.append(open_directory(opened[0], parts))
            info = os.stat(name, dir_fd=opened[1], follow_symlinks=False)
            if not stat.S_ISREG(info.st_mode) or info.st_size > limit:
                raise NotThatFile(path)
            opened.append(open_file(opened[1], name))
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno in GONE:
                raise NotThatFile(path) from error
            raise
        return b"".join(pieces(opened[2], info))


class Visits:
    """Opens many files below a directory; that of the last one stays open, since the next is often in it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._above: bytes | None = None
        self._directory = -1

    def close(self) -> None:
        """Close what is open."""
        if self._above is not None:
            self._above = None
            os.close(self._directory)

    def visit(self, path: str, tap: Tap) -> bool:
        """Call a tap for a regular file, and what it returns with the bytes, until that returns True.

        Return False if the file is missing; raises `NotThatFile` if something else is at its path.
        """
        above, _, name = path.encode("utf-8", "surrogateescape").strip(b"/").rpartition(b"/")
        try:
            descriptor = open_file(self._open(above), name)
        except FileNotFoundError:
            return False
        except OSError as error:
            if error.errno in GONE:
                raise NotThatFile(path) from error
            raise
        try:
            info = os.fstat(descriptor)
            if not stat.S_ISREG(info.st_mode):
                raise NotThatFile(path)
            listener = tap(path, info.st_size)
            for piece in pieces(descriptor, info) if listener else ():
                if listener and listener(piece) is True:
                    break
        finally:
            os.close(descriptor)
        return True

    def _open(self, above: bytes) -> int:
        if above != self._above:
            self.close()
            root = os.open(self._root, _DIRECTORY)
            try:
                self._directory = open_directory(root, above.split(b"/") if above else [])
            finally:
                os.close(root)
            self._above = above
        return self._directory


@contextmanager
def closing_all() -> Iterator[list[int]]:
    """Yield a list; the descriptors that were added to it are closed at the end."""
    opened: list[int] = []
    try:
        yield opened
    finally:
        for descriptor in opened:
            os.close(descriptor)
