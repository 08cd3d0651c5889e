"""List the workspaces, stop the container of one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from msgspec import Struct

from snapshotter.engine.api import Engine
from snapshotter.errors import ContainerNotFound, EngineError, NotFound, StoreError, UsageError
from snapshotter.model import Workspace
from snapshotter.store.home import Home
from snapshotter.store.layout import Summary
from snapshotter.work.container import find
from snapshotter.work.select import choose

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
    current = None
    with contextlib.suppress(NotFound):
        current = choose(home.workspaces).name
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
    if not found.is_own:
        raise UsageError(
            f"the container {found.name} was adopted and belongs to who started it, so it goes on",
            f"`docker stop {found.name}` stops it",
        )
    if found.state not in ("running", "paused", "restarting"):
        return False
    engine.unpause(found.id)
    engine.stop(found.id, STOP_SECONDS)
    return True
