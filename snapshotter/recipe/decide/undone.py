"""What did not last: commands undone within their snapshot are left out together, unless others use what they did.

Only commands whose whole effect can be read off their words are left out, and the proof has the last word.  Within a
snapshot alone, so that what a later one undoes changes no earlier line.
"""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from snapshotter.model import Change, Command, Snapshot, parents
from snapshotter.recipe.decide.fate import IDLE, absolute, has_evidence
from snapshotter.recipe.decide.touched_paths import Reach, is_vague, minds_below, reach
from snapshotter.recipe.decide.uninstalled import needed, traffic
from snapshotter.recipe.model import Decision, Origin, Repairs
from snapshotter.regex import regex
from snapshotter.shell.facts import facts

UNDONE = "undone again, or undoes that"
NEEDED = "later commands need it"
_NAMES = regex(r"[^\s'\"`=;|&<>(){}$/:,]+")
_PATTERNS = regex(r"([^\s'\"=]*)/[^\s/'\"]*[*?\[{$]")


def without_undone(decisions: Sequence[Decision], snapshots: Sequence[Snapshot], repairs: Repairs) -> list[Decision]:
    """Give the decisions anew, in their order: what was undone is left out, what only seemed idle is brought back."""
    fates: dict[Origin, Decision] = {}
    for snapshot in snapshots:
        own = [decision for decision in decisions if decision.origin[0] == snapshot.seq]
        if has_evidence(snapshot):
            fates.update(_judged(own, snapshot, repairs))
    return [fates.get(decision.origin, decision) for decision in decisions]


def _judged(decisions: Sequence[Decision], snapshot: Snapshot, repairs: Repairs) -> dict[Origin, Decision]:
    reaches = {d.origin: found for d in decisions if (found := reach(d.command)) is not None}
    paths = [change.path for change in snapshot.changes]

    def may_pass(decision: Decision) -> bool:
        if decision.reason == IDLE:
            return decision.origin in reaches
        if decision.fate != "run" or decision.paths or decision.command.status != 0:
            return False
        if decision.origin in reaches:
            return not _lasts(decision, reaches, snapshot, paths)
        return traffic(decision.command) is not None

    passing = {d.origin: d for d in decisions if d.origin not in repairs.restore and may_pass(d)}
    users = _Users(d for d in decisions if d.fate == "run" or d.reason == IDLE or facts(d.command.text).sources)
    last: set[Origin] = set()
    while last != passing.keys():
        last = set(passing)
        for origin in needed(passing, decisions):
            del passing[origin]
        for origin in sorted(passing.keys() & reaches.keys()):
            kept = {user for user in users.of(reaches[origin]) if user not in passing}
            if any(not _covers(user, origin, reaches) and _stays(user, decisions) for user in kept):
                del passing[origin]
    return dict(_changed(decisions, passing, reaches))


def _changed(
    decisions: Sequence[Decision], passing: Mapping[Origin, Decision], reaches: Mapping[Origin, Reach]
) -> Iterator[tuple[Origin, Decision]]:
    for decision in decisions:
        if decision.origin in passing:
            if decision.reason != IDLE:
                yield decision.origin, replace(decision, fate="left out", reason=UNDONE)
        elif decision.reason == IDLE and decision.origin in reaches:
            yield decision.origin, replace(decision, fate="run", reason=NEEDED)


def _stays(origin: Origin, decisions: Sequence[Decision]) -> bool:
    """Say whether a command that uses a path will be there: an idle one whose effect nobody knows will not."""
    decision = next(d for d in decisions if d.origin == origin)
    return decision.reason != IDLE or reach(decision.command) is not None


def _lasts(decision: Decision, reaches: Mapping[Origin, Reach], snapshot: Snapshot, paths: Sequence[str]) -> bool:
    """Say whether anything is left, volatile or not, where a command did something, but what was written over later."""
    for path in reaches[decision.origin].paths | reaches[decision.origin].perhaps:
        at = bisect_left(paths, path + "/")
        if at < len(paths) and paths[at].startswith(path + "/"):
            return True
        at = bisect_left(paths, path)
        if at < len(paths) and paths[at] == path and not _written_over(snapshot.changes[at], decision, reaches):
            return True
    return False


def _written_over(change: Change, decision: Decision, reaches: Mapping[Origin, Reach]) -> bool:
    if change.command is None or change.after is None or change.after.kind != "file" or change.before is not None:
        return False
    if change.path not in reaches[decision.origin].overwrites:  # a mode or an owner outlasts the content
        return False
    writer = (decision.origin[0], change.command)
    return writer > decision.origin and writer in reaches and change.path in reaches[writer].overwrites


def _covers(later: Origin, earlier: Origin, reaches: Mapping[Origin, Reach]) -> bool:
    """Say whether all that an earlier command touched is written anew by a later one."""
    return later > earlier and later in reaches and reaches[earlier].paths <= reaches[later].overwrites


class _Users:
    """Which commands may use a path: they name it, what is above or below it, or work in a directory that has it."""

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
        for word in {word for simple in known.commands if minds_below(simple) for word in simple.words if word}:
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

    def of(self, reached: Reach) -> set[Origin]:
        """Give the commands that may use one of the paths that another one reaches."""
        found = set[Origin]()
        for path in reached.paths:
            found |= self._by_name.get(posixpath.basename(path), set())
        for path in reached.paths | reached.perhaps:
            found |= self._above.get(path, set())
            for above in (path, *parents(path), "/"):
                found |= self._at.get(above, set()) | self._around.get(above, set())
        return found
