"""Find and remove what nothing refers to: the remains of a commit or proof that was killed.

Only images with the label of this home are considered, so that those of another user or another SNAP_HOME stay.
Lock files stay: a lock is released when its process ends, and removing the file would race with locking it.

An image that no snapshot refers to is not always a remain: where a branch is lost, none refers to any.  So nothing is
removed while images or snapshots exist that only a lost line explains, and nothing of a line that is damaged.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from snapshotter.engine.api import LABEL, Engine
from snapshotter.errors import Conflict, ContainerNotFound, EngineError, StoreError, StoreTooNew
from snapshotter.model import Image, Progress, no_progress
from snapshotter.store.damage.notices import notice
from snapshotter.store.home import Home
from snapshotter.store.layout import Summary, container_name
from snapshotter.store.repository.git import REPAIR_HINT
from snapshotter.work.build.states import kept, remove_state
from snapshotter.work.commit.freeze import locked
from snapshotter.work.versions.removal import FOLDER, forget_removed, removed_repository

TAG_PREFIX = "snap/"
"""Beginning of the tags that snapshotter gives; an image with any other tag belongs to the user."""
_MOST_NAMED = 5
"""Images and snapshots that an error names."""


class Orphan(Struct, frozen=True):
    """Something that nothing refers to."""

    kind: Literal["image", "proof image", "objects", "removed workspace", "failed build"]
    name: str
    why: str
    size: int = 0
    """Bytes, 0 if it is not known; layers shared with other images are counted too."""
    image: str = ""
    tags: tuple[str, ...] = ()
    workspace: str = ""


def orphans(engine: Engine, home: Home) -> list[Orphan]:
    """Return what can be removed; raises `Conflict` where that could be what a lost line referred to."""
    identity = home.identity
    known = _known(engine, home)
    unused = [
        image
        for image in engine.images_labelled(LABEL + ".home", identity)
        if _is_orphan(image, known.referred) and image_workspace(image) not in known.damaged
    ]
    _refuse_lost(home, known, unused)
    found = [_removed(engine, folder) for folder in _removed_folders(home)]
    found += [
        Orphan(
            "failed build", name, "the states of a step that failed; the next build of that Dockerfile makes them anew"
        )
        for name in kept(home)
    ]
    found += [_orphan("image", image, f"no snapshot of {image_workspace(image)} refers to it") for image in unused]
    with home.workspaces.proofs(alone=True) as no_proof_runs:
        if no_proof_runs:
            found += [
                _orphan("proof image", image, "left behind by an interrupted proof")
                for image in engine.images_labelled(LABEL + ".proof", identity)
                if _is_orphan(image, known.referred)
            ]
    count = 0 if known.damaged else home.line.removable()
    if count:
        found.append(
            Orphan(
                "objects",
                f"{count} object{'' if count == 1 else 's'} of {home.line.repository}",
                "no snapshot refers to them",
            )
        )
    return found


def _removed_folders(home: Home) -> list[Path]:
    folder = home.path / FOLDER
    return sorted(one for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else []


def _removed(engine: Engine, folder: Path) -> Orphan:
    """Return what a removed workspace left, which `snap op undo` brings back until it is removed here."""
    prefix = removed_repository(folder)
    images = {image.id: image for tag in engine.tags() if prefix in tag for image in [engine.image(tag)]}
    name = folder.name.rpartition("-")[0]
    size = max((image.size for image in images.values()), default=0)
    return Orphan("removed workspace", folder.name, f"{name} was removed; `snap op undo` brings it back", size)


class _Known(Struct, frozen=True):
    """What the lines and workspaces of a home say."""

    referred: set[str]
    """The ids of all images that a snapshot, a workspace or its container needs."""
    newest: dict[str, int]
    """Number of the newest snapshot of each workspace that has one."""
    damaged: set[str]
    """The workspaces of which not all snapshots can be read."""


def _known(engine: Engine, home: Home) -> _Known:
    referred, newest, damaged = _referred(engine, home), {}, set[str]()
    for name in home.line.names():
        found = _summaries(home, name)
        if not found or any(one.damage for one in found) or not _others_intact(home, name):
            damaged.add(name)
            notice(f"not all snapshots of {name} can be read: its images stay\n  next: {REPAIR_HINT}")
        else:
            newest[name] = home.line.next_number(name) - 1
    return _Known(referred, newest, damaged)


def _others_intact(home: Home, name: str) -> bool:
    """Return whether all snapshots of a workspace that are not on its line can be read."""
    try:
        return not any(one.damage for one in home.line.others(name))
    except StoreTooNew:
        raise
    except StoreError:
        return False


def _every(home: Home, name: str) -> list[Summary]:
    """Return the summaries of a workspace's snapshots, those that are not on its line included."""
    others: list[Summary] = []
    with contextlib.suppress(StoreError):
        others = home.line.others(name)
    return [*_summaries(home, name), *others]


