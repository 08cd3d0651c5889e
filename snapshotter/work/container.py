"""A workspace's container: look it up, make it run, freeze it, measure the data in its mounts."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct

from snapshotter.engine.api import Container, Engine, Mount
from snapshotter.errors import ContainerNotFound, ImageNotFound, SnapError
from snapshotter.model import Progress, Workspace
from snapshotter.store.home import Home
from snapshotter.work.background import BackgroundCall


def find(engine: Engine, home: Home, workspace: Workspace) -> Container:
    """Return the workspace's container; raises `ContainerNotFound` with a hint on what can still be done."""
    try:
        return engine.container(workspace.container)
    except ContainerNotFound as error:
        name = workspace.name
        if home.line.head(name):
            hint = _with_snapshots(engine, home, name)
        else:
            hint = (
                f"remove the workspace with `snap rm --force {name}`,\n"
                f"start a new one with `snap start {workspace.base.reference}`"
            )
        raise ContainerNotFound(f"the container of {name} is gone", hint) from error


def _with_snapshots(engine: Engine, home: Home, name: str) -> str:
    """Return what can be done with a workspace that has snapshots and no container here."""
    last = home.line.summaries(name)[-1]
    try:
        image = engine.image(last.image)
    except ImageNotFound:
        return (
            "the image of its last snapshot is not on this machine either: where it is, `snap backup --images FILE`\n"
            f"takes it along; `snap export-dockerfile -n {name} --no-verify` writes the recipe;\n"
            f"`snap rm --force {name}` removes what is left"
        )
    tag = next((tag for tag in (f"snap/{name}:latest", last.tag) if tag in image.tags), image.id)
    return (
        f"its snapshots still exist: `snap start {tag} --name {name}-2` continues from\n"
        f"the last one, `snap export-dockerfile -n {name}` works as before;\n"
        f"`snap rm --force {name}` removes what is left"
    )


def ensure_running(engine: Engine, home: Home, workspace: Workspace, tell: Progress) -> Container:
    """Return the workspace's container, after starting or resuming it if it is stopped or paused."""
    found = find(engine, home, workspace)
    if found.state == "running":
        return found
    if found.state == "paused":
        tell(f"the container of {workspace.name} is paused; resuming it")
        engine.unpause(found.id)
    else:
        tell(f"the container of {workspace.name} is stopped; starting it")
        engine.start(found.id)
    return engine.container(found.id)


DiffListing = list[tuple[str, str]]
"""The result of `Engine.diff`: letter and path."""


def start_lookup(engine: Engine, workspace: Workspace) -> BackgroundCall[tuple[Container, DiffListing | None]]:
    """Start to look up the container, and to list its changes by the engine if its layer cannot be read in place."""

    def look_up() -> tuple[Container, DiffListing | None]:
        container = engine.container(workspace.container)
        return container, None if container.upper else engine.diff(container.id)

    call = BackgroundCall(look_up, daemon=True)
    call.start()
    return call


class Freeze:
    """The freezing and thawing of a container's processes by background calls.

    An engine carries out a request although its client is interrupted, which would leave the container frozen; so each
    call is waited for.
    """

    def __init__(self, pause: Callable[[], None], unpause: Callable[[], None]) -> None:
        """`pause` and `unpause` freeze and thaw the processes; neither is started yet."""
        self._unpause = unpause
        self._freezing = BackgroundCall(pause)
        self._thawing = BackgroundCall(unpause)

    def start(self) -> None:
        """Start to freeze the processes; `end` must be called even if this fails."""
        self._freezing.start()

    def wait_frozen(self) -> None:
        """Wait until the processes are frozen; raises the error of the engine."""
        self._freezing.result()

    def thaw_after(self, last: Callable[[], None]) -> None:
        """Start to thaw the processes once `last` has returned; does not wait for that."""

        def thaw() -> None:
            last()
            self._unpause()

        self._thawing = BackgroundCall(thaw)
        self._thawing.start()

    def end(self) -> None:
        """Thaw the processes, unless that is done already, and wait for it."""
        try:
            self._freezing.wait()
        finally:
            self._thawing.result()


@contextlib.contextmanager
def frozen(engine: Engine, container: Container) -> Iterator[Freeze]:
    """Freeze a running container's processes until the block ends, or until `thaw_after` thaws them in it."""
    if container.state == "running":
        freeze = Freeze(partial(engine.pause, container.id), partial(engine.unpause, container.id))
    else:
        freeze = Freeze(_nothing, _nothing)
    try:
        freeze.start()
        yield freeze
    finally:
        freeze.end()


def _nothing() -> None:
    """Do nothing, in place of freezing a container that does not run."""


class LeftOut(Struct, frozen=True):
    """Data in a volume or bind mount, which is not part of an image."""

    mount: Mount
    size: int | None
    """Bytes; None if they cannot be counted."""


def left_out(engine: Engine, container: Container) -> list[LeftOut]:
    """Return the container's mounts with the size of their data."""
    if container.state == "running":
        return [LeftOut(mount, _size_inside(engine, container, mount.target)) for mount in container.mounts]
    return [LeftOut(mount, _size_on_host(mount)) for mount in container.mounts]


def _size_on_host(mount: Mount) -> int | None:
    """Return the disk usage of a mount in bytes as `du` counts it, read on this host; None if that fails."""
    if mount.place is None:
        return None
    seen: dict[tuple[int, int], int] = {}
    try:
        for _, _, files, opened in os.fwalk(mount.place, onerror=_raise):
            for info in (os.fstat(opened), *(os.stat(name, dir_fd=opened, follow_symlinks=False) for name in files)):
                seen[info.st_dev, info.st_ino] = info.st_blocks * 512
    except OSError:
        return None
    return sum(seen.values())


def _raise(error: OSError) -> None:
    raise error


def _size_inside(engine: Engine, container: Container, target: str) -> int | None:
    """Return the disk usage of a directory in bytes, counted by `du` in the container; None if that fails."""
    try:
        status, output = engine.run(container.id, ["du", "-sk", target])
    except SnapError:  # the size is optional: an image may have no du
        return None
    first = output.split()[:1]
    return int(first[0]) * 1024 if status == 0 and first and first[0].isdigit() else None
