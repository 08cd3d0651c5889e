"""Comparison of two states of a file system, path by path.

Which differences matter is decided by `volatile.py`, what caused them by `explain/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import attrgetter

from snapshotter.model import Change, Entry, Tree
from snapshotter.rootfs.packed import unequal


def compare(before: Tree, after: Tree, paths: Iterable[str] | None = None) -> list[Change]:
    """Return the paths that differ, sorted.

    With `paths`, only those are compared.  A difference in times alone is not a change.
    """
    compared = set(before) | set(after) if paths is None else paths
    found = []
    for path, old, new in unequal(before, after, compared):
        if old is None:
            found.append(Change(path, "added", None, new))
        elif new is None:
            found.append(Change(path, "deleted", old, None))
        elif differing(old, new):
            found.append(Change(path, "changed", old, new))
    found.sort(key=attrgetter("path"))
    return found


def differing(a: Entry, b: Entry) -> tuple[str, ...]:
    """Return the names of the properties that differ: kind, mode, uid, gid, content, link, device, xattrs, hardlink.

    Times are not compared.  Where the kinds differ, content, link and device are not compared.
    """
    found = [] if a.kind == b.kind else ["kind"]
    # the permission bits of a symbolic link have no meaning, and writers of layers differ in them
    if a.mode != b.mode and "symlink" not in (a.kind, b.kind):
        found.append("mode")
    if a.uid != b.uid:
        found.append("uid")
    if a.gid != b.gid:
        found.append("gid")
    if a.kind == b.kind:
        if a.digest != b.digest or a.size != b.size:
            found.append("content")
        if a.link != b.link:
            found.append("link")
        if a.device != b.device:
            found.append("device")
    if a.xattrs != b.xattrs:
        found.append("xattrs")
    if a.hardlink != b.hardlink:
        found.append("hardlink")
    return tuple(found)


def only_attributes(change: Change) -> bool:
    """Return whether a path kept its content, and only its mode, owner, attributes or hard links changed."""
    if change.before is None or change.after is None:
        return False
    return not {"kind", "content", "link", "device"}.intersection(differing(change.before, change.after))


def accounts(changes: Iterable[Change]) -> dict[str, int]:
    """Return how many changes each cause explains: commands, packages, none, one that is not recorded, volatile."""
    found = {"commands": 0, "packages": 0, "outside": 0, "not_recorded": 0, "volatile": 0}
    key_of = {"command": "commands", "package": "packages", "volatile": "volatile", "not": "not_recorded"}
    for by, count in Counter(change.by for change in changes).items():
        found[key_of.get(by.partition(" ")[0], "outside")] += count
    return found
