"""A workspace's container: look it up, have it run, hold it still, say what of it no image keeps."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from snapshotter.engine.api import Container, Engine, Mount, Progress
from snapshotter.errors import ContainerNotFound, SnapError
from snapshotter.model import Workspace
from snapshotter.noun import noun
from snapshotter.work.home import Home
from snapshotter.work.interrupt import finished


def find(engine: Engine, home: Home, workspace: Workspace) -> Container:
    """Look the workspace's container up; raises `ContainerNotFound` with what can still be done."""
    try:
        return engine.container(workspace.container)
    except ContainerNotFound as error:
        name = workspace.name
        if home.line.head(name):
            hint = (f"its snapshots are still there: `snap start snap/{name}:latest --name {name}-2` goes on from\n"
                    f"the last one, `snap export-dockerfile -n {name}` works as before;\n"
                    f"`snap rm --force {name}` removes what is left")
        else:
            hint = (f"`snap rm --force {name}` removes the workspace,\n"
                    f"`snap start {workspace.base.reference}` makes a new one")
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


@contextlib.contextmanager
def frozen(engine: Engine, container: Container) -> Iterator[None]:
    """Hold a running container's processes still for the time of a `with`."""
    if container.state != "running":
        yield
        return
    try:
        with finished():  # an interrupted request is carried out all the same, and would leave the container frozen
            engine.pause(container.id)
        yield
    finally:
        with finished():
            engine.unpause(container.id)


@noun
class LeftOut:
    """Data in a volume or bind mount: it is no part of an image."""

    mount: Mount
    size: int | None
    """Bytes; None where they could not be counted."""


def left_out(engine: Engine, container: Container) -> list[LeftOut]:
    """Measure what the container's mounts hold."""
    return [LeftOut(mount, _size(engine, container, mount.target) if container.state == "running" else _amount(mount))
            for mount in container.mounts]


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
