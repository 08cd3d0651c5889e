"""What a commit says of itself where nobody gave a message: pure, from its commands and changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from snapshotter.changes.packages.installed import PackageChanges, describe
from snapshotter.model import Change, Command, parent

_PARTS = 3
_VERBS = {"added": "add", "changed": "change", "deleted": "delete"}
_BY_PACKAGES = ("/var/", "/usr/share/", "/etc/alternatives/", "/etc/ld.so.cache")
"""Where installing a package changes files that belong to none."""


def message(commands: Sequence[Command], changes: Sequence[Change], packages: PackageChanges) -> str:
    """Give one line: "install nginx-light 1.22.1-9; change 3 files in /etc/nginx"."""
    parts = [describe(packages)] if packages else []
    own = [change for change in changes if not change.package and not change.volatile and not _is_directory(change)]
    if packages:
        own = [change for change in own if not change.path.startswith(_BY_PACKAGES)]
    parts += described(own or ([] if packages else list(changes)))
    return "; ".join(parts[:_PARTS]) or _only_commands(commands)


def described(changes: Sequence[Change]) -> list[str]:
    """Give phrases for changed paths, the largest group first: "change /etc/motd", "add 3 files in /srv"."""
    groups: Counter[tuple[str, str]] = Counter()
    single: dict[tuple[str, str], str] = {}
    for change in changes:
        group = (
            change.change,
            "/".join(change.path.split("/")[:3]) if change.path.count("/") > 2 else parent(change.path),
        )
        groups[group] += 1
        single[group] = change.path
    return [
        f"{_VERBS[kind]} {single[kind, place] if count == 1 else f'{count} files in {place}'}"
        for (kind, place), count in groups.most_common()
    ]


def _is_directory(change: Change) -> bool:
    entry = change.after or change.before
    return entry is not None and entry.kind == "directory"


def _only_commands(commands: Sequence[Command]) -> str:
    if len(commands) == 1:
        return f"run {commands[0].text.splitlines()[0] if commands[0].text else 'a command'}"
    return f"run {len(commands)} commands" if commands else "no change"
