"""Owns opening what lies below a directory without ever leaving it, whatever symbolic links stand there.

The engine's storage is written by containers, which may swap a directory for a link to the host while we read.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from snapshotter.rootfs.tar.forward import CHUNK

GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO)
"""What opening says when something was removed or replaced meanwhile."""


class Occupied(Exception):
    """Something else than the wanted file stands at its path, or at a directory above it."""


_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def open_directory(root: int, parts: Sequence[str | bytes]) -> int:
    """Open a directory below the open directory `root`, one name at a time, following no link."""
    current = os.open(".", _DIRECTORY, dir_fd=root)
    for part in parts:
        try:
            step = os.open(part, _DIRECTORY, dir_fd=current)
        finally:
            os.close(current)
        current = step
    return current


def open_file(directory: int, name: str | bytes) -> int:
    """Open a file of an open directory; a FIFO that took its place does not block."""
    return os.open(name, _FILE, dir_fd=directory)


def pieces(descriptor: int, size: int) -> Iterator[bytes]:
    """Give an open regular file's bytes; `size` is what it is expected to have."""
    ask = min(CHUNK, size + 1)
    while data := os.read(descriptor, ask):
        yield data
        if len(data) < ask:
            # a regular file reads short only at its end
            return


def digest_file(root: Path, path: str, algorithm: str = "sha256") -> str:
    """Give the digest of a regular file below a directory as hex, "" where it is gone."""
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
        for piece in pieces(opened[2], info.st_size):
            digest.update(piece)
        return digest.hexdigest() if stat.S_ISREG(info.st_mode) else ""


def read_file(root: Path, path: str, limit: int) -> bytes | None:
    """Give a regular file's bytes, None where it is absent; raises `Occupied` where something else is in its place.

    A file longer than `limit` counts as something else.
    """
    *parts, name = path.encode("utf-8", "surrogateescape").strip(b"/").split(b"/")
    with closing_all() as opened:
        try:
            opened.append(os.open(root, _DIRECTORY))
            opened.append(open_directory(opened[0], parts))
            info = os.stat(name, dir_fd=opened[1], follow_symlinks=False)
            if not stat.S_ISREG(info.st_mode) or info.st_size > limit:
                raise Occupied(path)
            opened.append(open_file(opened[1], name))
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno in GONE:
                raise Occupied(path) from error
            raise
        return b"".join(pieces(opened[2], info.st_size))


@contextmanager
def closing_all() -> Iterator[list[int]]:
    """Give a list of descriptors that are closed at the end."""
    opened: list[int] = []
    try:
        yield opened
    finally:
        for descriptor in opened:
            os.close(descriptor)
