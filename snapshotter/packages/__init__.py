"""Who owns a path in a file system and which package versions are installed."""

from __future__ import annotations

from snapshotter.packages import apk, dpkg, npm, pip
from snapshotter.packages.owners import Expected, Names, Owners, Package, Read

__all__ = ["Expected", "Owners", "Package", "databases", "digest_algorithm", "owners"]


def databases(names: Names) -> list[str]:
    """Give the paths of all files that `owners` will read, so that they can be fetched in one go."""
    return [path for room in (dpkg, apk, pip, npm) for path in room.files(names)]


def owners(read: Read, names: Names) -> Owners:
    """Read the databases of one file system; what is absent or damaged in them is passed over."""
    packages = [package for room in (dpkg, apk, pip, npm) for package in room.packages(read, names)]
    return Owners(packages, dpkg.diversions(read))


def digest_algorithm(names: Names) -> str:
    """Name the digest that the system's package manager keeps of its files, "" where there is none to take."""
    return next((room.ALGORITHM for room in (dpkg, apk) if room.files(names)), "")
