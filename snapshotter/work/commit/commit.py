"""Commit a workspace: the container's layer becomes an image, commands and changes become a snapshot in the line.

The order is image, then objects, then ref: after any failure the line is either unchanged or complete.
"""

from __future__ import annotations

import contextlib
import importlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.engine.api import Container, Engine
from snapshotter.errors import ImageNotFound, SnapError, StillFrozen, StoreError
from snapshotter.model import Command, Image, Progress, Snapshot, Workspace
from snapshotter.rootfs.cache import is_cached
from snapshotter.rootfs.spool import Spool
from snapshotter.store.damage.notices import notice
from snapshotter.store.home import Home
from snapshotter.store.read import DAMAGE_HINT
from snapshotter.work.background import BackgroundCall
from snapshotter.work.commit.draft import Draft, make_draft, with_clean_text
from snapshotter.work.commit.freeze import Freeze, frozen, frozen_text, locked, resume_hint
from snapshotter.work.commit.making import Making
from snapshotter.work.commit.space import refuse_too_large
from snapshotter.work.commit.stacking import image_below
from snapshotter.work.commit.waiting import Patience, Waiting, running
from snapshotter.work.container import LeftOut, find, left_out

if TYPE_CHECKING:
    from snapshotter.changes.packages.installed import PackageChanges
    from snapshotter.work.commit.snapshot import CommitData


class Committed(Struct, frozen=True):
    """The result of a commit."""

    snapshot: Snapshot
    packages: PackageChanges
    left_out: tuple[LeftOut, ...]
    lost: Mapping[str, str]
    """Paths of the container's own layer that the image does not hold, with the reason."""
    unfinished: tuple[Command, ...] = ()
    """The commands of the snapshot that still ran."""
    notes: tuple[str, ...] = ()
    """What should be known of the journal: that it is damaged or lost its end."""
    failed: tuple[SnapError, ...] = ()
    """What failed after the snapshot was made, which is complete without it."""


def commit(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    text: str,
    instructions: Sequence[str],
    progress: Progress,
    allowed: Sequence[str] = (),
    patience: Patience | None = None,
    *,
    check_space: bool = True,
    verb: str = "commit",
    edit: Callable[[Snapshot], Snapshot] | None = None,
) -> Committed | None:
    """Make a snapshot and return it; None if nothing was run and nothing changed.

    `text` is the message, "" for a generated one.  `instructions` are Dockerfile instructions for the configuration;
    those that hold a secret are refused, except the variables and labels `allowed`.  `check_space` refuses an image for
    which the engine's disk has no room.  `verb` names the operation, "" where it is a part of one; `edit` changes the
    record before it is written.
    Raises `Conflict` if another process holds the lock or a command runs for longer than `patience` waits,
    `ContainerNotFound`, `StoreError`; then nothing was committed.
    """
    patience = patience or Patience()
    waiting = Waiting(home, workspace.name, patience, progress)
    while True:
        with locked(lambda: engine, home, workspace.name, patience.tell):
            draft = make_draft(home, workspace, text, instructions, allowed, inside=patience.inside)
            if draft.damage:
                notice(
                    f"{draft.damage}; the changes are taken against the last snapshot's image\n  next: {DAMAGE_HINT}"
                )
            if patience.now or not running(draft.recorded, inside=patience.inside):
                return _commit(engine, home, replace(draft, check_space=check_space, verb=verb, edit=edit), progress)
        waiting.until_idle(draft.earlier[-1] if draft.earlier else None)


def keep_aside(engine: Engine, home: Home, workspace: Workspace, verb: str, progress: Progress) -> Snapshot | None:
    """Make a snapshot of what is not committed, off the line, before a verb discards it; None if there is nothing.

    The caller holds the workspace's lock.  Commands that still run are in it as unfinished.
    """
    draft = make_draft(home, workspace, "", (), ())
    made = _commit(engine, home, replace(draft, aside=verb), progress)
    return made.snapshot if made else None


def commit_locked(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    text: str,
    instructions: Sequence[str],
    progress: Progress,
    verb: str,
    edit: Callable[[Snapshot], Snapshot],
) -> Committed | None:
    """Do what `commit` does for a verb that holds the workspace's lock; commands that still run are unfinished."""
    draft = make_draft(home, workspace, text, instructions, ())
    return _commit(engine, home, replace(draft, verb=verb, edit=edit), progress)


def _commit(engine: Engine, home: Home, draft: Draft, progress: Progress) -> Committed | None:
    """Commit the draft; the caller holds the workspace's lock."""
    workspace = draft.workspace
    if not draft.is_empty(()):
        _load_rest()
    container = find(engine, home, workspace)
    if not is_cached(home.cache, workspace.base.layers):
        _read_base(engine, workspace, home, progress)
    with _image(engine, home, draft, container, progress) as (data, freeze):
        if data is not None:
            progress("writing the snapshot")
            data.keeping.start()
            try:
                written = home.line.write_prepared(
                    data.snapshot,
                    data.prepared,
                    draft.parent,
                    branch=workspace.branch,
                    aside=bool(draft.aside),
                    verb=draft.verb,
                )
            finally:
                data.keeping.wait()
    if data is None:
        if freeze.failure:
            raise StillFrozen(frozen_text(workspace.name, freeze.failure), resume_hint(container))
        return None
    return _finish(engine, home, draft, container, data, written, freeze.failure)


def _load_rest() -> None:
    """Load what explains changes and writes the recipe while the engine is waited for; it takes 50 ms."""
    BackgroundCall(lambda: importlib.import_module("snapshotter.work.commit.snapshot"), daemon=True).start()


