"""Write a backup: all of a home but its caches and locks, and with images those of its snapshots and their bases.

What sessions keep in the host's memory is not in the home, and so in no backup.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from snapshotter import __version__
from snapshotter.engine.api import Connect, Engine
from snapshotter.errors import Conflict, ImageNotFound, StoreError, UsageError
from snapshotter.model import Progress
from snapshotter.store.damage.notices import notice
from snapshotter.store.home import Home
from snapshotter.store.paths import guarded
from snapshotter.store.repository import git
from snapshotter.work.upkeep import archive

LEFT_OUT = frozenset({"cache", "locks"})
"""Folders of a home that no backup has."""
HOME = "home"
IMAGES = "images"
"""Folders in a backup: the files of the home, and the pieces of the stream of images."""
_LINE = ("HEAD", "packed-refs", "snapshotter-format", "refs", "logs", "objects")
"""What a backup has of line.git: not its config and hooks, which git would carry out where it is restored."""
_NOT_LOCKED_YET = 60.0
"""Seconds for which an empty file may be that of another backup, which is about to lock it."""
_PATIENCE = 10.0
"""Seconds for which a workspace's lock is waited for."""


class Written(Struct, frozen=True):
    """A backup that was written."""

    path: Path
    size: int
    workspaces: tuple[str, ...]
    images: tuple[str, ...]
    missing: tuple[str, ...]
    """Images that are on this machine no longer."""


def backup(connect: Connect, home: Home, target: Path, *, images: bool, force: bool, progress: Progress) -> Written:
    """Write a backup to a file, whole or not at all; raises `Conflict` where it exists, unless `force` is set."""
    target = target.absolute()
    _check_target(home, target, force=force)
    temporary = target.with_name(f".{target.name}.{os.urandom(8).hex()}.tmp")
    with guarded(target):
        _remove_unfinished(target)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with guarded(target), open(descriptor, "wb") as file:  # noqa: PTH123 - it is open already
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            os.fchmod(descriptor, 0o600)
            taken, missing = _write(connect, home, file, images=images, progress=progress)
            file.flush()
            os.fsync(descriptor)
            size = file.tell()
        with guarded(target):
            _place(temporary, target, force=force)
    finally:
        temporary.unlink(missing_ok=True)
    return Written(target, size, tuple(home.workspaces.names()), tuple(name for name, _ in taken), missing)


def _check_target(home: Home, target: Path, *, force: bool) -> None:
    if home.path.resolve() in (target.parent.resolve(), *target.parent.resolve().parents):
        raise UsageError(
            f"{target} is inside of {home.path}", "write the backup to another place, best to another disk"
        )
    if os.path.lexists(target) and not force:
        raise Conflict(f"{target} already exists", "overwrite it with --force, or name another file")
    if os.path.lexists(target) and not target.is_file():
        raise Conflict(f"{target} is not a regular file", "name another file")
    if not home.path.is_dir() or not (home.workspaces.names() or home.line.names()):
        raise UsageError(f"there is nothing in {home.path} to back up", "`snap start IMAGE` makes a workspace")


def _remove_unfinished(target: Path) -> None:
    """Remove what backups to the same file left that were killed; one that is being written is locked."""
    name = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{16}}\.tmp")
    for path in target.parent.iterdir():
        if name.fullmatch(path.name) is None:
            continue
        with contextlib.suppress(OSError):  # another user's, locked, or no file
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                found = os.fstat(descriptor)
                if found.st_size or time.time() - found.st_mtime > _NOT_LOCKED_YET:
                    path.unlink()
            finally:
                os.close(descriptor)


