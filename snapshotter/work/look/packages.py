"""The packages that differ between two states, from the package databases in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from snapshotter.changes.packages import Folders, Package, databases, owners, possible
from snapshotter.model import Change, parents
from snapshotter.work.look.diff import Contents, Difference

_LIMIT = 256 << 20
"""Largest size in bytes of a package database file that is read."""


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
