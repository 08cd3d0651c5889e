"""Detection of moves: deleted and added paths of the same content; a whole directory is one move."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from snapshotter.model import Change, Entry, Tree, parent


class Move(Struct, frozen=True):
    """A file, or a directory with everything in it, that got another path."""

    old: str
    new: str
    before: Entry
    after: Entry
    paths: int = 1
    """Number of paths that moved with it, including itself."""


class Moves(Struct, frozen=True):
    """All moves found in some changes."""

    moves: tuple[Move, ...]
    """Sorted by old path; paths in a directory that moved are not listed separately."""
    origin: Mapping[str, str]
    """Each added path that was moved → the deleted path it had before."""


def moves(changes: Iterable[Change]) -> Moves:
    """Return the moves: pairs of a deleted and an added regular file of the same content.

    Each file is in one pair at most; empty files are ignored.
    """
    changes = list(changes)
    deleted = {change.path: change.before for change in changes if change.change == "deleted" and change.before}
    if not deleted:
        return Moves((), {})
    added = {change.path: change.after for change in changes if change.change == "added" and change.after}
    pairs = _files(deleted, added)
    origin: dict[str, str] = {}
    found = []
    for old, new, below in _directories(pairs, deleted, added):
        origin.update({new + rest: old + rest for rest in below})
        found.append(Move(old, new, deleted[old], added[new], len(below)))
    moved = set(origin.values())
    for old, new in pairs.items():
        if new not in origin and old not in moved:
            origin[new] = old
            found.append(Move(old, new, deleted[old], added[new]))
    return Moves(tuple(sorted(found, key=lambda move: move.old)), origin)


def candidates(changes: Iterable[Change]) -> list[Change]:
    """Return the added files of unknown digest whose size is that of a deleted file: they may have been moved."""
    changes = list(changes)
    sizes = {c.before.size for c in changes if c.change == "deleted" and c.before and c.before.kind == "file"} - {0}
    if not sizes:
        return []
    return [
        c
        for c in changes
        if c.change == "added" and c.after and c.after.kind == "file" and not c.after.digest and c.after.size in sizes
    ]


def _files(deleted: Tree, added: Tree) -> dict[str, str]:
    """Return the old path → the new path of each regular file that was moved."""
    by_content: dict[str, list[str]] = {}
    for path in sorted(added):
        if added[path].kind == "file" and added[path].size and added[path].digest:
            by_content.setdefault(added[path].digest, []).append(path)
    found = {}
    for path in sorted(deleted):
        if deleted[path].kind != "file" or not deleted[path].size:
            continue
        unmatched = by_content.get(deleted[path].digest)
        if unmatched:
            # of several copies, the one that shares most of the end of its path; of very many, the first
            best = unmatched[0]
            if len(unmatched) < 100:
                best = min(unmatched, key=lambda new: (-_common_end(path, new), new))
            unmatched.remove(best)
            found[path] = best
    return found


def _common_end(a: str, b: str) -> int:
    """Return how many names at the end of two paths are equal."""
    count = 0
    for one, other in zip(reversed(a.split("/")), reversed(b.split("/")), strict=False):
        if one != other:
            break
        count += 1
    return count


def _directories(pairs: Mapping[str, str], deleted: Tree, added: Tree) -> list[tuple[str, str, list[str]]]:
    """Return (old path, new path, contents) of the topmost directories that moved as a whole.

    The contents are the rests of the paths below the directory, "" for the directory itself.
    """
    candidates: set[tuple[str, str]] = set()
    for old, new in pairs.items():
        old, new = parent(old), parent(new)
        while _is_directory(deleted, old) and _is_directory(added, new) and (old, new) not in candidates:
            candidates.add((old, new))
            if old.rpartition("/")[2] != new.rpartition("/")[2]:
                break
            old, new = parent(old), parent(new)
    all_deleted, all_added = sorted(deleted), sorted(added)
    found: list[tuple[str, str, list[str]]] = []
    moved: set[str] = set()
    for old, new in sorted(candidates, key=lambda pair: (pair[0].count("/"), pair)):
        if old in moved or new in moved:
            continue
        below = _below(all_deleted, old)
        if below == _below(all_added, new) and all(_same(deleted[old + rest], added[new + rest]) for rest in below):
            found.append((old, new, below))
            moved.update(old + rest for rest in below)
            moved.update(new + rest for rest in below)
    return found


def _is_directory(entries: Tree, path: str) -> bool:
    return path in entries and entries[path].kind == "directory"


def _below(ordered: Sequence[str], directory: str) -> list[str]:
    """Return the rest of each path below a directory, "" for the directory itself first; `ordered` is sorted."""
    begin, end = bisect_left(ordered, directory + "/"), bisect_left(ordered, directory + "0")  # "0" follows "/"
    return ["", *(path[len(directory) :] for path in ordered[begin:end])]


def _same(a: Entry, b: Entry) -> bool:
    return a.kind == b.kind and a.digest == b.digest and a.size == b.size and a.link == b.link and a.device == b.device
