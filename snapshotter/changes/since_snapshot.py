"""The changes since the last snapshot, from the base image, the earlier snapshots and the container's layer."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.compare import compare, differing
from snapshotter.changes.history import join_changes, with_changes
from snapshotter.changes.masked_names import NameMask
from snapshotter.engine.api import Engine
from snapshotter.errors import ImageNotFound
from snapshotter.model import Base, Change, Entry, Layer, Progress, Snapshot, Tree, no_progress
from snapshotter.rootfs import kept_tree
from snapshotter.rootfs.cache import location
from snapshotter.rootfs.image import base_tree
from snapshotter.rootfs.kept_tree import Kept, Step
from snapshotter.rootfs.layer.last_scan import LastScan
from snapshotter.rootfs.packed import Packed, copied, pack, unequal
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
    touched: Set[str]
    """Paths that the snapshots changed."""
    owned_paths: Path
    """File that stores which paths the base image's packages own."""
    origin: Tree
    """The file system of the image of the workspace's container: that of the base image or of a snapshot."""
    kept: Kept | None = None
    """What was kept of it at the last commit."""

    def scan(self, container: str) -> LastScan:
        """Return what the last commit found in the layer of a container, for the next reading."""
        if self.kept is None or self.kept.container != container:
            return LastScan()
        return LastScan(Packed(self.kept.rows), self.kept.folders)  # type: ignore[arg-type]  # bytes are rows

    def image(self, layers: Sequence[str]) -> Tree | None:
        """Return the file system of the last snapshot's image if it is known and the image has these layers."""
        if self.kept is None or not self.kept.layers or self.kept.layers != _digest(layers):
            return None
        return Packed(self.kept.rows)  # type: ignore[arg-type]


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
    paths: frozenset[str] | None = None
    """All paths that may differ from what was kept at the last commit; None if that is not known."""


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
        paths: Set[str] = frozenset(change.path for change in earlier)
    else:
        committed, paths = kept.committed(), kept.touched
    return CommittedState(
        tree,
        committed,
        paths,
        location(cache, image.layers).with_suffix(".owners"),
        tree if origin in ("", base.id) else _origin(engine, tree, committed, snapshots, origin, cache, progress),
        kept,
    )


class Seen(Struct, frozen=True):
    """What a commit saw of a container, which the next one is spared."""

    state: ContainerState
    scan: LastScan
    container: str
    layers: Sequence[str]
    """Those of the image that was made."""


def is_worth_keeping(snapshots: Sequence[Snapshot]) -> bool:
    """Return whether the state after these snapshots is kept."""
    return sum(len(one.changes) for one in snapshots) >= WORTH_KEEPING


def keep_committed(
    state: CommittedState, base: Base, snapshots: Sequence[Snapshot], cache: Path, seen: Seen | None = None
) -> None:
    """Store the state after the last of these snapshots for `committed_state`, in the place of the one before.

    `state` is that before it.  Nothing is stored where the changes are few.
    """
    before = _key(base, snapshots[:-1])
    if not is_worth_keeping(snapshots):
        with suppress(OSError):
            _kept_file(cache, before).unlink(missing_ok=True)
        return
    key = _key(base, snapshots)
    changed, touched = _last_changes(state, snapshots[-1])
    if seen is not None and seen.state.masked:
        seen = None  # its names hold secrets
    if seen is not None and state.kept is not None and seen.state.paths is not None:
        step = _step(state, state.kept, seen, changed, touched)
        extended = kept_tree.is_extended(state.kept)
        if extended and kept_tree.extend(
            _kept_file(cache, before), before, _kept_file(cache, key), key, state.kept, step
        ):
            return
    with suppress(OSError):
        _kept_file(cache, before).unlink(missing_ok=True)
    with suppress(ValueError, struct.error):  # entries that cannot be packed
        kept_tree.store(_kept_file(cache, key), key, _whole(state, seen, changed, touched))


def _last_changes(state: CommittedState, last: Snapshot) -> tuple[dict[str, Entry | None], dict[str, bool]]:
    """Return the entries of the last snapshot's paths after it, and whether they differ from those of the base image.

    A path that is again as in the base image has the entry that this has.
    """
    entries: dict[str, Entry | None] = {}
    touched: dict[str, bool] = {}
    for change in last.changes:
        first, after = state.base.get(change.path), change.after
        differs = first is not after if first is None or after is None else bool(differing(first, after))
        entries[change.path] = after if differs else first
        touched[change.path] = differs
    return entries, touched


