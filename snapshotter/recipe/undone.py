"""What did not last: commands undone within their snapshot are left out together, unless others use what they did.

Only commands whose whole effect can be read off their words are left out, and the proof has the last word.  Within a
snapshot alone, so that what a later one undoes changes no earlier line.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from snapshotter.model import Change, Command, Snapshot
from snapshotter.recipe.choose import IDLE, absolute, has_evidence
from snapshotter.recipe.nouns import Decision, Origin, Repairs
from snapshotter.shell.facts import Facts, Simple, facts

UNDONE = "undone again, or undoes that"
NEEDED = "later commands need it"
_HANDLERS: Mapping[str, tuple[str, int]] = {
    "chgrp": ("Rcfhv", 1), "chmod": ("Rcfv", 1), "chown": ("Rcfhv", 1), "cp": ("RTadfprv", 0), "ln": ("Tfnsv", 0),
    "mkdir": ("pv", 0), "mkfifo": ("", 0), "mv": ("Tfnv", 0), "rm": ("Rdfirv", 0), "rmdir": ("pv", 0), "tee": ("a", 0),
    "touch": ("acm", 0), "unlink": ("", 0),
}
"""Programs that do something to the files they are given and nothing else: the letters of the options that change
nothing about that, and how many arguments come before the files."""
_INTO = frozenset({"cp", "ln", "mv"})
"""Those whose last argument may be a directory, into which the others then go by their own names."""
_ELSEWHERE = frozenset(
    "addgroup adduser apk apt apt-get chpasswd dnf groupadd groupmod ldconfig locale-gen service systemctl"
    " update-alternatives useradd userdel usermod yum".split()
)
"""Programs to which it is all the same which directory they are started in."""
_NAMES = re.compile(r"[^\s'\"`=;|&<>(){}$/:,]+")
_PATTERNS = re.compile(r"([^\s'\"=]*)/[^\s/'\"]*[*?\[{$]")


@dataclass(frozen=True, slots=True)
class Reach:
    """The paths that a command sets, changes or takes away."""

    paths: frozenset[str]
    overwrites: frozenset[str]
    """Those of them that it writes anew, whatever was there."""


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
    passing = {
        d.origin: d
        for d in decisions
        if d.origin in reaches
        and d.origin not in repairs.restore
        and (d.reason == IDLE or (_leaves_nothing(d) and not _lasts(d, reaches, snapshot, paths)))
    }
    users = _Users(d for d in decisions if d.fate == "run" or d.reason == IDLE or facts(d.command.text).sources)
    last: set[Origin] = set()
    while last != passing.keys():
        last = set(passing)
        for origin in sorted(last):
            kept = {user for user in users.of(reaches[origin].paths) if user not in passing}
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


def _leaves_nothing(decision: Decision) -> bool:
    return decision.fate == "run" and not decision.paths and decision.command.status == 0


def _lasts(decision: Decision, reaches: Mapping[Origin, Reach], snapshot: Snapshot, paths: Sequence[str]) -> bool:
    """Say whether anything is left, volatile or not, where a command did something, but what was written over later."""
    for path in reaches[decision.origin].paths:
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


def reach(command: Command) -> Reach | None:
    """Read off a command's words what it does to which paths; None where they do not say all of it."""
    known = facts(command.text)
    if not _is_plain(known) or command.shell == "fish":
        return None
    place, found = command.cwd, set[str]()
    for simple in known.commands:
        if simple.name == "cd":
            if len(simple.args) != 1 or not simple.args[0] or simple.args[0] == "-" or known.writes:
                return None
            place = posixpath.normpath(posixpath.join(place, simple.args[0]))
        elif not simple.only_looks:
            handled = _handled(simple)
            if handled is None:
                return None
            found |= {absolute(replace(command, cwd=place), name) for name in handled}
    written = {absolute(command, name) for name in known.writes if name}
    return Reach(frozenset(found | written), frozenset() if ">>" in command.text else frozenset(written))


def _is_plain(known: Facts) -> bool:
    return known.parsed and None not in known.writes and not (
        known.assigns or known.exports or known.functions or known.aliases or known.sources or known.umask
        or known.unsets or known.background
    )


def _handled(simple: Simple) -> set[str] | None:
    """Give the files that a simple command does something to; None where its words do not say."""
    if simple.name not in _HANDLERS or None in simple.args:
        return None
    letters, skipped = _HANDLERS[simple.name]
    words = [arg for arg in simple.args if arg]
    options = [word for word in words if word.startswith("-")]
    if any(set(option[1:]) - set(letters) for option in options):
        return None
    names = [word for word in words if word not in options][skipped:]
    if simple.name not in _INTO:
        return set(names)
    if len(names) < 2:
        return None
    *sources, target = names
    inside = {posixpath.join(target, posixpath.basename(source.rstrip("/"))) for source in sources}
    return {target, *inside, *(sources if simple.name == "mv" else ())}


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
        words = {word for simple in known.commands if simple.name != "cd" for word in simple.words}
        words |= {*known.writes, *known.sources}
        entered = {arg for simple in known.commands if simple.name == "cd" for arg in simple.args}
        for word in words - {None}:
            self._at[absolute(command, word or "")].add(origin)
        places = {absolute(command, word) for word in words | entered if word} | {command.cwd}
        for path in {above for place in places for above in _up(place)}:
            self._above[path].add(origin)
        if None in words or not known.parsed or any(_is_vague(simple) for simple in known.commands):
            if command.cwd != "/":
                self._around[command.cwd].add(origin)
            for folder in _PATTERNS.findall(command.text):
                self._around[absolute(command, folder or "/")].add(origin)

    def of(self, paths: Iterable[str]) -> set[Origin]:
        """Give the commands that may use one of the paths."""
        found = set[Origin]()
        for path in paths:
            found |= self._by_name.get(posixpath.basename(path), set()) | self._above.get(path, set())
            for above in _up(path):
                found |= self._at.get(above, set()) | self._around.get(above, set())
        return found


def _is_vague(simple: Simple) -> bool:
    return not simple.only_looks and simple.name not in _ELSEWHERE and simple.name not in _HANDLERS


def _up(path: str) -> Iterator[str]:
    """Give a path and all above it."""
    yield path
    while path not in ("/", ""):
        path = posixpath.dirname(path)
        yield path
