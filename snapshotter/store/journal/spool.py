"""Records that a journal refused, as on a full disk: a file elsewhere until the journal takes them.

Each session has a spool of its own, which it locks; one that no process locks is left by a session that has ended, and
`take_in` appends its lines to the journal.  The lines are those of a journal.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from hashlib import blake2s
from pathlib import Path

from snapshotter.store.memory import is_private, memory_directory

_SUFFIX = ".spool"
_OPEN = os.O_CLOEXEC | os.O_NOFOLLOW


class Spool:
    """The spool of one session; nothing exists before the first `add`."""

    def __init__(self, journal: Path, session: str) -> None:
        """`journal` is the journal's file."""
        self._name = f"{_key(journal)}-{session}{_SUFFIX}"
        self._lines: list[bytes] = []
        self._file = -1
        self.path: Path | None = None
        """None where there is no file: nothing was added, or no directory takes it."""

    def add(self, line: bytes) -> None:
        """Add a line; where its directory is full too, the spool moves to another one."""
        self._lines.append(line)
        if self._file >= 0 and self._write(line):
            return
        self._remove()
        for directory in _directories(create=True):
            with contextlib.suppress(OSError):
                self.path = directory / self._name
                self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _OPEN, 0o600)
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if self._write(b"".join(self._lines)):
                    return
            self._remove()

    def _write(self, data: bytes) -> bool:
        with contextlib.suppress(OSError):
            return os.write(self._file, data) == len(data)
        return False

    def _remove(self) -> None:
        if self.path is not None and self._file >= 0:
            with contextlib.suppress(OSError):
                self.path.unlink()
            os.close(self._file)
        self.path, self._file = None, -1

    def discard(self) -> None:
        """Remove the spool: the journal has its lines."""
        self._remove()
        self._lines.clear()

    def leave(self) -> None:
        """Leave the file to the next session or commit."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def spools(journal: Path) -> list[Path]:
    """Return the spools of a journal in the order in which their sessions began."""
    found = [file for directory in _directories(create=False) for file in directory.glob(f"{_key(journal)}-*{_SUFFIX}")]
    return sorted(found, key=lambda file: (file.name, str(file)))


@contextlib.contextmanager
def taken(spool: Path) -> Iterator[list[bytes] | None]:
    """Yield the complete lines of a spool, newlines included, and remove it unless the block fails.

    Yields None, and removes nothing, where its session still runs or another process takes it.
    """
    try:
        descriptor = os.open(spool, os.O_RDONLY | _OPEN)
    except OSError:  # taken meanwhile
        yield None
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        with os.fdopen(os.dup(descriptor), "rb") as file:
            lines = [line for line in file if line.endswith(b"\n")]
        yield lines
        spool.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def forget(journal: Path) -> None:
    """Remove the spools of a journal that is removed."""
    for spool in spools(journal):
        with contextlib.suppress(OSError):
            spool.unlink()


def _key(journal: Path) -> str:
    return blake2s(os.path.realpath(journal).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _directories(*, create: bool) -> list[Path]:
    """Return the directories for spools, this user's alone: a lasting one first, then one in memory."""
    places = [os.environ.get("TMPDIR", ""), "/tmp", "/var/tmp"]
    lasting = [Path(place) / f"snapshotter-{os.getuid()}" for place in places if place.startswith("/")]
    found = [
        directory for directory in dict.fromkeys(lasting) if (create or directory.is_dir()) and is_private(directory)
    ]
    memory = memory_directory()
    return [*found, *([memory] if memory is not None and memory not in found else [])]
