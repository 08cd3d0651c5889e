"""The directory of an export: files that another program or person wrote or changed are not overwritten.

Whoever else may write to the directory cannot lead the export out of it: every directory below it is opened from the
one above, and no symbolic link there is followed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from snapshotter.errors import Conflict, StoreError
from snapshotter.recipe.dockerfile.names import DOCKERFILE
from snapshotter.recipe.model import Recipe
from snapshotter.recipe.write.context_files import GIT_FILES
from snapshotter.store.atomic import write_at
from snapshotter.store.damage.notices import notice
from snapshotter.store.paths import guarded, replace

_FOREIGN = "foreign"
"""In place of a digest: a link, a special file or a directory, or a file where a directory is needed."""
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_WRONG_KIND = (errno.ELOOP, errno.ENOTDIR, errno.EMLINK)
"""Errors of opening a link or a file as a directory; EMLINK is FreeBSD's for a link."""


class Folder(Struct, frozen=True):
    """A directory to export into, and the file that records what was written there."""

    path: Path
    memory: Path
    """JSON file: directory → {relative path: SHA-256 of what was written}."""
    force: bool = False
    dockerfile: str = DOCKERFILE
    """The name of the Dockerfile."""

    def write(self, recipe: Recipe) -> None:
        """Write a recipe; raises `Conflict` with the names of foreign files, `StoreError` if writing fails."""
        files = {self.dockerfile: (0o644, recipe.dockerfile.encode("utf-8", "surrogateescape")), **recipe.files}
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with _opened(os.open(self.path, _DIRECTORY)) as top:
                self._write(top, {name: (_parts(name), *file) for name, file in files.items()})
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise StoreError(
                f"cannot write {error.filename or self.path}: {error.strerror or error}",
                "free some space there, or name another directory with -o DIR"
                if full
                else "name another directory with -o DIR",
            ) from error

    def _write(self, top: int, files: Mapping[str, tuple[Sequence[str], int, bytes]]) -> None:
        known = self._recorded()
        found = {name: self._found(top, name, parts) for name, (parts, _, _) in files.items()}
        digests = {name: _digest(data) for name, (_, _, data) in files.items()}
        foreign = [name for name in files if found[name] not in ("", known.get(name), digests[name])]
        left = GIT_FILES.intersection(foreign)
        foreign = [name for name in foreign if name not in left]
        if foreign and not self.force:
            raise self._conflict(foreign)
        for name, (parts, mode, data) in files.items():
            if name in left:
                continue
            try:
                with self._named(name), _parent(top, parts, replace=self.force) as parent:
                    overwrite = self.force or found[name] != ""
                    write_at(parent, parts[-1], [data], mode, exact=True, overwrite=overwrite)
            except FileExistsError as error:  # written by another program since it was looked for
                raise self._conflict([name]) from error
        written = {name: digest for name, digest in digests.items() if name not in left}
        for name in known.keys() - written.keys():
            _remove(top, _parts(name), known[name])
        self._record(written)

    def _found(self, top: int, name: str, parts: Sequence[str]) -> str:
        with self._named(name):
            return _digest_at(top, parts)

    def _conflict(self, foreign: Sequence[str]) -> Conflict:
        shown = ", ".join(foreign[:5]) + (" …" if len(foreign) > 5 else "")
        return Conflict(
            f"{self.path} contains files that this export did not write: {shown}",
            "name another directory with -o DIR, or overwrite them with --force",
        )

    @contextlib.contextmanager
    def _named(self, name: str) -> Iterator[None]:
        """Raise the errors of the block with the whole path of the file instead of its last part."""
        try:
            yield
        except OSError as error:
            error.filename, error.filename2 = str(self.path / name), None
            raise

    def _records(self) -> dict[str, dict[str, str]]:
        with guarded(self.memory):  # it is in $SNAP_HOME, not in the directory of the export
            try:
                found = json.loads(self.memory.read_bytes())
            except FileNotFoundError:
                return {}
            except (ValueError, RecursionError):
                found = None
        if not isinstance(found, dict):
            notice(f"{self.memory} is damaged: which files earlier exports wrote is not known; the export renews it")
            return {}
        return {name: files for name, files in found.items() if isinstance(files, dict)}

    def _recorded(self) -> dict[str, str]:
        return self._records().get(str(self.path.resolve()), {})

    def _record(self, written: Mapping[str, str]) -> None:
        text = json.dumps({**self._records(), str(self.path.resolve()): dict(written)}, indent=1, sort_keys=True)
        replace(self.memory, text.encode())


def _parts(name: str) -> tuple[str, ...]:
    """Return the parts of a file's name; raises `StoreError` for one that would leave the directory."""
    parts = tuple(name.split("/"))
    if {"", ".", ".."}.intersection(parts) or "\0" in name:
        raise StoreError(f"an export cannot contain a file named {name!r}", "report this as a bug")
    return parts


@contextlib.contextmanager
def _opened(descriptor: int) -> Iterator[int]:
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _parent(top: int, parts: Sequence[str], *, replace: bool, create: bool = True) -> Iterator[int]:
    """Yield the descriptor of the directory of a file, below the directory `top`; raises `OSError`.

    Missing directories are created if `create` is set.  What is there instead of a directory is removed if `replace`
    is set: a link, not what it points to.
    """
    with contextlib.ExitStack() as stack:
        current = top
        for part in parts[:-1]:
            current = stack.enter_context(_opened(_directory(current, part, replace=replace, create=create)))
        yield current


def _directory(parent: int, name: str, *, replace: bool, create: bool) -> int:
    try:
        return os.open(name, _DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
    except FileNotFoundError:
        if not create:
            raise
    except OSError as error:
        if not replace or error.errno not in _WRONG_KIND:
            raise
        os.unlink(name, dir_fd=parent)
    with contextlib.suppress(FileExistsError):
        os.mkdir(name, dir_fd=parent)
    return os.open(name, _DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)


def _entry(parent: int, name: str) -> os.stat_result | None:
    try:
        return os.stat(name, dir_fd=parent, follow_symlinks=False)
    except FileNotFoundError:
        return None


def _digest_at(top: int, parts: Sequence[str]) -> str:
    """Return the digest of a file below a directory, "" if it is missing, _FOREIGN if no export writes such a one."""
    try:
        with _parent(top, parts, replace=False, create=False) as parent:
            info = _entry(parent, parts[-1])
            if info is None:
                return ""
            if not stat.S_ISREG(info.st_mode):
                return _FOREIGN
            # O_NONBLOCK: should it have become a pipe meanwhile
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            with open(os.open(parts[-1], flags, dir_fd=parent), "rb") as file:  # noqa: PTH123 - it is open already
                return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
    except OSError as error:
        if error.errno in _WRONG_KIND:
            return _FOREIGN
        raise


def _remove(top: int, parts: Sequence[str], digest: str) -> None:
    """Remove a file of an earlier export that this one does not have, unless it was changed since."""
    if _digest_at(top, parts) != digest:
        return
    with _parent(top, parts, replace=False, create=False) as parent:
        os.unlink(parts[-1], dir_fd=parent)
    for length in range(len(parts) - 1, 0, -1):
        with contextlib.suppress(OSError), _parent(top, parts[:length], replace=False, create=False) as parent:
            os.rmdir(parts[length - 1], dir_fd=parent)  # fails for a directory with other files


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