def _finish(
    engine: Engine,
    home: Home,
    draft: Draft,
    container: Container,
    data: CommitData,
    written: Snapshot,
    still_frozen: SnapError | None,
) -> Committed:
    """Do what follows a snapshot that is written: a failure of it is no failure of the commit."""
    workspace, failed = draft.workspace, list[SnapError]()
    if still_frozen:
        failed.append(StillFrozen(frozen_text(workspace.name, still_frozen), resume_hint(container)))
    latest = f"snap/{workspace.name}:latest"
    naming = BackgroundCall(lambda: None if draft.aside else engine.tag(written.image, latest))
    naming.start()
    lost, outside = dict(data.lost), tuple[LeftOut, ...]()
    try:
        home.workspaces.use(workspace.name)
        if data.mask is not None:
            data.mask.finish(home, workspace.name, written.position)
        _keep_state(home, draft, data, written)
        from snapshotter.changes.lost_edits import lost_edits  # what it needs was loaded while the engine worked

        lost |= lost_edits(engine, workspace, container, draft.recorded)
        outside = tuple(left_out(engine, container))
    except SnapError as error:
        failed.append(error)
    finally:
        naming.wait()
    try:
        naming.result()
    except SnapError as error:
        failed.append(
            SnapError(
                f"the image has the name {written.tag}, but {latest} could not be set: {error.message}",
                f"`docker tag {written.tag} {latest}` sets it, as does the next commit",
            )
        )
    unfinished = tuple(command for command in written.commands if command.end is None)
    notes = (*draft.recorded.notes(), *filter(None, [data.servers]))
    return Committed(written, data.packages, outside, lost, unfinished, notes, tuple(failed))


def _keep_state(home: Home, draft: Draft, data: CommitData, written: Snapshot) -> None:
    """Keep the state of the snapshot for the next commit; without damage, since then the earlier ones are not known."""
    if not draft.aside and not draft.damage:
        from snapshotter.changes.since_snapshot import keep_committed

        keep_committed(data.before, draft.workspace.base, (*draft.earlier, written), home.cache, data.seen)


def _refuse_lost_line(engine: Engine, home: Home, workspace: Workspace) -> None:
    """Raise `StoreError` before a first snapshot if the workspace had some: their images would lose their names.

    `latest` is set after a snapshot is written, and a killed commit leaves only the image of the next number.
    """
    known = {one.image for one in home.line.others(workspace.name)}  # such as `snap undo` keeps aside
    began = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(workspace.created))
    for tag in (f"snap/{workspace.name}:latest", f"snap/{workspace.name}:2"):
        with contextlib.suppress(ImageNotFound):
            image = engine.image(tag)
            of_earlier = image.created and image.created[:19] < began  # of a removed workspace of that name
            if image.id not in known and not of_earlier and all(tag.startswith("snap/") for tag in image.tags):
                raise StoreError(
                    f"the snapshots of {workspace.name} are lost, but {tag} is the image of one",
                    "`snap doctor --repair` restores them, or gives their images other names;\nthen commit again",
                )


def _read_base(engine: Engine, workspace: Workspace, home: Home, progress: Progress) -> None:
    """Read the base image for the first time; it takes seconds, so not while the container is frozen."""
    from snapshotter.changes.since_snapshot import committed_state

    committed_state(engine, workspace.base, (), home.cache, progress)


@contextlib.contextmanager
def _image(
    engine: Engine, home: Home, draft: Draft, container: Container, progress: Progress
) -> Iterator[tuple[CommitData | None, Freeze]]:
    """Make the image and yield what is written with it; if the block fails, the image is removed again.

    Yields None, and makes no image, if there is nothing to commit.  The freeze has ended after the block.
    """
    begun = done = False
    below = image_below(engine, home.cache, draft, container)
    check = partial(_check_space, draft, container, below)
    try:
        with frozen(engine, home, draft.workspace.name, container, check) as freeze:
            # what the engine's image needs and takes a while, beside the freezing
            if draft.parent is None:
                _refuse_lost_line(engine, home, draft.workspace)
            draft = with_clean_text(home, draft)
            begun = True
            data = _collect(engine, home, draft, container, below, freeze, progress)
            yield data, freeze
            done = data is not None
    finally:
        if begun and not done and not _is_written(home, draft):
            with contextlib.suppress(SnapError):  # the first error is the one to report
                engine.remove_image(draft.tag)


def _is_written(home: Home, draft: Draft) -> bool:
    """Return whether the snapshot of a draft is in the line, which an error or Ctrl-C since then does not change."""
    name = draft.workspace.name
    if draft.aside:
        return draft.seq in home.line.refs(name).others
    return home.line.head(name) != draft.parent


def _check_space(draft: Draft, container: Container, below: Image | None) -> None:
    """Refuse files for which the engine's disk has no room, before they are read.

    Of a layer on the image `below` each file is checked when it is to be read.
    """
    if container.upper and draft.check_space and below is None:
        refuse_too_large(container.upper)


def _collect(
    engine: Engine,
    home: Home,
    draft: Draft,
    container: Container,
    below: Image | None,
    freeze: Freeze,
    progress: Progress,
) -> CommitData | None:
    """Read and explain the changes; the image is made at the same time if it is certain that one is needed."""
    with Making(engine, home, draft, container, below, freeze) as making, Spool(home.cache) as spool:
        if not draft.is_empty(()):
            making.begin()
        from snapshotter.work.commit.reading import read_container  # while the engine works, as below

        if container.upper is None:  # the image is read, so it is waited for
            importlib.import_module("snapshotter.work.commit.snapshot")
        read = read_container(engine, home, draft, container, freeze, making, progress, spool)
        if read is None:
            return None
        from snapshotter.work.commit.snapshot import collect_commit_data

        return collect_commit_data(engine, home, read, container, freeze, making, progress)
