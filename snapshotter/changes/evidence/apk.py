"""The commands of apk that an image shows: by its log, and without one by /etc/apk/world, which has what is wanted."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Sequence, Set

from snapshotter.changes.evidence.model import Shown, Side, never, utc_seconds
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Package
from snapshotter.model import Change
from snapshotter.regex import regex

WORLD = "/etc/apk/world"
_INSTALLED = "/lib/apk/db/installed"
_NAME = regex(r"[<>=~@]")
_KEPT = ("/lib/apk/", "/usr/lib/apk/", "/etc/apk/world", "/var/cache/apk/", "/var/log/apk.log")
_LOG = "/var/log/apk.log"
_RUN = regex(
    r"Running `(?P<command>apk [^`]*)` at (?P<at>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\n(?P<rest>.*?)(?=\nRunning `apk |\Z)",
    re.S,
)
_PACKAGE = regex(r"(?m)^\(\d+/\d+\) (?:Installing|Purging|Upgrading|Downgrading|Reinstalling|Replacing) (\S+) \(")
_ENDED = regex(r"(?m)^OK: ")
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

    logged = list(_logged(before, after, packages, explains))
    if logged:
        return logged
    texts = [f"apk del {' '.join(removed)}"] if removed else []
    texts += [f"apk add {' '.join(added)}"] if added else []
    texts += _virtual(before, after)
    if not texts and found.changed:
        texts = ["apk upgrade"]
    return [Shown(text, WORLD, at, at, explains) for text in texts]


def _logged(
    before: Side, after: Side, packages: Sequence[Package], explains: Callable[[Change], bool]
) -> Iterator[Shown]:
    """Yield the calls that apk's log has more than before, if it tells of all packages that differ."""
    known, text = before.text(_LOG), after.text(_LOG)
    runs = list(_RUN.finditer(text, len(known) if text.startswith(known) else 0))
    left = {one.name for one in packages}
    told = {name for run in runs for name in _PACKAGE.findall(run["rest"])}
    if not left or not left <= told:
        return
    labels = {one.name: one.label for one in packages}
    for run in runs:
        words, names = run["command"].split(), set(_PACKAGE.findall(run["rest"]))
        if names and words[0] == "apk" and _ENDED.search(run["rest"]):
            at = utc_seconds(run["at"])
            own = {labels[name] for name in names if name in labels}
            mine = _of_run(own, explains) if own else never
            yield Shown(_as_typed(words), _LOG, at, at, mine, exact=True, passing=not own)


def _of_run(labels: Set[str], explains: Callable[[Change], bool]) -> Callable[[Change], bool]:
    return lambda change: (not change.package or change.package in labels) and explains(change)


def _as_typed(words: Sequence[str]) -> str:
    """Return a call for no terminal."""
    return " ".join(shlex.quote(word) for word in words if word not in ("-i", "--interactive"))


def _bare(word: str) -> str:
    return _NAME.split(word)[0]


def _virtual(before: Side, after: Side) -> Iterator[str]:
    """Yield the commands that make and remove sets of packages under a name of their own (`apk add --virtual`)."""
    old = {_bare(word) for word in before.text(WORLD).split() if word.startswith(".")}
    new = {_bare(word) for word in after.text(WORLD).split() if word.startswith(".")}
    if old - new:
        yield f"apk del {' '.join(sorted(old - new))}"
    rows = after.text(_INSTALLED).split("\n\n") if new - old else []
    for row in rows:
        lines = {line[:1]: line[2:] for line in row.splitlines() if line[1:2] == ":"}
        if lines.get("P") in new - old:
            words = [word for word in lines.get("D", "").split() if not word.startswith(("!", "so:", "cmd:"))]
            yield " ".join(["apk add --virtual", lines["P"], *(shlex.quote(word) for word in words)])
