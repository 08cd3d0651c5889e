"""What changed since the last snapshot: the base, the line and the container's layer brought together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from snapshotter.changes.compare import compare
from snapshotter.changes.history import advanced, between
from snapshotter.engine.api import Engine
from snapshotter.errors import ImageNotFound
from snapshotter.model import Base, Change, Layer, Progress, Snapshot, Tree, silent
from snapshotter.rootfs.cache import location
from snapshotter.rootfs.image import base_tree
from snapshotter.rootfs.tree import apply, touched

_Value = TypeVar("_Value", int, str)


class Ground(Struct, frozen=True):
    """What a workspace stands on."""

    base: Tree
    """The base image's file system."""
    committed: Tree
    """The file system as of the last snapshot."""
    touched: frozenset[str]
    """Paths that the snapshots changed."""
    kept: Path
    """Where the paths that the base's packages own are kept."""


class Now(Struct, frozen=True):
    """A container's file system, and what of it is not yet committed."""

    tree: Tree
    changes: list[Change]
    """Sorted, not yet attributed."""
    deleted_ns: Mapping[str, int]
    """`Layer.deleted_ns` of all layers."""
    lost: Mapping[str, str]
    """`Layer.lost` of all layers."""


def ground(
    engine: Engine, base: Base, snapshots: Sequence[Snapshot], cache: Path, progress: Progress = silent
) -> Ground:
    """Read what a workspace stands on; raises `ImageNotFound` where its base is gone."""
    try:
        image = engine.image(base.id)
    except ImageNotFound as error:
        raise ImageNotFound(
            f"the base image {base.reference} ({base.id[7:19]}) is not here any more",
            f"fetch it again: `docker pull {base.digest or base.reference}`",
        ) from error
    tree = base_tree(engine, image, cache, progress)
    earlier = between(snapshot.changes for snapshot in snapshots)
    return Ground(
        tree,
        advanced(tree, earlier) if earlier else tree,
        frozenset(change.path for change in earlier),
        location(cache, image.layers).with_suffix(".owners"),
    )


def now(stand: Ground, layers: Sequence[Layer]) -> Now:
    """Lay a container's layers on its base, and compare with the last snapshot."""
    tree = apply(stand.base, layers)
    changes = compare(stand.committed, tree, _touched(stand, layers))
    return Now(tree, changes, _all(layer.deleted_ns for layer in layers), _all(layer.lost for layer in layers))


def _touched(stand: Ground, layers: Sequence[Layer]) -> list[str]:
    paths = touched(layers, stand.base)
    paths |= stand.touched
    return list(paths)  # a set takes eight times as much


def _all(parts: Iterable[Mapping[str, _Value]]) -> dict[str, _Value]:
    return {path: value for part in parts for path, value in part.items()}
