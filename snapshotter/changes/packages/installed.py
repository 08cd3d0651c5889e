"""Owns what became of the installed packages between two states, and how to say it in a few words."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from snapshotter.changes.packages.owners import Owners, Package

_NAMED = 4
"""So many packages are named; of more, the rest is counted."""


class PackageChanges(Struct, frozen=True):
    """Packages that came, went, or have another version; each sorted by name."""

    added: tuple[Package, ...] = ()
    removed: tuple[Package, ...] = ()
    changed: tuple[Package, ...] = ()
    """With their new version."""

    @property
    def fresh(self) -> frozenset[str]:
        """Give "NAME VERSION" of all that were unpacked meanwhile."""
        return frozenset(package.label for package in (*self.added, *self.changed))

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(before: Owners | None, after: Owners) -> PackageChanges:
    """Compare two states; `before` None is an empty one."""
    old: Mapping[str, Package] = before.packages if before else {}
    new = after.packages
    return PackageChanges(
        tuple(new[name] for name in sorted(new.keys() - old.keys())),
        tuple(old[name] for name in sorted(old.keys() - new.keys())),
        tuple(new[name] for name in sorted(new.keys() & old.keys()) if new[name].version != old[name].version),
    )


def describe(changes: PackageChanges) -> str:
    """Say it in one line for people: "install nginx-light 1.22.1-9, remove nano"; "" where nothing happened.

    Packages that only came because another needs them are named where no other came.
    """
    parts = []
    asked_for = [package for package in changes.added if not package.automatic] or list(changes.added)
    if asked_for:
        parts.append("install " + _listed([package.label for package in asked_for]))
    if changes.changed:
        parts.append("upgrade " + _listed([package.label for package in changes.changed]))
    if changes.removed:
        parts.append("remove " + _listed([package.name for package in changes.removed]))
    return ", ".join(parts)


def _listed(labels: list[str]) -> str:
    if len(labels) <= _NAMED:
        return ", ".join(labels)
    return f"{', '.join(labels[: _NAMED - 1])} and {len(labels) - _NAMED + 1} more"
