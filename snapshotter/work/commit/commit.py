"""Commit a workspace: the container's layer becomes an image, commands and changes become a snapshot in the line.

The order is image, then objects, then ref: after any failure the line is either unchanged or complete.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from snapshotter.engine.api import Container, Engine
from snapshotter.errors import ImageNotFound, SnapError, StoreError
from snapshotter.model import Command, Progress, Snapshot, Workspace
from snapshotter.rootfs.cache import is_cached
from snapshotter.store.damage.notices import notice
from snapshotter.store.home import Home
from snapshotter.store.read import DAMAGE_HINT
from snapshotter.work.background import BackgroundCall
from snapshotter.work.commit.draft import Draft, make_draft
from snapshotter.work.commit.waiting import Patience, Waiting, running
from snapshotter.work.container import Freeze, LeftOut, find, frozen, left_out

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


def commit(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    text: str,
    instructions: Sequence[str],
    progress: Progress,
    allowed: Sequence[str] = (),
    patience: Patience | None = None,
) -> Committed | None:
    """Make a snapshot and return it; None if nothing was run and nothing changed.

    `text` is the message, "" for a generated one.  `instructions` are Dockerfile instructions for the configuration;
    those that hold a secret are refused, except the variables and labels `allowed`.
    Raises `Conflict` if another process holds the lock or a command runs for longer than `patience` waits,
    `ContainerNotFound`, `StoreError`; then nothing was committed.
    """
    patience = patience or Patience()
    waiting = Waiting(home, workspace.name, patience, progress)
    while True:
        with home.workspaces.lock(workspace.name):
            draft = make_draft(home, workspace, text, instructions, allowed, inside=patience.inside)
            if draft.damage:
                notice(
                    f"{draft.damage}; the changes are taken against the last snapshot's image\n  next: {DAMAGE_HINT}"
                )
            if patience.now or not running(draft.recorded, inside=patience.inside):
                return _commit(engine, home, draft, progress)
        waiting.until_idle(draft.earlier[-1] if draft.earlier else None)


def _commit(engine: Engine, home: Home, draft: Draft, progress: Progress) -> Committed | None:
    """Commit the draft; the caller holds the workspace's lock."""
    workspace = draft.workspace
    container = find(engine, home, workspace)
    if draft.parent is None:
        _refuse_lost_line(engine, workspace)
    if not is_cached(home.cache, workspace.base.layers):
        _read_base(engine, workspace, home, progress)
    with _image(engine, home, draft, container, progress) as data:
        if data is None:
            return None
        progress("writing the snapshot")
        files = data.recipe
        written = home.line.write(
            data.snapshot,
            data.contents,
            {path: content for path, (_, content) in files.items()},
            draft.parent,
            executable={path for path, (mode, _) in files.items() if mode & 0o111},
        )
        engine.tag(written.image, f"snap/{workspace.name}:latest")
        home.workspaces.use(workspace.name)
    unfinished = tuple(command for command in written.commands if command.end is None)
    from snapshotter.changes.lost_edits import lost_edits  # what it needs was loaded while the engine worked

    lost = {**data.lost, **lost_edits(engine, workspace, container, draft.recorded)}
    return Committed(written, data.packages, tuple(left_out(engine, container)), lost, unfinished)


def _refuse_lost_line(engine: Engine, workspace: Workspace) -> None:
    """Raise `StoreError` before a first snapshot if the workspace had some: their images would lose their names.

    `latest` is set after a snapshot is written, and a killed commit leaves only the image of the next number.
    """
    began = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(workspace.created))
    for tag in (f"snap/{workspace.name}:latest", f"snap/{workspace.name}:2"):
        with contextlib.suppress(ImageNotFound):
            image = engine.image(tag)
            of_earlier = image.created and image.created[:19] < began  # of a removed workspace of that name
            if not of_earlier and all(tag.startswith("snap/") for tag in image.tags):
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
) -> Iterator[CommitData | None]:
    """Make the image and yield what is written with it; if the block fails, the image is removed again.

    Yields None, and makes no image, if there is nothing to commit.
    """
    done = False
    try:
        with frozen(engine, container) as freeze:
            data = _collect(engine, home, draft, container, freeze, progress)
            yield data
            done = data is not None
    finally:
        if not done and home.line.head(draft.workspace.name) == draft.parent:
            with contextlib.suppress(SnapError):  # the first error is the one to report
                engine.remove_image(draft.tag)


def _collect(
    engine: Engine, home: Home, draft: Draft, container: Container, freeze: Freeze, progress: Progress
) -> CommitData | None:
    """Read and explain the changes; the image is made at the same time if it is certain that one is needed."""
    making = BackgroundCall(lambda: _make_image(engine, draft, container, freeze))
    try:
        if container.upper and not draft.is_empty(()):
            making.start()
        # takes 70 ms, as long as the engine needs for a small image
        from snapshotter.work.commit.snapshot import collect_commit_data

        return collect_commit_data(engine, home, draft, container, freeze, making, progress)
    finally:
        making.wait()


def _make_image(engine: Engine, draft: Draft, container: Container, freeze: Freeze) -> str:
    freeze.wait_frozen()
    repository, _, tag = draft.tag.partition(":")
    return engine.commit(container.id, draft.config, repository=repository, tag=tag, message=draft.text, pause=False)
