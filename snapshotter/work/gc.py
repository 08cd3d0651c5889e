"""Find and remove what nothing refers to any more: what a kill in the middle of a commit or a proof left behind.

Only what carries the label of this home is looked at, so that another user's, or another SNAP_HOME's, is safe.
Files of locks stay: a lock goes with its process, and removing its file would race with taking it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from snapshotter.engine.api import LABEL, Engine
from snapshotter.errors import Conflict, ContainerNotFound, EngineError
from snapshotter.model import Image
from snapshotter.store.home import Home

OURS = "snap/"
"""Names below this are snapshotter's; an image that somebody named otherwise is theirs."""


class Orphan(Struct, frozen=True):
    """Something that nothing refers to."""

    kind: Literal["image", "proof image", "objects"]
    name: str
    why: str
    size: int = 0
    """Bytes, 0 where it is not known; layers shared with other images are counted too."""
    image: str = ""
    tags: tuple[str, ...] = ()
    workspace: str = ""


def orphans(engine: Engine, home: Home) -> list[Orphan]:
    """List what can go; raises `StoreError` where a line cannot be read, since then nobody knows what it refers to."""
    identity = home.identity
    referred = _referred(engine, home)
    found = [
        _orphan("image", image, f"no snapshot of {image_workspace(image)} refers to it")
        for image in engine.images_labelled(LABEL + ".home", identity)
        if _is_orphan(image, referred)
    ]
    with home.workspaces.proofs(alone=True) as nobody_proves:
        if nobody_proves:
            found += [
                _orphan("proof image", image, "left by a proof that was cut off")
                for image in engine.images_labelled(LABEL + ".proof", identity)
                if _is_orphan(image, referred)
            ]
    count = home.line.unreachable()
    if count:
        found.append(
            Orphan(
                "objects",
                f"{count} object{'' if count == 1 else 's'} of {home.line.repository}",
                "no snapshot holds them",
            )
        )
    return found


def remove(engine: Engine, home: Home, found: Sequence[Orphan]) -> Iterator[tuple[Orphan, str]]:
    """Remove them, looked at once more; gives each with "" or why it stays."""
    for orphan in found:
        try:
            if orphan.kind == "objects":
                home.line.forget()
            elif orphan.kind == "proof image":
                _remove_proof(engine, home, orphan)
            else:
                with home.workspaces.lock(orphan.workspace):  # or it may be a commit's that is about to be referred to
                    if orphan.image in _referred(engine, home):
                        raise Conflict("a snapshot refers to it by now")
                    _remove_image(engine, orphan)
        except (Conflict, EngineError) as error:
            yield orphan, error.message
        else:
            yield orphan, ""


def _remove_proof(engine: Engine, home: Home, orphan: Orphan) -> None:
    with home.workspaces.proofs(alone=True) as nobody_proves:
        if not nobody_proves:
            raise Conflict("a proof is running")
        _remove_image(engine, orphan)


def _remove_image(engine: Engine, orphan: Orphan) -> None:
    for name in orphan.tags or (orphan.image,):
        engine.remove_image(name)


def _referred(engine: Engine, home: Home) -> set[str]:
    """Give the ids of all images that a snapshot, a workspace or its container stands on."""
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
    return image.id not in referred and all(tag.startswith(OURS) for tag in image.tags)


def image_workspace(image: Image) -> str:
    """Give the workspace that an image was committed from."""
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
