"""The package databases of a file system: which package owns a path, and which versions are installed.

Each package manager has a module of its own; `manager.py` says what such a module provides.
"""

from __future__ import annotations

import contextlib
import csv
import re
import struct
from collections.abc import Iterable, Iterator

from snapshotter.changes.packages import apk, dpkg, gem, npm, pip, rpm
from snapshotter.changes.packages.folders import Folders
from snapshotter.changes.packages.manager import PackageManager
from snapshotter.changes.packages.owners import Expected, Owners, Package, Read
from snapshotter.regex import regex

__all__ = ["Expected", "Folders", "Owners", "Package", "databases", "owners", "possible"]

_SYSTEM: tuple[PackageManager, ...] = (dpkg, apk, rpm)
_LANGUAGES: tuple[PackageManager, ...] = (pip, npm, gem)
_DAMAGED = (
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    struct.error,
    csv.Error,
)
"""What a reader may raise for a database that something else wrote: it comes from the container."""
_MANAGERS = (*_SYSTEM, *_LANGUAGES)
_PATH_PARTS = regex("|".join(re.escape(part) for manager in _MANAGERS for part in manager.PATH_PARTS))


def possible(paths: Iterable[str]) -> Iterator[str]:
    """Yield the paths that may be files of a database, judged by the path alone; this excludes most paths."""
    return filter(_PATH_PARTS.search, paths)


def databases(folders: Folders) -> list[str]:
    """Return the paths of all files that `owners` will read, so that they can be fetched all at once."""
    return [path for manager in _MANAGERS for path in manager.files(folders)]


def _readable(manager: PackageManager, read: Read, folders: Folders) -> Iterator[Package]:
    """Yield a manager's packages up to where its database is damaged in a way that its reader does not expect."""
    with contextlib.suppress(*_DAMAGED):
        yield from manager.packages(read, folders)


def owners(read: Read, folders: Folders) -> Owners:
    """Read the databases of one file system; missing and damaged parts are ignored."""
    diverted = dpkg.diversions(read)
    packages = [package for manager in _SYSTEM for package in _readable(manager, read, folders)]
    system = Owners(packages, diverted)
    found = [package for manager in _LANGUAGES for package in _readable(manager, read, folders)]
    # a language's package that a system package installed belongs to the system package
    own = [package for package in found if not system.owner(package.stamp_file)]
    return Owners([*packages, *own], diverted) if own else system
