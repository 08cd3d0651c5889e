"""The order of typed lines among what logs and files date."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from snapshotter.changes.evidence.model import Shown
from snapshotter.changes.evidence.typed.line import Line
from snapshotter.model import Change
from snapshotter.regex import regex
from snapshotter.shell.facts import facts

_APART = 0.001


def dated(
    lines: Sequence[Line], owners: Mapping[int, Sequence[str]], found: Sequence[Shown], changes: Mapping[str, Change]
) -> tuple[dict[int, int], list[Shown]]:
    """Set the time of each line.

    Return which of `found` are the same commands as which lines, and `found` at the times of these.
    """
    anchors: dict[int, tuple[float, float]] = {}
    placed: dict[int, int] = {}
    taken = set[int]()
    for place, shown in enumerate(found):
        number = next((n for n, line in enumerate(lines) if n not in taken and _is_same(shown.text, line)), None)
        if number is not None:
            placed[place] = number
            taken |= {number} if shown.exact else set()
            if shown.exact:
                anchors[number] = (shown.begin, shown.end)
    for number, line in enumerate(lines):
        if line.typed.at:
            anchors[number] = (line.typed.at, line.typed.at)
        elif number not in anchors and not line.effects.keeps_times:
            at = _written(owners.get(number, ()), changes)
            anchors |= {number: (at, at)} if at else {}
    for shell in {line.shell for line in lines}:
        _in_order([n for n, line in enumerate(lines) if line.shell == shell], anchors, lines)
    return placed, [
        shown if shown.exact or place not in placed else shown.at(lines[placed[place]].at)
        for place, shown in enumerate(found)
    ]


def _written(paths: Iterable[str], changes: Mapping[str, Change]) -> float:
    """Return when the last of the files was written."""
    entries = [changes[path].after for path in paths if path in changes]
    return max((one.mtime_ns / 1e9 for one in entries if one and one.kind == "file"), default=0.0)


def _in_order(numbers: Sequence[int], anchors: Mapping[int, tuple[float, float]], lines: Sequence[Line]) -> None:
    """Set the times of the lines of one shell: each after the one before it, by those that are known and agree."""
    known = [number for number in numbers if number in anchors]
    agreeing = [known[place] for place in _rising([anchors[number][0] for number in known])]
    if not agreeing:
        return
    last = anchors[agreeing[0]][0] - _APART * (len(numbers) + 1)
    for number in numbers:
        begin, end = anchors[number] if number in agreeing else (last + _APART, last + _APART)
        lines[number].at = max(begin, last + _APART)
        last = max(end, lines[number].at)


def _rising(values: Sequence[float]) -> list[int]:
    """Return the places of the longest sequence of values that do not fall."""
    tails, ends, before = list[float](), list[int](), dict[int, int]()
    for place, value in enumerate(values):
        length = bisect_right(tails, value)
        before[place] = ends[length - 1] if length else -1
        tails[length:] = [value, *tails[length + 1 :]]
        ends[length:] = [place, *ends[length + 1 :]]
    found, place = list[int](), ends[-1] if ends else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]


_GROUPS: Mapping[str, str] = {
    "apt": "apt",
    "apt-get": "apt",
    "adduser": "user",
    "useradd": "user",
    "addgroup": "group",
    "groupadd": "group",
    "pip3": "pip",
}


def _is_same(text: str, line: Line) -> bool:
    """Return whether a line is the command that a witness shows: of the same program, for the same things."""
    wanted = [one for one in facts(text).commands if one.verb != "update"]
    if not wanted:
        return False
    program, words = _GROUPS.get(wanted[-1].name, wanted[-1].name), _things(wanted[-1].args)
    return any(
        _GROUPS.get(one.name, one.name) == program and bool(words & _things(one.args)) for one in line.known.commands
    )


def _things(args: Sequence[str | None]) -> set[str]:
    """Return the names among arguments, without options, verbs and versions."""
    verbs = {"install", "add", "del", "remove", "purge", "i", "upgrade", "-y"}
    return {_VERSION.split(arg)[0] for arg in args if arg and not arg.startswith("-")} - verbs - {""}


_VERSION = regex(r"(?<=.)[=<>~@]")