def _summaries(home: Home, name: str) -> list[Summary]:
    """Return the summaries of a workspace's snapshots, [] where the newest cannot be read."""
    try:
        return home.line.summaries(name)
    except StoreTooNew:
        raise
    except StoreError:
        return []


def _refuse_lost(home: Home, known: _Known, unused: Sequence[Image]) -> None:
    """Raise `Conflict` for snapshots that no branch holds, and for images that are no remains of a killed commit."""
    removed = {folder.name.rpartition("-")[0] for folder in _removed_folders(home)}  # no lines that are lost
    lost = [one for one in home.line.lost_snapshots() if one.workspace not in {*known.newest, *known.damaged, *removed}]
    present = home.workspaces.names()
    found = {one.workspace: f"snapshot {one.seq} of {one.workspace}" for one in lost if one.workspace in present}
    images = {one.image for one in lost}
    for image in unused:
        name = image_workspace(image)
        if image.id in images or not _is_leftover(image, name, known.newest.get(name, 0), present=name in present):
            found[name] = image.tags[0] if image.tags else image.id[:19]
    if found:
        named = ", ".join(list(found.values())[:_MOST_NAMED]) + (" and others" if len(found) > _MOST_NAMED else "")
        names = " ".join(found)
        raise Conflict(
            f"no snapshot of a workspace refers to {named}, which may be what a lost line held; nothing was removed",
            f"`snap doctor --repair` restores a line that is lost;\n"
            f"if you do not want it, `snap rm --force NAME` removes what is left of {names};\n"
            "an image that has another name too, as by `docker tag`, is yours and stays",
        )


def _is_leftover(image: Image, name: str, newest: int, *, present: bool) -> bool:
    """Return whether an image that no snapshot refers to is surely the remain of a killed commit.

    Such a one has the number of the next snapshot, until that takes the tag over; `latest` is set after the snapshot.
    """
    prefix = f"{TAG_PREFIX}{name}:"
    labels = [tag.removeprefix(prefix) for tag in image.tags if tag.startswith(prefix)]
    if not image.tags:
        return True
    numbers = [int(label) for label in labels if label.isdigit()]
    if not numbers or (not present and not newest):
        return False
    return max(numbers) <= newest or (max(numbers) == newest + 1 and "latest" not in labels)


def remove(
    engine: Engine, home: Home, found: Sequence[Orphan], tell: Progress = no_progress
) -> Iterator[tuple[Orphan, str]]:
    """Remove orphans, each checked again before; yield each with "" or the reason why it stays."""
    for orphan in found:
        try:
            if orphan.kind == "objects":
                home.line.forget()
            elif orphan.kind == "removed workspace":
                forget_removed(engine, home, home.path / FOLDER / orphan.name)
            elif orphan.kind == "failed build":
                remove_state(engine, home, orphan.name, force=True)
            elif orphan.kind == "proof image":
                _remove_proof(engine, home, orphan)
            else:
                with locked(lambda: engine, home, orphan.workspace, tell):  # a commit may be about to refer to it
                    if orphan.image in _referred(engine, home):
                        raise Conflict("a snapshot refers to it now")
                    _remove_image(engine, orphan)
        except (Conflict, EngineError) as error:
            yield orphan, error.message
        else:
            yield orphan, ""


def _remove_proof(engine: Engine, home: Home, orphan: Orphan) -> None:
    with home.workspaces.proofs(alone=True) as no_proof_runs:
        if not no_proof_runs:
            raise Conflict("a proof is running")
        _remove_image(engine, orphan)


def _remove_image(engine: Engine, orphan: Orphan) -> None:
    for name in orphan.tags or (orphan.image,):
        engine.remove_image(name)


def _referred(engine: Engine, home: Home) -> set[str]:
    """Return the ids of all images that a snapshot, a workspace or its container needs."""
    found = {summary.image for name in home.line.names() for summary in _every(home, name)}
    for name in home.workspaces.names():
        with contextlib.suppress(ContainerNotFound):
            found.add(engine.container(container_name(name)).image)
        try:
            workspace = home.workspaces.get(name)
        except StoreTooNew:
            raise
        except StoreError as error:
            notice(f"{error.message}\n  next: {error.hint}")
            continue
        found.add(workspace.base.id)
        with contextlib.suppress(ContainerNotFound):
            found.add(engine.container(workspace.container).image)
    return found


def _is_orphan(image: Image, referred: set[str]) -> bool:
    return (
        image.id not in referred
        and all(tag.startswith(TAG_PREFIX) for tag in image.tags)
        and not any("/removed-" in tag for tag in image.tags)
    )


def image_workspace(image: Image) -> str:
    """Return the name of the workspace that an image was committed from."""
    return dict(image.config.labels).get(LABEL + ".workspace", "")


def _orphan(kind: Literal["image", "proof image"], image: Image, why: str) -> Orphan:
    return Orphan(
        kind,
        image.tags[0] if image.tags else image.id[:19],
        why,
        image.size,
        image.id,
        image.tags,
        image_workspace(image),
    )
