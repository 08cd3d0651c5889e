"""Look back: what changed between two snapshots, and which snapshot and command a path comes from.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.compare import differing
from snapshotter.model import Change, Command, Snapshot, Tree
from snapshotter.rootfs.packed import copied


class PathOrigin(Struct, frozen=True):
    """Where one change of a path comes from."""

    seq: int
    """The snapshot's number; 0 for what is not yet committed."""
    snapshot: str
    """Its id, or ""."""
    created: float
    message: str
    change: Change
    command: Command | None


def between(steps: Iterable[Sequence[Change]]) -> list[Change]:
    """Join changes of one snapshot after another into those from before the first to after the last, sorted."""
    joined: dict[str, Change] = {}
    for step in steps:
        for change in step:
            first = joined.get(change.path)
            joined[change.path] = change if first is None else _joined(first, change)
    return sorted((change for change in joined.values() if _is_change(change)), key=lambda change: change.path)


def _joined(first: Change, then: Change) -> Change:
    before = first.before
    kind = then.change if before is None or then.after is None else "changed"
    if before is None and then.after is not None:
        kind = "added"
    elif before is not None and then.after is None:
        kind = "deleted"
    return replace(then, before=before, change=kind)


def _is_change(change: Change) -> bool:
    if change.before is None or change.after is None:
        return change.before is not change.after
    return bool(differing(change.before, change.after))


def backwards(changes: Iterable[Change]) -> list[Change]:
    """Turn changes round: what is added one way is deleted the other."""
    turned = {"added": "deleted", "deleted": "added", "changed": "changed"}
    return [replace(c, change=turned[c.change], before=c.after, after=c.before, content="") for c in changes]


def advanced(tree: Tree, changes: Iterable[Change]) -> Tree:
    """Give the tree after the changes."""
    result = copied(tree)
    for change in changes:
        if change.after is None:
            result.pop(change.path, None)
        else:
            result[change.path] = change.after
    return result


def below(path: str, directory: str) -> bool:
    """Tell whether a path is `directory` or lies in it."""
    return path == directory or path.startswith(directory.rstrip("/") + "/")


def normal(path: str) -> str:
    """Give a path as changes have it: absolute, no slash at its end, nothing doubled."""
    return "/" + "/".join(part for part in path.split("/") if part not in ("", "."))


def origins(snapshots: Sequence[Snapshot], path: str) -> list[PathOrigin]:
    """Give every change of a path, newest first."""
    found = []
    for snapshot in reversed(snapshots):
        found += [_origin(snapshot, change) for change in snapshot.changes if change.path == path]
    return found


def origins_below(snapshots: Sequence[Snapshot], directory: str) -> list[PathOrigin]:
    """Give the latest change of every path in a directory, sorted by path."""
    latest: dict[str, PathOrigin] = {}
    for snapshot in snapshots:
        latest.update((c.path, _origin(snapshot, c)) for c in snapshot.changes if below(c.path, directory))
    return [latest[path] for path in sorted(latest)]


def _origin(snapshot: Snapshot, change: Change) -> PathOrigin:
    known = change.command is not None and 0 <= change.command < len(snapshot.commands)
    command = snapshot.commands[change.command] if known and change.command is not None else None
    return PathOrigin(snapshot.seq, snapshot.id, snapshot.created, snapshot.message, change, command)
