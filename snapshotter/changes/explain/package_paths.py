"""The paths that the packages of a base image own, stored on disk: most changes affect none of them.

Reading the file lists of all packages takes 70 ms for a bare Debian, and is needed only if one of these paths changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from msgspec import Struct

from snapshotter.changes.packages import Folders, databases, possible
from snapshotter.changes.packages.owners import MERGED, spellings
from snapshotter.rootfs.cache import load_sealed, store_sealed


class OwnedPaths(Struct, frozen=True):
    """The part of a base image's package databases that shows whether they have to be read."""

    databases: frozenset[str]
    """Paths of the databases' own files."""
    paths: frozenset[str]
    """Every path that a package owns; one that ends in "/" stands for everything below it."""

    def affected_by(self, changed: Collection[str]) -> bool:
        """Return whether one of the paths is owned by a package, or is or may be a file of a database."""
        if not self.databases.isdisjoint(changed) or not self.paths.isdisjoint(changed):
            return True
        if any(not self.paths.isdisjoint(spellings(path)) for path in changed if path.startswith(MERGED)):
            return True
        return bool(databases(Folders(_with_parents(possible(changed)))))


def _with_parents(paths: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        while path and path != "/" and path not in found:
            found.add(path)
            path = path.rpartition("/")[0]
    return found


def load(file: Path) -> OwnedPaths | None:
    """Read the stored paths; None if there are none."""
    data = load_sealed(file)
    if data is None:
        return None
    first, mark, second = data.decode("utf-8", "surrogateescape").partition("\0\0")
    return OwnedPaths(frozenset(first.split("\0")), frozenset(second.split("\0"))) if mark else None


def store(file: Path, owned: OwnedPaths) -> None:
    """Write the paths to a file."""
    parts = ("\0".join(sorted(group)) for group in (owned.databases, owned.paths))
    store_sealed(file, "\0\0".join(parts).encode("utf-8", "surrogateescape"))
