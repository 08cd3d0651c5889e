"""The directory of all state on the host, and writes to it that leave the old or the new file after a crash.

Whatever the umask, its directories get the mode 0700 and its files 0600.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from snapshotter.errors import StoreError
from snapshotter.store.atomic import sync_descriptor, sync_path, write_at

_FULL = (errno.ENOSPC, errno.EDQUOT)
_DIRECTORY, _FILE = 0o700, 0o600
_KEY_BYTES = 32
_DENIED = (errno.EACCES, errno.EPERM)
PERMISSION_HINT = "change its owner, or set SNAP_HOME to a directory that you may write"
READ_ONLY_HINT = "set SNAP_HOME to a directory that you may write"


def home() -> Path:
    """Return the directory that holds all state: $SNAP_HOME, else the platform's user data directory."""
    chosen = os.environ.get("SNAP_HOME", "")
    if chosen:
        return Path(os.path.expanduser(chosen)).absolute()  # noqa: PTH111 - the other raises for an unknown user
    import platformdirs  # 20 ms, needed only here

    return Path(platformdirs.user_data_dir("snapshotter"))


def store_error(error: OSError, path: Path) -> StoreError:
    """Return the error for what the operating system refused under `path`, with a hint."""
    where = f"{error.filename or path}"
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        return StoreError(
            f"the disk is full: cannot write {where}",
            "free some space and try again, or set SNAP_HOME to a directory on another disk",
        )
    if error.errno in _DENIED:
        return StoreError(f"no permission for {where}", PERMISSION_HINT)
    if error.errno == errno.EROFS:
        return StoreError(f"{where} is on a read-only file system", READ_ONLY_HINT)
    return StoreError(f"cannot use {where}: {reason}", "check the directory, or set SNAP_HOME to another one")


@contextlib.contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Translate every `OSError` raised in the block into a `StoreError` about `path`."""
    try:
        yield
    except OSError as error:
        raise store_error(error, path) from error


def make_directory(path: Path) -> None:
    """Create a directory as `create_directory` does; raises `StoreError`."""
    with guarded(path):
        create_directory(path)


def create_directory(path: Path) -> None:
    """Create a directory of the store and the missing ones above it, all accessible to their owner alone.

    They survive a power cut.  Raises `OSError`.
    """
    for new in reversed([directory for directory in (path, *path.parents) if not directory.exists()]):
        with contextlib.suppress(FileExistsError):  # another process created it meanwhile
            new.mkdir(mode=_DIRECTORY)  # one by one: with `parents=True`, `mode` is only that of the last
            new.chmod(_DIRECTORY)
        sync_name(new)
    path.mkdir(exist_ok=True)  # raises `FileExistsError` for a file


def sync_name(path: Path) -> None:
    """Write the name of a file or directory to the disk; a directory above that may not be read is left to the system.

    Raises `OSError`.
    """
    with contextlib.suppress(PermissionError):
        sync_path(path.parent)


def open_private(path: Path, flags: int) -> int:
    """Open a file of the store and return its descriptor; its mode becomes 0600.  Raises `OSError`.

    What a symbolic link leads to, such as a device, keeps its mode: it is not the store's.
    """
    descriptor = os.open(path, flags | os.O_CLOEXEC, _FILE)
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode) and stat.S_IMODE(status.st_mode) != _FILE and not path.is_symlink():
        with contextlib.suppress(OSError):  # a file of an earlier version on a read-only disk
            os.fchmod(descriptor, _FILE)
    return descriptor


def replace(path: Path, content: bytes, *, sync: bool = True) -> None:
    """Write a whole file at once: after a crash it holds the old content or the new, never a part.

    Without `sync` that does not hold for a power cut.
    """
    make_directory(path.parent)
    with guarded(path):
        directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            write_at(directory, path.name, [content], _FILE, exact=True, overwrite=True, sync=sync)
            if sync:
                sync_descriptor(directory)
        finally:
            os.close(directory)


def name_key(home: Path) -> bytes:
    """Return the key of the words for secrets in names of files; it is created where the home has none yet."""
    file = home / "name-key"
    make_directory(home)
    with guarded(file):
        if not file.exists():
            directory = os.open(home, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                key = [os.urandom(_KEY_BYTES)]
                with contextlib.suppress(FileExistsError):  # another process created it meanwhile
                    write_at(directory, file.name, key, _FILE, exact=True, overwrite=False, sync=True)
            finally:
                os.close(directory)
        return file.read_bytes()[:_KEY_BYTES]
