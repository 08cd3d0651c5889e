"""Which typed line made which path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snapshotter.changes.evidence.typed.index import Index
from snapshotter.changes.evidence.typed.line import Line
from snapshotter.changes.evidence.typed.needed import supports
from snapshotter.model import Change

_EARLY = 5.0
"""Seconds by which a file may be older than the line that made it: a history has whole seconds."""


def assigned(lines: Sequence[Line], left: Sequence[Change], perhaps: Sequence[Change]) -> dict[int, list[str]]:
    """Return the paths of each line that explains some, and mark the lines that are needed for them.

    Of those in `perhaps` only what a line names exactly is its work.
    """
    index, owners = Index(lines), dict[int, list[str]]()
    homes = {line.typed.home for line in lines}
    rest = list[Change]()
    named = [one for one in perhaps if 4 in index.ranks(one.path).values()]
    for change in [*left, *named]:
        ranks = index.ranks(change.path) if change.after else index.removers(change.path)
        ranks = {n: rank for n, rank in ranks.items() if _may_be(lines[n], change, rank)}
        if not ranks or (max(ranks.values()) == 1 and change.path in homes):
            rest.append(change)
            continue
        writers = _writers(lines, ranks, change.path)
        owners.setdefault(writers[-1], []).append(change.path)
        for number in writers:
            lines[number].needed = True
    for change in rest:
        above = [n for n, one in enumerate(lines) if one.needed and change.path in one.effects.made_above]
        if above and change.change == "added":
            owners.setdefault(above[0], []).append(change.path)
    for number, line in enumerate(lines):
        if not line.needed and supports(line, lines, number, owners):
            line.needed = True
    return owners


def _may_be(line: Line, change: Change, rank: int) -> bool:
    """Return whether a line that names a path, or works where it is, may have changed it."""
    if line.known.edits or (line.looks and rank < 4):
        return False
    if (line.serves and rank < 4) or (rank == 1 and not line.works):
        return False
    if change.package and not line.effects.programs and not line.effects.packages:
        return rank > 1  # copied with everything else in a directory
    return _in_time(line, change, rank)


def _in_time(line: Line, change: Change, rank: int) -> bool:
    """Return whether a file is not from before the line, where the history has times."""
    if not line.typed.at or rank > 2 or line.effects.keeps_times or change.after is None:
        return True
    return change.after.mtime_ns / 1e9 >= line.typed.at - _EARLY


def _writers(lines: Sequence[Line], ranks: Mapping[int, int], path: str) -> list[int]:
    """Return the lines that made a path as it is, in order: from the last that overwrites it."""
    best = max(ranks.values())
    if best == 1:
        return [max(number for number in ranks)]
    sure = sorted(number for number, rank in ranks.items() if rank >= min(best, 3) or rank == 2)
    made = [number for number in sure if path in (lines[number].effects.exact | lines[number].effects.made_above)]
    sure = [number for number in sure if path not in lines[number].effects.fresh or number == made[0]]
    whole = [number for number in sure if path in lines[number].effects.over]
    return [number for number in sure if not whole or number >= whole[-1]]
