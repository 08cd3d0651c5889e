"""A repository of its own for what comes from elsewhere, until it is checked, and for what is sent in another form.

It reads the objects of the line through git's alternates, so that only what is new is written to it.  It is removed at
the end; one that a killed process left is removed by the next.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from snapshotter.store.atomic import sync_path
from snapshotter.store.paths import guarded, make_directory
from snapshotter.store.repository import git

_PREFIX = ".transfer-"


@contextlib.contextmanager
def scratch(line: Path) -> Iterator[Path]:
    """Yield a new bare repository beside the line's, which must exist."""
    home = line.parent
    _remove_left(home)
    place = home / f"{_PREFIX}{os.urandom(8).hex()}"
    make_directory(place)
    with guarded(place):
        descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        repository = place / "repository.git"
        git.run(None, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(repository))
        with guarded(repository):
            info = repository / "objects/info"
            info.mkdir(exist_ok=True)
            (info / "alternates").write_bytes(os.fsencode(line.absolute() / "objects") + b"\n")
        yield repository
    finally:
        shutil.rmtree(place, ignore_errors=True)
        os.close(descriptor)


def _remove_left(home: Path) -> None:
    for place in home.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(place, ignore_errors=True)
            finally:
                os.close(descriptor)


def take_objects(repository: Path, line: Path) -> None:
    """Move the packs of a scratch repository to the line; the caller has its lock, and sets a ref afterwards."""
    target = line / "objects/pack"
    with guarded(target):
        packs = sorted((repository / "objects/pack").glob("pack-*"), key=lambda file: file.suffix == ".idx")
        make_directory(target)
        for file in packs:  # the index last: without it a pack is ignored
            if not (target / file.name).exists():
                sync_path(file)
                file.replace(target / file.name)
        sync_path(target)
