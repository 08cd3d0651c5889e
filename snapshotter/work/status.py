"""The state of a workspace: its container, and the commands and changes since the last snapshot."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.changes.explain.evidence import ExplainedChanges, explain_changes, with_mount_points
from snapshotter.changes.explain.sources import container_source, layers_in_place
from snapshotter.changes.explain.windows import windows
from snapshotter.changes.lost_edits import lost_edits
from snapshotter.changes.masked_names import NameMask
from snapshotter.changes.moves import candidates
from snapshotter.changes.since_snapshot import committed_state, container_state, state_of_image
from snapshotter.engine.api import Container, Engine
from snapshotter.errors import ContainerNotFound
from snapshotter.model import Change, ChangeType, Command, Progress, Snapshot, Workspace, no_progress
from snapshotter.progress import Meter
from snapshotter.rootfs.layer.openat import digest_file
from snapshotter.rootfs.layer.skip_reading import reuse_unchanged, skip_if_changed
from snapshotter.store.damage.notices import notice
from snapshotter.store.home import Home
from snapshotter.store.journal.recorded import Recorded
from snapshotter.store.read import DAMAGE_HINT
from snapshotter.work.background import BackgroundCall
from snapshotter.work.commit.draft import intact_tail
from snapshotter.work.container import DiffListing, start_lookup
from snapshotter.work.secrets.names import name_mask

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
    notes: tuple[str, ...] = ()
    """What should be known of the journal: that it is damaged or lacks records."""


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
    commands, notes = recorded.commands, _notes(home, name, recorded)
    seq = last.seq if last else 0
    progress("asking the engine what changed")
    try:
        container, listed = lookup.result()
    except ContainerNotFound:
        return Status(workspace, "gone", seq, commands, (), notes=notes)
    found = uncommitted(
        engine, home, workspace, container, recorded, snapshots, digests=digests, progress=progress, whole=not damage
    )
    if found is not None:
        lost = {**found.lost, **lost_edits(engine, workspace, container, recorded)}
        return Status(workspace, container.state, seq, commands, found.changes, lost, notes=notes)
    if listed is None:  # the layer was found, but cannot be read
        listed = engine.diff(container.id)
    lost = lost_edits(engine, workspace, container, recorded)
    rough = _rough(listed, snapshots, name_mask(home, name, snapshots))
    return Status(workspace, container.state, seq, commands, (), lost, exact=False, rough=rough, notes=notes)


def _notes(home: Home, name: str, recorded: Recorded) -> tuple[str, ...]:
    waiting = [
        f"commands of a session are not in the journal yet, since it could not be written: they wait in {spool}, and"
        " the next session or commit takes them in"
        for spool in home.journal(name).waiting()
    ]
    return (*recorded.notes(), *waiting)


def uncommitted(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    container: Container,
    recorded: Recorded,
    snapshots: Sequence[Snapshot],
    *,
    digests: bool = True,
    needed: Collection[str] = (),
    progress: Progress = no_progress,
    whole: bool = True,
) -> ExplainedChanges | None:
    """Return the exact changes since the last snapshot; None if the layer cannot be read in place.

    Without `digests` contents are read only if needed to see whether a path changed, and of the paths in `needed`.
    Without `whole` an earlier snapshot is missing from `snapshots`: then the last one's image is read.
    """
    if container.upper is None:
        return None
    origin = container.origin
    if whole:
        state = committed_state(engine, workspace.base, snapshots, home.cache, progress, origin)
    else:
        image = snapshots[-1].image
        state = state_of_image(engine, workspace.base, image, home.cache, progress, origin)
    names = name_mask(home, workspace.name, snapshots)
    known = reuse_unchanged(state.committed) if digests else skip_if_changed(state.committed, needed)
    known_contents = names.known(known)
    layers = layers_in_place(engine, container, known_contents, progress)
    if layers is None:
        return None
    image = snapshots[-1].image if snapshots else workspace.base.id
    found = container_state(state, layers, names)
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
    return replace(explained, changes=with_moves(changes, container.upper, progress))


def with_moves(changes: tuple[Change, ...], upper: Path, progress: Progress) -> tuple[Change, ...]:
    """Return the changes with the digests of files that may have been moved, if their contents were not read yet."""
    unread = candidates(changes)
    if not unread:
        return changes
    meter = Meter("looking for moved files", progress)
    digests = {change.path: digest_file(upper, change.path, meter=meter) for change in unread}
    return tuple(
        replace(c, after=replace(c.after, digest=digests[c.path])) if c.after and c.path in digests else c
        for c in changes
    )


def _rough(listed: DiffListing, snapshots: Sequence[Snapshot], names: NameMask) -> tuple[tuple[ChangeType, str], ...]:
    committed = {change.path for snapshot in snapshots for change in snapshot.changes}
    listed = [(letter, names.path(path)) for letter, path in listed]
    # the engine lists every directory as changed in which something changed
    above = {path.rpartition("/")[0] for _, path in listed}
    return tuple(
        (_LETTERS[letter], path)
        for letter, path in listed
        if path not in committed and not (letter == "C" and path in above)
    )
