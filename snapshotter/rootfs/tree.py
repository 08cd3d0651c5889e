"""Merging of layers: the file system that results, and the paths that may have changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping

from msgspec.structs import replace

from snapshotter.model import Entry, Layer, Tree, parent, parents
from snapshotter.rootfs.layer.engine_files import made_directories
from snapshotter.rootfs.packed import Packed, copied

_IMPLIED = Entry("directory", 0o755, 0, 0)
"""The entry that engines use for a directory that no layer describes."""


def apply(tree: Tree, layers: Iterable[Layer]) -> Packed:
    """Return the file system after `layers`, lowest first, are applied to `tree`; the root itself is not in it."""
    merged = copied(tree)
    for layer in layers:
        layer = _without_made_directories(layer, merged)
        removed = set(removed_paths(layer, merged))
        _regroup(merged, removed | (layer.entries.keys() & merged.keys()))
        for path in removed:
            del merged[path]
        merged.set_all(layer.entries)
        _add_missing_parents(merged, layer)
    return merged


def _without_made_directories(layer: Layer, below: Tree) -> Layer:
    """Return the layer without the directories that podman made in it since `below` lacks them, and their contents."""
    made = made_directories(layer) - below.keys()
    if not made:
        return layer
    kept = copied(layer.entries)
    for path in layer.entries:
        if path in made or path.startswith(tuple(f"{above}/" for above in made)):
            del kept[path]
    return replace(layer, entries=kept)


def touched(layers: Iterable[Layer], tree: Tree | None = None) -> set[str]:
    """Return every path that `layers` on `tree` may have changed, including removed paths and their hard links."""
    paths: set[str] = set()
    below = tree or {}
    for layer in layers:
        paths.update(layer.entries, layer.whiteouts, removed_paths(layer, below))
    groups = {below[path].hardlink for path in paths & below.keys()} - {""}
    if groups:
        paths.update(path for path, entry in below.items() if entry.hardlink in groups)
    return paths


def removed_paths(layer: Layer, tree: Tree) -> Iterator[str]:
    """Yield the paths of `tree` that the layer removes.

    A path is removed if it, or a directory above it, is deleted, or if a directory above it is made opaque or replaced
    by something that is not a directory.
    """
    removed = set(layer.whiteouts)
    emptied = set(layer.opaque)
    for path in layer.entries.keys() & tree.keys():
        if tree[path].kind == "directory" and layer.entries[path].kind != "directory":
            emptied.add(path)
    if not removed and not emptied:
        return
    if "/" in emptied:
        yield from tree
        return
    for path in tree:
        if path in removed or _inside(path, removed, emptied):
            yield path


def _inside(path: str, removed: set[str], emptied: set[str]) -> bool:
    return any(above in removed or above in emptied for above in parents(path))


def _regroup(merged: MutableMapping[str, Entry], leaving: set[str]) -> None:
    """Rename the hard-link groups that lose members; a single member that is left is not a group."""
    broken = {merged[path].hardlink for path in leaving} - {""}
    if not broken:
        return
    remaining: dict[str, list[str]] = {group: [] for group in broken}
    for path, entry in merged.items():
        if entry.hardlink in broken and path not in leaving:
            remaining[entry.hardlink].append(path)
    for paths in remaining.values():
        first = min(paths, default="") if len(paths) > 1 else ""
        merged.update({path: replace(merged[path], hardlink=first) for path in paths})


def _add_missing_parents(merged: MutableMapping[str, Entry], layer: Layer) -> None:
    for above in {parent(path) for path in layer.entries}:
        while above != "/" and above not in merged:
            merged[above] = _IMPLIED
            above = parent(above)