def _whole(
    state: CommittedState, seen: Seen | None, changed: Mapping[str, Entry | None], touched: Mapping[str, bool]
) -> Kept:
    committed = copied(state.committed)
    for path, entry in changed.items():
        if entry is None:
            committed.pop(path, None)
        else:
            committed[path] = entry
    differing_paths = {path for path, differs in touched.items() if differs}
    paths = (set(state.touched) - touched.keys()) | differing_paths
    rows = dict(committed.rows())
    if seen is None:
        return Kept(rows, {}, paths)
    found = dict(copied(seen.state.tree).rows())
    others = {path: rows.get(path) for path in {*rows, *found} if rows.get(path) != found.get(path)}
    return Kept(found, others, paths, _digest(seen.layers), seen.container, seen.scan.folders)


def _step(
    state: CommittedState,
    kept: Kept,
    seen: Seen,
    changed: Mapping[str, Entry | None],
    touched: Mapping[str, bool],
) -> Step:
    """Return what differs from what was kept before."""
    tree, paths = seen.state.tree, seen.state.paths
    assert paths is not None
    rows = {path: row for path in paths if (row := _row(tree.get(path))) != kept.rows.get(path)}
    others: dict[str, tuple[bytes | None] | None] = {}
    for path in {*rows, *changed, *(path for path in paths if path in kept.others)}:
        row = _row(changed[path]) if path in changed else _row(state.committed.get(path))
        if row != (rows[path] if path in rows else kept.rows.get(path)):
            others[path] = (row,)
        elif path in kept.others:
            others[path] = None
    folders = seen.scan.folders
    gone = kept.folders.keys() - folders.keys()
    new = {path: folder for path, folder in folders.items() if kept.folders.get(path) != folder}
    return Step(rows, others, touched, {**new, **dict.fromkeys(gone)}, _digest(seen.layers))


def _row(entry: Entry | None) -> bytes | None:
    return None if entry is None else pack(entry)


def _load(cache: Path, base: Base, snapshots: Sequence[Snapshot]) -> Kept | None:
    if not is_worth_keeping(snapshots) or not all(one.id for one in snapshots):
        return None
    key = _key(base, snapshots)
    return kept_tree.load(_kept_file(cache, key), key)


def _key(base: Base, snapshots: Sequence[Snapshot]) -> str:
    """Return the key of the state after these snapshots on a base image, whose ids hold all that they changed."""
    return _digest((*base.layers, "", *(one.id for one in snapshots)))


def _digest(words: Iterable[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def _kept_file(cache: Path, key: str) -> Path:
    return cache / f"{key}.state"


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
    last: CommittedState,
    layers: Sequence[Layer],
    names: NameMask,
    *,
    own: bool = True,
    scan: LastScan | None = None,
) -> ContainerState:
    """Apply a container's layers to the image that they are of, and compare the result with the last snapshot.

    They are the container's `own` ones, else all above the base image.  Secrets in names are masked.  `scan` is that of
    the reading of the only layer: where it is known what differs since the last commit, nothing else is compared.
    """
    given, layers = layers, names.layers(layers, last.base)
    below = last.origin if own else last.base
    masked = any(one is not other for one, other in zip(given, layers, strict=True))
    tree = apply(below, layers)
    known = own and scan is not None and scan.compares and not masked and len(layers) == 1
    paths = _fresh(last, layers[0], below, scan.fresh) if known and scan else None
    changes = names.changes(compare(last.committed, tree, _touched(last, layers, below) if paths is None else paths))
    deleted_ns = _merged(layer.deleted_ns for layer in layers)
    lost = _merged(layer.lost for layer in layers)
    return ContainerState(tree, changes, deleted_ns, lost, masked, paths)


def _fresh(last: CommittedState, layer: Layer, below: Tree, fresh: Set[str]) -> frozenset[str]:
    """Return the paths that may differ from the last snapshot, or from its image, where only `fresh` is new.

    All others of the layer are as at the last commit, which noted where that is not what the snapshots say.
    """
    assert last.kept is not None
    entries = layer.entries.keys()
    paths = touched([replace(layer, entries={path: layer.entries[path] for path in entries & below.keys()})], below)
    return frozenset(paths | fresh | last.kept.others.keys() | (last.touched - entries))


def _touched(last: CommittedState, layers: Sequence[Layer], below: Tree) -> list[str]:
    paths = touched(layers, below)
    paths |= last.touched
    return list(paths)  # a set takes eight times as much memory


def _merged(parts: Iterable[Mapping[str, _Value]]) -> dict[str, _Value]:
    return {path: value for part in parts for path, value in part.items()}
