"""What a layer must hold that makes one tree of another: entries, deletions, and opaque directories.  Pure.

Two trees are compared in everything that an image stores, times included (`changes/compare.py` leaves them out).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from snapshotter.model import Entry, Layer, Tree, parent, parents
from snapshotter.rootfs.layer.engine_files import is_placeholder
from snapshotter.rootfs.packed import unequal, unusual

_SECOND = 10**9


class Difference(Struct, frozen=True):
    """The paths of a layer, all of them of the later tree but for the deleted ones."""

    written: frozenset[str]
    """Paths whose entries the layer holds: those that differ, whole groups of hard links, and the directories above."""
    deleted: frozenset[str]
    """Paths that the layer deletes; what was below them needs no mark."""
    opaque: frozenset[str] = frozenset()
    """Directories of `written` of which the layer holds everything."""

    @property
    def is_empty(self) -> bool:
        """Return whether the trees do not differ."""
        return not (self.written or self.deleted or self.opaque)


def difference(before: Tree, after: Tree, layer: Layer, paths: Collection[str] | None = None) -> Difference:
    """Return what makes `after` of `before`.

    `layer` is that of the container, on whatever image: its opaque directories may be new ones under an old name, which
    become opaque where nothing of them stayed.  What the engine itself made is left out; it may be deleted, though.
    `paths` are all that may differ, None if that is not known.
    """
    written, deleted, regrouped = set[str](), set[str](), dict[str, Entry]()
    for path, old, new in unequal(before, after, {*before, *after} if paths is None else paths, ctimes=False):
        if is_placeholder(path, new or old) and path not in layer.whiteouts:
            continue
        if new is None:
            deleted.add(path)
        elif old is None or _differs(old, new):
            written.add(path)
        elif old.hardlink != new.hardlink:
            regrouped[path] = old
    _add_groups(before, after, written, deleted, regrouped)
    gone = frozenset(path for path in deleted if _stays_directory(after, parent(path)))
    opaque = _opaque(before, after, written, gone, layer.opaque)
    gone = frozenset(path for path in gone if opaque.isdisjoint(parents(path))) if opaque else gone
    above = {directory for path in (*written, *gone, *opaque) for directory in parents(path)}
    return Difference(frozenset(written | above | opaque), gone, opaque)


def _differs(old: Entry, new: Entry) -> bool:
    """Return whether an image stores two entries differently, apart from their other names."""
    return (
        old.kind != new.kind
        or (old.mode != new.mode and new.kind != "symlink")
        or (old.uid, old.gid, old.size, old.digest, old.link) != (new.uid, new.gid, new.size, new.digest, new.link)
        or old.mtime_ns // _SECOND != new.mtime_ns // _SECOND
        or (old.device, old.xattrs) != (new.device, new.xattrs)
    )


def _add_groups(
    before: Tree, after: Tree, written: set[str], deleted: Collection[str], regrouped: dict[str, Entry]
) -> None:
    """Add the groups of hard links of which a member is written or is not linked as in `after`, each with all members.

    A group that only lost members, which are deleted or written, is linked as it should be without them.
    """
    if not regrouped and not any(after[path].hardlink for path in written):
        return
    groups_after = _groups(after)
    if regrouped:
        groups_before = _groups(before)
        for path, old in ((path, regrouped[path]) for path in sorted(regrouped)):
            members = set(groups_after.get(after[path].hardlink, [path]))
            earlier = set(groups_before.get(old.hardlink, [path]))
            if not (members <= earlier and all(lost in deleted or lost in written for lost in earlier - members)):
                written.add(path)
    for path in [path for path in written if after[path].hardlink]:
        written.update(groups_after[after[path].hardlink])


def _groups(tree: Tree) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in unusual(tree):
        if group := tree[path].hardlink:
            found.setdefault(group, []).append(path)
    return found


def _stays_directory(after: Tree, path: str) -> bool:
    if path == "/":
        return True
    entry = after.get(path)
    return entry is not None and entry.kind == "directory"


def _opaque(
    before: Tree, after: Tree, written: Collection[str], deleted: Iterable[str], replaced: Collection[str]
) -> frozenset[str]:
    """Return the topmost of the directories `replaced` in which something is deleted and nothing stays."""
    if not replaced:
        return frozenset()
    found = {above for path in deleted for above in parents(path) if above in replaced and above in before}
    for path in after if found else ():
        if path not in written:
            found.difference_update(parents(path))
    return frozenset(path for path in found if found.isdisjoint(parents(path)))


def in_order(found: Difference) -> Iterator[tuple[str, bool]]:
    """Yield each path of a layer and whether it is deleted; a directory comes before what is in it."""
    for path in sorted((*found.written, *found.deleted)):
        yield path, path in found.deleted
