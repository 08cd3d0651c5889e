"""Where the contents of a container's or an image's files come from: directories, layers, or what was spooled.

It loads nothing that explains changes: a commit reads the container before that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from snapshotter.engine.api import Container, Engine
from snapshotter.model import Image, Layer, Progress, Tree
from snapshotter.rootfs.contents import (
    CollectingTap,
    collect,
    collect_in_place,
    collect_spooled,
    digests_in_place,
    read_contents,
    read_digests,
    read_in_place,
    read_spooled,
)
from snapshotter.rootfs.image import container_layer
from snapshotter.rootfs.layer.last_scan import LastScan
from snapshotter.rootfs.layer.skip_reading import Known
from snapshotter.rootfs.layer.tap import Digests
from snapshotter.rootfs.spool import Spool

Fetch = Callable[[Mapping[str, int]], dict[str, bytes]]
"""Returns the bytes of regular files; the argument maps each path to the largest size that is read."""
Digest = Callable[[Mapping[str, str]], dict[str, str]]
"""Returns the digests of regular files as hex; the argument maps each path to the algorithm."""

MakeTap = Callable[[Mapping[str, int]], CollectingTap[Any]]
Collect = Callable[[Mapping[str, int], MakeTap], dict[str, Any]]
"""Returns what a tap found in regular files; the arguments are the sizes by path, and what makes the tap."""


class FileSource(Struct, frozen=True):
    """Access to the contents of a file system."""

    whole: Fetch
    """Reads any file."""
    changed: Fetch
    """Reads files that the container changed."""
    digests: Digest
    """Computes digests of files that the container changed, all at once: a call may read the whole image."""
    collect: Collect
    """Gives files that the container changed to a tap and returns what that found, all at once as well."""


def layers_in_place(
    engine: Engine,
    container: Container,
    known: Known,
    progress: Progress,
    last: Tree | None = None,
    scan: LastScan | None = None,
) -> list[Layer] | None:
    """Return what a container changed, with change times; None if this process cannot read its layer in place.

    `known`, `last` and `scan` are as in `read_layer_dir`.
    """
    layer = container_layer(engine, container, known=known, last=last, scan=scan, progress=progress)
    return None if layer is None else [layer]


def container_source(engine: Engine, container: Container) -> FileSource:
    """Return the source that reads a container in place; its layer must be readable there."""
    assert container.upper is not None
    upper = container.upper

    def directories() -> list[Path]:  # asked for only where files of the image are read, which is rare
        return [*(engine.layer_dirs(container.image) or ()), upper]

    return FileSource(
        lambda want: read_in_place(directories(), want) if want else {},
        lambda want: read_in_place([upper], want),
        lambda want: digests_in_place(upper, want),
        lambda want, make_tap: collect_in_place([upper], want, make_tap),
    )


def image_source(engine: Engine, image: Image, skip: int) -> FileSource:
    """Return the source that reads an image, whose lowest `skip` layers are those of the base image."""
    return FileSource(
        lambda want: dict(engine.read_files(image.id, want)),
        lambda want: read_contents(engine, image, skip, want),
        lambda want: read_digests(engine, image, skip, want),
        lambda want, make_tap: collect(engine, image, skip, want, make_tap),
    )


def spool_source(spool: Spool, lower: Fetch) -> FileSource:
    """Return the source that reads an image whose upper layers were read before; `lower` reads all other files."""

    def whole(want: Mapping[str, int]) -> dict[str, bytes]:
        others = {path: size for path, size in want.items() if not spool.has(path)}
        return read_spooled(spool, want) | (lower(others) if others else {})

    return FileSource(
        whole,
        lambda want: read_spooled(spool, want),
        lambda want: collect_spooled(spool, want, Digests),
        lambda want, make_tap: collect_spooled(spool, want, make_tap),
    )
