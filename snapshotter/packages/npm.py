"""Owns reading which packages npm installed globally: node_modules/NAME/package.json; npm keeps no list of files."""

from __future__ import annotations

import json
from collections.abc import Iterator

from snapshotter.packages.owners import Names, Package, Read

_MODULES = ("/usr/local/lib/node_modules", "/usr/lib/node_modules")


def files(names: Names) -> list[str]:
    """Give the paths of the database's files."""
    return [f"{folder}/package.json" for folder in _folders(names)]


def packages(read: Read, names: Names) -> Iterator[Package]:
    """Give every global package; none owns paths."""
    for folder in _folders(names):
        try:
            about = json.loads(read(f"{folder}/package.json") or b"null")
        except ValueError:
            continue
        if isinstance(about, dict) and isinstance(about.get("version"), str):
            yield Package("npm", str(about.get("name", "")), about["version"], witness=f"{folder}/package.json")


def _folders(names: Names) -> Iterator[str]:
    for modules in _MODULES:
        for name in sorted(names(modules)):
            if name.startswith("@"):
                yield from (f"{modules}/{name}/{inner}" for inner in sorted(names(f"{modules}/{name}")))
            elif not name.startswith("."):
                yield f"{modules}/{name}"
