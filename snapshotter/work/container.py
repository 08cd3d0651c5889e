"""A workspace's container: look it up, have it run, hold it still, say what of it no image keeps."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from functools import partial

from msgspec import Struct

from snapshotter.engine.api import Container, Engine, Mount
from snapshotter.errors import ContainerNotFound, SnapError
from snapshotter.model import Progress, Workspace
from snapshotter.store.home import Home
from snapshotter.work.background import Meanwhile


def find(engine: Engine, home: Home, workspace: Workspace) -> Container:
    """Look the workspace's container up; raises `ContainerNotFound` with what can still be done."""
    try:
        return engine.container(workspace.container)
    except ContainerNotFound as error:
        name = workspace.name
        if home.line.head(name):
            hint = (
                f"its snapshots are still there: `snap start snap/{name}:latest --name {name}-2` goes on from\n"
                f"the last one, `snap export-dockerfile -n {name}` works as before;\n"
                f"`snap rm --force {name}` removes what is left"
            )
        else:
            hint = (
                f"`snap rm --force {name}` removes the workspace,\n"
                f"`snap start {workspace.base.reference}` makes a new one"
            )
        raise ContainerNotFound(f"the container of {name} is gone", hint) from error


def running(engine: Engine, home: Home, workspace: Workspace, tell: Progress) -> Container:
    """Give the workspace's container in a state to work in: a stopped one is started, a frozen one goes on."""
    found = find(engine, home, workspace)
    if found.state == "running":
        return found
    if found.state == "paused":
        tell(f"the container of {workspace.name} was paused: it goes on")
        engine.unpause(found.id)
    else:
        tell(f"the container of {workspace.name} was stopped: starting it again")
        engine.start(found.id)
    return engine.container(found.id)


Listed = list[tuple[str, str]]
"""`Engine.diff`: letter and path."""


def looking(engine: Engine, workspace: Workspace) -> Meanwhile[tuple[Container, Listed | None]]:
    """Begin to look the container up, and where its layer cannot be read in place, to have the engine list it."""

    def look() -> tuple[Container, Listed | None]:
        container = engine.container(workspace.container)
        return container, None if container.upper else engine.diff(container.id)

    begun = Meanwhile(look, may_be_left=True)
    begun.begin()
    return begun


class Freeze:
    """A container's processes that are being held still, by calls that go on beside.

    An interrupted request is carried out all the same, and would leave the container frozen: so each is waited for.
    """

    def __init__(self, pause: Callable[[], None], unpause: Callable[[], None]) -> None:
        """`pause` and `unpause` freeze and thaw them; nothing is begun yet."""
        self._unpause = unpause
        self._freezing = Meanwhile(pause)
        self._thawing = Meanwhile(unpause)

    def begin(self) -> None:
        """Begin to freeze them; whatever comes of that, `end` is to be called."""
        self._freezing.begin()

    def still(self) -> None:
        """Wait until they stand still; raises what kept them from it."""
        self._freezing.result()

    def thaw_behind(self, last: Callable[[], None]) -> None:
        """Let them go on as soon as `last` has come to its end, which this does not wait for."""

        def thaw() -> None:
            last()
            self._unpause()

        self._thawing = Meanwhile(thaw)
        self._thawing.begin()

    def end(self) -> None:
        """See to it that they go on."""
        try:
            self._freezing.settle()
        finally:
            self._thawing.result()


@contextlib.contextmanager
def frozen(engine: Engine, container: Container) -> Iterator[Freeze]:
    """Hold a running container's processes still for the time of a `with`, or until they are to be thawed in it."""
    runs = container.state == "running"
    freeze = (
        Freeze(partial(engine.pause, container.id), partial(engine.unpause, container.id))
        if runs
        else Freeze(_nothing, _nothing)
    )
    try:
        freeze.begin()
        yield freeze
    finally:
        freeze.end()


def _nothing() -> None:
    """Freeze what does not run."""


class LeftOut(Struct, frozen=True):
    """Data in a volume or bind mount: it is no part of an image."""

    mount: Mount
    size: int | None
    """Bytes; None where they could not be counted."""


def left_out(engine: Engine, container: Container) -> list[LeftOut]:
    """Measure what the container's mounts hold."""
    return [
        LeftOut(mount, _size(engine, container, mount.target) if container.state == "running" else _amount(mount))
        for mount in container.mounts
    ]


def _amount(mount: Mount) -> int | None:
    """Give what `du` would say of the data of a container that is stopped, in bytes."""
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


def _size(engine: Engine, container: Container, target: str) -> int | None:
    try:
        status, output = engine.run(container.id, ["du", "-sk", target])
    except SnapError:  # an image without du: the size is a courtesy
        return None
    first = output.split()[:1]
    return int(first[0]) * 1024 if status == 0 and first and first[0].isdigit() else None
