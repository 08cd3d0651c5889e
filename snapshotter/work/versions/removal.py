"""Remove a workspace, so that it can be had back until `snap gc`, and bring a removed one back."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.engine.api import LABEL, Container, Engine
from snapshotter.errors import Conflict, ContainerNotFound, EngineError, NotFound, SnapError, StoreError
from snapshotter.model import Image, Progress, Workspace, no_progress
from snapshotter.store import workspaces
from snapshotter.store.home import Home
from snapshotter.store.paths import guarded, make_directory
from snapshotter.store.repository import refs
from snapshotter.store.repository.git import NO_OBJECT
from snapshotter.store.repository.operations import Operation, operation
from snapshotter.work.commit.commit import keep_aside
from snapshotter.work.start import container_name
from snapshotter.work.versions.switch import Target, settle, switch

FOLDER = "removed"
"""Folder of a home with a folder for each removed workspace: what it had on the host."""


class Removed(Struct, frozen=True):
    """What was removed with a workspace."""

    container: bool
    images: tuple[str, ...]
    kept: tuple[tuple[str, str], ...] = ()
    """Images that the engine did not remove, with its message: another container uses them."""
    lost: str = ""
    """Why work that was not committed could not be kept."""


def remove(
    engine: Engine,
    home: Home,
    name: str,
    *,
    force: bool,
    purge: bool = False,
    verb: str = "rm",
    undoes: str = "",
    progress: Progress = no_progress,
) -> Removed:
    """Remove a workspace: container, images, snapshots, journal.

    All but the container and its anonymous volumes is kept until `snap gc`, work that is not committed as a snapshot;
    with `purge` nothing is.  Raises `Conflict` if work would be removed, unless `force` is set; `NotFound` if there is
    neither a workspace nor a line of that name.
    """
    with home.workspaces.lock(name):
        present = name in home.workspaces.names()
        if not present and name not in home.line.names() and not images_of(engine, home, name):
            home.workspaces.get(name)  # raises `NotFound` with the names that exist
        with contextlib.suppress(SnapError):
            settle(engine, home, name)
        container = _container(engine, home, name)
        if not force:
            _refuse_loss(engine, home, name, container)
        if purge:
            return _purge(engine, home, name, container)
        return _set_by(engine, home, name, container, replace(operation(verb, name, ""), undoes=undoes), progress)


def _set_by(
    engine: Engine, home: Home, name: str, container: Container | None, done: Operation, progress: Progress
) -> Removed:
    """Keep what belongs to a workspace under other names, and remove its container."""
    lost, before = "", ""
    with contextlib.suppress(NotFound, StoreError):
        workspace = home.workspaces.get(name)
        before = workspaces.text(workspace).decode()
        try:
            kept = keep_aside(engine, home, workspace, done.verb, progress) if container else None
            done = replace(done, kept=kept.id if kept else "")
        except SnapError as error:
            lost = error.message
    count = 0
    with contextlib.suppress(StoreError):
        count = len(home.line.summaries(name))
    token = os.urandom(4).hex()
    folder = home.path / FOLDER / f"{name}-{token}"
    make_directory(folder.parent)
    tags = list(_renamed(engine, f"snap/{name}:", removed_repository(folder)))
    text = f"{name} with {count} snapshot{'' if count == 1 else 's'}"
    home.line.remove(name, replace(done, text=text, before=before, folder=folder.name))
    source = home.workspaces.path(name)
    with guarded(source):
        if source.is_dir():
            source.rename(folder)
        else:
            folder.mkdir(mode=0o700)
    if container:
        engine.remove(container.id)
    home.memory(name).forget()
    home.journal(name).forget()
    return Removed(container is not None, tuple(tags), lost=lost)


def removed_repository(folder: Path) -> str:
    """Return the beginning of the names of a removed workspace's images."""
    name, _, token = folder.name.rpartition("-")
    return f"snap/{name}/removed-{token}:"


def _renamed(engine: Engine, before: str, after: str) -> Iterator[str]:
    """Give the images whose name begins with `before` other names and yield the old ones."""
    for tag in engine.tags():
        if tag.startswith(before):
            engine.tag(tag, after + tag.removeprefix(before))
            engine.remove_image(tag)
            yield tag


