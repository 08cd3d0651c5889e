"""Which paths the packages of a base image own, kept on disk: most changes touch none of them.

Reading every package's list of files takes 70 ms for a bare Debian, and is needed only where one of them changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from msgspec import Struct

from snapshotter.changes.packages import Folders, databases, possible
from snapshotter.changes.packages.owners import MERGED, spellings
from snapshotter.rootfs.cache import load_sealed, store_sealed


class Owned(Struct, frozen=True):
    """What the package databases of a base image say, as far as it tells whether they have to be read."""

    databases: frozenset[str]
    """Paths of the databases' own files."""
    paths: frozenset[str]
    """Every path that a package owns; one that ends in "/" is all below it."""

    def concerned(self, changed: Collection[str]) -> bool:
        """Tell whether the databases have anything to say of these paths, or may have become others themselves."""
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


def load(file: Path) -> Owned | None:
    """Read what is kept; None where there is nothing."""
    data = load_sealed(file)
    if data is None:
        return None
    first, mark, second = data.decode("utf-8", "surrogateescape").partition("\0\0")
    return Owned(frozenset(first.split("\0")), frozenset(second.split("\0"))) if mark else None


def store(file: Path, owned: Owned) -> None:
    """Keep it."""
    parts = ("\0".join(sorted(group)) for group in (owned.databases, owned.paths))
    store_sealed(file, "\0\0".join(parts).encode("utf-8", "surrogateescape"))
