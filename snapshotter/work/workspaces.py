"""The workspaces as a whole: list them, stop one's container, remove one with all that belongs to it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from msgspec import Struct

from snapshotter.engine.api import LABEL, Container, Engine
from snapshotter.errors import Conflict, ContainerNotFound, EngineError, NotFound, StoreError
from snapshotter.model import Workspace
from snapshotter.store.home import Home
from snapshotter.store.layout import Summary
from snapshotter.work.container import find
from snapshotter.work.start import container_name

STOP_SECONDS = 10
"""As `docker stop` has it."""


class Row(Struct, frozen=True):
    """One workspace in the list."""

    name: str
    workspace: Workspace | None
    """None where only its snapshots are left."""
    state: str
    """The container's, "gone" where there is none, "unknown" where no engine answers."""
    snapshots: int
    last: Summary | None
    current: bool
    damage: str = ""
    """What of it cannot be read."""


def rows(home: Home, connect: Callable[[], Engine]) -> list[Row]:
    """List the workspaces, and lines whose workspace is gone, sorted by name."""
    current = home.workspaces.last()
    present = home.workspaces.names()
    engine = None
    if present:
        with contextlib.suppress(EngineError):
            engine = connect()
    return [
        _row(home, engine, name, present=name in present, current=name == current)
        for name in sorted({*present, *home.line.names()})
    ]


def _row(home: Home, engine: Engine | None, name: str, *, present: bool, current: bool) -> Row:
    """Describe one workspace; what is damaged of it must not hide the others."""
    workspace, summaries, damage = None, [], ""
    try:
        workspace = home.workspaces.get(name) if present else None
        summaries = home.line.summaries(name)
    except StoreError as error:
        damage = error.message
    state = _state(engine, workspace) if workspace else "unknown" if present else "gone"
    return Row(name, workspace, state, len(summaries), summaries[-1] if summaries else None, current, damage)


def _state(engine: Engine | None, workspace: Workspace) -> str:
    if engine is None:
        return "unknown"
    try:
        return engine.container(workspace.container).state
    except ContainerNotFound:
        return "gone"


def stop(engine: Engine, home: Home, workspace: Workspace) -> bool:
    """Stop the workspace's container; False where it did not run."""
    found = find(engine, home, workspace)
    if found.state not in ("running", "paused", "restarting"):
        return False
    engine.unpause(found.id)
    engine.stop(found.id, STOP_SECONDS)
    return True


class Removed(Struct, frozen=True):
    """What went with a workspace."""

    container: bool
    images: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    """Images that the engine did not let go, with what it said: another container stands on them."""


def remove(engine: Engine, home: Home, name: str, *, force: bool) -> Removed:
    """Remove a workspace: container, images, snapshots, journal.

    Without `force` raises `Conflict` where something would be lost with it.  Raises `NotFound` where there is
    neither a workspace nor a line of that name.
    """
    with home.workspaces.lock(name):
        present = name in home.workspaces.names()
        if not present and not home.line.head(name):
            home.workspaces.get(name)  # says what names there are
        box = _container(engine, home, name)
        if not force:
            _refuse_loss(engine, home, name, box)
        if box:
            engine.remove(box.id)
        gone, kept = _remove_images(engine, name)
        home.line.delete(name)
        home.workspaces.remove(name)
    return Removed(box is not None, tuple(gone), tuple(kept))


def _remove_images(engine: Engine, name: str) -> tuple[list[str], list[tuple[str, str]]]:
    gone: list[str] = []
    kept: list[tuple[str, str]] = []
    for tag in engine.tags():
        if tag.startswith(f"snap/{name}:"):
            try:
                engine.remove_image(tag)
                gone.append(tag)
            except (Conflict, EngineError) as error:
                kept.append((tag, error.message))
    return gone, kept


def _container(engine: Engine, home: Home, name: str) -> Container | None:
    """Find the workspace's container by its record or, where that is lost, by its name and label."""
    candidates = [container_name(name)]
    with contextlib.suppress(StoreError, NotFound):
        candidates.insert(0, home.workspaces.get(name).container)
    for ident in candidates:
        with contextlib.suppress(ContainerNotFound):
            found = engine.container(ident)
            if found.labels.get(LABEL + ".workspace") == name:
                return found
    return None


def _refuse_loss(engine: Engine, home: Home, name: str, box: Container | None) -> None:
    lost, ways = [], []
    found = home.line.summaries(name)
    if found:
        lost.append(f"{len(found)} snapshot{'' if len(found) == 1 else 's'}")
        ways.append(
            f"`snap export-dockerfile -n {name} -o DIR` keeps the recipe,\n"
            f"`docker save -o FILE snap/{name}:latest` the image;"
        )
    if home.journal(name).commands(found[-1].position if found else 0) or (not found and box and engine.diff(box.id)):
        lost.append("work that is not committed")
        if box:
            ways.insert(0, f"`snap commit -n {name}` makes a snapshot of it;")
    if lost:
        raise Conflict(
            f"removing {name} would lose {' and '.join(lost)}",
            "\n".join([*ways, f"`snap rm --force {name}` removes it all the same"]),
        )
