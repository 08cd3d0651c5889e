"""Changes over several snapshots: what changed between two of them, and which snapshot and command a path comes from.

All functions are pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.compare import differing
from snapshotter.model import Change, Command, Snapshot, Tree
from snapshotter.rootfs.packed import Packed, copied


class PathOrigin(Struct, frozen=True):
    """One change of a path, with the snapshot and the command that made it."""

    seq: int
    """Number of the snapshot; 0 for changes that are not yet committed."""
    snapshot: str
    """Id of the snapshot, or ""."""
    created: float
    message: str
    change: Change
    command: Command | None


def join_changes(steps: Iterable[Sequence[Change]]) -> list[Change]:
    """Return the changes from before the first step to after the last, sorted by path.

    `steps` are the changes of consecutive snapshots.
    """
    joined: dict[str, Change] = {}
    for step in steps:
        for change in step:
            first = joined.get(change.path)
            joined[change.path] = change if first is None else _join(first, change)
    return sorted((change for change in joined.values() if _is_change(change)), key=lambda change: change.path)


def _join(first: Change, last: Change) -> Change:
    before, after = first.before, last.after
    kind = last.change
    if before is None and after is not None:
        kind = "added"
    elif before is not None:
        kind = "deleted" if after is None else "changed"
    return replace(last, before=before, change=kind)


def _is_change(change: Change) -> bool:
    if change.before is None or change.after is None:
        return change.before is not change.after
    return bool(differing(change.before, change.after))


def inverted(changes: Iterable[Change]) -> list[Change]:
    """Return the changes in the other direction: what was added is deleted, and the reverse."""
    opposite = {"added": "deleted", "deleted": "added", "changed": "changed"}
    return [replace(c, change=opposite[c.change], before=c.after, after=c.before, content="") for c in changes]


def with_changes(tree: Tree, changes: Iterable[Change]) -> Packed:
    """Return the tree after the changes."""
    result = copied(tree)
    for change in changes:
        if change.after is None:
            result.pop(change.path, None)
        else:
            result[change.path] = change.after
    return result


def below(path: str, directory: str) -> bool:
    """Return whether a path is `directory` or is below it."""
    return path == directory or path.startswith(directory.rstrip("/") + "/")


def normal(path: str) -> str:
    """Return a path as changes have it: absolute, without a slash at its end, without "//" and "."."""
    return "/" + "/".join(part for part in path.split("/") if part not in ("", "."))


def origins(snapshots: Sequence[Snapshot], path: str) -> list[PathOrigin]:
    """Return every change of a path, newest first."""
    found = []
    for snapshot in reversed(snapshots):
        found += [_origin(snapshot, change) for change in snapshot.changes if change.path == path]
    return found


def origins_below(snapshots: Sequence[Snapshot], directory: str) -> list[PathOrigin]:
    """Return the latest change of every path that is `directory` or below it, sorted by path."""
    latest: dict[str, PathOrigin] = {}
    for snapshot in snapshots:
        latest.update((c.path, _origin(snapshot, c)) for c in snapshot.changes if below(c.path, directory))
    return [latest[path] for path in sorted(latest)]


def _origin(snapshot: Snapshot, change: Change) -> PathOrigin:
    command = None
    if change.command is not None and 0 <= change.command < len(snapshot.commands):
        command = snapshot.commands[change.command]
    return PathOrigin(snapshot.seq, snapshot.id, snapshot.created, snapshot.message, change, command)
