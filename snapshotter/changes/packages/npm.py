"""Owns reading what npm installed, for the whole system or in a project: node_modules/NAME/package.json.

npm keeps no list of files: a package owns the directory of its name, with the packages that were put below it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from snapshotter.changes.packages.owners import Folders, Package, Read

_SYSTEM = ("/usr/local/lib/node_modules", "/usr/lib/node_modules")
PARTS = ("/node_modules/",)
"""One of them is in the path of every file of the database."""
_MODULES = "node_modules"
_LOCK = ".package-lock.json"
"""npm writes it into a project's node_modules when all of an installation is in place."""


def files(names: Folders) -> list[str]:
    """Give the paths of the database's files."""
    return [f"{folder}/package.json" for _, folder in _folders(names)]


def packages(read: Read, names: Folders) -> Iterator[Package]:
    """Give every package that lies in a directory node_modules, but for those inside another package."""
    for modules, folder in _folders(names):
        try:
            about = json.loads(read(f"{folder}/package.json") or b"null")
        except ValueError:
            continue
        if isinstance(about, dict) and isinstance(about.get("version"), str):
            place = "" if modules in _SYSTEM else modules.removesuffix(f"/{_MODULES}") or "/"
            lock = f"{modules}/{_LOCK}"
            witness = lock if names.has(lock) else f"{folder}/package.json"
            yield Package(
                "npm", str(about.get("name", "")), about["version"], witness=witness, trees=(folder,), place=place
            )


def _folders(names: Folders) -> Iterator[tuple[str, str]]:
    """Give each directory node_modules with each package's own directory in it."""
    for modules in names.outermost(_MODULES):
        for name in sorted(names(modules)):
            inner = sorted(names(f"{modules}/{name}")) if name.startswith("@") else ()
            for folder in [f"{name}/{one}" for one in inner] if name.startswith("@") else [name]:
                if names.has(f"{modules}/{folder}/package.json"):
                    yield modules, f"{modules}/{folder}"
