"""The writing of a file in an open directory: whole or not at all, and never through a symbolic link; `fsync`.

A file survives a power cut when its content was synced and then each directory in which a name on its way is new.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
"""Errors of `link` on file systems without hard links, such as FAT."""
_ZEROS = bytes(1 << 20)
"""The unit in which a long content is searched for zeros."""
_NO_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)
"""Errors of `fsync` on network file systems that cannot sync a directory."""


def write_at(
    directory: int, name: str, pieces: Iterable[bytes], mode: int, *, exact: bool, overwrite: bool, sync: bool = False
) -> None:
    """Write the file `name` in the directory of a descriptor; raises `OSError`, and then leaves nothing behind.

    The temporary file has a random name and is created by this call alone. With `exact` the file's mode is `mode`
    whatever the umask, else the umask applies.  Without `overwrite` an existing file raises `FileExistsError`; with it
    a symbolic link is replaced, not followed.  With `sync` the content survives a power cut.
    """
    new = f".{os.urandom(8).hex()}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(new, flags, mode, dir_fd=directory)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - it is open already
            if exact:
                os.fchmod(descriptor, mode)
            _write(file, pieces)
            if sync:
                file.flush()
                os.fsync(descriptor)
        _place(directory, new, name, overwrite=overwrite)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(new, dir_fd=directory)


def _write(file: BinaryIO, pieces: Iterable[bytes]) -> None:
    """Write the pieces; zeros in long ones become holes."""
    hole = False
    for piece in pieces:
        if len(piece) < 2 * len(_ZEROS):
            file.write(piece)
            hole = False
            continue
        for at in range(0, len(piece), len(_ZEROS)):
            block = piece[at : at + len(_ZEROS)]
            hole = block == _ZEROS
            if hole:
                file.seek(len(block), os.SEEK_CUR)
            else:
                file.write(block)
    if hole:
        file.truncate()


def _place(directory: int, new: str, name: str, *, overwrite: bool) -> None:
    if not overwrite:
        try:
            os.link(new, name, src_dir_fd=directory, dst_dir_fd=directory, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if exists_at(directory, name):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name) from error
        else:
            return
    os.replace(new, name, src_dir_fd=directory, dst_dir_fd=directory)


def sync_path(path: Path) -> None:
    """Write a file's content or a directory's names to the disk; what is missing is ignored.  Raises `OSError`."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        sync_descriptor(descriptor)
    finally:
        os.close(descriptor)


def sync_descriptor(descriptor: int) -> None:
    """Write an open file's content or an open directory's names to the disk; raises `OSError`."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def sync_tree(top: Path) -> None:
    """Write a directory and all in it to the disk; raises `OSError`."""
    for folder, _, files in os.walk(top, topdown=False):
        for name in files:
            sync_path(Path(folder, name))
        sync_path(Path(folder))


def exists_at(directory: int, name: str) -> bool:
    """Return whether a directory has an entry of this name, of whatever kind."""
    try:
        os.stat(name, dir_fd=directory, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True
