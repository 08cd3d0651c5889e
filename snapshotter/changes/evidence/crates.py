"""What `cargo install` and `gem install` were asked for, by cargo's list and the specifications of gems."""

from __future__ import annotations

import json
import shlex
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

from snapshotter.changes.evidence.model import Shown, Side
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Package
from snapshotter.model import Change
from snapshotter.regex import regex

_LIST, _DETAILS = "/.crates.toml", "/.crates2.json"
_CRATE = regex(r"(?P<name>[\w-]+) (?P<version>[\w.+-]+) \((?P<kind>registry|sparse|git|path)\+(?P<url>[^)\s]+)\)")
_PROGRAMS = ("/usr/bin/cargo", "/usr/local/bin/cargo", "/usr/local/cargo/bin/cargo", "/root/.cargo/bin/cargo")
GEMS = "the specifications of gems"
_NEEDS = regex(r"add_(?:runtime_)?dependency\(%q<([^>]+)>")


def crate_commands(before: Side, after: Side) -> list[Shown]:
    """Return the commands of cargo between two states."""
    found = list[Shown]()
    for path in sorted(one for one in after.tree if one.endswith(_LIST)):
        if after.tree[path] == before.tree.get(path):
            continue
        place = path.removesuffix(_LIST)
        old, new = _crates(before.text(path)), _crates(after.text(path))
        details = _details(after.text(f"{place}{_DETAILS}"))
        fresh = [one for one in new if one not in old]
        dated = [(max((after.seconds(f"{place}/bin/{name}") for name in new[one]), default=0.0), one) for one in fresh]
        for at, one in sorted(dated):
            text = _command(one, place, details.get(one, {}), after)
            if text:
                found.append(_shown(text, path, at, place, new[one]))
    return found


def _crates(text: str) -> dict[str, list[str]]:
    """Return the programs of each crate; none if the list is damaged."""
    try:
        found = tomllib.loads(text).get("v1", {})
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return {
        str(one): [str(name) for name in names]
        for one, names in (found.items() if isinstance(found, dict) else ())
        if isinstance(names, list)
    }


def _details(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")["installs"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return {one: each for one, each in found.items() if isinstance(each, dict)} if isinstance(found, dict) else {}


def _command(crate: str, place: str, details: dict[str, Any], after: Side) -> str:
    """Return what installs a crate as it is; "" if it came from a directory that is gone."""
    match = _CRATE.fullmatch(crate)
    if not match:
        return ""
    own = f"{place}/bin/cargo"
    program = own if own in after.tree else next((one for one in _PROGRAMS if one in after.tree), "cargo")
    words = ["cargo" if program.startswith(("/usr/bin/", "/usr/local/bin/")) else program, "install"]
    if not place.endswith(("/.cargo", "/cargo")):
        words += ["--root", place or "/"]
    if match["kind"] in ("registry", "sparse"):
        words += [match["name"], "--version", match["version"]]
    elif match["kind"] == "git":
        url, _, commit = match["url"].partition("#")
        words += ["--git", url.partition("?")[0], *(["--rev", commit] if commit else []), match["name"]]
    else:
        directory = match["url"].removeprefix("file://")
        if f"{directory}/Cargo.toml" not in after.tree:
            return ""
        words += ["--path", directory]
    features = [str(one) for one in details.get("features") or ()]
    words += ["--features", ",".join(features)] if features else []
    words += ["--all-features"] if details.get("all_features") else []
    words += ["--no-default-features"] if details.get("no_default_features") else []
    return shlex.join(words)


def _shown(text: str, witness: str, at: float, place: str, programs: Sequence[str]) -> Shown:
    own = {f"{place}/bin/{name}" for name in programs} | {f"{place}{name}" for name in (_LIST, _DETAILS)}
    kept = (f"{place}/registry/", f"{place}/git/", f"{place}/.package-cache", f"{place}/.global-cache")

    def explains(change: Change) -> bool:
        if change.path in own or change.path.startswith(kept):
            return True
        return change.path in (place, f"{place}/bin", f"{place}/registry", f"{place}/git") and change.before is None

    return Shown(text, witness, at, at, explains)


def gem_commands(after: Side, found: PackageChanges) -> list[Shown]:
    """Return the command that installs the new gems which no other new one needs."""
    gems = [one for one in (*found.added, *found.changed) if one.manager == "gem" and not (one.automatic or one.place)]
    needed = {name for one in gems for name in _NEEDS.findall(after.text(one.stamp_file))}
    asked = [one for one in gems if one.name not in needed]
    return list(_gems(gems, asked, after)) if asked and "/usr/bin/gem" in after.tree else []


def _gems(gems: Sequence[Package], asked: Sequence[Package], after: Side) -> Iterator[Shown]:
    labels = {one.label for one in gems}
    at = max(after.seconds(one.stamp_file) for one in gems)
    words = " ".join(shlex.quote(f"{one.name}:{one.version}") for one in asked)
    yield Shown(f"gem install {words}", GEMS, at, at, lambda change: change.package in labels)
