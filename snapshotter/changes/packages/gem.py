"""Owns reading what RubyGems installed: specifications/NAME-VERSION.gemspec in each gem directory.

After the RubyGems guide "Specification Reference" and the layout that `gem env` tells; a gem owns its directories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from snapshotter.changes.packages.owners import Folders, Package, Read
from snapshotter.changes.packages.text import decoded
from snapshotter.regex import regex

_SYSTEM = ("/usr/", "/var/lib/gems/")
PARTS = ("/specifications/",)
"""One of them is in the path of every file of the database."""
_SUFFIX = ".gemspec"
_STEM = regex(r"(?P<name>.+?)-(?P<version>[0-9][^-]*)(?:-.+)?")
"""NAME-VERSION, and -PLATFORM where it holds compiled code."""
_EXECUTABLES = regex(r"^\s*s\.executables = \[(.*)\]", re.M)
_QUOTED = regex(r'"([^"]+)"')
_PROGRAMS = ("/usr/local/bin", "/usr/bin")


def files(names: Folders) -> list[str]:
    """Give the paths of the database's files."""
    return [spec for _, _, spec in _specifications(names)]


def packages(read: Read, names: Folders) -> Iterator[Package]:
    """Give every gem; those that come with Ruby itself ("default") count as automatic."""
    for home, stem, spec in _specifications(names):
        parts = _STEM.fullmatch(stem)
        if parts is None:
            continue
        made = [f"{home}/cache/{stem}.gem", f"{home}/build_info/{stem}.info", *_programs(read(spec), home)]
        extensions = [
            f"{home}/extensions/{platform}/{abi}/{stem}"
            for platform in names(f"{home}/extensions")
            for abi in names(f"{home}/extensions/{platform}")
        ]
        yield Package(
            "gem",
            parts["name"],
            parts["version"],
            "/default/" in spec,
            spec,
            (spec, *(path for path in made if names.has(path))),
            trees=(f"{home}/gems/{stem}", f"{home}/doc/{stem}", *extensions),
            place="" if home.startswith(_SYSTEM) else home,
        )


def _specifications(names: Folders) -> Iterator[tuple[str, str, str]]:
    """Give (gem directory, NAME-VERSION, path of the specification)."""
    for folder in names.called("specifications"):
        for place in (folder, f"{folder}/default"):
            for name in sorted(names(place)):
                if name.endswith(_SUFFIX):
                    yield folder.rpartition("/")[0], name.removesuffix(_SUFFIX), f"{place}/{name}"


def _programs(spec: bytes | None, home: str) -> list[str]:
    found = _EXECUTABLES.search(decoded(spec))
    programs = _QUOTED.findall(found.group(1)) if found else []
    return [f"{folder}/{name}" for folder in (f"{home}/bin", *_PROGRAMS) for name in programs]
