"""List the workspaces, stop the container of one, remove one with everything that belongs to it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from msgspec import Struct

from snapshotter.engine.api import LABEL, Container, Engine
from snapshotter.errors import Conflict, ContainerNotFound, EngineError, NotFound, StoreError
from snapshotter.model import Image, Workspace
from snapshotter.store.home import Home
from snapshotter.store.layout import Summary
from snapshotter.work.container import find
from snapshotter.work.start import container_name

STOP_SECONDS = 10
"""Seconds until a stopping container is killed, as in `docker stop`."""


class Row(Struct, frozen=True):
    """One row of the list of workspaces."""

    name: str
    workspace: Workspace | None
    """None if only its snapshots exist."""
    state: str
    """That of the container; "gone" if there is none, "unknown" if no engine answers."""
    snapshots: int
    last: Summary | None
    current: bool
    damage: str = ""
    """Why it cannot be read, "" if it can."""


def rows(home: Home, connect: Callable[[], Engine]) -> list[Row]:
    """Return the workspaces, and the lines without a workspace, sorted by name."""
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
    """Return the row of one workspace; if it is damaged, the row says why."""
    workspace, summaries, damage = None, [], ""
    try:
        workspace = home.workspaces.get(name) if present else None
        summaries = home.line.summaries(name)
    except StoreError as error:
        damage = error.message
    state = _state(engine, workspace, present=present)
    return Row(name, workspace, state, len(summaries), summaries[-1] if summaries else None, current, damage)


def _state(engine: Engine | None, workspace: Workspace | None, *, present: bool) -> str:
    """Return the state of a workspace's container; `workspace` is None if it cannot be read or is not `present`."""
    if not present:
        return "gone"
    if engine is None or workspace is None:
        return "unknown"
    try:
        return engine.container(workspace.container).state
    except ContainerNotFound:
        return "gone"


def stop(engine: Engine, home: Home, workspace: Workspace) -> bool:
    """Stop the workspace's container; return whether it was running."""
    found = find(engine, home, workspace)
    if found.state not in ("running", "paused", "restarting"):
        return False
    engine.unpause(found.id)
    engine.stop(found.id, STOP_SECONDS)
    return True


class Removed(Struct, frozen=True):
    """What was removed with a workspace."""

    container: bool
    images: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    """Images that the engine did not remove, with its message: another container uses them."""


def remove(engine: Engine, home: Home, name: str, *, force: bool) -> Removed:
    """Remove a workspace: container, images, snapshots, journal.

    Raises `Conflict` if work would be lost, unless `force` is set; `NotFound` if there is neither a workspace
    nor a line of that name.
    """
    with home.workspaces.lock(name):
        present = name in home.workspaces.names()
        if not present and name not in home.line.names() and not _images_of(engine, home, name):
            home.workspaces.get(name)  # raises `NotFound` with the names that exist
        container = _container(engine, home, name)
        if not force:
            _refuse_loss(engine, home, name, container)
        if container:
            engine.remove(container.id)
        removed, kept = _remove_images(engine, home, name)
        home.line.delete(name)
        home.workspaces.remove(name)
        home.memory(name).forget()
        home.journal(name).forget()
    return Removed(container is not None, tuple(removed), tuple(kept))


def _images_of(engine: Engine, home: Home, name: str) -> list[Image]:
    """Return the images of this home that were committed from a workspace and have no name of another kind."""
    found = engine.images_labelled(LABEL + ".home", home.identity)
    return [
        image
        for image in found
        if dict(image.config.labels).get(LABEL + ".workspace") == name
        and all(tag.startswith("snap/") for tag in image.tags)
    ]


def _remove_images(engine: Engine, home: Home, name: str) -> tuple[list[str], list[tuple[str, str]]]:
    removed: list[str] = []
    kept: list[tuple[str, str]] = []
    tags = [tag for tag in engine.tags() if tag.startswith(f"snap/{name}:")]
    unnamed = [image.id for image in _images_of(engine, home, name) if not image.tags]
    for reference in [*tags, *unnamed]:
        try:
            engine.remove_image(reference)
            removed.append(reference)
        except (Conflict, EngineError) as error:
            kept.append((reference, error.message))
    return removed, kept


def _container(engine: Engine, home: Home, name: str) -> Container | None:
    """Return the workspace's container, found by its record or, if that is lost, by its name and label."""
    candidates = [container_name(name)]
    with contextlib.suppress(StoreError, NotFound):
        candidates.insert(0, home.workspaces.get(name).container)
    for ident in candidates:
        with contextlib.suppress(ContainerNotFound):
            found = engine.container(ident)
            if found.labels.get(LABEL + ".workspace") == name:
                return found
    return None


def _refuse_loss(engine: Engine, home: Home, name: str, container: Container | None) -> None:
    """Raise `Conflict` if the workspace has snapshots or uncommitted work."""
    lost, ways = [], []
    found = home.line.summaries(name)
    if found:
        lost.append(f"{len(found)} snapshot{'' if len(found) == 1 else 's'}")
        ways.append(
            f"`snap export-dockerfile -n {name} -o DIR` saves the recipe,\n"
            f"`docker save -o FILE snap/{name}:latest` the image;"
        )
    commands = home.recorded_since(name, home.line.snapshot(name, found[-1].seq) if found else None).commands
    if commands or (not found and container and engine.diff(container.id)):
        lost.append("work that is not committed")
        if container:
            ways.insert(0, f"`snap commit -n {name}` makes a snapshot of it;")
    if lost:
        raise Conflict(
            f"removing {name} would lose {' and '.join(lost)}",
            "\n".join([*ways, f"`snap rm --force {name}` removes it anyway"]),
        )
