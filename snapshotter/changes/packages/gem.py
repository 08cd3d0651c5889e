"""Reader of what RubyGems installed: specifications/NAME-VERSION.gemspec in each gem directory.

Format as in the RubyGems guide "Specification Reference", layout as `gem env` prints it.  A gem owns its directories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from snapshotter.changes.packages.owners import Folders, Package, Read
from snapshotter.changes.packages.text import decoded
from snapshotter.regex import regex

_SYSTEM = ("/usr/", "/var/lib/gems/")
PATH_PARTS: tuple[str, ...] = ("/specifications/",)
"""The path of every file of the database contains one of them."""
_SUFFIX = ".gemspec"
_STEM = regex(r"(?P<name>.+?)-(?P<version>[0-9][^-]*)(?:-.+)?")
"""NAME-VERSION, and -PLATFORM if the gem contains compiled code."""
_EXECUTABLES = regex(r"^[ \t]*s\.executables = \[(.*)\]", re.M)
_QUOTED = regex(r'"([^"]+)"')
_PROGRAMS = ("/usr/local/bin", "/usr/bin")


def files(folders: Folders) -> list[str]:
    """Return the paths of the database's files."""
    return [spec for _, _, spec in _specifications(folders)]


def packages(read: Read, folders: Folders) -> Iterator[Package]:
    """Yield every gem; those that are part of Ruby itself ("default") are automatic."""
    for home, stem, spec in _specifications(folders):
        parts = _STEM.fullmatch(stem)
        if parts is None:
            continue
        files_outside = [f"{home}/cache/{stem}.gem", f"{home}/build_info/{stem}.info", *_programs(read(spec), home)]
        extensions = [
            f"{home}/extensions/{platform}/{abi}/{stem}"
            for platform in folders.names(f"{home}/extensions")
            for abi in folders.names(f"{home}/extensions/{platform}")
        ]
        yield Package(
            "gem",
            parts["name"],
            parts["version"],
            "/default/" in spec,
            spec,
            (spec, *(path for path in files_outside if folders.has(path))),
            trees=(f"{home}/gems/{stem}", f"{home}/doc/{stem}", *extensions),
            place="" if home.startswith(_SYSTEM) else home,
        )


def _specifications(folders: Folders) -> Iterator[tuple[str, str, str]]:
    """Yield (gem directory, NAME-VERSION, path of the specification)."""
    for specifications in folders.named("specifications"):
        for directory in (specifications, f"{specifications}/default"):
            for name in sorted(folders.names(directory)):
                if name.endswith(_SUFFIX):
                    yield specifications.rpartition("/")[0], name.removesuffix(_SUFFIX), f"{directory}/{name}"


def _programs(spec: bytes | None, home: str) -> list[str]:
    """Return the paths at which the programs of a gem may be installed."""
    found = _EXECUTABLES.search(decoded(spec))
    programs = _QUOTED.findall(found.group(1)) if found else []
    return [f"{folder}/{name}" for folder in (f"{home}/bin", *_PROGRAMS) for name in programs]
