"""Restore a backup into a home that has nothing: all of it is checked before anything is written."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from snapshotter.engine.api import Connect, Engine
from snapshotter.errors import Conflict, ImageNotFound, StoreError
from snapshotter.model import Progress
from snapshotter.store.codec import FormatError
from snapshotter.store.home import Home
from snapshotter.store.paths import guarded, make_directory, open_private
from snapshotter.store.repository import git
from snapshotter.work.upkeep import archive
from snapshotter.work.upkeep.backup import HOME, IMAGES, LEFT_OUT

_MAY_EXIST = LEFT_OUT | {"log"}
"""What a home without work may have."""
_STAGING = ".restore-"


class Restored(Struct, frozen=True):
    """A backup that was restored."""

    workspaces: tuple[str, ...]
    files: int
    images: tuple[str, ...]
    """Names of the images that were loaded."""
    left_out: int
    """Number of images that the backup has and that were not loaded."""


def restore(connect: Connect, home: Home, source: Path, *, images: bool, progress: Progress) -> Restored:
    """Restore a backup; raises `Conflict` where the home has something, `StoreError` for a damaged backup."""
    _refuse_full(home)
    with guarded(source):
        progress("checking the backup")
        _, manifest = archive.check(source)
        _check_paths(manifest)
        taken = list(manifest.images) if images else []
        if taken:
            progress("loading the images")
            _load(connect(), source, taken)
        progress("writing the files")
        make_directory(home.path)
        with _staging(home.path) as staging:
            files = _extract(source, staging)
            _refuse_full(home)
            _place(staging, home.path)
    return Restored(
        tuple(home.workspaces.names()), files, tuple(name for name, _ in taken), len(manifest.images) - len(taken)
    )


@contextlib.contextmanager
def _staging(home: Path) -> Iterator[Path]:
    """Make a folder for what is written first, and remove it at the end, with those of restores that were killed."""
    descriptor = os.open(home, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict("another restore is writing to the same home", "try again when it has ended") from None
        for left in home.glob(f"{_STAGING}*"):
            shutil.rmtree(left, ignore_errors=True)
        staging = home / f"{_STAGING}{os.urandom(8).hex()}"
        try:
            make_directory(staging)
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    finally:
        os.close(descriptor)


def _refuse_full(home: Home) -> None:
    with guarded(home.path):
        entries = [entry.name for entry in home.path.iterdir()] if home.path.is_dir() else []
    found = [name for name in entries if name not in _MAY_EXIST and not name.startswith(_STAGING)]
    if found:
        raise Conflict(
            f"{home.path} is not empty: it has {', '.join(sorted(found)[:3])}; nothing was restored",
            f"move {home.path} away first, or restore to another place: `SNAP_HOME=DIR snap backup --restore FILE`",
        )


def _check_paths(manifest: archive.Manifest) -> None:
    with archive.damage(Path("the backup")):
        names = {one.name for one in manifest.members}
        for name in names - {archive.HEAD}:
            parts = archive.check_name(name)
            if parts[0] not in (HOME, IMAGES) or len(parts) < 2:
                raise FormatError(f"the name {name!r} is not allowed")
            if any("/".join(parts[:length]) in names for length in range(1, len(parts))):
                raise FormatError(f"{name!r} is below a file")


def _extract(source: Path, staging: Path) -> int:
    """Write the files of the home below a new directory and return their number."""
    count = 0
    with archive.damage(source):
        for name, mtime, stream in archive.members(source):
            parts = archive.check_name(name)
            if parts[0] != HOME:
                continue
            target = staging.joinpath(*parts[1:])
            make_directory(target.parent)
            with open(open_private(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:  # noqa: PTH123
                shutil.copyfileobj(stream, file, 1 << 20)
                file.flush()
                os.fsync(file.fileno())
            os.utime(target, (mtime, mtime))
            count += 1
    return count


def _place(staging: Path, home: Path) -> None:
    """Move what was written to its place, the workspaces last: without them the home has nothing yet."""
    repository = staging / "line.git"
    if repository.is_dir():
        for folder in ("objects", "refs"):
            make_directory(repository / folder)
        git.write_config(repository)
    for entry in sorted(staging.iterdir(), key=lambda entry: (entry.name == "workspaces", entry.name)):
        target = home / entry.name
        if entry.name in _MAY_EXIST and target.exists():
            shutil.copytree(entry, target, dirs_exist_ok=True)
        else:
            entry.replace(target)


def _load(engine: Engine, source: Path, images: list[tuple[str, str]]) -> None:
    engine.load(_pieces(source))
    for reference, ident in images:
        try:
            engine.image(ident)
        except ImageNotFound as error:
            raise StoreError(
                f"the image {reference} of the backup got another id in this engine; nothing was restored",
                "restore without images: `snap backup --restore FILE --no-images`",
            ) from error
        try:
            if engine.image(reference).id == ident:
                continue
        except ImageNotFound:
            pass
        else:
            if not reference.startswith("snap/"):
                continue  # this machine's own image of that name; the workspace knows its base by the id
        if "@" not in reference:
            engine.tag(ident, reference)


def _pieces(source: Path) -> Iterator[bytes]:
    with archive.damage(source):
        for name, _, stream in archive.members(source):
            if name.startswith(f"{IMAGES}/"):
                while data := stream.read(1 << 20):
                    yield data
