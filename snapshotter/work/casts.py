"""The casts of a workspace's sessions: which there are, and which one a word means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from snapshotter.errors import Conflict, NotFound, UsageError
from snapshotter.record.cast.asciicast import SUFFIX, Outline, lines, outline
from snapshotter.store.home import Home
from snapshotter.store.host_process import is_alive
from snapshotter.store.journal import Begin, Close, Open
from snapshotter.store.paths import guarded


class Kept(Struct, frozen=True):
    """One session of which the output was kept."""

    session: str
    path: Path
    outline: Outline
    commands: int
    running: bool


def casts(home: Home, name: str) -> list[Kept]:
    """List a workspace's casts, oldest first; raises `NotFound` where there is no such workspace."""
    home.workspaces.get(name)
    folder = home.casts(name)
    with guarded(folder):
        paths = [path for path in folder.iterdir() if path.suffix == SUFFIX] if folder.is_dir() else []
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
        told, running = outline(path), opened.get(path.stem)
        if told is not None:
            found.append(
                Kept(
                    path.stem,
                    path,
                    told,
                    commands[path.stem],
                    running is not None and is_alive(running.host_pid, running.host_start),
                )
            )
    return sorted(found, key=lambda cast: (cast.outline.began, cast.session))


def chosen(found: Sequence[Kept], wanted: str, name: str) -> Kept:
    """Find a cast by its session's name or the beginning or end of it; the newest where nothing is asked for."""
    if not found:
        raise NotFound(
            f"no session of {name} was kept as it was shown",
            f"`snap shell {name}` keeps one, unless --no-cast or SNAP_NO_CAST is given",
        )
    if not wanted:
        return found[-1]
    alike = [cast for cast in found if cast.session.startswith(wanted) or cast.session.endswith(wanted)]
    if not alike:
        raise NotFound(f"{name} has no session {wanted} that was kept", f"`snap cast -n {name} --list` lists them")
    if len(alike) > 1:
        raise UsageError(f"{wanted} is a part of the names of {len(alike)} sessions", "give more of it")
    return alike[0]


def write(cast: Kept, target: Path, *, force: bool) -> None:
    """Write a cast to a file; raises `Conflict` where that is there and `force` does not insist."""
    if target.exists() and not force:
        raise Conflict(f"{target} is there already", "--force writes over it; -o names another file")
    with guarded(target), target.open("wb") as file:
        file.writelines(lines(cast.path))


def forget(casts: Sequence[Kept]) -> None:
    """Remove casts; the record of the commands stays."""
    for cast in casts:
        with guarded(cast.path):
            cast.path.unlink(missing_ok=True)
