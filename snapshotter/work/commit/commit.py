"""Commit a workspace: the container's layer becomes an image, what happened becomes a snapshot in the line.

The order is image, then payload, then ref: whatever fails, the line is as it was or whole.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from snapshotter.engine.api import Container, Engine
from snapshotter.errors import SnapError
from snapshotter.model import Progress, Snapshot, Workspace
from snapshotter.rootfs.cache import is_kept
from snapshotter.store.home import Home
from snapshotter.work.background import Meanwhile
from snapshotter.work.commit.draft import Draft, drafted
from snapshotter.work.container import Freeze, LeftOut, find, frozen, left_out

if TYPE_CHECKING:
    from snapshotter.changes.packages.installed import PackageChanges
    from snapshotter.work.commit.snapshot import Account


class Committed(Struct, frozen=True):
    """What a commit gave."""

    snapshot: Snapshot
    packages: PackageChanges
    left_out: tuple[LeftOut, ...]
    lost: Mapping[str, str]
    """What of the container's own layer the image does not keep, by path, with the reason."""


def commit(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    text: str,
    instructions: Sequence[str],
    progress: Progress,
    allowed: Sequence[str] = (),
) -> Committed | None:
    """Make a snapshot; None where nothing was run and nothing changed.

    `text` is the message, "" for one made up.  `instructions` are Dockerfile instructions for its configuration;
    those that hold a secret are refused but for the variables and labels `allowed`.
    Raises `Conflict` where somebody else is at it, `ContainerNotFound`, `StoreError`; then nothing was committed.
    """
    with home.workspaces.lock(workspace.name):
        draft = drafted(home, workspace, text, instructions, allowed)
        container = find(engine, home, workspace)
        if not is_kept(home.cache, workspace.base.layers):
            _read_base(engine, workspace, home, progress)
        with _image(engine, home, draft, container, progress) as account_for:
            if account_for is None:
                return None
            progress("writing the snapshot")
            files = account_for.recipe
            written = home.line.write(
                account_for.snapshot,
                account_for.contents,
                {path: data for path, (_, data) in files.items()},
                draft.parent,
                executable={path for path, (mode, _) in files.items() if mode & 0o111},
            )
            engine.tag(written.image, f"snap/{workspace.name}:latest")
            home.workspaces.use(workspace.name)
        return Committed(written, account_for.packages, tuple(left_out(engine, container)), account_for.lost)


def _read_base(engine: Engine, workspace: Workspace, home: Home, progress: Progress) -> None:
    """Read the base image for the first time, which takes seconds: not with the container frozen."""
    from snapshotter.changes.since_snapshot import ground

    ground(engine, workspace.base, (), home.cache, progress)


@contextlib.contextmanager
def _image(
    engine: Engine, home: Home, draft: Draft, container: Container, progress: Progress
) -> Iterator[Account | None]:
    """Make the image and say what changed, both of one moment; the image goes again if the block does not end well.

    Gives None, and makes no image, where there is nothing to commit.
    """
    well = False
    try:
        with frozen(engine, container) as freeze:
            account_for = _account(engine, home, draft, container, freeze, progress)
            yield account_for
            well = account_for is not None
    finally:
        if not well and home.line.head(draft.workspace.name) == draft.parent:
            with contextlib.suppress(SnapError):  # what went wrong before is what is told
                engine.remove_image(draft.tag)


def _account(
    engine: Engine, home: Home, draft: Draft, container: Container, freeze: Freeze, progress: Progress
) -> Account | None:
    """Read and explain what changed while the engine makes the image, where it is sure that there is one to make."""
    making = Meanwhile(lambda: _made(engine, draft, container, freeze))
    try:
        if container.upper and not draft.is_empty(()):
            making.begin()
        from snapshotter.work.commit.snapshot import account_for  # 70 ms, as long as the engine takes for a small image

        return account_for(engine, home, draft, container, freeze, making, progress)
    finally:
        making.settle()


def _made(engine: Engine, draft: Draft, container: Container, freeze: Freeze) -> str:
    freeze.still()
    repository, _, tag = draft.tag.partition(":")
    return engine.commit(container.id, draft.config, repository=repository, tag=tag, message=draft.text, pause=False)
