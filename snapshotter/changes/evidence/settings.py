"""What programs of the system made from files that people edit: locales, certificates, alternatives, diversions."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from snapshotter.changes.evidence.model import Shown, Side
from snapshotter.model import Change

_ALTERNATIVES = "/var/lib/dpkg/alternatives"
_LINKS = "/etc/alternatives"
_DIVERSIONS = "/var/lib/dpkg/diversions"
_OVERRIDES = "/var/lib/dpkg/statoverride"
_LOCALES = "/usr/lib/locale"
_CERTIFICATES = "/etc/ssl/certs"
_OWN_CERTIFICATES = "/usr/local/share/ca-certificates"
_HEAD = 2
"""Lines of the file of an alternative before those of its slaves and choices: its status and its link."""
_APART = 0.001


def setting_commands(left: Sequence[Change], before: Side, after: Side) -> list[Shown]:
    """Return the commands that explain what the system's own programs made between two states."""
    paths = {one.path for one in left}
    return [
        *_alternatives(before, after),
        *_diversions(before, after),
        *_overrides(before, after),
        *_locales(paths, before, after),
        *_certificates(paths, before, after),
        *_libraries(paths, after),
    ]


def _rows(lines: Sequence[str], count: int) -> list[tuple[str, ...]]:
    """Return the lines in groups of `count`."""
    return [tuple(lines[place : place + count]) for place in range(0, len(lines), count)]


def _one(text: str, witness: str, at: float, explains: Callable[[Change], bool]) -> Shown:
    return Shown(text, witness, at, at, explains)


def _alternatives(before: Side, after: Side) -> Iterator[Shown]:
    """Yield the choices that a person made: those of packages are automatic."""
    for path in sorted(after.tree):
        if not path.startswith(f"{_ALTERNATIVES}/") or before.tree.get(path) == after.tree[path]:
            continue
        name, lines, old = path.rpartition("/")[2], after.text(path).splitlines(), before.text(path).splitlines()
        link = after.tree.get(f"{_LINKS}/{name}")
        if len(lines) < _HEAD or link is None:
            continue
        at, own = after.seconds(path), _own_paths(path, name, lines)
        for target, priority in pairwise(lines[_HEAD:]):
            if priority.isdecimal() and target in after.tree and target not in old and not after.owners.owner(target):
                words = [lines[1], name, target, priority]
                text = f"update-alternatives --install {' '.join(shlex.quote(word) for word in words)}"
                yield _one(text, path, at, _among(own))
        if lines[0] == "manual" and (old[:1] != ["manual"] or link != before.tree.get(f"{_LINKS}/{name}")):
            text = f"update-alternatives --set {shlex.quote(name)} {shlex.quote(link.link)}"
            yield _one(text, path, at, _among(own))


def _own_paths(path: str, name: str, lines: Sequence[str]) -> set[str]:
    """Return the paths of an alternative: its file, its link, and those of its slaves."""
    end = lines.index("") if "" in lines else len(lines)
    slaves = [one for one in _rows(lines[2:end], 2) if len(one) == 2]
    links = {lines[1], *(one[1] for one in slaves)}
    return {path, f"{_LINKS}/{name}", *(f"{_LINKS}/{one[0]}" for one in slaves), *links}


def _among(paths: set[str]) -> Callable[[Change], bool]:
    return lambda change: change.path in paths


def _diversions(before: Side, after: Side) -> Iterator[Shown]:
    old = set(_rows(before.text(_DIVERSIONS).splitlines(), 3))
    for row in _rows(after.text(_DIVERSIONS).splitlines(), 3):
        if row in old or len(row) != 3 or row[2] != ":":
            continue
        path, to, _ = row
        how = "--rename" if to in after.tree and to not in before.tree else "--no-rename"
        text = f"dpkg-divert --local {how} --divert {shlex.quote(to)} --add {shlex.quote(path)}"
        own = {to, _DIVERSIONS, f"{_DIVERSIONS}-old"}
        yield _one(text, _DIVERSIONS, after.seconds(_DIVERSIONS), _among(own))


def _overrides(before: Side, after: Side) -> Iterator[Shown]:
    old = before.text(_OVERRIDES).splitlines()
    for line in after.text(_OVERRIDES).splitlines():
        words = line.split(maxsplit=3)
        if line in old or len(words) != 4 or _by_script(words[3], after):
            continue
        text = f"dpkg-statoverride --update --add {' '.join(shlex.quote(word) for word in words)}"
        own = {words[3], _OVERRIDES, f"{_OVERRIDES}-old"}
        yield _one(text, _OVERRIDES, after.seconds(_OVERRIDES), _among(own))


def _by_script(path: str, after: Side) -> bool:
    """Return whether the script of a package names a path together with `dpkg-statoverride`."""
    scripts = [one for one in after.tree if one.startswith("/var/lib/dpkg/info/") and one.endswith(".postinst")]
    texts = after.fetch(dict.fromkeys(scripts, 1 << 20)).values()
    return any(b"dpkg-statoverride" in text and path.encode() in text for text in texts)


def _locales(paths: set[str], before: Side, after: Side) -> Iterator[Shown]:
    made = {path for path in paths if path.startswith(f"{_LOCALES}/")}
    config = "/etc/locale.gen"
    if made and "/usr/sbin/locale-gen" in after.tree and before.text(config) != after.text(config):
        at = max(after.seconds(path) for path in made if path in after.tree) if made & after.tree.keys() else 0.0
        at = max(at, after.seconds(config) + _APART)
        yield _one("locale-gen", config, at, lambda change: change.path.startswith(_LOCALES) and not change.package)


def _certificates(paths: set[str], before: Side, after: Side) -> Iterator[Shown]:
    own = [path for path in after.tree if path.startswith(f"{_OWN_CERTIFICATES}/") and path.endswith(".crt")]
    fresh = [path for path in own if before.tree.get(path) != after.tree[path]]
    edited = before.text("/etc/ca-certificates.conf") != after.text("/etc/ca-certificates.conf")
    made = {path for path in paths if path.startswith(f"{_CERTIFICATES}/")}
    if made and (fresh or edited) and "/usr/sbin/update-ca-certificates" in after.tree:
        at = max(
            [after.seconds(f"{_CERTIFICATES}/ca-certificates.crt"), *(after.seconds(one) + _APART for one in fresh)]
        )
        witness = fresh[0] if fresh else "/etc/ca-certificates.conf"
        yield _one("update-ca-certificates", witness, at, lambda change: change.path.startswith(f"{_CERTIFICATES}/"))


def _libraries(paths: set[str], after: Side) -> Iterator[Shown]:
    cache = "/etc/ld.so.cache"
    places = ("/etc/ld.so.conf", "/usr/local/lib/")
    fresh = [path for path in paths if path.startswith(places) and (path.endswith(".conf") or ".so" in path[-9:])]
    there = any(f"{place}/ldconfig" in after.tree for place in ("/sbin", "/usr/sbin"))
    if cache in paths and fresh and there:
        at = max([after.seconds(cache), *(after.seconds(one) + _APART for one in fresh)])
        yield _one("ldconfig", sorted(fresh)[0], at, _among({cache}))
