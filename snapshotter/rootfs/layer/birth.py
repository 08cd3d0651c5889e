"""When a path of an overlay directory was made there, and whether the driver copied it up from the layers below."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
import struct
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from snapshotter.rootfs.layer import names, openat

_NO_FOLLOW, _EMPTY_PATH = 0x100, 0x1000
_WANT_BIRTH = 0x800
_BYTES = 256
_MASK_AT, _BIRTH_AT = 0, 80
"""Offsets in `struct statx` (statx(2)): what was filled in, and the seconds and nanoseconds of the birth."""
_ORIGINS = ("trusted.overlay.origin", "user.overlay.origin")


class Birth(Struct, frozen=True):
    """How a path came into an upper directory."""

    time_ns: int
    """0 where the file system does not tell it."""
    copied_up: bool
    """Whether it is a copy of what the layers below have, made when it was first changed."""


def birth(root: Path, path: str) -> Birth | None:
    """Return how a path came into the directory `root`; None where it is not there or cannot be read."""
    with _opened(root, path) as found:
        if found is None:
            return None
        directory, name, place = found
        with contextlib.suppress(OSError):
            origin = any(_has(f"/proc/self/fd/{directory}/".encode() + name, mark) for mark in _ORIGINS)
            return Birth(_birth_ns(place), origin)
    return None


def modified_ns(root: Path, path: str) -> int | None:
    """Return when a directory below `root` was last modified; None where it is not there."""
    with _opened(root, path) as found:
        info = os.fstat(found[2]) if found else None
        return info.st_mtime_ns if info and stat.S_ISDIR(info.st_mode) else None


@contextlib.contextmanager
def _opened(root: Path, path: str) -> Iterator[tuple[int, bytes, int] | None]:
    """Open the directory of a path below `root` and the path itself, without reading; links are not followed."""
    parts = [part for part in names.to_bytes(path).split(b"/") if part]
    with contextlib.ExitStack() as opened:
        try:
            top = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            opened.callback(os.close, top)
            directory = openat.open_directory(top, parts[:-1])
            opened.callback(os.close, directory)
            place = os.open(parts[-1], os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=directory)
            opened.callback(os.close, place)
        except OSError:
            yield None
            return
        yield directory, parts[-1], place


def _birth_ns(place: int) -> int:
    statx = getattr(ctypes.CDLL(None, use_errno=True), "statx", None)  # musl has none before 1.2.5
    if statx is None:
        return 0
    buffer = ctypes.create_string_buffer(_BYTES)
    if statx(place, b"", _EMPTY_PATH | _NO_FOLLOW, _WANT_BIRTH, buffer):
        return 0
    (filled,) = struct.unpack_from("I", buffer, _MASK_AT)
    seconds, nanoseconds = struct.unpack_from("qI", buffer, _BIRTH_AT)
    return int(seconds) * 10**9 + int(nanoseconds) if filled & _WANT_BIRTH else 0


def _has(place: bytes, name: str) -> bool:
    try:
        os.getxattr(place, name, follow_symlinks=False)
    except OSError as error:
        if error.errno in (errno.ENODATA, errno.EOPNOTSUPP, errno.EPERM, errno.EACCES):
            return False
        raise
    return True
