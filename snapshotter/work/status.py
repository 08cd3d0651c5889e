"""The state of a workspace: its container, and the commands and changes since the last snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.changes.explain.evidence import (
    ExplainedChanges,
    container_source,
    explain_changes,
    layers_in_place,
    with_mount_points,
)
from snapshotter.changes.explain.windows import windows
from snapshotter.changes.lost_edits import lost_edits
from snapshotter.changes.moves import candidates
from snapshotter.changes.since_snapshot import committed_state, container_state, state_of_image
from snapshotter.engine.api import Container, Engine
from snapshotter.errors import ContainerNotFound
from snapshotter.model import Change, ChangeType, Command, Progress, Snapshot, Workspace, no_progress
from snapshotter.rootfs.layer.openat import digest_file
from snapshotter.rootfs.layer.skip_reading import reuse_unchanged, skip_if_changed
from snapshotter.store.damage.notices import notice
from snapshotter.store.home import Home
from snapshotter.store.journal.recorded import Recorded
from snapshotter.store.read import DAMAGE_HINT
from snapshotter.work.background import BackgroundCall
from snapshotter.work.commit.draft import intact_tail
from snapshotter.work.container import DiffListing, start_lookup

_LETTERS: dict[str, ChangeType] = {"A": "added", "C": "changed", "D": "deleted"}


class Status(Struct, frozen=True):
    """The result of `snap status`."""

    workspace: Workspace
    state: str
    """That of the container; "gone" if the container was removed by other means."""
    seq: int
    """Number of the last snapshot, 0 if there is none."""
    commands: tuple[Command, ...]
    """Uncommitted commands, those that still run (without `end`) included."""
    changes: tuple[Change, ...]
    """Uncommitted changes, exact."""
    lost: Mapping[str, str] = field(default_factory=dict)
    """Paths of the container that no image can hold, with the reason."""
    exact: bool = True
    """False if the container's layer cannot be read in place."""
    rough: tuple[tuple[ChangeType, str], ...] = ()
    """If it is not exact: the engine's own diff against the base, without the paths in snapshots."""


def status(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    *,
    digests: bool = True,
    progress: Progress = no_progress,
    lookup: BackgroundCall[tuple[Container, DiffListing | None]] | None = None,
) -> Status:
    """Return the state of a workspace; nothing is changed.

    Without `digests` contents are read only if needed to see whether a path changed.  `lookup` is the result of
    `start_lookup`, if that was called before.
    """
    lookup = lookup or start_lookup(engine, workspace)
    name = workspace.name
    snapshots, damage = intact_tail(home.line.readable(name))
    if damage:
        notice(f"{damage}; the last snapshot's image is read instead\n  next: {DAMAGE_HINT}")
    last = snapshots[-1] if snapshots else None
    recorded = home.recorded_since(name, last)
    commands = recorded.commands
    seq = last.seq if last else 0
    progress("asking the engine what changed")
    try:
        container, listed = lookup.result()
    except ContainerNotFound:
        return Status(workspace, "gone", seq, commands, ())
    found = uncommitted(
        engine, home, workspace, container, recorded, snapshots, digests=digests, progress=progress, whole=not damage
    )
    if found is not None:
        lost = {**found.lost, **lost_edits(engine, workspace, container, recorded)}
        return Status(workspace, container.state, seq, commands, found.changes, lost)
    if listed is None:  # the layer was found, but cannot be read
        listed = engine.diff(container.id)
    lost, rough = lost_edits(engine, workspace, container, recorded), _rough(listed, snapshots)
    return Status(workspace, container.state, seq, commands, (), lost, exact=False, rough=rough)


def uncommitted(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    container: Container,
    recorded: Recorded,
    snapshots: Sequence[Snapshot],
    *,
    digests: bool = True,
    progress: Progress = no_progress,
    whole: bool = True,
) -> ExplainedChanges | None:
    """Return the exact changes since the last snapshot; None if the layer cannot be read in place.

    Without `whole` an earlier snapshot is missing from `snapshots`: then the last one's image is read.
    """
    if container.upper is None:
        return None
    if whole:
        state = committed_state(engine, workspace.base, snapshots, home.cache, progress)
    else:
        state = state_of_image(engine, workspace.base, snapshots[-1].image, home.cache, progress)
    known_contents = (reuse_unchanged if digests else skip_if_changed)(state.committed)
    layers = layers_in_place(engine, container, known_contents, progress)
    if layers is None:
        return None
    image = snapshots[-1].image if snapshots else workspace.base.id
    found = container_state(state, layers)
    del layers  # saves memory: a second table of all changes
    progress("explaining the changes")
    times = windows(recorded, recorded.commands)
    explained = explain_changes(
        state,
        lambda want: dict(engine.read_files(image, want)),
        found,
        container_source(engine, container),
        times.commands,
        workspace.volatile,
        times.unrecorded,
    )
    changes = with_mount_points(explained.changes, container.mounts)
    return replace(explained, changes=_with_moves(changes, container.upper))


def _with_moves(changes: tuple[Change, ...], upper: Path) -> tuple[Change, ...]:
    """Return the changes with the digests of files that may have been moved, if their contents were not read yet."""
    digests = {change.path: digest_file(upper, change.path) for change in candidates(changes)}
    if not digests:
        return changes
    return tuple(
        replace(c, after=replace(c.after, digest=digests[c.path])) if c.after and c.path in digests else c
        for c in changes
    )


def _rough(listed: DiffListing, snapshots: Sequence[Snapshot]) -> tuple[tuple[ChangeType, str], ...]:
    committed = {change.path for snapshot in snapshots for change in snapshot.changes}
    # the engine lists every directory as changed in which something changed
    above = {path.rpartition("/")[0] for _, path in listed}
    return tuple(
        (_LETTERS[letter], path)
        for letter, path in listed
        if path not in committed and not (letter == "C" and path in above)
    )
