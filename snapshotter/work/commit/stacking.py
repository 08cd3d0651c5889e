"""Whether a snapshot's image is that of the last one and a layer with what changed since, and which engines refuse it.

What an engine answered is kept in the cache under its name, version, storage and address: a newer one is asked again.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from snapshotter.engine.api import ORIGIN, Container, Engine, EngineInfo
from snapshotter.errors import ImageNotFound
from snapshotter.model import Image
from snapshotter.rootfs.cache import load_sealed, store_sealed
from snapshotter.work.commit.draft import Draft

MOST_LAYERS = 110
"""Layers up to which images are stacked: engines take about 127 (Docker's overlay2: 125), one is a container's own."""

CONTAINERD_DRIVER = "overlayfs"
"""What Docker calls its storage where containerd has the images: there a commit takes longer than reading the container
and loading the layer, 0.8 s for ten files instead of 0.5."""


def image_below(engine: Engine, cache: Path, draft: Draft, container: Container) -> Image | None:
    """Return the image on which the snapshot's layer goes, None where the engine itself has to commit the container.

    That is the last snapshot's; from `MOST_LAYERS` on the base, or the engine's own commit if it gives the same.  For
    the first snapshot it is the base where that is faster.
    """
    base, info = draft.workspace.base, engine.info()
    if answer(cache, info):
        return None
    try:
        if not draft.earlier:
            faster = info.storage_driver == CONTAINERD_DRIVER and container.upper and container.image == base.id
            return engine.image(base.id) if faster and not draft.damage else None
        last = engine.image(draft.earlier[-1].image)
        if last.layers[: len(base.layers)] != base.layers:
            return None
        if len(last.layers) < MOST_LAYERS:
            return last
        return engine.image(base.id) if ORIGIN in container.labels else None
    except ImageNotFound:
        return None


def answer(cache: Path, info: EngineInfo) -> str | None:
    """Return why an engine takes no image as another one's layers and one more; "" if it does, None if unknown."""
    return _answers(cache).get(_key(info))


def keep_answer(cache: Path, info: EngineInfo, refusal: str | None) -> None:
    """Keep why an engine refused, "" for one that did not; None forgets it."""
    found, key = _answers(cache), _key(info)
    if found.get(key) != refusal:
        found.pop(key, None)
        store_sealed(_file(cache), json.dumps(found if refusal is None else found | {key: refusal}).encode())


def _answers(cache: Path) -> dict[str, str]:
    with suppress(ValueError, TypeError):
        return {str(key): str(value) for key, value in json.loads(load_sealed(_file(cache)) or b"{}").items()}
    return {}


def _key(info: EngineInfo) -> str:
    return " ".join((info.name, info.version, info.storage_driver, info.address))


def _file(cache: Path) -> Path:
    return cache / "stacking"
