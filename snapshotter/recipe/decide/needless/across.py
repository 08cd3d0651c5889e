"""Commands that a later command undoes, in the same or a later snapshot: files, directories, users and groups.  Pure.

The evidence is what the whole line left behind: a command can go only if no path that finally differs from the base was
last changed by it, if only commands that go as well have put anything where it worked, and if no command that stays
mentions what it made.  `recipe/decide/undone.py` does the same within one snapshot, where paths that came and went are
not known.  A proof that finds a difference brings the commands back; the lines that were proven stay as they were.
"""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.model import Command, Snapshot, parents
from snapshotter.recipe.decide.carry import latest_changes
from snapshotter.recipe.decide.fate import KEPT, has_evidence
from snapshotter.recipe.decide.needless.accounts import Account, account_call
from snapshotter.recipe.decide.touched_paths import affects_contents, is_vague, touched_paths
from snapshotter.recipe.decide.undone import UNDONE
from snapshotter.recipe.decide.users import plain_user
from snapshotter.recipe.model import Decision, Origin, Repairs
from snapshotter.regex import regex
from snapshotter.shell.facts import facts

_WORDS = regex(r"[^\s'\"`=;|&<>(){}$/:,]+")
_DATABASES = regex(r"/etc/(passwd|group|g?shadow|sub[ug]id)-?")


class _Effect(Struct, frozen=True):
    """What a command that may go did: it touched paths, or made or removed users and groups."""

    paths: frozenset[str]
    account: Account | None = None


def without_undone_across(
    decisions: Sequence[Decision], snapshots: Sequence[Snapshot], repairs: Repairs
) -> list[Decision]:
    """Return the decisions, with those left out whose effects together leave nothing behind."""
    if not all(map(has_evidence, snapshots)):
        return list(decisions)
    named = {
        d.origin: effect
        for d in decisions
        if d.fate == "run" and d.command.status == 0 and d.origin not in repairs.restore and d.reason != KEPT
        if d.origin[0] > repairs.proven
        if (effect := _effect(d)) is not None
    }
    if not named and not repairs.undone:  # all changes of a line are long to look through
        return list(decisions)
    line = _Line(decisions, snapshots)
    dropped = {d.origin: named[d.origin] for d in decisions if d.origin in named and not line.lasts(d)}
    before = -1
    while dropped and len(dropped) != before:
        before = len(dropped)
        dropped = {origin: one for origin, one in dropped.items() if line.is_undone(origin, one, dropped)}
    gone = dropped.keys() | (repairs.undone - repairs.restore)
    return [
        replace(d, fate="left out", reason=UNDONE) if d.fate == "run" and d.reason != KEPT and d.origin in gone else d
        for d in decisions
    ]


def _effect(decision: Decision) -> _Effect | None:
    """Return the whole effect of a command; None where its text does not name it all."""
    if (account := account_call(decision.command)) is not None:
        return _Effect(frozenset(), account)
    found = touched_paths(decision.command)
    return None if found is None or not found.paths else _Effect(found.paths | found.possible)


