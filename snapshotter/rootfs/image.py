"""Owns getting layers and trees of images and containers: in place where possible, else out of the engine's stream."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from snapshotter.engine.api import Container, Engine
from snapshotter.model import Image, Layer, Progress, no_progress
from snapshotter.progress import CountedStream, Meter
from snapshotter.rootfs import cache as stored
from snapshotter.rootfs.layer.as_committed import as_committed
from snapshotter.rootfs.layer.engine_files import without_placeholders
from snapshotter.rootfs.layer.from_save import read_saved
from snapshotter.rootfs.layer.from_tar import NotInPlace, read_layer_dir, read_layer_tar
from snapshotter.rootfs.layer.skip_reading import Known
from snapshotter.rootfs.layer.tap import Tap
from snapshotter.rootfs.packed import Packed
from snapshotter.rootfs.tree import apply


def image_layers(
    engine: Engine,
    image_id: str,
    *,
    skip: int,
    tap: Tap | None = None,
    what: str = "reading the image",
    progress: Progress = no_progress,
) -> list[Layer]:
    """Give the image's layers above the lowest `skip`, lowest first; raises `LayerError` where one is damaged.

    A `tap` may be shown files of lower layers too, where the engine's stream has them in an unknown order.
    `progress` is told `what` is done, and how far it is.
    """
    image = engine.image(image_id)
    if skip >= len(image.layers):
        return []
    directories = engine.layer_dirs(image.id)
    if directories is not None and len(directories) == len(image.layers):
        meter = Meter(what, progress, 0 if skip else image.size)
        try:
            return [read_layer_dir(directory, tap=tap, meter=meter) for directory in directories[skip:]]
        except NotInPlace:
            pass  # the stream below has what the directories lack
    return read_saved(
        lambda: saved(engine, image, what, progress),
        image.layers,
        skip,
        lambda stream: read_layer_tar(stream, tap=tap, end_mark=False),
    )


def saved(engine: Engine, image: Image, what: str, progress: Progress) -> CountedStream:
    """Open the image's stream, which has all its layers, counted as it is read."""
    return CountedStream(engine.save(image.id), Meter(what, progress, image.size))


def base_tree(engine: Engine, image: Image, cache: Path, progress: Progress = no_progress) -> Packed:
    """Give the image's whole file system, kept in the directory `cache` by the ids of its layers.

    Where the tree of its lower layers is kept already, only the layers above are read.
    """
    for known in range(len(image.layers), -1, -1):
        tree = stored.load(stored.location(cache, image.layers[:known])) if known else Packed()
        if tree is None:
            continue
        if known < len(image.layers):
            layers = image_layers(engine, image.id, skip=known, what="reading the base image", progress=progress)
            tree = apply(tree, layers)
            stored.store(stored.location(cache, image.layers), tree)
        return tree
    return Packed()


def container_layer(
    engine: Engine,
    container: Container,
    *,
    mounts: Collection[str] = (),
    tap: Tap | None = None,
    known: Known | None = None,
    progress: Progress = no_progress,
) -> Layer | None:
    """Give all that the container changed so far, as a commit would keep it, with change times.

    None where its layer cannot be read in place: then the committed image tells.  `mounts` as in
    `placeholders.without_placeholders`, `known` as in `read_layer_dir`.
    """
    if container.upper is None:
        return None
    try:
        layer = read_layer_dir(container.upper, tap=tap, known=known, meter=Meter("reading what changed", progress))
    except NotInPlace:
        return None
    return as_committed(without_placeholders(layer, mounts), engine.info().name)
