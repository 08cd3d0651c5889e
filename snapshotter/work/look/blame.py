"""The origin of a path: a snapshot and its command, the uncommitted changes, or the base image and its package."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from snapshotter.changes.explain.evidence import owners_of
from snapshotter.changes.history import PathOrigin, normal, origins, origins_below
from snapshotter.changes.packages.owners import spellings
from snapshotter.changes.since_snapshot import committed_state
from snapshotter.engine.api import Engine
from snapshotter.errors import ContainerNotFound, EngineError, NotFound, StoreError
from snapshotter.model import Base, Entry, Progress, Snapshot, Tree, Workspace, no_progress
from snapshotter.store.home import Home
from snapshotter.work.secrets.names import name_mask
from snapshotter.work.status import uncommitted

_LINKS = 40
"""Maximum number of symbolic links that are followed on the way to a path, as in Linux."""


class FromBase(Struct, frozen=True):
    """A path that is unchanged since the base image."""

    path: str
    entry: Entry
    base: Base
    package: str
    """"NAME VERSION" of the package that owns it in the base image, "" if there is none."""


class Blame(Struct, frozen=True):
    """The origin of a path: its changes, newest first, then the latest change of each path below it."""

    origins: tuple[PathOrigin, ...]
    base: FromBase | None = None
    """Set only if nothing changed the path or anything below it."""
    unknown: str = ""
    """Why it is not known whether the path has changed since the last snapshot, "" if it is known."""


def blame(
    connect: Callable[[], Engine],
    home: Home,
    name: str,
    path: str,
    *,
    digests: bool = False,
    progress: Progress = no_progress,
) -> Blame:
    """Return the origin of a path; a change in a snapshot is found without an engine too.

    With `digests` the contents of uncommitted files are read.
    Raises `NotFound` if the path is in no snapshot, container or base image.
    """
    snapshots = home.line.snapshots(name)
    wanted = name_mask(home, name, snapshots).path(normal(path))
    # the line may exist without a workspace in this home
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
    state = committed_state(engine, base, snapshots, home.cache, progress)
    real = _resolved(state.committed, wanted)
    if found := _in(every, real):
        return Blame(found, unknown=unknown)
    entry = state.committed.get(real)
    if entry is None and unknown:
        raise NotFound(
            f"{wanted} is in no snapshot of {name} and not in its base image; later changes cannot be read here",
            f"make a snapshot with `snap commit -n {name}` and try again",
        )
    if entry is None:
        raise NotFound(
            f"there is no {wanted} in {name}: it is in no snapshot and not in the base image",
            "write the path as it is in the container, from its root",
        )
    image = engine.image(base.id).id
    known = owners_of(state.base, lambda want: dict(engine.read_files(image, want)))
    return Blame((), FromBase(real, entry, base, known.owner(real)), unknown)


def _found(snapshots: Sequence[Snapshot], path: str) -> tuple[PathOrigin, ...]:
    """Return the origins of a path under the first of its spellings that has any."""
    for spelling in (path, *spellings(path)):
        found = _in(snapshots, spelling)
        if found:
            return found
    return ()


def _in(snapshots: Sequence[Snapshot], path: str) -> tuple[PathOrigin, ...]:
    """Return the origins of a path, then those of the paths below it."""
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
    """Return the uncommitted changes as a snapshot with number 0; None if they cannot be read here."""
    if workspace is None:
        return ()
    recorded = home.recorded_since(workspace.name, snapshots[-1] if snapshots else None)
    try:
        container = engine.container(workspace.container)
    except ContainerNotFound:
        return ()
    found = uncommitted(engine, home, workspace, container, recorded, snapshots, digests=digests, progress=progress)
    if found is None:
        return None
    base = workspace.base
    message, commands = "not committed yet", recorded.commands
    return (Snapshot(workspace.name, 0, "", "", base, message, 0.0, base.config, commands, found.changes),)


def _resolved(tree: Tree, path: str) -> str:
    """Return the path with the symbolic links in its parent directories resolved."""
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
