"""Find and remove what nothing refers to: the remains of a commit or proof that was killed.

Only images with the label of this home are considered, so that those of another user or another SNAP_HOME stay.
Lock files stay: a lock is released when its process ends, and removing the file would race with locking it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from snapshotter.engine.api import LABEL, Engine
from snapshotter.errors import Conflict, ContainerNotFound, EngineError
from snapshotter.model import Image, Progress, no_progress
from snapshotter.store.home import Home
from snapshotter.work.commit.freeze import locked

TAG_PREFIX = "snap/"
"""Beginning of the tags that snapshotter gives; an image with any other tag belongs to the user."""


class Orphan(Struct, frozen=True):
    """Something that nothing refers to."""

    kind: Literal["image", "proof image", "objects"]
    name: str
    why: str
    size: int = 0
    """Bytes, 0 if it is not known; layers shared with other images are counted too."""
    image: str = ""
    tags: tuple[str, ...] = ()
    workspace: str = ""


def orphans(engine: Engine, home: Home) -> list[Orphan]:
    """Return what can be removed; raises `StoreError` if a line, and so what it refers to, cannot be read."""
    identity = home.identity
    referred = _referred(engine, home)
    found = [
        _orphan("image", image, f"no snapshot of {image_workspace(image)} refers to it")
        for image in engine.images_labelled(LABEL + ".home", identity)
        if _is_orphan(image, referred)
    ]
    with home.workspaces.proofs(alone=True) as no_proof_runs:
        if no_proof_runs:
            found += [
                _orphan("proof image", image, "left behind by an interrupted proof")
                for image in engine.images_labelled(LABEL + ".proof", identity)
                if _is_orphan(image, referred)
            ]
    count = home.line.unreachable()
    if count:
        found.append(
            Orphan(
                "objects",
                f"{count} object{'' if count == 1 else 's'} of {home.line.repository}",
                "no snapshot refers to them",
            )
        )
    return found


def remove(
    engine: Engine, home: Home, found: Sequence[Orphan], tell: Progress = no_progress
) -> Iterator[tuple[Orphan, str]]:
    """Remove orphans, each checked again before; yield each with "" or the reason why it stays."""
    for orphan in found:
        try:
            if orphan.kind == "objects":
                home.line.forget()
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
    found = {summary.image for name in home.line.names() for summary in home.line.summaries(name)}
    for name in home.workspaces.names():
        workspace = home.workspaces.get(name)
        found.add(workspace.base.id)
        try:
            found.add(engine.container(workspace.container).image)
        except ContainerNotFound:
            continue
    return found


def _is_orphan(image: Image, referred: set[str]) -> bool:
    return image.id not in referred and all(tag.startswith(TAG_PREFIX) for tag in image.tags)


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
