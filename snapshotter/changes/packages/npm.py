"""Reader of what npm installed, for the whole system or in a project: node_modules/NAME/package.json.

npm has no list of files: a package owns the directory of its name, including the packages that are below it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from snapshotter.changes.packages.owners import Folders, Package, Read

_SYSTEM = ("/usr/local/lib/node_modules", "/usr/lib/node_modules")
PATH_PARTS: tuple[str, ...] = ("/node_modules/",)
"""The path of every file of the database contains one of them."""
_MODULES = "node_modules"
_LOCK = ".package-lock.json"
"""File that npm writes into a project's node_modules when an installation is complete."""


def files(folders: Folders) -> list[str]:
    """Return the paths of the database's files."""
    return [f"{folder}/package.json" for _, folder in _package_folders(folders)]


def packages(read: Read, folders: Folders) -> Iterator[Package]:
    """Yield every package in a directory node_modules, without those inside another package."""
    for modules, folder in _package_folders(folders):
        try:
            about = json.loads(read(f"{folder}/package.json") or b"null")
        except (ValueError, RecursionError):
            continue
        if isinstance(about, dict) and isinstance(about.get("version"), str):
            place = "" if modules in _SYSTEM else modules.removesuffix(f"/{_MODULES}") or "/"
            lock = f"{modules}/{_LOCK}"
            yield Package(
                "npm",
                str(about.get("name", "")),
                about["version"],
                stamp_file=lock if folders.has(lock) else f"{folder}/package.json",
                trees=(folder,),
                place=place,
            )


def _package_folders(folders: Folders) -> Iterator[tuple[str, str]]:
    """Yield (directory node_modules, directory of a package in it)."""
    for modules in folders.outermost_named(_MODULES):
        for name in sorted(folders.names(modules)):
            if name.startswith("@"):  # a scope, with packages in it
                candidates = [f"{name}/{one}" for one in sorted(folders.names(f"{modules}/{name}"))]
            else:
                candidates = [name]
            for folder in candidates:
                if folders.has(f"{modules}/{folder}/package.json"):
                    yield modules, f"{modules}/{folder}"
