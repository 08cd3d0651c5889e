"""Owns merging layers: what the file system looks like when one lies on another, and which paths that may change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping

from msgspec.structs import replace

from snapshotter.model import Entry, Layer, Tree, parent, parents
from snapshotter.rootfs.packed import Packed, copied

_IMPLIED = Entry("directory", 0o755, 0, 0)
"""What engines make of a directory that no layer describes."""


def apply(tree: Tree, layers: Iterable[Layer]) -> Packed:
    """Give the file system that results when `layers`, lowest first, lie on `tree`; the root itself is not in it."""
    merged = copied(tree)
    for layer in layers:
        gone = set(hidden(layer, merged))
        _regroup(merged, gone | (layer.entries.keys() & merged.keys()))
        for path in gone:
            del merged[path]
        merged.lay(layer.entries)
        _imply_parents(merged, layer)
    return merged


def touched(layers: Iterable[Layer], tree: Tree | None = None) -> set[str]:
    """Give every path that `layers` on `tree` may have changed, those that lie hidden and their hard links included."""
    paths: set[str] = set()
    below = tree or {}
    for layer in layers:
        paths.update(layer.entries, layer.whiteouts, hidden(layer, below))
    groups = {below[path].hardlink for path in paths & below.keys()} - {""}
    if groups:
        paths.update(path for path, entry in below.items() if entry.hardlink in groups)
    return paths


def hidden(layer: Layer, tree: Tree) -> Iterator[str]:
    """Give the paths of `tree` that the layer removes: deleted, below an opaque directory, or below what is none."""
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
    """Name the hard-link groups anew that lose members: a lone survivor is no group."""
    broken = {merged[path].hardlink for path in leaving} - {""}
    if not broken:
        return
    survivors: dict[str, list[str]] = {group: [] for group in broken}
    for path, entry in merged.items():
        if entry.hardlink in broken and path not in leaving:
            survivors[entry.hardlink].append(path)
    for paths in survivors.values():
        first = min(paths, default="") if len(paths) > 1 else ""
        merged.update({path: replace(merged[path], hardlink=first) for path in paths})


def _imply_parents(merged: MutableMapping[str, Entry], layer: Layer) -> None:
    for above in {parent(path) for path in layer.entries}:
        while above != "/" and above not in merged:
            merged[above] = _IMPLIED
            above = parent(above)
