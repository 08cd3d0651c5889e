"""Packages that were installed outside the recorded shell, as the command that installs them.

The record has no such command, so one is added to the snapshot, with the paths that changed during the installation.
If the proof finds a difference, the paths are copied as files like any others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.model import Change, Command, Snapshot
from snapshotter.recipe.model import INSTALLED_OUTSIDE, Content
from snapshotter.regex import regex

_LISTED = regex(r"/var/lib/dpkg/info/(?P<name>[^/:]+)(?::[^/]+)?\.list")
_AUTO = regex(r"^Package: (?P<name>\S+)\n(?:[^\n]+\n)*?Auto-Installed: 1$", re.MULTILINE)
_MARKS = "/var/lib/apt/extended_states"
_WORLD = "/etc/apk/world"
_KEPT_BY_APT = ("/var/lib/dpkg/", "/var/lib/apt/", "/var/cache/", "/var/log/")
_AFTER_SECONDS = 2.0
"""How long a package manager may go on after its last file: triggers, caches."""


class _Found(Struct, frozen=True):
    """An installation that no recorded command explains."""

    text: str
    begin: float
    end: float

    def made(self, change: Change) -> bool:
        """Return whether a path that no recorded command explains belongs to it."""
        if change.command is not None:
            return False
        at = _changed_at(change)
        return self.begin <= at <= self.end if at else change.path.startswith(_KEPT_BY_APT)


def add_outside_installs(snapshots: Sequence[Snapshot], content: Content) -> list[Snapshot]:
    """Return the snapshots with a command for each installation that no recorded command explains."""
    return [_with_install(snapshot, content) for snapshot in snapshots]


def _with_install(snapshot: Snapshot, content: Content) -> Snapshot:
    outside = [change for change in snapshot.changes if change.command is None]
    found = (_debian(snapshot, content) or _alpine(snapshot, content)) if outside else None
    if found is None:
        return snapshot
    number = len(snapshot.commands)
    added = Command(found.text, 0, "/", "root", found.begin, found.end, "", 1, INSTALLED_OUTSIDE)
    changes = (replace(change, command=number) if found.made(change) else change for change in snapshot.changes)
    return replace(snapshot, commands=(*snapshot.commands, added), changes=tuple(changes))


def _debian(snapshot: Snapshot, content: Content) -> _Found | None:
    outside = [change for change in snapshot.changes if change.command is None]
    lists = {
        match["name"]: change
        for change in outside
        if change.change == "added"
        if (match := _LISTED.fullmatch(change.path))
    }
    if not lists:
        return None
    automatic = sorted(set(_automatic(snapshot, content)) & lists.keys())
    text = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(sorted(lists))
    if automatic and len(automatic) < len(lists):
        text += " && apt-mark auto " + " ".join(automatic)
    own = [change for change in outside if change.package.partition(" ")[0] in lists]
    return _during(text, [*lists.values(), *own])


def _automatic(snapshot: Snapshot, content: Content) -> Iterator[str]:
    for change in snapshot.changes:
        if change.path == _MARKS and change.after:
            data = content(snapshot.seq, change) or b""
            yield from (match["name"] for match in _AUTO.finditer(data.decode("utf-8", "replace")))


def _alpine(snapshot: Snapshot, content: Content) -> _Found | None:
    world = next((c for c in snapshot.changes if c.path == _WORLD and c.command is None and c.after), None)
    if world is None:
        return None
    before = next((c for c in snapshot.changes if c.path == "/lib/apk/db/installed"), None)
    names = (content(snapshot.seq, world) or b"").decode("utf-8", "replace").split()
    own = [c for c in snapshot.changes if c.command is None and c.package and c.change == "added"]
    fresh = {change.package.partition(" ")[0] for change in own}
    wanted = [name for name in names if re.split(r"[<>=~@]", name)[0] in fresh]
    return _during("apk add " + " ".join(wanted), [world, *own]) if wanted and before else None


def _during(text: str, changes: Sequence[Change]) -> _Found | None:
    times = [at for at in map(_changed_at, changes) if at]
    return _Found(text, min(times), max(times) + _AFTER_SECONDS) if times else None


def _changed_at(change: Change) -> float:
    """Return when a path changed, in seconds since the epoch; 0 if that is not known."""
    return change.after.ctime_ns / 1e9 if change.after else 0.0
