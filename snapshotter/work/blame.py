"""Where a path comes from: a snapshot and its command, what is not committed yet, or the base image and its package."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from snapshotter.changes.explain.evidence import owners_of
from snapshotter.changes.history import PathOrigin, normal, origins, origins_below
from snapshotter.changes.packages.owners import spellings
from snapshotter.changes.since_snapshot import ground
from snapshotter.engine.api import Engine
from snapshotter.errors import ContainerNotFound, EngineError, NotFound, StoreError
from snapshotter.model import Base, Entry, Progress, Snapshot, Tree, Workspace, silent
from snapshotter.store.home import Home
from snapshotter.work.status import uncommitted

_LINKS = 40
"""Symbolic links on the way to a path, as many as Linux follows."""


class FromBase(Struct, frozen=True):
    """A path that is as the base image has it."""

    path: str
    entry: Entry
    base: Base
    package: str
    """"NAME VERSION" of its owner in the base image, "" where it has none."""


class Blame(Struct, frozen=True):
    """Where a path comes from: its changes newest first, then the latest change of each path below it."""

    origins: tuple[PathOrigin, ...]
    base: FromBase | None = None
    """Set only where nothing changed the path or anything below it."""
    unknown: str = ""
    """Why it is not known whether the path has changed since the last snapshot, "" where it is."""


def blame(
    connect: Callable[[], Engine],
    home: Home,
    name: str,
    path: str,
    *,
    digests: bool = False,
    progress: Progress = silent,
) -> Blame:
    """Tell where a path comes from; of what a snapshot changed, also where no engine answers.

    With `digests` the contents of what is not committed yet are read.
    Raises `NotFound` where there is no such path, in no snapshot, container or base image.
    """
    wanted = normal(path)
    snapshots = home.line.snapshots(name)
    # without an entry in this home the line may still be there
    workspace = home.workspaces.get(name) if name in home.workspaces.names() else None
    try:
        engine = connect()
        pending = _pending(engine, home, workspace, snapshots, digests, progress)
    except (EngineError, NotFound, StoreError) as error:
        if found := _found(snapshots, wanted):
            return Blame(found, unknown=error.message.partition("\n")[0].partition(". ")[0].rstrip(".:"))
        raise
    unknown = "" if pending is not None else "the container's layer cannot be read here"
    every = [*snapshots, *(pending or ())]
    if found := _found(every, wanted):
        return Blame(found, unknown=unknown)
    base = snapshots[-1].base if snapshots else home.workspaces.get(name).base
    stand = ground(engine, base, snapshots, home.cache, progress)
    real = _resolved(stand.committed, wanted)
    if found := _in(every, real):
        return Blame(found, unknown=unknown)
    entry = stand.committed.get(real)
    if entry is None and unknown:
        raise NotFound(
            f"no snapshot of {name} and no base image has {wanted}; what came since cannot be read here",
            f"`snap commit -n {name}` makes a snapshot, which tells",
        )
    if entry is None:
        raise NotFound(
            f"there is no {wanted} in {name}: no snapshot changed it, and the base image has none",
            "a path is written as in the container, from its root",
        )
    image = engine.image(base.id).id
    known = owners_of(stand.base, lambda want: dict(engine.read_files(image, want)))
    return Blame((), FromBase(real, entry, base, known.owner(real)), unknown)


def _found(snapshots: Sequence[Snapshot], path: str) -> tuple[PathOrigin, ...]:
    return next((found for one in (path, *spellings(path)) if (found := _in(snapshots, one))), ())


def _in(snapshots: Sequence[Snapshot], path: str) -> tuple[PathOrigin, ...]:
    below = (origin for origin in origins_below(snapshots, path) if origin.change.path != path)
    return (*origins(snapshots, path), *below)


def _pending(
    engine: Engine,
    home: Home,
    workspace: Workspace | None,
    snapshots: Sequence[Snapshot],
    digests: bool,
    progress: Progress,
) -> tuple[Snapshot, ...] | None:
    """Give what is not committed yet as a snapshot of number 0; None where it cannot be read from here."""
    if workspace is None:
        return ()
    commands = tuple(home.journal(workspace.name).commands(snapshots[-1].position if snapshots else 0))
    try:
        container = engine.container(workspace.container)
    except ContainerNotFound:
        return ()
    found = uncommitted(engine, home, workspace, container, commands, snapshots, digests=digests, progress=progress)
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
