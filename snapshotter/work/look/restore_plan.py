"""What has to be written and removed so that some paths of a container are as in a snapshot.  Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.compare import differing
from snapshotter.changes.history import below
from snapshotter.engine.generated_files import PATHS
from snapshotter.errors import NotFound, UsageError
from snapshotter.model import PLACEHOLDER, Change, Entry, Snapshot, Tree, parent, parents, resolve
from snapshotter.rootfs.tar.entries import WRITABLE

_OF_KERNEL = ("/proc", "/sys", "/dev")
_OF_ENGINE = PATHS | {"/.dockerenv", "/run/.containerenv"}
_LINKS = 40
"""Symbolic links that are followed one after another, as Linux does."""
_NANO, _MICRO = 10**9, 10**3


class Plan(Struct, frozen=True):
    """What is done to the paths; each list is sorted."""

    restored: tuple[str, ...]
    """Written as they are in the snapshot, the directories above them that are missing included."""
    removed: tuple[str, ...]
    """Not in the snapshot, or in the way of what is."""
    unchanged: int
    """How many paths are as in the snapshot already."""
    skipped: Mapping[str, str]
    """Paths that differ and cannot be put back → why."""


def canonical(path: str, *trees: Tree) -> str:
    """Return a path with the symbolic links above its last name followed, in the first tree that has it."""
    found = resolve("/", path)
    for tree in trees:
        followed = _followed(found, tree)
        if followed in tree:
            return followed
    return _followed(found, trees[0])


def _followed(path: str, tree: Tree) -> str:
    for _ in range(_LINKS):
        above = next((one for one in reversed(list(parents(parent(path) + "/x"))) if _link(one, tree)), None)
        if above is None:
            return path
        path = resolve(parent(above), tree[above].link) + path[len(above) :]
    return path


def _link(path: str, tree: Tree) -> bool:
    return path in tree and tree[path].kind == "symlink"


def refuse(path: str, mounts: Collection[str]) -> None:
    """Raise `UsageError` for a path that no snapshot has: in a volume, of the kernel, or made by the engine."""
    if path == "/":
        raise UsageError("all of the container cannot be restored at once", "name the paths that are to be put back")
    if any(below(path, one) for one in _OF_KERNEL):
        raise UsageError(f"{path} belongs to the kernel, not to the image", "name a path of the image")
    if path in _OF_ENGINE:
        raise UsageError(f"{path} is written by the engine for each container; no snapshot has it", "name another path")
    for mount in mounts:
        if below(path, mount):
            raise UsageError(
                f"{path} is in the volume {mount}, which no snapshot contains", "name a path outside of it"
            )


def plan(wanted: Tree, current: Tree, scopes: Sequence[str], mounts: Collection[str], *, exact: bool) -> Plan:
    """Return what to do; raises `NotFound` for a path that is in neither tree.

    Without `exact` the current tree lacks extended attributes and hard links to paths that are not among `scopes`.
    """
    inside = _inside(scopes, mounts)
    here = {path for path in current if inside(path)}
    there = {path for path in wanted if inside(path)}
    for scope in scopes:
        if scope not in here and scope not in there:
            raise NotFound(f"{scope} is neither in the snapshot nor in the container", "`snap diff` lists what changed")
    differ = {path for path in there if path not in here or is_different(wanted[path], current[path], exact=exact)}
    skipped = {path: why for path in differ | (here - there) if (why := _why_not(path, wanted.get(path)))}
    in_the_way = {path for path in differ & here if blocks(current[path], wanted[path])}
    above = {
        one
        for path in differ - skipped.keys()
        for one in parents(path)
        if one not in current or current[one].kind != "directory"
    }
    for one in sorted(above - there):
        if one in current:
            raise UsageError(
                f"{one} is a {current[one].kind} in the container, but a directory in the snapshot",
                f"restore {one} itself",
            )
    restored = (differ | {one for one in above if one in wanted}) - skipped.keys()
    removed = (here - there | in_the_way) - skipped.keys()
    return Plan(tuple(sorted(restored)), tuple(sorted(removed)), len(there - differ), dict(sorted(skipped.items())))


def _inside(scopes: Sequence[str], mounts: Collection[str]) -> _Inside:
    return _Inside(frozenset(scopes), tuple(f"{scope}/" for scope in scopes), frozenset(mounts) | _OF_ENGINE)


class _Inside(Struct, frozen=True):
    """Decides which paths are meant."""

    scopes: frozenset[str]
    beginnings: tuple[str, ...]
    others: frozenset[str]
    """Paths in them that are not the image's, with all below them."""

    def __call__(self, path: str) -> bool:
        if path not in self.scopes and not path.startswith(self.beginnings):
            return False
        return path not in self.others and not any(one in self.others for one in parents(path))


def is_different(wanted: Entry, current: Entry, *, exact: bool) -> bool:
    """Return whether a path has to be written; times of directories do not count."""
    if not exact:
        wanted, current = (replace(one, xattrs=(), hardlink="") for one in (wanted, current))
    if differing(wanted, current):
        return True
    return wanted.kind != "directory" and not _same_time(wanted.mtime_ns, current.mtime_ns)


def _same_time(one: int, other: int) -> bool:
    """Return whether two times are equal.

    A layer from an engine's stream may have whole seconds only, and podman writes microseconds.
    """
    whole = not (one % _NANO and other % _NANO)
    return abs(one - other) < _MICRO or (whole and one // _NANO == other // _NANO)


def _why_not(path: str, entry: Entry | None) -> str:
    if PLACEHOLDER.search(path):
        return "its name holds a secret, which no snapshot stores"
    if entry is None:
        return ""
    if PLACEHOLDER.search(entry.link):
        return "its target holds a secret, which no snapshot stores"
    return "" if entry.kind in WRITABLE else f"it is a {entry.kind}, which no image can hold"


def blocks(current: Entry, wanted: Entry) -> bool:
    """Return whether a path has to be removed before what is wanted can be written there."""
    return current.kind != wanted.kind and "directory" in (current.kind, wanted.kind)


def lost(
    chosen: Plan, current: Tree, committed: Tree, base: Tree, snapshots: Sequence[Snapshot], *, exact: bool
) -> list[str]:
    """Return the paths whose state would be lost: what is in the container, and in no snapshot and not in the base.

    New directories do not count, what is in them does.
    """
    known: dict[str, list[Entry]] = {}
    affected = {path for path in (*chosen.restored, *chosen.removed) if path in current}
    for path in affected & base.keys():
        known.setdefault(path, []).append(base[path])
    for change in _changes(snapshots):
        if change.path in affected and change.after is not None:
            known.setdefault(change.path, []).append(change.after)
    found = []
    for path in sorted(affected):
        entry = current[path]
        if entry.kind == "directory" and path not in committed:
            continue
        if not any(_keeps(one, entry, exact=exact) for one in known.get(path, ())):
            found.append(path)
    return found


def _changes(snapshots: Iterable[Snapshot]) -> Iterator[Change]:
    return (change for snapshot in snapshots for change in snapshot.changes)


def _keeps(stored: Entry, current: Entry, *, exact: bool) -> bool:
    """Return whether a stored state of a path has all of the current one but its time."""
    differ = set(differing(stored, current)) - {"hardlink"}
    return not (differ if exact else differ - {"xattrs"})
