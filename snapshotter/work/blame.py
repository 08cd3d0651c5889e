"""Where a path comes from: a snapshot and its command, what is not committed yet, or the base image and its package."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from snapshotter.engine.api import Engine, Progress, silent
from snapshotter.errors import ContainerNotFound, NotFound
from snapshotter.model import Base, Entry, Snapshot, Workspace
from snapshotter.noun import noun
from snapshotter.packages.owners import spellings
from snapshotter.work.evidence import owners_of
from snapshotter.work.history import Origin, normal, origins, origins_below
from snapshotter.work.home import Home
from snapshotter.work.state import Tree, ground
from snapshotter.work.status import uncommitted

_LINKS = 40
"""Symbolic links on the way to a path, as many as Linux follows."""


@noun
class FromBase:
    """A path that is as the base image has it."""

    path: str
    entry: Entry
    base: Base
    package: str
    """"NAME VERSION" of its owner in the base image, "" where it has none."""


@noun
class Blame:
    """Where a path comes from: its changes newest first, then the latest change of each path below it."""

    origins: tuple[Origin, ...]
    base: FromBase | None = None
    """Set only where nothing changed the path or anything below it."""
    exact: bool = True
    """False where what is not committed yet cannot be read from here, so that the path may have changed since."""


def blame(connect: Callable[[], Engine], home: Home, name: str, path: str, progress: Progress = silent) -> Blame:
    """Tell where a path comes from; an engine is asked for only where no snapshot changed it.

    Raises `NotFound` where there is no such path, in no snapshot, container or base image.
    """
    wanted = normal(path)
    snapshots = home.line.snapshots(name)
    for one in (wanted, *spellings(wanted)):
        if found := _in(snapshots, one):
            return Blame(found)
    engine = connect()
    # without an entry in this home the line may still be there
    workspace = home.workspaces.get(name) if name in home.workspaces.names() else None
    base = snapshots[-1].base if snapshots else home.workspaces.get(name).base
    stand = ground(engine, base, snapshots, home.cache, progress)
    real = _resolved(stand.committed, wanted)
    pending = _pending(engine, home, workspace, snapshots, progress)
    for one in (wanted, real):
        if found := _in(snapshots, one) or _in(pending or (), one):
            return Blame(found)
    entry = stand.committed.get(real)
    if entry is None:
        raise NotFound(f"there is no {wanted} in {name}: no snapshot changed it, and the base image has none",
                       "a path is written as in the container, from its root")
    image = engine.image(base.id).id
    known = owners_of(stand.base, lambda want: dict(engine.read_files(image, want)))
    return Blame((), FromBase(real, entry, base, known.owner(real)), exact=pending is not None)


def _in(snapshots: Sequence[Snapshot], path: str) -> tuple[Origin, ...]:
    below = (origin for origin in origins_below(snapshots, path) if origin.change.path != path)
    return (*origins(snapshots, path), *below)


def _pending(engine: Engine, home: Home, workspace: Workspace | None,
             snapshots: Sequence[Snapshot], progress: Progress) -> tuple[Snapshot, ...] | None:
    """Give what is not committed yet as a snapshot of number 0; None where it cannot be read from here."""
    if workspace is None:
        return ()
    commands = tuple(home.journal(workspace.name).commands(snapshots[-1].position if snapshots else 0))
    try:
        container = engine.container(workspace.container)
    except ContainerNotFound:
        return ()
    found = uncommitted(engine, home, workspace, container, commands, snapshots, progress=progress)
    if found is None:
        return None
    base = workspace.base
    return (Snapshot(workspace.name, 0, "", "", base, "not committed yet", 0.0, base.config, commands, found.changes),)


def _resolved(tree: Tree, path: str) -> str:
    """Give the path without symbolic links in the directories above it."""
    parts = [part for part in path.split("/") if part]
    at, links = "", 0
    while parts:
        part = parts.pop(0)
        if part in (".", ".."):
            at = at if part == "." else at.rpartition("/")[0]
            continue
        entry = tree.get(f"{at}/{part}")
        if entry is not None and entry.kind == "symlink" and parts and links < _LINKS:
            links += 1
            at = "" if entry.link.startswith("/") else at
            parts = [step for step in entry.link.split("/") if step] + parts
        else:
            at = f"{at}/{part}"
    return at or "/"
