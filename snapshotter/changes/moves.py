"""Owns recognising what was moved: paths that went and came with the same content; whole directories as one move."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from snapshotter.model import Change, Entry, Tree, parent


class Move(Struct, frozen=True):
    """One file, or one directory with all that is in it, under another path."""

    old: str
    new: str
    before: Entry
    after: Entry
    paths: int = 1
    """How many paths moved with it, itself included."""


class Moves(Struct, frozen=True):
    """All moves among some changes."""

    moves: tuple[Move, ...]
    """Sorted by old path; what lies in a directory that moved is not listed for itself."""
    origin: Mapping[str, str]
    """Each added path that was moved → the deleted path that it was."""


def moves(changes: Iterable[Change]) -> Moves:
    """Find the moves: a deleted and an added regular file of one content, each taken once; empty files tell nothing."""
    changes = list(changes)
    gone = {change.path: change.before for change in changes if change.change == "deleted" and change.before}
    if not gone:
        return Moves((), {})
    come = {change.path: change.after for change in changes if change.change == "added" and change.after}
    pairs = _files(gone, come)
    trees = _directories(pairs, gone, come)
    origin: dict[str, str] = {}
    found = []
    for old, new, below in trees:
        origin.update({new + rest: old + rest for rest in below})
        found.append(Move(old, new, gone[old], come[new], len(below)))
    taken = set(origin.values())
    for old, new in pairs.items():
        if new not in origin and old not in taken:
            origin[new] = old
            found.append(Move(old, new, gone[old], come[new]))
    return Moves(tuple(sorted(found, key=lambda move: move.old)), origin)


def candidates(changes: Iterable[Change]) -> list[Change]:
    """Give the added files whose digest is not known and would tell whether they were moved."""
    changes = list(changes)
    sizes = {c.before.size for c in changes if c.change == "deleted" and c.before and c.before.kind == "file"} - {0}
    if not sizes:
        return []
    return [
        c
        for c in changes
        if c.change == "added" and c.after and c.after.kind == "file" and not c.after.digest and c.after.size in sizes
    ]


def _files(gone: Tree, come: Tree) -> dict[str, str]:
    by_content: dict[str, list[str]] = {}
    for path in sorted(come):
        if come[path].kind == "file" and come[path].size and come[path].digest:
            by_content.setdefault(come[path].digest, []).append(path)
    found = {}
    for path in sorted(gone):
        free = by_content.get(gone[path].digest) if gone[path].kind == "file" and gone[path].size else None
        if free:
            # of several copies, the one that kept most of its name
            best = min(free, key=lambda new: (-_common_end(path, new), new)) if len(free) < 100 else free[0]
            free.remove(best)
            found[path] = best
    return found


def _common_end(a: str, b: str) -> int:
    count = 0
    for one, other in zip(reversed(a.split("/")), reversed(b.split("/")), strict=False):
        if one != other:
            break
        count += 1
    return count


def _directories(pairs: Mapping[str, str], gone: Tree, come: Tree) -> list[tuple[str, str, list[str]]]:
    """Give (old, new, what is in both by the rest of its path, "" for itself) of the topmost that moved as a whole."""
    wanted: set[tuple[str, str]] = set()
    for old, new in pairs.items():
        old, new = parent(old), parent(new)
        while _is_directory(gone, old) and _is_directory(come, new) and (old, new) not in wanted:
            wanted.add((old, new))
            if old.rpartition("/")[2] != new.rpartition("/")[2]:
                break
            old, new = parent(old), parent(new)
    ordered = (sorted(gone), sorted(come))
    found: list[tuple[str, str, list[str]]] = []
    settled: set[str] = set()
    for old, new in sorted(wanted, key=lambda pair: (pair[0].count("/"), pair)):
        if old in settled or new in settled:
            continue
        below = _below(ordered[0], old)
        if below == _below(ordered[1], new) and all(_same(gone[old + rest], come[new + rest]) for rest in below):
            found.append((old, new, below))
            settled.update(old + rest for rest in below)
            settled.update(new + rest for rest in below)
    return found


def _is_directory(entries: Tree, path: str) -> bool:
    return path in entries and entries[path].kind == "directory"


def _below(ordered: Sequence[str], directory: str) -> list[str]:
    begin, end = bisect_left(ordered, directory + "/"), bisect_left(ordered, directory + "0")  # "0" follows "/"
    return ["", *(path[len(directory) :] for path in ordered[begin:end])]


def _same(a: Entry, b: Entry) -> bool:
    return a.kind == b.kind and a.digest == b.digest and a.size == b.size and a.link == b.link and a.device == b.device
