"""Layers and trees of images and containers, read in place if possible, otherwise from the engine's stream."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from snapshotter.engine.api import Container, Engine
from snapshotter.model import Image, Layer, Progress, Tree, no_progress
from snapshotter.progress import CountedStream, Meter
from snapshotter.rootfs import cache as tree_cache
from snapshotter.rootfs.layer.as_committed import as_committed
from snapshotter.rootfs.layer.engine_files import without_placeholders
from snapshotter.rootfs.layer.from_save import read_saved
from snapshotter.rootfs.layer.from_tar import NotInPlace, read_layer_dir, read_layer_tar
from snapshotter.rootfs.layer.last_scan import LastScan
from snapshotter.rootfs.layer.skip_reading import Known
from snapshotter.rootfs.layer.tap import Tap
from snapshotter.rootfs.packed import Packed
from snapshotter.rootfs.spool import Section, Spool
from snapshotter.rootfs.tar.forward import Readable
from snapshotter.rootfs.tree import apply


def image_layers(
    engine: Engine,
    image_id: str,
    *,
    skip: int,
    tap: Tap | None = None,
    what: str = "reading the image",
    progress: Progress = no_progress,
    cache: Path | None = None,
    spool: Spool | None = None,
) -> list[Layer]:
    """Return the image's layers above the lowest `skip`, lowest first; raises `LayerError` if one is damaged.

    A `tap` may be called for files of lower layers as well, since their order in the engine's stream is unknown.  What
    the stream calls the lower layers is stored in the directory `cache`, so that they are skipped.  Where layers are
    read from the stream, the `spool` takes the contents of their files.
    `progress` is called with `what` is done and the amount that was read.
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
            pass  # the stream has what is missing in the directories

    def visit(stream: Readable) -> tuple[Layer, Section | None]:
        section = spool.section() if spool else None
        return read_layer_tar(stream, tap=section or tap, end_mark=False), section

    names = tree_cache.load_names(cache, image.layers[:skip]) if cache else {}
    found = read_saved(lambda: saved(engine, image, what, progress), image.layers, skip, visit, names)
    if cache:
        tree_cache.store_names(cache, image.layers[:skip] or image.layers, names)
    if spool:
        spool.hold([(layer, section) for layer, section in found if section])
    return [layer for layer, _ in found]


def saved(engine: Engine, image: Image, what: str, progress: Progress) -> CountedStream:
    """Open the stream with all layers of the image; what is read from it is counted."""
    return CountedStream(engine.save(image.id), Meter(what, progress, image.size))


def base_tree(
    engine: Engine, image: Image, cache: Path, progress: Progress = no_progress, *, keep: bool = True
) -> Packed:
    """Return the image's whole file system, and store it in the directory `cache` under the ids of its layers.

    If the tree of its lower layers is stored already, only the layers above are read.  It is not stored without
    `keep`, for an image whose names may hold a secret.
    """
    for known in range(len(image.layers), -1, -1):
        tree = tree_cache.load(tree_cache.location(cache, image.layers[:known])) if known else Packed()
        if tree is None:
            continue
        if known < len(image.layers):
            layers = image_layers(
                engine, image.id, skip=known, what="reading the base image", progress=progress, cache=cache
            )
            tree = apply(tree, layers)
            if keep:
                tree_cache.store(tree_cache.location(cache, image.layers), tree)
        return tree
    return Packed()


def container_layer(
    engine: Engine,
    container: Container,
    *,
    mounts: Collection[str] = (),
    tap: Tap | None = None,
    known: Known | None = None,
    last: Tree | None = None,
    scan: LastScan | None = None,
    progress: Progress = no_progress,
) -> Layer | None:
    """Return everything that the container changed so far, as a commit would store it, with change times.

    None if its layer cannot be read in place: then the committed image must be read.  `mounts` is as in
    `engine_files.without_placeholders`, `known`, `last` and `scan` as in `read_layer_dir`.
    """
    if container.upper is None:
        return None
    try:
        meter = Meter("reading what changed", progress)
        layer = read_layer_dir(container.upper, tap=tap, known=known, meter=meter, last=last, scan=scan)
    except NotInPlace:
        return None
    return as_committed(without_placeholders(layer, mounts), engine.info().name)