class _Line:
    """The decisions of a line, and who changed each path in any of its snapshots."""

    def __init__(self, decisions: Sequence[Decision], snapshots: Sequence[Snapshot]) -> None:
        self._decisions = {d.origin: d for d in decisions}
        self._makers: dict[str, set[Origin | None]] = defaultdict(set)
        self._last: dict[str, Origin | None] = {}
        self._own: dict[Origin, set[str]] = defaultdict(set)
        for snapshot in snapshots:
            for change in snapshot.changes:
                origin = None if change.command is None else (snapshot.seq, change.command)
                if change.after is not None:
                    self._makers[change.path].add(origin)
                self._last[change.path] = origin
                if origin is not None:
                    self._own[origin].add(change.path)
        self._final = latest_changes(snapshots)[0]
        self._volatile = {path for path, change in self._final.items() if change.volatile}

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._last)

    def _below(self, path: str) -> list[str]:
        """Return the paths that changed: this one and those in it."""
        within = f"{path.rstrip('/')}/"
        found = self._sorted[bisect_left(self._sorted, within) : bisect_left(self._sorted, f"{within[:-1]}0")]
        return [path, *found] if path in self._last else found

    def lasts(self, decision: Decision) -> bool:
        """Return whether a path that finally differs from the base is as this command left it.

        Every command that handles users and groups writes all of their databases.
        """
        origin = decision.origin
        left = {path for path in self._own[origin] & self._final.keys() if self._last[path] == origin} - self._volatile
        if account_call(decision.command) is not None and any(
            d.origin > origin and d.fate == "run" and d.command.status == 0 and account_call(d.command) is not None
            for d in self._decisions.values()
        ):
            left = {path for path in left if not _DATABASES.fullmatch(path)}
        return bool(left)

    def is_undone(self, origin: Origin, effect: _Effect, dropped: Mapping[Origin, _Effect]) -> bool:
        """Return whether a command can go together with the others that go."""
        if effect.account is not None:
            return self._is_account_undone(origin, effect.account, dropped)
        for path in effect.paths:
            below = self._below(path)
            if any(one in self._final and one not in self._volatile for one in below):
                return False
            if any(maker not in dropped for one in below for maker in self._makers[one]):
                return False
        if not any(self._own[origin]) and not _in_homes(effect.paths, dropped):
            return False  # what came and went within a snapshot is not known here
        return not any(self._uses(other, effect.paths) for other in self._staying(dropped))

    def _is_account_undone(self, origin: Origin, account: Account, dropped: Mapping[Origin, _Effect]) -> bool:
        others = [(at, one.account) for at, one in dropped.items() if one.account is not None]
        if account.passing:
            names = paired = account.passing
        elif account.makes:
            names, paired = account.makes, frozenset(name for at, one in others if at > origin for name in one.removes)
        else:
            names, paired = account.removes, frozenset(name for at, one in others if at < origin for name in one.makes)
        if not names <= paired:
            return False
        last = max((at for at, one in others if names & one.removes), default=origin)
        for other in self._staying(dropped):
            command = other.command
            if account_call(command) is not None and origin < other.origin < last:
                return False  # it would get another number
            if plain_user(command.user) in names or names.intersection(_WORDS.findall(command.text)):
                return False
        followed = any(d.origin > last and account_call(d.command) for d in self._staying(dropped))
        if not followed and any(path in self._final and _DATABASES.fullmatch(path) for path in self._own[origin]):
            return False  # the copies of the databases tell what was there before the removal
        left = self._own[origin] - self._volatile
        homes = {path for path in left if not path.startswith("/etc/")}
        return all(path not in self._final and all(maker in dropped for maker in self._makers[path]) for path in homes)

    def _staying(self, dropped: Mapping[Origin, _Effect]) -> Iterable[Decision]:
        return (d for at, d in self._decisions.items() if at not in dropped and d.fate != "left out")

    def _uses(self, decision: Decision, paths: Set[str]) -> bool:
        """Return whether a command may use one of the paths: by its name, its directory, or a pattern."""
        command = decision.command
        words = set(_WORDS.findall(command.text))
        if any(posixpath.basename(path) in words for path in paths):
            return True
        if any((command.cwd + "/").startswith(path + "/") for path in paths):
            return True
        folders = {above for path in paths for above in parents(path)}
        if is_vague(command) and _works_in(command) & folders:
            return True
        return _reads_folder(command, folders)


def _in_homes(paths: Set[str], dropped: Mapping[Origin, _Effect]) -> bool:
    """Return whether paths are in the homes of users who are made and removed."""
    homes = {f"/home/{name}" for one in dropped.values() if one.account for name in one.account.makes}
    return all(not homes.isdisjoint((path, *parents(path))) for path in paths)


def _works_in(command: Command) -> set[str]:
    """Return the directories in which a command line works, without the root directory."""
    calls = facts(command.text).commands
    moves = [word for simple in calls if simple.name in ("cd", "pushd") for word in simple.args if word]
    return {command.cwd, *(posixpath.normpath(posixpath.join(command.cwd, word)) for word in moves)} - {"/"}


def _reads_folder(command: Command, folders: Set[str]) -> bool:
    """Return whether a command names a directory above the paths, in a way that reaches what is in it."""
    known = facts(command.text)
    words = {
        word.rstrip("*").rstrip("/")
        for simple in known.commands
        if affects_contents(simple)
        for word in simple.words
        if word and "/" in word
    }
    return any(posixpath.normpath(posixpath.join(command.cwd, word)) in folders for word in words if word)
