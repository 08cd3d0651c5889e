"""A workspace's own rules for paths that no rebuild needs to reproduce, stored with it and each of its snapshots."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from snapshotter.changes.explain.labels import labelled
from snapshotter.changes.history import normal
from snapshotter.changes.volatile import Rules, reason
from snapshotter.engine.api import Connect
from snapshotter.errors import NotFound, SnapError, StoreError, UsageError
from snapshotter.model import Change, Progress, Snapshot, Workspace, no_progress
from snapshotter.store.home import Home
from snapshotter.work.secrets.known_secrets import mask_text, redactor_for
from snapshotter.work.secrets.names import name_mask

DEFAULT_REASON = "declared for this workspace"
"""The reason if none was given."""


def add(
    home: Home,
    name: str,
    patterns: Sequence[str],
    why: str,
    connect: Connect | None = None,
    tell: Progress = no_progress,
) -> Workspace:
    """Add rules to the workspace; a pattern that it already has gets the new reason, which is stored without secrets.

    Raises `UsageError` for an invalid pattern, `Conflict` if another process holds the lock of the workspace.
    """
    checked = [check_pattern(pattern) for pattern in patterns]
    with _locked(home, name, connect, tell):
        workspace = home.workspaces.get(name)
        why = mask_text(redactor_for(home, workspace), why.strip()) if why.strip() else DEFAULT_REASON
        names = name_mask(home, name, ())  # a path with a secret in its name has a word for it in all that is stored
        added = dict.fromkeys(map(names.path, checked), why)
        return _store(home, workspace, {**dict(workspace.volatile), **added}.items())


def remove(
    home: Home, name: str, patterns: Sequence[str], connect: Connect | None = None, tell: Progress = no_progress
) -> Workspace:
    """Remove rules from the workspace; raises `NotFound` if one of them does not exist, and then removes none."""
    with _locked(home, name, connect, tell):
        workspace = home.workspaces.get(name)
        names = name_mask(home, name, ())
        patterns = [names.path(pattern) for pattern in patterns]
        for pattern in patterns:
            if pattern not in dict(workspace.volatile):
                raise NotFound(f"{name} has no rule of its own for {pattern}", f"`snap volatile -n {name}` lists them")
        return _store(home, workspace, (rule for rule in workspace.volatile if rule[0] not in patterns))


@contextlib.contextmanager
def _locked(home: Home, name: str, connect: Connect | None, tell: Progress) -> Iterator[None]:
    """Hold the workspace's lock; a container that stayed frozen is resumed if `connect` reaches an engine."""
    from snapshotter.work.commit.freeze import thaw

    with home.workspaces.lock(name):
        if connect is not None:
            try:
                thaw(connect, home, name, tell)
            except SnapError as error:  # the rules need no engine
                tell(error.message)
        yield


def _store(home: Home, workspace: Workspace, rules: Iterable[tuple[str, str]]) -> Workspace:
    changed = replace(workspace, volatile=tuple(sorted(rules)))
    home.workspaces.put(changed)
    return changed


def check_pattern(pattern: str) -> str:
    """Return a pattern for paths; raises `UsageError` for one that cannot match, or matches every path."""
    if not pattern.startswith("/"):
        raise UsageError(
            f"{pattern!r} is not a pattern for a path", "begin at the root, as in /srv/app/cache/* or /*/cache/*"
        )
    if not pattern.strip("/*"):
        raise UsageError(f"{pattern!r} would match every path", "write a pattern that matches only what may differ")
    if normal(pattern) != pattern or {".", ".."} & set(pattern.split("/")):
        plain = normal(pattern)
        raise UsageError(
            f"{pattern!r} is not a normalized path",
            f"write {plain} for the path itself, {plain}/* for everything below it",
        )
    return pattern


def with_current_rules(home: Home, name: str, snapshots: Sequence[Snapshot]) -> list[Snapshot]:
    """Return the snapshots with the current rules of the workspace, and their changes marked by these.

    If the workspace is gone or cannot be read, the rules of its last snapshot apply, unless that came from elsewhere.
    """
    elsewhere = from_elsewhere(home, snapshots)
    try:
        rules = home.workspaces.get(name).volatile
    except (NotFound, StoreError):
        rules = () if snapshots[-1].id in elsewhere else snapshots[-1].volatile
    return with_rules(snapshots, rules, trusted=not elsewhere)


def from_elsewhere(home: Home, snapshots: Iterable[Snapshot]) -> dict[str, str]:
    """Return the ids of those snapshots that came from elsewhere, with the places."""
    known = home.line.received().snapshots
    return {one.id: known[one.id] for one in snapshots if one.id in known} if known else {}


def with_rules(snapshots: Sequence[Snapshot], rules: Rules, *, trusted: bool = True) -> list[Snapshot]:
    """Return the snapshots with these rules, and their changes marked by them.

    The marks that they have are taken over where they have these rules, if they can be `trusted`.
    """
    if trusted and all(snapshot.volatile == rules for snapshot in snapshots):
        return list(snapshots)
    return [replace(s, volatile=rules, changes=tuple(_marked(s.changes, rules))) for s in snapshots]


def _marked(changes: Iterable[Change], rules: Rules) -> Iterator[Change]:
    for change in changes:
        why = reason(change.path, rules)
        if why == change.volatile:
            yield change
        else:
            yield labelled(change, change.command, change.package, change.modifies, why)
