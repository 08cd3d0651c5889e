"""Changes of the installed packages between two states, and their description in one line."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from snapshotter.changes.packages.owners import Owners, Package

_NAMED = 4
"""Largest number of packages that are all named; of more, the first are named and the others counted."""


class PackageChanges(Struct, frozen=True):
    """Packages that were added or removed, or have another version; each group sorted by name."""

    added: tuple[Package, ...] = ()
    removed: tuple[Package, ...] = ()
    changed: tuple[Package, ...] = ()
    """With their new version."""

    @property
    def fresh(self) -> frozenset[str]:
        """Return "NAME VERSION" of all packages that were installed or upgraded."""
        return frozenset(package.label for package in (*self.added, *self.changed))

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(before: Owners | None, after: Owners) -> PackageChanges:
    """Return the changes between two states; `before` None stands for an empty one."""
    old: Mapping[str, Package] = before.packages if before else {}
    new = after.packages
    return PackageChanges(
        tuple(new[name] for name in sorted(new.keys() - old.keys())),
        tuple(old[name] for name in sorted(old.keys() - new.keys())),
        tuple(new[name] for name in sorted(new.keys() & old.keys()) if new[name].version != old[name].version),
    )


def describe(changes: PackageChanges) -> str:
    """Return one line such as "install nginx-light 1.22.1-9, remove nano"; "" if nothing changed.

    Packages that were installed only because another needs them are named only if no others were installed.
    """
    parts = []
    installed = [package for package in changes.added if not package.automatic] or list(changes.added)
    if installed:
        parts.append("install " + _listed([package.label for package in installed]))
    if changes.changed:
        parts.append("upgrade " + _listed([package.label for package in changes.changed]))
    if changes.removed:
        parts.append("remove " + _listed([package.name for package in changes.removed]))
    return ", ".join(parts)


def _listed(labels: list[str]) -> str:
    if len(labels) <= _NAMED:
        return ", ".join(labels)
    return f"{', '.join(labels[: _NAMED - 1])} and {len(labels) - _NAMED + 1} more"
