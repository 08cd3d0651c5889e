"""The generated message of a commit, from its commands and changes.  Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from snapshotter.changes.packages.installed import PackageChanges, describe
from snapshotter.model import Change, Command, parent

_MAX_PARTS = 3
_VERBS = {"added": "add", "changed": "change", "deleted": "delete"}
_BY_PACKAGES = ("/var/", "/usr/share/", "/etc/alternatives/", "/etc/ld.so.cache")
"""Paths at which the installation of a package changes files that belong to no package."""


def message(commands: Sequence[Command], changes: Sequence[Change], packages: PackageChanges) -> str:
    """Return one line, such as "install nginx-light 1.22.1-9; change 3 files in /etc/nginx"."""
    parts = [describe(packages)] if packages else []
    own = [change for change in changes if not change.package and not change.volatile and not _is_directory(change)]
    if packages:
        own = [change for change in own if not change.path.startswith(_BY_PACKAGES)]
    parts += describe_changes(own or ([] if packages else list(changes)))
    return "; ".join(parts[:_MAX_PARTS]) or _only_commands(commands)


def describe_changes(changes: Sequence[Change]) -> list[str]:
    """Return phrases for changed paths, the largest group first, such as "change /etc/motd", "add 3 files in /srv"."""
    groups: Counter[tuple[str, str]] = Counter()
    single: dict[tuple[str, str], str] = {}
    for change in changes:
        deep = change.path.count("/") > 2
        folder = "/".join(change.path.split("/")[:3]) if deep else parent(change.path)
        group = (change.change, folder)
        groups[group] += 1
        single[group] = change.path
    return [
        f"{_VERBS[kind]} {single[kind, folder] if count == 1 else f'{count} files in {folder}'}"
        for (kind, folder), count in groups.most_common()
    ]


def _is_directory(change: Change) -> bool:
    entry = change.after or change.before
    return entry is not None and entry.kind == "directory"


def _only_commands(commands: Sequence[Command]) -> str:
    if len(commands) == 1:
        text = commands[0].text
        return f"run {text.splitlines()[0] if text else 'a command'}"
    return f"run {len(commands)} commands" if commands else "no change"
