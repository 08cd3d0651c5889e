"""The packages of a state, and those that differ between two, from the package databases in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from snapshotter.changes.history import with_changes
from snapshotter.changes.packages import Folders, Package, databases, owners, possible
from snapshotter.model import Change, Progress, Snapshot, no_progress, parents
from snapshotter.work.look.diff import Contents, Difference

if TYPE_CHECKING:
    from snapshotter.engine.api import Connect
    from snapshotter.store.home import Home

_LIMIT = 256 << 20
"""Largest size in bytes of a package database file that is read."""
_RELEASES = ("/etc/os-release", "/usr/lib/os-release")


class PackageDifference(Struct, frozen=True):
    """One package that differs."""

    name: str
    """With the manager and the place for a package of one language: "pip:requests in /srv/venv"."""
    manager: str
    change: Literal["added", "removed", "changed"]
    old: str
    """Its version in the first state, "" if it is not there."""
    new: str
    automatic: bool
    """Whether it was installed only because another needs it."""


def package_differences(contents: Contents, found: Difference) -> list[PackageDifference]:
    """Return the packages that differ, sorted by name.

    Only the files of the databases that differ are read: they list every package that differs.
    """
    old = _packages(contents, found.old, ((c.path, c) for c in found.changes if c.before is not None))
    new = _packages(contents, found.new, ((c.path, c) for c in found.changes if c.after is not None))
    listed = (_difference(name, old.get(name), new.get(name)) for name in sorted(old.keys() | new.keys()))
    return [one for one in listed if one is not None]


def _packages(contents: Contents, state: int, changes: Iterable[tuple[str, Change]]) -> Mapping[str, Package]:
    paths = dict(changes)
    if not any(possible(paths)):
        return {}
    above = {directory for path in paths for directory in parents(path)}
    folders = Folders(sorted(above.union(paths)))
    wanted = [path for path in databases(folders) if path in paths]
    return owners(contents.whole(state, wanted, _LIMIT).get, folders).packages


def _difference(name: str, old: Package | None, new: Package | None) -> PackageDifference | None:
    if old and new:
        if old.version == new.version:
            return None
        return PackageDifference(name, new.manager, "changed", old.version, new.version, new.automatic)
    if new:
        return PackageDifference(name, new.manager, "added", "", new.version, new.automatic)
    return PackageDifference(name, old.manager, "removed", old.version, "", old.automatic) if old else None


class Installed(Struct, frozen=True):
    """One package of a snapshot's image, and what the record says of how it came there."""

    package: Package
    seq: int = 0
    """The snapshot that brought this version; 0 for a package of the base image."""
    command: str = ""
    """The command that brought it, "" if none of the recorded ones did."""


class Inventory(Struct, frozen=True):
    """The packages of a snapshot's image."""

    snapshot: Snapshot
    packages: tuple[Installed, ...]
    """Sorted by name."""
    distribution: str = ""
    """`ID` of the image's os-release, such as "debian"; "" if it has none."""
    release: str = ""
    """`VERSION_ID` of it."""


def inventory(
    connect: Connect, home: Home, snapshots: Sequence[Snapshot], progress: Progress = no_progress
) -> Inventory:
    """Return the packages of the last of `snapshots`, which are all of a line up to it.

    The engine is asked for the base image's tree, unless it is stored here, and for the files that the line does not
    hold.
    """
    from snapshotter.rootfs import cache
    from snapshotter.rootfs.image import base_tree

    last, base = snapshots[-1], snapshots[0].base
    tree = cache.load(cache.location(home.cache, base.layers)) if base.layers else None
    if tree is None:
        engine = connect()
        tree = base_tree(engine, engine.image(base.id), home.cache, progress)
    for one in snapshots:
        tree = with_changes(tree, one.changes)
    folders = Folders(sorted(tree))
    progress("reading the package databases")
    contents = Contents(connect, home, last.workspace, snapshots)
    files = contents.whole(last.seq, [*databases(folders), *filter(tree.__contains__, _RELEASES)], _LIMIT)
    release = _release(next((files[path] for path in _RELEASES if path in files), b""))
    brought, commands = _brought(contents, snapshots), _commands(snapshots)
    found = owners(files.get, folders).packages
    listed = (Installed(found[key], brought.get(key, 0), commands.get(found[key].label, "")) for key in sorted(found))
    return Inventory(last, tuple(listed), release.get("ID", ""), release.get("VERSION_ID", ""))


def _brought(contents: Contents, snapshots: Sequence[Snapshot]) -> dict[str, int]:
    """Return the key of each package that is not the base image's → the snapshot that brought its version."""
    found: dict[str, int] = {}
    before = 0
    for one in snapshots:
        step = Difference(one.workspace, before, one.seq, one.changes)
        found.update((package.name, one.seq) for package in package_differences(contents, step) if package.new)
        before = one.seq
    return found


def _commands(snapshots: Sequence[Snapshot]) -> dict[str, str]:
    """Return "NAME VERSION" of each package → the first command that wrote one of its files."""
    found: dict[str, str] = {}
    for one in snapshots:
        for change in one.changes:
            if change.package and change.command is not None:
                found.setdefault(change.package, one.commands[change.command].text)
    return found


def _release(data: bytes) -> dict[str, str]:
    """Return the values of an os-release file; see os-release(5)."""
    rows = (line.partition("=") for line in data.decode("utf-8", "replace").splitlines())
    return {name: value.strip().strip("\"'") for name, _, value in rows if value}
