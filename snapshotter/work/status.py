"""Where a workspace stands: its container, and what was run and changed since the last snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.changes.explain.evidence import (
    ExplainedChanges,
    explain_changes,
    layers_in_place,
    of_container,
    with_mount_points,
)
from snapshotter.changes.moves import candidates
from snapshotter.changes.since_snapshot import ground, now
from snapshotter.engine.api import Container, Engine
from snapshotter.errors import ContainerNotFound
from snapshotter.model import Change, ChangeType, Command, Progress, Snapshot, Workspace, silent
from snapshotter.rootfs.layer.openat import digest_file
from snapshotter.rootfs.layer.skip_reading import open_where_sure, remembered
from snapshotter.store.home import Home
from snapshotter.work.background import Meanwhile
from snapshotter.work.container import Listed, looking

_LETTERS: dict[str, ChangeType] = {"A": "added", "C": "changed", "D": "deleted"}


class Status(Struct, frozen=True):
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
    lost: Mapping[str, str] = field(default_factory=dict)
    """What of the container no image keeps, by path, with the reason."""
    exact: bool = True
    """False where the container's layer cannot be read in place."""
    rough: tuple[tuple[ChangeType, str], ...] = ()
    """Then: what the engine's own diff says against the base, without what the snapshots hold."""


def status(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    *,
    digests: bool = True,
    progress: Progress = silent,
    look: Meanwhile[tuple[Container, Listed | None]] | None = None,
) -> Status:
    """Look at a workspace without changing anything.

    Without `digests` contents are read only as far as they tell whether a path changed.  `look` is what `looking`
    gave, where that was begun before.
    """
    look = look or looking(engine, workspace)
    name = workspace.name
    snapshots = home.line.snapshots(name)
    last = snapshots[-1] if snapshots else None
    commands = tuple(home.journal(name).commands(last.position if last else 0))
    seq = last.seq if last else 0
    progress("asking the engine what changed")
    try:
        container, listed = look.result()
    except ContainerNotFound:
        return Status(workspace, "gone", seq, commands, ())
    found = uncommitted(engine, home, workspace, container, commands, snapshots, digests=digests, progress=progress)
    if found is not None:
        return Status(workspace, container.state, seq, commands, found.changes, found.lost)
    if listed is None:  # its layer was there, and yet is not to be read
        listed = engine.diff(container.id)
    return Status(workspace, container.state, seq, commands, (), exact=False, rough=_rough(listed, snapshots))


def uncommitted(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    container: Container,
    commands: tuple[Command, ...],
    snapshots: Sequence[Snapshot],
    *,
    digests: bool = True,
    progress: Progress = silent,
) -> ExplainedChanges | None:
    """Give the exact changes since the last snapshot; None where the layer cannot be read in place."""
    if container.upper is None:
        return None
    stand = ground(engine, workspace.base, snapshots, home.cache, progress)
    known_contents = (remembered if digests else open_where_sure)(stand.committed)
    layers = layers_in_place(engine, container, known_contents, progress)
    if layers is None:
        return None
    image = snapshots[-1].image if snapshots else workspace.base.id
    found = now(stand, layers)
    del layers  # a second table of all that changed
    progress("explaining the changes")
    known = explain_changes(
        stand,
        lambda want: dict(engine.read_files(image, want)),
        found,
        of_container(engine, container),
        commands,
        workspace.volatile,
    )
    return replace(known, changes=_with_moves(with_mount_points(known.changes, container.mounts), container.upper))


def _with_moves(changes: tuple[Change, ...], upper: Path) -> tuple[Change, ...]:
    """Read the files that may turn out to have been moved, where their contents were left open."""
    digests = {change.path: digest_file(upper, change.path) for change in candidates(changes)}
    if not digests:
        return changes
    return tuple(
        replace(c, after=replace(c.after, digest=digests[c.path])) if c.after and c.path in digests else c
        for c in changes
    )


def _rough(listed: Listed, snapshots: Sequence[Snapshot]) -> tuple[tuple[ChangeType, str], ...]:
    committed = {change.path for snapshot in snapshots for change in snapshot.changes}
    # the engine calls every directory changed in which something did
    above = {path.rpartition("/")[0] for _, path in listed}
    return tuple(
        (_LETTERS[letter], path)
        for letter, path in listed
        if path not in committed and not (letter == "C" and path in above)
    )
