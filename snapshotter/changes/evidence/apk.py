"""The commands of apk that an image shows: /etc/apk/world has what was asked for."""

from __future__ import annotations

from snapshotter.changes.evidence.model import Shown, Side
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.model import Change
from snapshotter.regex import regex

WORLD = "/etc/apk/world"
_INSTALLED = "/lib/apk/db/installed"
_NAME = regex(r"[<>=~@]")
_KEPT = ("/lib/apk/", "/usr/lib/apk/", "/etc/apk/world", "/var/cache/apk/", "/var/log/apk.log")
_BEFORE_SECONDS, _AFTER_SECONDS = 2.0, 2.0
"""apk keeps no time but that of its database, which it writes last but for its triggers."""


def apk_commands(before: Side, after: Side, found: PackageChanges) -> list[Shown]:
    """Return the commands of apk between two states."""
    packages = [one for one in (*found.added, *found.changed, *found.removed) if one.manager == "apk"]
    if not packages:
        return []
    old, new = before.text(WORLD).split(), after.text(WORLD).split()
    added = [word for word in new if word not in old and not word.startswith((".", "!"))]
    names = {_bare(word) for word in new}
    removed = [word for word in map(_bare, old) if word not in names and not word.startswith((".", "!"))]
    at = after.seconds(_INSTALLED)
    labels = frozenset(one.label for one in packages)
    paths = frozenset(path for one in before.owners.packages.values() if one in packages for path in one.paths)

    def explains(change: Change) -> bool:
        if change.package:
            return change.package in labels
        if change.modifies:
            return False
        if change.path.startswith(_KEPT) or (change.after is None and change.path in paths):
            return True
        if change.after is None or change.after.kind == "file":
            return False
        return at - _BEFORE_SECONDS <= change.after.mtime_ns / 1e9 <= at + _AFTER_SECONDS

    texts = [f"apk del {' '.join(removed)}"] if removed else []
    texts += [f"apk add {' '.join(added)}"] if added else []
    if not texts and found.changed:
        texts = ["apk upgrade"]
    return [Shown(text, WORLD, at, at, explains) for text in texts]


def _bare(word: str) -> str:
    return _NAME.split(word)[0]
