"""What explains the changes of a container: package databases and digests, fetched for `rootfs.attribute`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.changes.explain import package_paths
from snapshotter.changes.explain.attribute import Evidence, attribute
from snapshotter.changes.explain.package_paths import Owned
from snapshotter.changes.history import normal
from snapshotter.changes.packages import Folders, Owners, databases, owners
from snapshotter.changes.packages.installed import PackageChanges, difference
from snapshotter.changes.since_snapshot import Ground, Now
from snapshotter.changes.volatile import Rules, reason
from snapshotter.engine.api import Container, Engine, Mount
from snapshotter.model import OUTSIDE, Change, Command, Image, Layer, Progress, Tree, parents
from snapshotter.rootfs.contents import digests_in_place, read_contents, read_digests, read_in_place
from snapshotter.rootfs.image import container_layer
from snapshotter.rootfs.layer.skip_reading import Known

_DATABASE_LIMIT = 256 << 20
"""Bytes of a package database file beyond which it is passed over: dpkg's status has 5 MB for 5 000 packages."""

Fetch = Callable[[Mapping[str, int]], dict[str, bytes]]
"""Gives the bytes of regular files: path → the most bytes it may have."""
Digest = Callable[[Mapping[str, str]], dict[str, str]]
"""Gives the digests of regular files as hex: path → algorithm."""


class Source(Struct, frozen=True):
    """Where the bytes of a file system come from."""

    whole: Fetch
    """Any file of it."""
    changed: Fetch
    """Files that the container changed."""
    digests: Digest
    """Those of files that the container changed; all in one go, since each may cost a pass over the whole image."""


class ExplainedChanges(Struct, frozen=True):
    """Changes with what explains them, and what became of the packages."""

    changes: tuple[Change, ...]
    packages: PackageChanges
    lost: Mapping[str, str] = field(default_factory=dict)
    """What of the container's layer no image keeps, by path, with the reason; without what is volatile anyway."""


def layers_in_place(engine: Engine, container: Container, known: Known, progress: Progress) -> list[Layer] | None:
    """Give all that a container changed, with change times; None where this process cannot read it in place."""
    layer = container_layer(engine, container, known=known, progress=progress)
    return None if layer is None else [layer]


def of_container(engine: Engine, container: Container) -> Source:
    """Read a container in place; its layer must be readable there."""
    assert container.upper is not None
    directories = [*(engine.layer_dirs(container.image) or ()), container.upper]
    upper = container.upper
    return Source(
        lambda want: read_in_place(directories, want),
        lambda want: read_in_place([upper], want),
        lambda want: digests_in_place(upper, want),
    )


def of_image(engine: Engine, image: Image, skip: int) -> Source:
    """Read an image, of which the lowest `skip` layers are the base's."""
    return Source(
        lambda want: dict(engine.read_files(image.id, want)),
        lambda want: read_contents(engine, image, skip, want),
        lambda want: read_digests(engine, image, skip, want),
    )


def explain_changes(
    stand: Ground, before: Fetch, found: Now, source: Source, commands: Sequence[Command], rules: Rules
) -> ExplainedChanges:
    """Tie each change to a command, a package, or nothing; `before` fetches from the last snapshot's image.

    `rules` are the workspace's own of what is volatile.  The changes in `found` become the explain_changes ones.
    """
    lost = {path: why for path, why in found.lost.items() if not reason(path, rules)}
    if not found.changes:
        return ExplainedChanges((), PackageChanges(), lost)
    after, touched = _owners(stand, found, source)
    packages = difference(_databases(stand.committed, before)[0], after) if touched and after else PackageChanges()
    digests = source.digests(_spoken_of(found.changes, after)) if after else {}
    known = Evidence(
        after=found.tree,
        deleted_ns=found.deleted_ns,
        owners=after,
        fresh=packages.fresh,
        digest=lambda path, _: digests.get(path, ""),
        volatile=rules,
    )
    attribute(found.changes, commands, known)
    return ExplainedChanges(tuple(found.changes), packages, lost)


def with_mount_points(changes: Iterable[Change], mounts: Iterable[Mount]) -> tuple[Change, ...]:
    """Say of what the engine made to mount something there, and of the directories on the way, that it did."""
    targets = {normal(mount.target) for mount in mounts}
    if not targets:
        return tuple(changes)
    made = {above for target in targets for above in (target, *parents(target))}
    return tuple(
        replace(c, by=f"{OUTSIDE} (mount point)")
        if c.path in made and c.by == OUTSIDE and c.change == "added" and c.after and not c.after.size
        else c
        for c in changes
    )


def _owners(stand: Ground, found: Now, source: Source) -> tuple[Owners | None, bool]:
    """Give the package databases, None where they have nothing to say; and whether they changed."""
    changed = [change.path for change in found.changes]
    ever = [*changed, *stand.touched]
    kept = package_paths.load(stand.kept)
    if kept and not kept.concerned(ever):
        return None, False
    after, paths = _databases(found.tree, source.whole)
    if not kept and paths.isdisjoint(ever):
        package_paths.store(stand.kept, Owned(frozenset(paths), after.paths))
    return after, not paths.isdisjoint(changed)


def owners_of(tree: Tree, fetch: Fetch) -> Owners:
    """Read the package databases of a file system."""
    return _databases(tree, fetch)[0]


def _databases(tree: Tree, fetch: Fetch) -> tuple[Owners, set[str]]:
    names = Folders(tree)
    paths = set(databases(names))
    files = fetch(dict.fromkeys(paths, _DATABASE_LIMIT))
    return owners(files.get, names), paths


def _spoken_of(changes: Iterable[Change], known: Owners) -> dict[str, str]:
    """Give the changed files whose packages say another digest of them than is at hand, with the algorithm."""
    files = ((change.path, change.after.digest) for change in changes if change.after and change.after.kind == "file")
    expected = ((path, digest, known.expected(path)) for path, digest in files)
    return {
        path: says.algorithm for path, digest, says in expected if says and not (digest and says.algorithm == "sha256")
    }
