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
from snapshotter.recipe.decide.fate import FAILED_IDLE, IDLE, KEPT, WAITS, has_evidence
from snapshotter.recipe.decide.touched_paths import TouchedPaths, affects_contents, is_vague, removals, touched_paths
from snapshotter.recipe.decide.uninstalled import must_stay, package_calls
from snapshotter.recipe.decide.users import absolute
from snapshotter.recipe.model import Decision, Origin, Repairs
from snapshotter.regex import regex
from snapshotter.shell.facts import facts
from snapshotter.shell.one_line.parts import Part, only_shows, parts_of, without_parts

UNDONE = "undone by a later command, or undoes an earlier one"
UNDONE_IN_PART = "a part of it is undone by a later command, or undoes an earlier one"
NEEDED = "later commands need it"
_MOST_PARTS = 1 << 20
"""Between the origins of two command lines, where those of their parts are counted."""
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
    divided = {d.origin: parts for d in decisions if _can_lose_parts(d, repairs) and (parts := parts_of(d.command))}
    pieces = [piece for decision in decisions for piece in _pieces(decision, divided.get(decision.origin, ()))]
    touched = {d.origin: found for d in pieces if (found := touched_paths(d.command)) is not None}
    paths = [change.path for change in snapshot.changes]

    def can_be_dropped(piece: Decision) -> bool:
        if piece.reason == IDLE:
            return piece.origin in touched
        if _of_line(piece.origin) in divided:
            found = touched.get(piece.origin)
            return found is not None and bool(found.paths) and not _lasts(piece, touched, snapshot, paths)
        if piece.fate != "run" or piece.paths or piece.command.status != 0 or piece.reason in (WAITS, KEPT):
            return False
        if piece.origin in touched:
            return not _lasts(piece, touched, snapshot, paths)
        return package_calls(piece.command) is not None

    dropped = {d.origin: d for d in pieces if _of_line(d.origin) not in repairs.restore and can_be_dropped(d)}
    shown = {d.origin: d for d in pieces if _of_line(d.origin) in divided and only_shows(d.command.text)}
    used = (d for d in pieces if d.origin not in shown)
    users = _Users(d for d in used if d.fate == "run" or d.reason == IDLE or facts(d.command.text).sources)
    previous: set[Origin] = set()
    while previous != dropped.keys():
        previous = set(dropped)
        for origin in must_stay(dropped, pieces):
            del dropped[origin]
        for origin in [one for one in dropped if _removes_from_others(one, dropped, pieces, touched)]:
            del dropped[origin]
        for origin in [one for one in dropped if _of_line(one) in divided and not _is_paired(one, dropped, touched)]:
            del dropped[origin]
        for origin in sorted(dropped.keys() & touched.keys()):
            paths_of = touched[origin].paths
            begin = min(
                one for one in dropped.keys() & touched.keys() if touched[one].paths & paths_of or one == origin
            )
            remaining = {user for user in users.of(touched[origin], begin) if user not in dropped}
            if any(not _covers(user, origin, touched) and _stays(user, pieces) for user in remaining):
                del dropped[origin]
    names = {posixpath.basename(path) for one in dropped.keys() & touched.keys() for path in touched[one].paths}
    dropped |= {at: d for at, d in shown.items() if not names.isdisjoint(_NAMES.findall(d.command.text))}
    return dict(_changed(decisions, divided, dropped, touched))


def _can_lose_parts(decision: Decision, repairs: Repairs) -> bool:
    """Return whether parts of a command line may be left out."""
    return (
        decision.fate == "run"
        and decision.command.status == 0
        and decision.reason not in (WAITS, KEPT)
        and decision.command.shell != "fish"
        and decision.origin not in repairs.restore | repairs.whole
        and (bool(decision.paths) or not package_calls(decision.command))
    )


def _pieces(decision: Decision, parts: Sequence[Part]) -> Iterator[Decision]:
    """Yield a decision for each part of a command line, in the order of their origins."""
    seq, index = decision.origin
    if not parts:
        yield replace(decision, origin=(seq, index * _MOST_PARTS))
    for number, part in enumerate(parts):
        yield replace(decision, origin=(seq, index * _MOST_PARTS + number), command=part.command)


def _of_line(origin: Origin) -> Origin:
    """Return the origin of the command line of a part."""
    return origin[0], origin[1] // _MOST_PARTS


def _changed(
    decisions: Sequence[Decision],
    divided: Mapping[Origin, Sequence[Part]],
    dropped: Mapping[Origin, Decision],
    touched: Mapping[Origin, TouchedPaths],
) -> Iterator[tuple[Origin, Decision]]:
    for decision in decisions:
        seq, index = decision.origin
        first = (seq, index * _MOST_PARTS)
        parts = divided.get(decision.origin, ())
        gone = {at for at in range(len(parts)) if (seq, first[1] + at) in dropped}
        if parts and 0 < len(gone) < len(parts):
            command = replace(decision.command, text=without_parts(parts, gone))
            yield decision.origin, replace(decision, command=command, reason=UNDONE_IN_PART)
        elif first in dropped and len(gone) == len(parts):
            if decision.reason != IDLE:
                yield decision.origin, replace(decision, fate="left out", reason=UNDONE)
        elif decision.reason == IDLE and first in touched:
            yield decision.origin, replace(decision, fate="run", reason=NEEDED)


def _removes_from_others(
    origin: Origin,
    dropped: Mapping[Origin, Decision],
    pieces: Sequence[Decision],
    touched: Mapping[Origin, TouchedPaths],
) -> bool:
    """Return whether a command removes what others made: it stays, since they make it again.

    What `rm -f` names may not have been there; it was made by others only if one that stays may have done so unseen.
    """
    tried = {d.origin for d in pieces if d.fate == "left out" and d.reason.endswith(FAILED_IDLE)}
    for path, forced in removals(dropped[origin].command).items():
        if any(one < origin and path in touched[one].paths for one in (dropped.keys() | tried) & touched.keys()):
            continue
        if not forced or any(d.origin < origin and d.fate == "run" and d.origin not in touched for d in pieces):
            return True
    return False


def _is_paired(origin: Origin, dropped: Mapping[Origin, Decision], touched: Mapping[Origin, TouchedPaths]) -> bool:
    """Return whether all that a part of a line touches is made and removed by parts and commands that go as well.

    That the image lacks such a path is no evidence by itself: the line's text may name it by way of a link.
    """
    others = dropped.keys() & touched.keys()
    made = {path for one in others - {origin} if one < origin for path in touched[one].paths}
    gone = {path for one in others if one > origin for path in removals(dropped[one].command)}
    own = removals(dropped[origin].command)
    return all(
        path in made if path in own else not gone.isdisjoint((path, *parents(path))) for path in touched[origin].paths
    )


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
    return any(
        _of_line(at) == writer and at > decision.origin and change.path in one.overwrites for at, one in touched.items()
    )


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

    def of(self, touched: TouchedPaths, begin: Origin = (0, 0)) -> set[Origin]:
        """Return the commands that may use one of the paths that another command touches.

        Before the command `begin` the paths were not there, so that only those that name them count.
        """
        found = set[Origin]()
        for path in touched.paths:
            found |= self._by_name.get(posixpath.basename(path), set())
        for path in touched.paths | touched.possible:
            found |= self._above.get(path, set())
            found |= self._at.get(path, set()) | self._around.get(path, set())
            for above in (*parents(path), "/"):
                found |= {one for one in self._at.get(above, set()) | self._around.get(above, set()) if one > begin}
        return found
