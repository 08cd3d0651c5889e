"""Where a workspace stands: its container, and what was run and changed since the last snapshot."""

from __future__ import annotations

from dataclasses import dataclass

from snapshotter.engine.api import Container, Engine
from snapshotter.errors import ContainerNotFound
from snapshotter.model import Change, ChangeType, Command, Workspace
from snapshotter.work.evidence import explained, layers_in_place, of_container
from snapshotter.work.home import Home
from snapshotter.work.state import ground, now

_LETTERS: dict[str, ChangeType] = {"A": "added", "C": "changed", "D": "deleted"}


@dataclass(frozen=True, slots=True)
class Status:
    """What `snap status` tells."""

    workspace: Workspace
    state: str
    """The container's; "gone" where it was removed behind our back."""
    seq: int
    """The last snapshot's number, 0 where there is none."""
    commands: tuple[Command, ...]
    """Not yet committed; unfinished ones (without `end`) included."""
    changes: tuple[Change, ...]
    """Not yet committed, exact."""
    rough: tuple[tuple[ChangeType, str], ...] = ()
    """Where the container's layer cannot be read in place: what the engine's own diff says against the base."""


def status(engine: Engine, home: Home, workspace: Workspace) -> Status:
    """Look at a workspace without changing anything."""
    name = workspace.name
    summaries = home.line.summaries(name)
    last = summaries[-1] if summaries else None
    commands = tuple(home.journal(name).commands(last.position if last else 0))
    seq = last.seq if last else 0
    try:
        container = engine.container(workspace.container)
    except ContainerNotFound:
        return Status(workspace, "gone", seq, commands, ())
    found = uncommitted(engine, home, workspace, container, commands)
    if found is not None:
        return Status(workspace, container.state, seq, commands, found)
    return Status(workspace, container.state, seq, commands, (), _rough(engine, home, workspace, container))


def uncommitted(engine: Engine, home: Home, workspace: Workspace, container: Container,
                commands: tuple[Command, ...]) -> tuple[Change, ...] | None:
    """Give the exact changes since the last snapshot; None where the layer cannot be read in place."""
    layers = layers_in_place(engine, container)
    if layers is None:
        return None
    snapshots = home.line.snapshots(workspace.name)
    stand = ground(engine, workspace.base, snapshots, home.cache)
    image = snapshots[-1].image if snapshots else workspace.base.id
    found = now(stand, layers)
    return explained(stand, lambda want: dict(engine.read_files(image, want)), found,
                     of_container(engine, container), commands).changes


def _rough(engine: Engine, home: Home, workspace: Workspace,
           container: Container) -> tuple[tuple[ChangeType, str], ...]:
    committed = {change.path for snapshot in home.line.snapshots(workspace.name) for change in snapshot.changes}
    return tuple((_LETTERS[letter], path) for letter, path in engine.diff(container.id) if path not in committed)