def _place(temporary: Path, target: Path, *, force: bool) -> None:
    if force:
        temporary.replace(target)
    else:
        try:
            os.link(temporary, target)
        except FileExistsError:
            raise Conflict(f"{target} already exists", "overwrite it with --force, or name another file") from None
        except OSError:  # no hard links there
            temporary.replace(target)
    directory = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _write(
    connect: Connect, home: Home, file: BinaryIO, *, images: bool, progress: Progress
) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """Write everything; return the name and id of each image in it, and those that are missing."""
    head = {"created": time.time(), "snapshotter": __version__}
    writer = archive.Writer(file, head)
    with contextlib.ExitStack() as locks:
        for name in sorted({*home.workspaces.names(), *home.line.names()}):
            _lock(home, name, locks)
            _take_in(home, name)
        progress("reading the snapshots")
        _tell_damage(home)
        if home.line.repository.is_dir():
            locks.enter_context(git.exclusive(home.line.repository))
        # first the snapshots, then the journals, which sessions go on writing: a snapshot's position is in them
        for entry in sorted(home.path.iterdir(), key=lambda entry: (entry.name != "line.git", entry.name)):
            if entry.name not in LEFT_OUT and not entry.name.startswith("."):
                for path in _files(entry):
                    progress(f"writing {path.relative_to(home.path)}")
                    with contextlib.suppress(FileNotFoundError):  # a session has just removed it
                        writer.add_file(f"{HOME}/{path.relative_to(home.path)}", path)
        taken, missing = _wanted_images(connect(), home) if images else ([], [])
    if taken:
        progress("writing the images")
        with connect().save_all([ident for _, ident in taken]) as stream:
            writer.add_stream(IMAGES, stream)
    writer.finish(taken)
    return taken, tuple(missing)


def _lock(home: Home, name: str, locks: contextlib.ExitStack) -> None:
    """Take a workspace's lock, so that no snapshot is being made; sessions do not hold it."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            locks.enter_context(home.workspaces.lock(name))
        except Conflict:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


def _take_in(home: Home, name: str) -> None:
    """Take in what sessions could not write to a journal, since that is not in the home; say what is not taken in."""
    journal = home.journal(name)
    with contextlib.closing(journal):
        with contextlib.suppress(StoreError):  # still no room; or damaged, which is told for each verb that reads it
            if journal.waiting():
                journal.settle()
        if waiting := journal.waiting():
            notice(
                f"not in it: commands of {name} that could not be written to its journal yet;"
                f" they wait in {', '.join(map(str, waiting))}\n"
                "  next: free some space; when the next session or commit has taken them in, write the backup again"
            )


def _tell_damage(home: Home) -> None:
    for name in home.line.names():
        try:
            found: Sequence[str] = home.line.check(name)
        except StoreError as error:
            found = [error.message]
        if found:
            notice(f"{found[0]}; the backup has it as it is\n  next: `snap doctor` shows everything that is damaged")


def _files(path: Path) -> Iterator[Path]:
    """Yield the regular files at and below a path; of line.git those that a backup has."""
    if path.is_symlink():
        return
    if path.is_file():
        yield path
    elif path.is_dir():
        for child in sorted(path.iterdir()):
            if (path.name == "line.git" and child.name not in _LINE) or child.name.endswith((".tmp", ".lock")):
                continue
            if child.parts[-2:] == ("objects", "info"):
                continue  # may lead to another repository
            yield from _files(child)


def _wanted_images(engine: Engine, home: Home) -> tuple[list[tuple[str, str]], list[str]]:
    """Return name and id of the images of all snapshots and of their bases, and the names of those that are missing."""
    wanted: dict[str, str] = {}
    for name in home.line.names():
        summaries = []
        with contextlib.suppress(StoreError):  # told already
            summaries = [one for one in home.line.summaries(name) if not one.damage]
            wanted.update((one.tag, one.image) for one in home.line.others(name) if not one.damage)
        wanted.update((one.tag, one.image) for one in summaries)
        if summaries:
            wanted[f"snap/{name}:latest"] = summaries[-1].image
    for name in home.workspaces.names():
        with contextlib.suppress(StoreError):
            base = home.workspaces.get(name).base
            wanted[base.reference] = base.id
    found, missing = [], []
    for reference, ident in wanted.items():
        try:
            engine.image(ident)
        except ImageNotFound:
            missing.append(reference)
        else:
            found.append((reference, ident))
    return found, missing
