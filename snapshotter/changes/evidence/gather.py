"""The commands that a layer shows, and the changed paths that each of them explains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from snapshotter.changes.evidence.accounts import account_commands
from snapshotter.changes.evidence.apk import apk_commands
from snapshotter.changes.evidence.apt import apt_commands
from snapshotter.changes.evidence.archives import archive_commands
from snapshotter.changes.evidence.conda import conda_commands
from snapshotter.changes.evidence.copies import copy_commands
from snapshotter.changes.evidence.crates import crate_commands, gem_commands
from snapshotter.changes.evidence.git_trees import git_commands
from snapshotter.changes.evidence.languages import language_commands
from snapshotter.changes.evidence.model import Shown, Side, never
from snapshotter.changes.evidence.rpm import rpm_commands
from snapshotter.changes.evidence.settings import setting_commands
from snapshotter.changes.evidence.typed.commands import typed_commands
from snapshotter.changes.explain.labels import labelled
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.model import MADE_BEFORE, Change, Command
from snapshotter.shell.facts import facts
from snapshotter.shell.programs import BUILDERS

_USERS = BUILDERS | {"python", "python3", "perl", "sh", "bash", "unzip", "curl", "wget", "tar"}
_APART = 0.001
"""Seconds between commands whose order is known and whose times are not."""


def gather(
    before: Side, after: Side, packages: PackageChanges, changes: Sequence[Change] = (), start: str = "/"
) -> list[Shown]:
    """Return the commands that the difference of two file systems shows, in the order of their times.

    The later of two witnesses of one path is the one that explains it.  `start` is where a shell begins.
    """
    installs = [
        *apt_commands(before, after, packages),
        *apk_commands(before, after, packages),
        *rpm_commands(before, after, packages),
    ]
    languages = [
        *conda_commands(before, after),
        *language_commands(before, after, packages),
        *crate_commands(before, after),
        *gem_commands(after, packages),
    ]
    accounts = account_commands(before, after, packages, [one for one in changes if not one.package])
    found = [*installs, *languages, *(_beside(one, installs) for one in accounts)]
    lasting = [one for one in changes if not one.volatile]
    typed, found = typed_commands(before, after, lasting, found, start)
    found += typed
    left = _left(lasting, found)
    for more in (setting_commands, git_commands, copy_commands, archive_commands):
        shown = more(left, before, after)
        left = _left(left, shown)
        found += shown
    found = _without_passing(found, typed)
    found.sort(key=lambda one: one.begin)
    return found


class _Explainers:
    """Finds the last command that explains a change."""

    def __init__(self, found: Sequence[Shown]) -> None:
        self._by_path = {path: number for number, one in enumerate(found) for path in one.paths}
        named = ((number, one) for number, one in enumerate(found) if one.explains is not never and not one.paths)
        self._others = list(named)[::-1]

    def last(self, change: Change) -> int | None:
        """Return its index, None if there is none."""
        best = self._by_path.get(change.path)
        for number, shown in self._others:
            if best is not None and number < best:
                break
            if shown.explains(change):
                return number
        return best


def _left(changes: Sequence[Change], found: Sequence[Shown]) -> Sequence[Change]:
    """Return the changes that none of the commands explains."""
    explainers = _Explainers(found)
    return [one for one in changes if explainers.last(one) is None] if found else changes


def _without_passing(found: Sequence[Shown], typed: Sequence[Shown]) -> list[Shown]:
    """Return the commands without those that were undone, unless a build ran between them that needed these."""
    passing = [one for one in found if one.passing]
    begin = min((one.end for one in passing), default=0.0)
    end = max((one.begin for one in passing), default=0.0)
    needed = any(begin <= one.begin <= end and facts(one.text).calls & _USERS for one in typed)
    return [one for one in found if needed or not one.passing]


def _beside(shown: Shown, installs: Iterable[Shown]) -> Shown:
    """Return a command on accounts, in front of an installation that has written the same files after it."""
    within = [one.begin for one in installs if one.begin - _APART <= shown.begin <= one.end + 1]
    return replace(shown, begin=min(within) - 1, end=min(within) - 1) if within else shown


def as_commands(found: Sequence[Shown]) -> tuple[Command, ...]:
    """Return the commands of a snapshot."""
    last, made = 0.0, []
    for one in found:
        last = max(one.begin, last + _APART)
        end = max(one.end, last)
        command = Command(one.text, 0, one.cwd, one.user, last, end, one.shell, 1, one.session, witness=one.witness)
        made.append(replace(command, cwd_after=one.cwd_after or one.cwd))
    return tuple(made)


def explained(changes: Iterable[Change], found: Sequence[Shown], otherwise: str = MADE_BEFORE) -> list[Change]:
    """Return the changes, each with the last command that explains it.

    What none explains and must come after one has the time of that one, if its own is earlier; `otherwise` is why
    nothing explains it.
    """
    explainers, last = _Explainers(found), [one for one in found if one.precedes is not never]
    return [_explained(change, explainers.last(change), last, otherwise) for change in changes]


def _explained(change: Change, index: int | None, before: Sequence[Shown], otherwise: str) -> Change:
    if index is not None or change.package:
        return labelled(change, index, change.package, change.modifies, change.volatile)
    after = change.after
    if after is not None and (ends := [one.end for one in before if one.precedes(change)]):
        stamp = int((max(ends) + _APART) * 1e9)
        change = replace(change, after=replace(after, ctime_ns=max(stamp, after.mtime_ns)))
    return labelled(change, None, change.package, change.modifies, change.volatile, otherwise)
