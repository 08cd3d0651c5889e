"""Explanation of a container's changes: reads the package databases and digests that `attribute.py` needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.changes.explain import package_paths
from snapshotter.changes.explain.attribute import Evidence, attribute
from snapshotter.changes.explain.package_paths import OwnedPaths
from snapshotter.changes.explain.sources import Fetch, FileSource
from snapshotter.changes.history import normal
from snapshotter.changes.packages import Folders, Owners, databases, owners
from snapshotter.changes.packages.installed import PackageChanges, difference
from snapshotter.changes.since_snapshot import CommittedState, ContainerState
from snapshotter.changes.volatile import Rules, reason
from snapshotter.engine.api import Mount
from snapshotter.model import NOT_RECORDED, OUTSIDE, Change, Command, Tree, parents

_DATABASE_LIMIT = 256 << 20
"""Largest size in bytes of a package database file that is read: dpkg's status has 5 MB for 5 000 packages."""


class ExplainedChanges(Struct, frozen=True):
    """Changes with what explains them, and the changes of the installed packages."""

    changes: tuple[Change, ...]
    packages: PackageChanges
    lost: Mapping[str, str] = field(default_factory=dict)
    """Path → why an image does not keep it, or a part of it; volatile paths are left out."""


def explain_changes(
    last: CommittedState,
    before: Fetch,
    current: ContainerState,
    source: FileSource,
    commands: Sequence[Command],
    rules: Rules,
    unrecorded: Mapping[int, str] | None = None,
) -> ExplainedChanges:
    """Return the changes, each with the command or package that explains it, if one does.

    `before` reads from the last snapshot's image, `rules` are the workspace's own rules for volatile paths,
    `unrecorded` says which of the `commands` stand for commands that are not recorded, and why they are not.
    The list `current.changes` is modified in place.
    """
    lost = {path: why for path, why in current.lost.items() if not reason(path, rules)}
    if not current.changes:
        return ExplainedChanges((), PackageChanges(), lost)
    packages = PackageChanges()
    digests: dict[str, str] = {}
    after, changed = _owners(last, current, source)
    if after is not None:
        if changed:
            packages = difference(owners_of(last.committed, before), after)
        digests = source.digests(digests_to_compute(current.changes, after))
    known = Evidence(
        after=current.tree,
        deleted_ns=current.deleted_ns,
        owners=after,
        fresh=packages.fresh,
        digest=lambda path, _: digests.get(path, ""),
        volatile=rules,
        unrecorded=unrecorded or {},
    )
    attribute(current.changes, commands, known)
    return ExplainedChanges(tuple(current.changes), packages, lost)


def with_mount_points(changes: Iterable[Change], mounts: Iterable[Mount]) -> tuple[Change, ...]:
    """Return the changes, with "outside (mount point)" for unexplained ones that the engine made to mount something.

    These are the mount targets and the directories above them.
    """
    targets = {normal(mount.target) for mount in mounts}
    if not targets:
        return tuple(changes)
    made = {path for target in targets for path in (target, *parents(target))}
    by = f"{OUTSIDE} (mount point)"
    return tuple(replace(c, by=by) if c.path in made and _is_unexplained_and_empty(c) else c for c in changes)


def _is_unexplained_and_empty(change: Change) -> bool:
    unexplained = change.by == OUTSIDE or change.by.startswith(NOT_RECORDED)
    return unexplained and change.change == "added" and change.after is not None and not change.after.size


def _owners(last: CommittedState, current: ContainerState, source: FileSource) -> tuple[Owners | None, bool]:
    """Return the package databases, None if no change affects them; and whether they changed."""
    changed = [change.path for change in current.changes]
    since_base = [*changed, *last.touched]
    stored = package_paths.load(last.owned_paths)
    if stored and not stored.affected_by(since_base):
        return None, False
    after, paths = _databases(current.tree, source.whole)
    if not stored and paths.isdisjoint(since_base):
        package_paths.store(last.owned_paths, OwnedPaths(frozenset(paths), after.paths))
    return after, not paths.isdisjoint(changed)


def owners_of(tree: Tree, fetch: Fetch) -> Owners:
    """Read the package databases of a file system."""
    return _databases(tree, fetch)[0]


def _databases(tree: Tree, fetch: Fetch) -> tuple[Owners, set[str]]:
    """Read the package databases; return them and the paths of their files."""
    folders = Folders(tree)
    paths = set(databases(folders))
    files = fetch(dict.fromkeys(paths, _DATABASE_LIMIT))
    return owners(files.get, folders), paths


def digests_to_compute(changes: Iterable[Change], known: Owners) -> dict[str, str]:
    """Return the changed files whose package records a digest that was not computed, with its algorithm."""
    found = {}
    for change in changes:
        if change.after is None or change.after.kind != "file":
            continue
        expected = known.expected(change.path)
        if expected and not (change.after.digest and expected.algorithm == "sha256"):
            found[change.path] = expected.algorithm
    return found
