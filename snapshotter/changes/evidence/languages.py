"""The packages of Python and Node.js that an image shows as asked for: by pip's REQUESTED, and as npm's global ones."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence

from snapshotter.changes.evidence.model import Shown, Side
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Package
from snapshotter.model import Change
from snapshotter.regex import regex

PIP, NPM = "pip's records", "npm's global packages"
_BY_VENV = frozenset({"pip", "setuptools", "wheel"})
"""What a new virtual environment has from the beginning."""
_WITH_NODE = frozenset({"npm", "corepack"})
_MANAGED = regex(r"/usr/(?:local/)?lib/python3[\d.]*/EXTERNALLY-MANAGED")
_IN_SYSTEM = regex(r"/usr/(?:local/)?lib(?:64)?/python[\d.]+(?:/(?:site|dist)-packages(?:/.*)?)?")
_GLOBAL = regex(r"/usr/(?:local/)?lib/node_modules(?:/.*)?")
_SECOND = 1.0


def language_commands(before: Side, after: Side, found: PackageChanges) -> list[Shown]:
    """Return the commands of pip and npm between two states."""
    fresh = [*found.added, *found.changed]
    shown = list[Shown]()
    pip = [one for one in fresh if one.manager == "pip"]
    for place in sorted({one.place for one in pip}):
        shown += _pip(before, after, place, [one for one in pip if one.place == place])
    npm = [one for one in fresh if one.manager == "npm" and not one.place and one.name not in _WITH_NODE]
    if npm and any(path in after.tree for path in ("/usr/bin/npm", "/usr/local/bin/npm")):
        words = " ".join(shlex.quote(f"{one.name}@{one.version}") for one in npm)
        shown.append(_shown(f"npm install -g {words}", NPM, npm, after, _is_global))
    return shown


def _pip(before: Side, after: Side, place: str, packages: Sequence[Package]) -> Iterator[Shown]:
    config = f"{place}/pyvenv.cfg"
    is_new = bool(place) and config in after.tree and config not in before.tree
    if is_new:
        at = after.seconds(config)
        own = {one.label for one in packages if one.name in _BY_VENV}
        yield Shown(
            f"python3 -m venv {shlex.quote(place)}",
            config,
            at,
            at,
            lambda change: _below(change, place) and change.package in {"", *own},
        )
    asked = [
        one
        for one in packages
        if not one.automatic and not (is_new and one.name in _BY_VENV) and _url(one) not in after.tree
    ]
    if not asked:
        return
    program = f"{shlex.quote(place)}/bin/pip" if place else "pip3"
    managed = not place and any(_MANAGED.fullmatch(path) for path in after.tree)
    words = [program, "install", *(["--break-system-packages"] if managed else [])]
    text = " ".join([*words, *(shlex.quote(f"{one.name}=={one.version}") for one in asked)])
    yield _shown(text, PIP, [one for one in packages if not (is_new and one.name in _BY_VENV)], after, _is_of_python)


def _url(package: Package) -> str:
    """Return the file that a package has which came from an address or a directory instead of by its name."""
    return f"{package.stamp_file.rpartition('/')[0]}/direct_url.json"


def _below(change: Change, place: str) -> bool:
    return change.path == place or change.path.startswith(f"{place}/")


def _is_of_python(change: Change) -> bool:
    kind = change.after.kind if change.after else ""
    return "/__pycache__" in change.path or (kind == "directory" and _IN_SYSTEM.fullmatch(change.path) is not None)


def _is_global(change: Change) -> bool:
    link = change.after.link if change.after else ""
    return _GLOBAL.fullmatch(change.path) is not None or "/node_modules/" in link


def _shown(text: str, witness: str, packages: Sequence[Package], after: Side, also: Callable[[Change], bool]) -> Shown:
    labels = {one.label for one in packages}
    times = [at for one in packages if (at := after.seconds(one.stamp_file))] or [0.0]

    def explains(change: Change) -> bool:
        return change.package in labels if change.package else not change.modifies and also(change)

    return Shown(text, witness, min(times) - _SECOND, max(times), explains)
