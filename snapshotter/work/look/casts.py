"""The saved casts of a workspace's sessions: list, find, write and remove them."""

from __future__ import annotations

import contextlib
import os
import stat
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from snapshotter.errors import Conflict, NotFound, UsageError
from snapshotter.record.cast.asciicast import SUFFIX, Outline, lines, outline
from snapshotter.store.atomic import write_at
from snapshotter.store.home import Home
from snapshotter.store.journal.host_process import is_alive
from snapshotter.store.journal.records import Begin, Close, Open
from snapshotter.store.paths import guarded


class SavedCast(Struct, frozen=True):
    """A session whose output was saved."""

    session: str
    path: Path
    outline: Outline
    commands: int
    running: bool


def casts(home: Home, name: str) -> list[SavedCast]:
    """Return a workspace's casts, oldest first; raises `NotFound` if there is no such workspace."""
    home.workspaces.get(name)
    folder = home.casts(name)
    with guarded(folder):
        paths = (
            [path for path in folder.iterdir() if path.suffix == SUFFIX and path.is_file()] if folder.is_dir() else []
        )
    opened: dict[str, Open] = {}
    commands: Counter[str] = Counter()
    for _, record in home.journal(name).records():
        if isinstance(record, Open):
            opened[record.session] = record
        elif isinstance(record, Begin):
            commands[record.session] += 1
        elif isinstance(record, Close):
            opened.pop(record.session, None)
    found = []
    for path in paths:
        summary = outline(path)
        if summary is not None:
            session = path.stem
            opening = opened.get(session)
            running = opening is not None and is_alive(opening.host_pid, opening.host_start)
            found.append(SavedCast(session, path, summary, commands[session], running))
    return sorted(found, key=lambda cast: (cast.outline.began, cast.session))


def find_cast(found: Sequence[SavedCast], wanted: str, name: str) -> SavedCast:
    """Return the cast whose session's name begins or ends with `wanted`; the newest if `wanted` is empty.

    Raises `NotFound` if there is none, `UsageError` if there are several.
    """
    if not found:
        raise NotFound(
            f"no cast of {name} was saved",
            f"`snap shell {name}` saves one, unless --no-cast or SNAP_NO_CAST is given",
        )
    if not wanted:
        return found[-1]
    matching = [cast for cast in found if cast.session.startswith(wanted) or cast.session.endswith(wanted)]
    if not matching:
        raise NotFound(f"{name} has no saved session {wanted}", f"`snap cast -n {name} --list` lists them")
    if len(matching) > 1:
        raise UsageError(f"{wanted} matches {len(matching)} sessions", "give more of the name")
    return matching[0]


def write(cast: SavedCast, target: Path, *, force: bool) -> None:
    """Write a cast to a file at once; raises `Conflict` if the file exists, unless `force` is set.

    Even then only a regular file is replaced: no link is followed, no device or pipe is written to.
    """
    with guarded(target):
        directory = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            with contextlib.suppress(FileNotFoundError):
                if not stat.S_ISREG(os.stat(target.name, dir_fd=directory, follow_symlinks=False).st_mode):
                    raise Conflict(
                        f"{target} is not a regular file", "name another file with -o; `-o -` writes to stdout"
                    )
            write_at(directory, target.name, lines(cast.path), 0o666, exact=False, overwrite=force)
        except FileExistsError as error:
            raise Conflict(
                f"{target} already exists", "overwrite it with --force, or name another file with -o"
            ) from error
        finally:
            os.close(directory)


def forget(casts: Sequence[SavedCast]) -> None:
    """Remove casts; the recorded commands stay."""
    for cast in casts:
        with guarded(cast.path):
            cast.path.unlink(missing_ok=True)