def bring_back(engine: Engine, home: Home, gone: Operation, verb: str, text: str, tell: Progress) -> Workspace | None:
    """Undo the removal of a workspace; None where only its snapshots had been there.

    Raises `Conflict` where there is one of that name, `NotFound` where `snap gc` has removed it for good.
    """
    name, folder = gone.workspace, home.path / FOLDER / gone.folder
    with home.workspaces.lock(name):
        again = not folder.exists() and name in home.workspaces.names()  # a removal or this was ended in the middle
        if home.line.head(name) or (not again and name in home.workspaces.names()):
            raise Conflict(f"there is another workspace {name} now", f"remove it with `snap rm {name}` and try again")
        if not again and not folder.exists():
            raise NotFound(f"{name} was removed for good by `snap gc`", "it cannot be had back")
        changes = refs.inverse(gone.changes())
        if gone.kept:
            changes[refs.head_ref(name)] = (NO_OBJECT, gone.kept)
        list(_renamed(engine, removed_repository(folder), f"snap/{name}:"))
        if not again:
            with guarded(folder):
                folder.rename(home.workspaces.path(name))
        done = replace(operation(verb, name, text, changes), undoes=gone.id)
        if not gone.before:
            home.line.change(name, changes, done)
            return None
        workspace = home.workspaces.get(name)
        image = workspace.base.id
        if changes.get(refs.head_ref(name)):
            image = home.line.summaries(name, changes[refs.head_ref(name)][1])[-1].image
        try:
            return switch(engine, home, workspace, Target(image, workspace.branch, changes), done, tell, is_new=True)
        except BaseException:
            if home.line.head(name) is None:
                with guarded(folder):
                    home.workspaces.path(name).rename(folder)
                list(_renamed(engine, f"snap/{name}:", removed_repository(folder)))
            raise


def forget_removed(engine: Engine, home: Home, folder: Path) -> None:
    """Remove for good what a removed workspace had."""
    prefix = removed_repository(folder)
    for tag in engine.tags():
        if prefix in tag:
            engine.remove_image(tag)
    home.line.forget_operations(folder.name)
    shutil.rmtree(folder)


def images_of(engine: Engine, home: Home, name: str) -> list[Image]:
    """Return the images of this home that were committed from a workspace and have no name of another kind."""
    found = engine.images_labelled(LABEL + ".home", home.identity)
    return [
        image
        for image in found
        if dict(image.config.labels).get(LABEL + ".workspace") == name
        and all(tag.startswith(f"snap/{name}:") for tag in image.tags)
    ]


def _purge(engine: Engine, home: Home, name: str, container: Container | None) -> Removed:
    if container:
        engine.remove(container.id)
    removed, kept = _remove_images(engine, home, name)
    home.line.delete(name)
    home.workspaces.remove(name)
    home.memory(name).forget()
    home.journal(name).forget()
    return Removed(container is not None, tuple(removed), tuple(kept))


def _remove_images(engine: Engine, home: Home, name: str) -> tuple[list[str], list[tuple[str, str]]]:
    removed: list[str] = []
    kept: list[tuple[str, str]] = []
    tags = [tag for tag in engine.tags() if tag.startswith(f"snap/{name}:")]
    unnamed = [image.id for image in images_of(engine, home, name) if not image.tags]
    for reference in [*tags, *unnamed]:
        try:
            engine.remove_image(reference)
            removed.append(reference)
        except (Conflict, EngineError) as error:
            kept.append((reference, error.message))
    return removed, kept


def _container(engine: Engine, home: Home, name: str) -> Container | None:
    """Return the workspace's container, found by its record or, if that is lost, by its name and label."""
    candidates = [container_name(name)]
    with contextlib.suppress(StoreError, NotFound):
        candidates.insert(0, home.workspaces.get(name).container)
    for ident in candidates:
        with contextlib.suppress(ContainerNotFound):
            found = engine.container(ident)
            if found.labels.get(LABEL + ".workspace") == name:
                return found
    return None


def _refuse_loss(engine: Engine, home: Home, name: str, container: Container | None) -> None:
    """Raise `Conflict` if the workspace has snapshots or uncommitted work."""
    lost, ways = [], []
    found = home.line.summaries(name)
    if found:
        lost.append(f"{len(found)} snapshot{'' if len(found) == 1 else 's'}")
        ways.append(
            f"`snap export-dockerfile -n {name} -o DIR` saves the recipe,\n"
            f"`docker save -o FILE snap/{name}:latest` the image;"
        )
    commands = home.recorded_since(name, home.line.snapshot(name, found[-1].seq) if found else None).commands
    if commands or (not found and container and engine.diff(container.id)):
        lost.append("work that is not committed")
        if container:
            ways.insert(0, f"`snap commit -n {name}` makes a snapshot of it;")
    if lost:
        raise Conflict(
            f"{name} holds {' and '.join(lost)}",
            "\n".join(
                [*ways, f"`snap rm --force {name}` removes it anyway; `snap op undo` brings it back, until `snap gc`"]
            ),
        )
