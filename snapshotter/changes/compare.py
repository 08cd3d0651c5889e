"""Owns what differs between two states of a file system; which of it matters, and why it differs, is for others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from operator import attrgetter

from snapshotter.model import Change, Entry, Tree
from snapshotter.rootfs.packed import unequal


def compare(before: Tree, after: Tree, paths: Iterable[str] | None = None) -> list[Change]:
    """Give the paths that differ, sorted; with `paths` only those are looked at.  Times alone are no change."""
    looked_at = set(before) | set(after) if paths is None else paths
    found = []
    for path, old, new in unequal(before, after, looked_at):
        if old is None:
            found.append(Change(path, "added", None, new))
        elif new is None:
            found.append(Change(path, "deleted", old, None))
        elif differing(old, new):
            found.append(Change(path, "changed", old, new))
    found.sort(key=attrgetter("path"))
    return found


def differing(a: Entry, b: Entry) -> tuple[str, ...]:
    """Name what differs: kind, mode, uid, gid, content, link, device, xattrs, hardlink; times never count.

    What only one of two kinds has is not named beside "kind".
    """
    found = [] if a.kind == b.kind else ["kind"]
    # the permission bits of a symbolic link mean nothing, and writers of layers disagree on them
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
    """Tell whether a path holds what it held, and only its mode, owner, attributes or names are others."""
    if change.before is None or change.after is None:
        return False
    return not {"kind", "content", "link", "device"}.intersection(differing(change.before, change.after))


def accounts(changes: Iterable[Change]) -> dict[str, int]:
    """Count the changes by what explains them: commands, packages, outside, volatile; every one counts once."""
    found = {"commands": 0, "packages": 0, "outside": 0, "volatile": 0}
    sorts = {"command": "commands", "package": "packages", "volatile": "volatile"}
    for by, count in Counter(change.by for change in changes).items():
        found[sorts.get(by.partition(" ")[0], "outside")] += count
    return found
