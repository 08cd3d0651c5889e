"""A workspace's own rules of what no rebuild needs to reproduce: kept with it and with each of its snapshots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from snapshotter.changes.explain.labels import labelled
from snapshotter.changes.history import normal
from snapshotter.changes.volatile import Rules, reason
from snapshotter.errors import NotFound, StoreError, UsageError
from snapshotter.model import Change, Snapshot, Workspace
from snapshotter.store.home import Home

UNSAID = "said so for this workspace"
"""The reason where none was given."""


def add(home: Home, name: str, patterns: Sequence[str], why: str) -> Workspace:
    """Give the workspace rules more; a pattern that it has already gets the new reason.

    Raises `UsageError` for what cannot be a pattern, `Conflict` where somebody else is at the workspace.
    """
    added = {_checked(pattern): why.strip() or UNSAID for pattern in patterns}
    with home.workspaces.lock(name):
        workspace = home.workspaces.get(name)
        return _kept(home, workspace, {**dict(workspace.volatile), **added}.items())


def remove(home: Home, name: str, patterns: Sequence[str]) -> Workspace:
    """Take rules away from the workspace; raises `NotFound` where it has no such rule, and then takes none."""
    with home.workspaces.lock(name):
        workspace = home.workspaces.get(name)
        for pattern in patterns:
            if pattern not in dict(workspace.volatile):
                raise NotFound(f"{name} has no rule of its own for {pattern}", f"`snap volatile -n {name}` lists them")
        return _kept(home, workspace, (rule for rule in workspace.volatile if rule[0] not in patterns))


def _kept(home: Home, workspace: Workspace, rules: Iterable[tuple[str, str]]) -> Workspace:
    changed = replace(workspace, volatile=tuple(sorted(rules)))
    home.workspaces.put(changed)
    return changed


def _checked(pattern: str) -> str:
    if not pattern.startswith("/"):
        raise UsageError(f"{pattern!r} is no pattern for a path", "begin at the root: /srv/app/cache/*, or /*/cache/*")
    if not pattern.strip("/*"):
        raise UsageError(f"{pattern!r} would leave out everything", "name what may differ as narrowly as can be")
    if normal(pattern) != pattern or {".", ".."} & set(pattern.split("/")):
        plain = normal(pattern)
        raise UsageError(
            f"no path of a container is written as {pattern!r}",
            f"{plain} is the path itself, {plain}/* is all that lies below it",
        )
    return pattern


def in_force(home: Home, name: str, snapshots: Sequence[Snapshot]) -> list[Snapshot]:
    """Give the snapshots with the rules that the workspace has now, and their changes marked by them.

    Where the workspace is gone or cannot be read, those of its last snapshot hold.
    """
    try:
        rules = home.workspaces.get(name).volatile
    except (NotFound, StoreError):
        rules = snapshots[-1].volatile
    if all(snapshot.volatile == rules for snapshot in snapshots):
        return list(snapshots)
    return [replace(s, volatile=rules, changes=tuple(_marked(s.changes, rules))) for s in snapshots]


def _marked(changes: Iterable[Change], rules: Rules) -> Iterator[Change]:
    for change in changes:
        why = reason(change.path, rules)
        if why == change.volatile:
            yield change
        else:
            yield labelled(change, change.command, change.package, change.modifies, why)
