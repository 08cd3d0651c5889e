"""The packages of Python and Node.js that an image shows as asked for: by pip's REQUESTED, and as npm's global ones."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

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
    if any(path.endswith("/conda-meta/history") for path in after.tree):
        pip = [one for one in pip if after.text(_beside(one, "INSTALLER")).strip() != "conda"]
    for place in sorted({one.place for one in pip}):
        shown += _pip(before, after, place, [one for one in pip if one.place == place])
    npm = [one for one in fresh if one.manager == "npm" and not one.place and one.name not in _WITH_NODE]
    if npm and any(path in after.tree for path in ("/usr/bin/npm", "/usr/local/bin/npm")):
        words = " ".join(shlex.quote(f"{one.name}@{one.version}") for one in npm)
        shown.append(_shown(f"npm install -g {words}", NPM, npm, after, _is_global))
    return [*shown, *_projects(before, after, fresh)]


_PROJECTS = (
    ("package-lock.json", "node_modules", "npm", "npm ci"),
    ("yarn.lock", "node_modules", "yarn", "yarn install --frozen-lockfile"),
    ("pnpm-lock.yaml", "node_modules", "pnpm", "pnpm install --frozen-lockfile"),
    ("composer.lock", "vendor", "composer", "composer install --no-interaction"),
    ("Gemfile.lock", "vendor/bundle", "bundle", "bundle install"),
)
"""The file with the exact versions of a project's packages, where they are, the program, and its command."""
_PROGRAMS = ("/usr/bin", "/usr/local/bin", "/bin")


def _projects(before: Side, after: Side, fresh: Sequence[Package]) -> Iterator[Shown]:
    """Yield the commands that install the packages of projects whose file of versions is there."""
    for lock, folder, program, text in _PROJECTS:
        if not any(f"{place}/{program}" in after.tree for place in _PROGRAMS):
            continue
        places = [path.removesuffix(f"/{lock}") for path in after.tree if path.endswith(f"/{lock}")]
        for place in sorted(one for one in places if not one.startswith("/usr/") and "/node_modules" not in one):
            if f"{place}/{folder}" in after.tree and f"{place}/{folder}" not in before.tree:
                yield _project(place, f"{place}/{folder}", f"{place}/{lock}", text, fresh, after)


def _project(place: str, folder: str, lock: str, text: str, fresh: Sequence[Package], after: Side) -> Shown:
    own = {one.label for one in fresh if one.place == place}
    names = ("package.json", "composer.json", "Gemfile", "yarn.lock")
    at = max(after.seconds(path) for path in (lock, *(f"{place}/{name}" for name in names))) + _APART

    def explains(change: Change) -> bool:
        return _below(change, folder) and (not change.package or change.package in own)

    return Shown(text, lock, at, at, explains, cwd=place)


_APART = 0.001


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
        (one, origin)
        for one in packages
        if not one.automatic and not (is_new and one.name in _BY_VENV) and (origin := _origin(one, after))
    ]
    if not asked:
        return
    of_user = place.endswith("/.local")
    program = f"{shlex.quote(place)}/bin/pip" if place and not of_user else "pip3"
    managed = (of_user or not place) and any(_MANAGED.fullmatch(path) for path in after.tree)
    words = [program, "install", *(["--user"] if of_user else []), *(["--break-system-packages"] if managed else [])]
    text = " ".join([*words, *(word for one, wanted in asked for word in _wanted(one, wanted))])
    installed = [one for one in packages if not (is_new and one.name in _BY_VENV)]
    shown = _shown(text, PIP, installed, after, _is_of_user(place) if of_user else _is_of_python)
    yield replace(shown, user=_user(place, after), cwd=place.removesuffix("/.local")) if of_user else shown


def _is_of_user(place: str) -> Callable[[Change], bool]:
    return lambda change: (
        "/__pycache__" in change.path
        or (_below(change, place) and change.after is not None and change.after.kind == "directory")
    )


def _user(place: str, after: Side) -> str:
    uid = str(after.tree[place].uid) if place in after.tree else "0"
    rows = (line.split(":") for line in after.text("/etc/passwd").splitlines())
    return next((row[0] for row in rows if len(row) == 7 and row[2] == uid), uid)


class _Origin(Struct, frozen=True):
    """Where a package came from that was not had by its name."""

    url: str = ""
    commit: str = ""
    editable: bool = False


def _origin(package: Package, after: Side) -> _Origin | None:
    """Return where a package came from as its direct_url.json has it; None if the place is not there any more."""
    text = after.text(_url(package))
    if not text:
        return _Origin()
    try:
        found = json.loads(text)
        url, info = str(found["url"]), found.get("dir_info") or {}
        commit = str((found.get("vcs_info") or {}).get("commit_id") or "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if url.startswith("file://"):
        url = unquote(url.removeprefix("file://"))
        if url not in after.tree:
            return None
    return _Origin(f"git+{url}" if commit else url, commit, bool(info.get("editable")))


def _wanted(package: Package, origin: _Origin) -> list[str]:
    """Return the words that ask pip for a package."""
    if not origin.url:
        return [shlex.quote(f"{package.name}=={package.version}")]
    text = shlex.quote(f"{origin.url}@{origin.commit}" if origin.commit else origin.url)
    return ["-e", text] if origin.editable else [text]


def _url(package: Package) -> str:
    """Return the file that a package has which came from an address or a directory instead of by its name."""
    return _beside(package, "direct_url.json")


def _beside(package: Package, name: str) -> str:
    return f"{package.stamp_file.rpartition('/')[0]}/{name}"


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
