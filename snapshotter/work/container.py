"""A workspace's container: look it up, make it run, measure the data in its mounts."""

from __future__ import annotations

import os

from msgspec import Struct

from snapshotter.engine.api import Container, Engine, Mount
from snapshotter.errors import ContainerNotFound, ImageNotFound, SnapError
from snapshotter.model import NO_CONTAINER, Progress, Workspace
from snapshotter.store.home import Home
from snapshotter.work.background import BackgroundCall


def find(engine: Engine, home: Home, workspace: Workspace) -> Container:
    """Return the workspace's container; raises `ContainerNotFound` with a hint on what can still be done."""
    try:
        return engine.container(workspace.container)
    except ContainerNotFound as error:
        name = workspace.name
        if workspace.container == NO_CONTAINER:
            raise ContainerNotFound(
                f"{name} has no container yet", f"`snap checkout -n {name}` makes one from its last snapshot"
            ) from error
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
        engine.image(last.image)
    except ImageNotFound:
        return (
            "the image of its last snapshot is not on this machine either: where it is, `snap backup --images FILE`\n"
            f"takes it along; `snap export-dockerfile -n {name} --no-verify` writes the recipe;\n"
            f"`snap rm --force {name}` removes what is left"
        )
    return (
        f"its snapshots still exist: `snap checkout -n {name}` makes it again from the last one,\n"
        f"`snap export-dockerfile -n {name}` works as before;\n"
        f"`snap rm --force {name}` removes what is left"
    )


def ensure_running(engine: Engine, home: Home, workspace: Workspace, tell: Progress) -> Container:
    """Return the workspace's container, after starting or resuming it if it is stopped or paused."""
    found = find(engine, home, workspace)
    if found.state == "running":
        return found
    if found.state == "paused":
        from snapshotter.work.commit.freeze import resume

        resume(engine, home, workspace.name, found, tell)
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


_DIGITS = 19
"""Digits of a number that `du` can print; what answers in the container may be another program."""


def _size_inside(engine: Engine, container: Container, target: str) -> int | None:
    """Return the disk usage of a directory in bytes, counted by `du` in the container; None if that fails."""
    try:
        status, output = engine.run(container.id, ["du", "-sk", target])
    except SnapError:  # the size is optional: an image may have no du
        return None
    first = output.split()[:1]
    return int(first[0]) * 1024 if status == 0 and first and first[0].isdigit() and len(first[0]) < _DIGITS else None
