"""What the module of a package manager provides.

To add a package manager:

1. Write a module with these three names, beside `dpkg.py`, `apk.py`, `rpm.py`, `pip.py`, `npm.py` and `gem.py`.
2. Add it in `__init__.py` to `_SYSTEM`, or to `_LANGUAGES` if its packages are those of one language; in that case also
   add its name to `LANGUAGES` in `owners.py`.  mypy then checks it against the protocol.
3. Test it with small databases, as `tests/changes/packages/test_others.py` does.
4. Add rules to `changes/volatile.py` for its caches and logs that no rebuild reproduces.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from snapshotter.changes.packages.folders import Folders
from snapshotter.changes.packages.owners import Package, Read


class PackageManager(Protocol):
    """A module that reads the database of one package manager in a file system.

    Neither a missing nor a damaged file is an error: what cannot be read is ignored.
    """

    PATH_PARTS: tuple[str, ...]
    """Strings of which at least one is in every path that `files` can return, whatever the file system.

    They show, before anything is read, which changed paths may be files of the database.
    """

    def files(self, folders: Folders) -> list[str]:
        """Return the paths of the existing files that `packages` will read; [] if the manager is not installed.

        `folders` has all paths of the file system.  The contents of the files are then fetched all at once.
        """

    def packages(self, read: Read, folders: Folders) -> Iterator[Package]:
        """Yield every installed package.

        `read` returns the content of a path that `files` returned, None for any other path.  Of the fields of
        `Package`, those that the database does not have are left at their defaults:

        - `manager` is the same for all packages of the module, `name` and `version` are as the manager prints them.
          Of several packages with the same `Package.key` only the last is used, so a second package of the same name
          has the architecture in its name.
        - `paths` are the files and directories that it owns; if there is no list of them, `trees` are the directories
          that it owns as a whole.
        - `expected` has the digests that are recorded for its files.  A file without one counts as modified if another
          command wrote it after `stamp_file`.
        - `stamp_file` is a file that the manager writes at the installation and not later.  A package of a language
          whose `stamp_file` is owned by a system package is ignored: it is a part of that package.
        - `place` is used for languages only.
        """
