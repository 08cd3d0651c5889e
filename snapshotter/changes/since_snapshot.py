"""The changes since the last snapshot, from the base image, the earlier snapshots and the container's layer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.compare import compare
from snapshotter.changes.history import join_changes, with_changes
from snapshotter.changes.masked_names import NameMask
from snapshotter.engine.api import Engine
from snapshotter.errors import ImageNotFound
from snapshotter.model import Base, Change, Layer, Progress, Snapshot, Tree, no_progress
from snapshotter.rootfs import kept_tree
from snapshotter.rootfs.cache import location
from snapshotter.rootfs.image import base_tree
from snapshotter.rootfs.packed import Packed, copied, unequal
from snapshotter.rootfs.tree import apply, touched

_Value = TypeVar("_Value", int, str)

WORTH_KEEPING = 2000
"""Changes from which on the state of the last snapshot is kept: fewer are applied in less time than it is read."""


class CommittedState(Struct, frozen=True):
    """The file systems with which a container is compared: the base image's and the last snapshot's."""

    base: Tree
    """The base image's file system."""
    committed: Tree
    """The file system as of the last snapshot."""
    touched: frozenset[str]
    """Paths that the snapshots changed."""
    owned_paths: Path
    """File that stores which paths the base image's packages own."""
    origin: Tree
    """The file system of the image of the workspace's container: that of the base image or of a snapshot."""


class ContainerState(Struct, frozen=True):
    """A container's file system, and its changes since the last snapshot."""

    tree: Tree
    changes: list[Change]
    """Sorted, not yet attributed."""
    deleted_ns: Mapping[str, int]
    """`deleted_ns` of all layers."""
    lost: Mapping[str, str]
    """`lost` of all layers."""
    masked: bool = False
    """Whether a name in the tree stands for one that holds a secret."""


def committed_state(
    engine: Engine,
    base: Base,
    snapshots: Sequence[Snapshot],
    cache: Path,
    progress: Progress = no_progress,
    origin: str = "",
) -> CommittedState:
    """Read the base image and apply the snapshots to it; raises `ImageNotFound` if the base image is missing.

    `origin` is the id of the image of the workspace's container, "" for the base image.
    """
    try:
        image = engine.image(base.id)
    except ImageNotFound as error:
        raise ImageNotFound(
            f"the base image {base.reference} ({base.id[7:19]}) is no longer available",
            f"fetch it again: `docker pull {base.digest or base.reference}`",
        ) from error
    tree = base_tree(engine, image, cache, progress)
    kept = _load(cache, base, snapshots)
    if kept is None:
        earlier = join_changes(snapshot.changes for snapshot in snapshots)
        committed = with_changes(tree, earlier) if earlier else tree
        paths = frozenset(change.path for change in earlier)
    else:
        committed, paths = kept
    return CommittedState(
        tree,
        committed,
        paths,
        location(cache, image.layers).with_suffix(".owners"),
        tree if origin in ("", base.id) else _origin(engine, tree, committed, snapshots, origin, cache, progress),
    )


def keep_committed(state: CommittedState, base: Base, snapshots: Sequence[Snapshot], cache: Path) -> None:
    """Store the state after the last of these snapshots for `committed_state`, in the place of the one before.

    `state` is that before it.  Nothing is stored where the changes are few.
    """
    with suppress(OSError):
        _kept_file(cache, base, snapshots[:-1]).unlink(missing_ok=True)
    if _is_worth_keeping(snapshots):
        kept_tree.store(_kept_file(cache, base, snapshots), *_after_last(state, snapshots))


def _after_last(state: CommittedState, snapshots: Sequence[Snapshot]) -> tuple[Packed, frozenset[str]]:
    """Return the file system after the last snapshot and the paths that all of them changed, as `committed_state`."""
    paths = {change.path for change in snapshots[-1].changes}
    joined = join_changes([change for change in one.changes if change.path in paths] for one in snapshots)
    tree = copied(state.committed)
    for path in paths:
        if path in state.base:
            tree[path] = state.base[path]
        else:
            tree.pop(path, None)
    touched = (state.touched - paths).union(change.path for change in joined)
    return with_changes(tree, joined), touched


def _load(cache: Path, base: Base, snapshots: Sequence[Snapshot]) -> tuple[Packed, frozenset[str]] | None:
    if not _is_worth_keeping(snapshots) or not all(one.id for one in snapshots):
        return None
    return kept_tree.load(_kept_file(cache, base, snapshots))


def _is_worth_keeping(snapshots: Sequence[Snapshot]) -> bool:
    return sum(len(one.changes) for one in snapshots) >= WORTH_KEEPING


def _kept_file(cache: Path, base: Base, snapshots: Sequence[Snapshot]) -> Path:
    """Return the file for the state after these snapshots on a base image, whose ids hold all that they changed."""
    key = " ".join((*base.layers, "", *(one.id for one in snapshots)))
    return cache / f"{hashlib.sha256(key.encode()).hexdigest()}.state"


def _origin(
    engine: Engine,
    base: Tree,
    committed: Tree,
    snapshots: Sequence[Snapshot],
    image: str,
    cache: Path,
    progress: Progress,
) -> Tree:
    """Return the file system of the image of a container: what a snapshot says, else read from the image."""
    number = next((number for number, one in enumerate(snapshots, 1) if one.image == image), 0)
    if number == len(snapshots):
        return committed
    if number:
        return with_changes(base, join_changes(snapshot.changes for snapshot in snapshots[:number]))
    return base_tree(engine, engine.image(image), cache, progress)


def state_of_image(
    engine: Engine, base: Base, image: str, cache: Path, progress: Progress = no_progress, origin: str = ""
) -> CommittedState:
    """Read the base image, and the last snapshot from its image, where the changes of an earlier one cannot be read.

    Raises `ImageNotFound`.
    """
    state = committed_state(engine, base, (), cache, progress, "" if origin == image else origin)
    committed = base_tree(engine, engine.image(image), cache, progress)
    changed = (path for path, _, _ in unequal(state.base, committed, {*state.base, *committed}))
    start = committed if origin == image else state.origin
    return replace(state, committed=committed, touched=frozenset(changed), origin=start)


def container_state(
    last: CommittedState, layers: Sequence[Layer], names: NameMask, *, own: bool = True
) -> ContainerState:
    """Apply a container's layers to the image that they are of, and compare the result with the last snapshot.

    They are the container's `own` ones, else all above the base image.  Secrets in names are masked.
    """
    given, layers = layers, names.layers(layers, last.base)
    below = last.origin if own else last.base
    tree = apply(below, layers)
    changes = names.changes(compare(last.committed, tree, _touched(last, layers, below)))
    deleted_ns = _merged(layer.deleted_ns for layer in layers)
    lost = _merged(layer.lost for layer in layers)
    masked = any(one is not other for one, other in zip(given, layers, strict=True))
    return ContainerState(tree, changes, deleted_ns, lost, masked)


def _touched(last: CommittedState, layers: Sequence[Layer], below: Tree) -> list[str]:
    paths = touched(layers, below)
    paths |= last.touched
    return list(paths)  # a set takes eight times as much memory


def _merged(parts: Iterable[Mapping[str, _Value]]) -> dict[str, _Value]:
    return {path: value for part in parts for path, value in part.items()}
