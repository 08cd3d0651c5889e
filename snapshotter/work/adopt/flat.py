"""An image whose layers are not those of its base, as one layer on it: the same files, and the same configuration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from snapshotter.engine.api import Engine
from snapshotter.errors import NotStacked, UsageError
from snapshotter.model import Base, Image, Layer, Progress
from snapshotter.rootfs.image import base_tree, image_layers
from snapshotter.rootfs.spool import Spool
from snapshotter.store.home import Home

if TYPE_CHECKING:
    from snapshotter.rootfs.layer.write import Visit


def on_base(engine: Engine, home: Home, image: Image, base: Base, name: str, progress: Progress) -> Image:
    """Make the image `name`, of `image`'s files and configuration, as a layer on `base`; return it."""
    from snapshotter.rootfs.layer.difference import difference  # only where layers are not shared
    from snapshotter.rootfs.layer.write import LayerFile, write_layer

    before = base_tree(engine, engine.image(base.id), home.cache, progress)
    after = base_tree(engine, image, home.cache, progress, keep=False)
    progress("comparing the image with its base")
    found = difference(before, after, Layer({}))
    if found.is_empty:
        raise UsageError(f"the image has the same files as {base.reference}: nothing to adopt", "adopt another image")
    with LayerFile(home.cache) as file:
        with _files(engine, home, image, progress) as visit:
            write_layer(file, after, found, visit)
        try:
            made = engine.stack(base.id, lambda: file, image.config, name=name, message="")
        except NotStacked as error:
            raise UsageError(
                f"the engine cannot put the image on {base.reference}: {error.message}",
                "adopt it on another engine: `docker save IMAGE | DOCKER_HOST=… docker load` takes it there",
            ) from error
    return engine.image(made)


@contextmanager
def _files(engine: Engine, home: Home, image: Image, progress: Progress) -> Iterator[Visit]:
    """Yield what visits the files of an image."""
    from snapshotter.rootfs.layer.write import in_directories

    directories = engine.layer_dirs(image.id)
    if directories is not None and len(directories) == len(image.layers):
        with in_directories(directories[-1], lambda: directories[:-1]) as visit:
            yield visit
        return
    with Spool(home.cache) as spool:
        image_layers(engine, image.id, skip=0, progress=progress, spool=spool)
        yield spool.visit_one
