"""Commands whose effects are undone within their snapshot: left out together, unless other commands use the effects.

Only commands whose text names their whole effect are left out, and the proof checks the result.  Each snapshot is
considered by itself, so that what a later one undoes does not change earlier sections.
"""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from snapshotter.model import Change, Command, Snapshot, parents
from snapshotter.recipe.decide.fate import IDLE, KEPT, WAITS, has_evidence
from snapshotter.recipe.decide.touched_paths import TouchedPaths, affects_contents, is_vague, touched_paths
from snapshotter.recipe.decide.uninstalled import must_stay, package_calls
from snapshotter.recipe.decide.users import absolute
from snapshotter.recipe.model import Decision, Origin, Repairs
from snapshotter.regex import regex
from snapshotter.shell.facts import facts

UNDONE = "undone by a later command, or undoes an earlier one"
NEEDED = "later commands need it"
_NAMES = regex(r"[^\s'\"`=;|&<>(){}$/:,]+")
_PATTERNS = regex(r"([^\s'\"=]*)/[^\s/'\"]*[*?\[{$]")


def without_undone(decisions: Sequence[Decision], snapshots: Sequence[Snapshot], repairs: Repairs) -> list[Decision]:
    """Return the decisions in order, with undone commands left out and commands that are used after all restored."""
    fates: dict[Origin, Decision] = {}
    for snapshot in snapshots:
        own = [decision for decision in decisions if decision.origin[0] == snapshot.seq]
        if has_evidence(snapshot):
            fates.update(_revised(own, snapshot, repairs))
    return [fates.get(decision.origin, decision) for decision in decisions]


def _revised(decisions: Sequence[Decision], snapshot: Snapshot, repairs: Repairs) -> dict[Origin, Decision]:
    touched = {d.origin: found for d in decisions if (found := touched_paths(d.command)) is not None}
    paths = [change.path for change in snapshot.changes]

    def can_be_dropped(decision: Decision) -> bool:
        if decision.reason == IDLE:
            return decision.origin in touched
        if decision.fate != "run" or decision.paths or decision.command.status != 0 or decision.reason in (WAITS, KEPT):
            return False
        if decision.origin in touched:
            return not _lasts(decision, touched, snapshot, paths)
        return package_calls(decision.command) is not None

    dropped = {d.origin: d for d in decisions if d.origin not in repairs.restore and can_be_dropped(d)}
    users = _Users(d for d in decisions if d.fate == "run" or d.reason == IDLE or facts(d.command.text).sources)
    previous: set[Origin] = set()
    while previous != dropped.keys():
        previous = set(dropped)
        for origin in must_stay(dropped, decisions):
            del dropped[origin]
        for origin in sorted(dropped.keys() & touched.keys()):
            remaining = {user for user in users.of(touched[origin]) if user not in dropped}
            if any(not _covers(user, origin, touched) and _stays(user, decisions) for user in remaining):
                del dropped[origin]
    return dict(_changed(decisions, dropped, touched))


def _changed(
    decisions: Sequence[Decision], dropped: Mapping[Origin, Decision], touched: Mapping[Origin, TouchedPaths]
) -> Iterator[tuple[Origin, Decision]]:
    for decision in decisions:
        if decision.origin in dropped:
            if decision.reason != IDLE:
                yield decision.origin, replace(decision, fate="left out", reason=UNDONE)
        elif decision.reason == IDLE and decision.origin in touched:
            yield decision.origin, replace(decision, fate="run", reason=NEEDED)


def _stays(origin: Origin, decisions: Sequence[Decision]) -> bool:
    """Return whether a command that uses a path stays in the recipe; an idle one with unknown effect does not."""
    decision = next(d for d in decisions if d.origin == origin)
    return decision.reason != IDLE or touched_paths(decision.command) is not None


def _lasts(
    decision: Decision, touched: Mapping[Origin, TouchedPaths], snapshot: Snapshot, paths: Sequence[str]
) -> bool:
    """Return whether a path that a command touched changed, volatile or not, and was not overwritten later."""
    for path in touched[decision.origin].paths | touched[decision.origin].possible:
        at = bisect_left(paths, path + "/")
        if at < len(paths) and paths[at].startswith(path + "/"):
            return True
        at = bisect_left(paths, path)
        if at < len(paths) and paths[at] == path and not _overwritten(snapshot.changes[at], decision, touched):
            return True
    return False


def _overwritten(change: Change, decision: Decision, touched: Mapping[Origin, TouchedPaths]) -> bool:
    if change.command is None or change.after is None or change.after.kind != "file" or change.before is not None:
        return False
    # a mode or owner that was set stays when the content is overwritten
    if change.path not in touched[decision.origin].overwrites:
        return False
    writer = (decision.origin[0], change.command)
    return writer > decision.origin and writer in touched and change.path in touched[writer].overwrites


def _covers(later: Origin, earlier: Origin, touched: Mapping[Origin, TouchedPaths]) -> bool:
    """Return whether a later command overwrites everything that an earlier one touched."""
    return later > earlier and later in touched and touched[earlier].paths <= touched[later].overwrites


class _Users:
    """The commands that may use a path: they name it, a path above or below it, or work in a directory around it."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._by_name: dict[str, set[Origin]] = defaultdict(set)
        self._at: dict[str, set[Origin]] = defaultdict(set)
        self._above: dict[str, set[Origin]] = defaultdict(set)
        self._around: dict[str, set[Origin]] = defaultdict(set)
        for decision in decisions:
            self._add(decision.origin, decision.command)

    def _add(self, origin: Origin, command: Command) -> None:
        known = facts(command.text)
        for name in _NAMES.findall(command.text):
            self._by_name[name].add(origin)
        for word in {word for simple in known.commands if affects_contents(simple) for word in simple.words if word}:
            self._at[absolute(command, word)].add(origin)
        words = {word for simple in known.commands for word in simple.words} | {*known.writes, *known.sources}
        places = {absolute(command, word) for word in words if word} | {command.cwd}
        for path in {above for place in places for above in (place, *parents(place), "/")}:
            self._above[path].add(origin)
        if is_vague(command):
            if command.cwd != "/":
                self._around[command.cwd].add(origin)
            for folder in _PATTERNS.findall(command.text):
                self._around[absolute(command, folder or "/")].add(origin)

    def of(self, touched: TouchedPaths) -> set[Origin]:
        """Return the commands that may use one of the paths that another command touches."""
        found = set[Origin]()
        for path in touched.paths:
            found |= self._by_name.get(posixpath.basename(path), set())
        for path in touched.paths | touched.possible:
            found |= self._above.get(path, set())
            for above in (path, *parents(path), "/"):
                found |= self._at.get(above, set()) | self._around.get(above, set())
        return found
