"""Who owns a path in a file system and which package versions are installed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from snapshotter.changes.packages import apk, dpkg, gem, npm, pip, rpm
from snapshotter.changes.packages.folders import Folders
from snapshotter.changes.packages.owners import Expected, Owners, Package, Read
from snapshotter.regex import regex

__all__ = ["Expected", "Folders", "Owners", "Package", "databases", "owners", "possible"]

_SYSTEM = (dpkg, apk, rpm)
_LANGUAGES = (pip, npm, gem)
_PARTS = regex("|".join(re.escape(part) for room in (*_SYSTEM, *_LANGUAGES) for part in room.PARTS))


def possible(paths: Iterable[str]) -> Iterator[str]:
    """Give those of the paths that may be of a database, from the paths alone; of most it is sure that they are not."""
    return filter(_PARTS.search, paths)


def databases(names: Folders) -> list[str]:
    """Give the paths of all files that `owners` will read, so that they can be fetched in one go."""
    return [path for room in (*_SYSTEM, *_LANGUAGES) for path in room.files(names)]


def owners(read: Read, names: Folders) -> Owners:
    """Read the databases of one file system; what is absent or damaged in them is passed over."""
    diverted = dpkg.diversions(read)
    packages = [package for room in _SYSTEM for package in room.packages(read, names)]
    system = Owners(packages, diverted)
    found = [package for room in _LANGUAGES for package in room.packages(read, names)]
    # what a system package brought for a language is that package's
    own = [package for package in found if not system.owner(package.witness)]
    return Owners([*packages, *own], diverted) if own else system
