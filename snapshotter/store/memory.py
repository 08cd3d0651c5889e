"""Secrets of a workspace in the host's memory: a file that only its owner can read, in a file system without a disk.

A session knows the secrets that were typed in it and ends before the commit, which has to find them in files.  They are
kept in $XDG_RUNTIME_DIR or /dev/shm until the host restarts, the workspace is removed, or no session used them for
three days.  A container has neither directory; the kernel's keyring, which would be the alternative, is shared with
containers that run as the same user.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import time
from collections.abc import Iterator
from hashlib import blake2s
from pathlib import Path

from msgspec import Struct

LIFETIME = 3 * 24 * 3600.0
"""Seconds after which secrets that no session used are removed."""
_MEMORY = frozenset({"tmpfs", "ramfs"})
_KEY_BYTES = 32
_OPEN = os.O_CLOEXEC | os.O_NOFOLLOW


class Secrets(Struct, frozen=True):
    """The secrets of a workspace."""

    key: bytes
    """The key of the words that replace them, so that equal secrets become equal words in all sessions."""
    values: tuple[str, ...]

    def __repr__(self) -> str:
        """Return their number, since a traceback may show it."""
        return f"Secrets({len(self.values)})"


class SecretMemory:
    """The memory for the secrets of one workspace; does nothing where the host has no file system in memory."""

    def __init__(self, home: Path, workspace: str, directory: Path | None) -> None:
        """`directory` is that of all workspaces of this user, None where there is none."""
        name = blake2s(f"{home}\0{workspace}".encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
        self._file = (directory or Path("/dev/null")) / name

    def load(self) -> Secrets | None:
        """Return the secrets that are known; None where none are kept, or no longer."""
        try:
            descriptor = os.open(self._file, os.O_RDONLY | _OPEN)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            if time.time() - os.fstat(descriptor).st_mtime > LIFETIME:
                self.forget()
                return None
            key, *lines = file.read().split(b"\n")
        with contextlib.suppress(ValueError):
            return Secrets(bytes.fromhex(key.decode("ascii")), tuple(dict.fromkeys(_values(lines))))
        return None

    def begin(self) -> Secrets:
        """Return the secrets for a new session, and begin to keep them; their time starts anew."""
        _remove_old(self._file.parent)
        known = self.load()
        if known is None:
            known = Secrets(os.urandom(_KEY_BYTES), ())
            self._append(known.key.hex().encode() + b"\n", os.O_EXCL)
            return self.load() or known  # another session may have been first
        self.touch()
        return known

    def add(self, value: str) -> None:
        """Keep one more secret."""
        self._append(json.dumps(value).encode() + b"\n")

    def touch(self) -> None:
        """Let the time after which the secrets are removed start anew."""
        with contextlib.suppress(OSError):
            os.utime(self._file, follow_symlinks=False)

    def forget(self) -> None:
        """Remove the secrets."""
        with contextlib.suppress(OSError):
            self._file.unlink()

    def _append(self, data: bytes, flags: int = 0) -> None:
        with contextlib.suppress(OSError):
            descriptor = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | flags | _OPEN, 0o600)
            try:
                os.write(descriptor, data)
            finally:
                os.close(descriptor)


def _remove_old(directory: Path) -> None:
    """Remove the secrets of every workspace that no session used for long, such as those of a home that is gone."""
    with contextlib.suppress(OSError):
        for file in directory.iterdir():
            if time.time() - file.lstat().st_mtime > LIFETIME:
                file.unlink()


def memory_directory() -> Path | None:
    """Return this user's directory in memory, created where it is missing; None where the host has none.

    A directory that another user could read or replace is not used.
    """
    user = os.getuid()
    for place, name in (
        (os.environ.get("XDG_RUNTIME_DIR", ""), "snapshotter"),
        (f"/run/user/{user}", "snapshotter"),
        ("/dev/shm", f"snapshotter-{user}"),
    ):
        directory = Path(place) / name
        if place and _in_memory(Path(place).resolve()) and is_private(directory):
            return directory
    return None


def is_private(directory: Path) -> bool:
    """Return whether a directory exists or can be created that belongs to this user alone."""
    try:
        with contextlib.suppress(FileExistsError):
            directory.mkdir(mode=0o700)
        info = directory.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(info.st_mode) and info.st_uid == os.getuid() and stat.S_IMODE(info.st_mode) == 0o700


def _in_memory(directory: Path) -> bool:
    """Return whether a directory is in a file system that never writes its files to a disk of its own."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(errors="surrogateescape").splitlines()
    except OSError:
        return False
    kinds = dict(_mounts(lines))
    mount = next((place for place in (directory, *directory.parents) if str(place) in kinds), directory)
    return kinds.get(str(mount), "") in _MEMORY


def _mounts(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield mount point and type of the mounted file systems, in order, as in proc(5)."""
    for line in lines:
        mount, _, rest = line.partition(" - ")
        fields, kind = mount.split(" "), rest.partition(" ")[0]
        if len(fields) > 4 and kind:
            yield fields[4].replace("\\040", " "), kind


def _values(lines: list[bytes]) -> Iterator[str]:
    for line in lines:
        with contextlib.suppress(ValueError):
            value = json.loads(line)
            if isinstance(value, str):
                yield value
