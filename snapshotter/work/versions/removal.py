"""Remove a workspace, so that it can be had back until `snap gc`, and bring a removed one back.

The images get second names, the operation is recorded, which removes the refs, and then what is left is moved aside.  A
note in the workspace's folder names the folder it goes to: where the process is ended, `settle_removal` finishes the
removal if its operation is in the log and not undone, and else takes it back.
"""

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
from snapshotter.store.layout import container_name
from snapshotter.store.paths import guarded, make_directory
from snapshotter.store.paths import replace as write
from snapshotter.store.repository import refs
from snapshotter.store.repository.git import NO_OBJECT
from snapshotter.store.repository.operations import Operation, operation
from snapshotter.work.commit.commit import keep_aside
from snapshotter.work.versions.switch import VOLUMES, Target, settle, switch

FOLDER = "removed"
"""Folder of a home with a folder for each removed workspace: what it had on the host."""
NOTE = "removing"
"""File in a workspace's folder with the name of the folder below `FOLDER` to which a removal moves it."""


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
            settle_removal(engine, home, name)
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
    folder = home.path / FOLDER / f"{name}-{os.urandom(4).hex()}"
    make_directory(folder.parent)
    write(home.workspaces.path(name) / NOTE, folder.name.encode())
    tags = list(_named_too(engine, f"snap/{name}:", removed_repository(folder)))
    text = f"{name} with {count} snapshot{'' if count == 1 else 's'}"
    home.line.remove(name, replace(done, text=text, before=before, folder=folder.name))
    _move_aside(engine, home, name, folder, container)
    return Removed(container is not None, tuple(tags), lost=lost)


def _move_aside(engine: Engine, home: Home, name: str, folder: Path, container: Container | None) -> None:
    """Do what follows a removal that is recorded."""
    _rename_images(engine, f"snap/{name}:", removed_repository(folder))
    _remove_container(engine, container)
    source = home.workspaces.path(name)
    with guarded(source):
        source.rename(folder)
    home.memory(name).forget()
    home.journal(name).forget()


def _remove_container(engine: Engine, container: Container | None) -> None:
    """Remove a workspace's container with its anonymous volumes, those that it took over from earlier ones included."""
    if container is None:
        return
    engine.remove(container.id)
    for volume in filter(None, container.labels.get(VOLUMES, "").split(",")):
        with contextlib.suppress(SnapError):  # gone already, or used by a container of someone else
            engine.remove_volume(volume)


def settle_removal(engine: Engine, home: Home, name: str) -> bool:
    """Finish or take back a removal that was ended, and return whether there was one; the caller holds the lock."""
    file = home.workspaces.path(name) / NOTE
    with guarded(file):
        try:
            folder = home.path / FOLDER / Path(file.read_text(errors="replace")).name
        except (FileNotFoundError, NotADirectoryError):
            return False
    if _is_removed(home, name, folder.name):
        _move_aside(engine, home, name, folder, _container(engine, home, name))
        return True
    _rename_images(engine, removed_repository(folder), f"snap/{name}:")
    with guarded(file):
        file.unlink(missing_ok=True)
    return True


def settle_if_left(engine: Engine, home: Home, name: str) -> bool:
    """Settle what a verb that was ended left, unless another process holds the lock: that one is at it."""
    with contextlib.suppress(Conflict), home.workspaces.lock(name):
        switched = settle(engine, home, name)
        return settle_removal(engine, home, name) or switched
    return False


def _is_removed(home: Home, name: str, folder: str) -> bool:
    """Return whether the removal into a folder is recorded, and not undone."""
    if not folder or home.line.head(name):
        return False
    later = set[str]()
    with contextlib.suppress(StoreError):  # a log that cannot be read: what is there stays
        for one in home.line.operations():
            if one.folder == folder:
                return one.id not in later
            later.add(one.undoes)
    return False


def removed_repository(folder: Path) -> str:
    """Return the beginning of the names of a removed workspace's images."""
    name, _, token = folder.name.rpartition("-")
    return f"snap/{name}/removed-{token}:"


def _named_too(engine: Engine, before: str, after: str) -> Iterator[str]:
    """Tag the images whose name begins with `before` a second time and yield the first."""
    for tag in engine.tags():
        if tag.startswith(before):
            engine.tag(tag, after + tag.removeprefix(before))
            yield tag


def _rename_images(engine: Engine, before: str, after: str) -> None:
    """Rename the images whose name begins with `before`."""
    for tag in _named_too(engine, before, after):
        engine.remove_image(tag)


def bring_back(engine: Engine, home: Home, gone: Operation, verb: str, text: str, tell: Progress) -> Workspace | None:
    """Undo the removal of a workspace; None where only its snapshots had been there.

    Raises `Conflict` where there is one of that name, `NotFound` where `snap gc` has removed it for good.
    """
    name, folder = gone.workspace, home.path / FOLDER / gone.folder
    with home.workspaces.lock(name):
        settle(engine, home, name)
        settle_removal(engine, home, name)
        again = not folder.exists() and name in home.workspaces.names()  # a removal or this was ended in the middle
        if home.line.head(name) or (not again and name in home.workspaces.names()):
            raise Conflict(f"there is another workspace {name} now", f"remove it with `snap rm {name}` and try again")
        if not again and not folder.exists():
            raise NotFound(f"{name} was removed for good by `snap gc`", "it cannot be had back")
        changes = refs.inverse(gone.changes())
        if gone.kept:
            changes[refs.head_ref(name)] = (NO_OBJECT, gone.kept)
        if not again:
            write(folder / NOTE, folder.name.encode())  # until this is recorded
            with guarded(folder):
                folder.rename(home.workspaces.path(name))
        _rename_images(engine, removed_repository(folder), f"snap/{name}:")
        done = replace(operation(verb, name, text, changes), undoes=gone.id)
        if not gone.before:
            home.line.change(name, changes, done)
            settle_removal(engine, home, name)
            return None
        workspace = home.workspaces.get(name)
        image = workspace.base.id
        if changes.get(refs.head_ref(name)):
            image = home.line.summaries(name, changes[refs.head_ref(name)][1])[-1].image
        try:
            made = switch(engine, home, workspace, Target(image, workspace.branch, changes), done, tell, is_new=True)
        except BaseException:
            with contextlib.suppress(SnapError):  # the next verb does it, for the note stays
                settle_removal(engine, home, name)
            raise
        settle_removal(engine, home, name)
        return made


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
    _remove_container(engine, container)
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
