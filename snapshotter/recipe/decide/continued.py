"""Commands that ran when a snapshot was made: the next one holds them again, and a recipe runs them once, in the last.

There the whole effect of such a command belongs to it.  Where the recipe does not run it, each snapshot's part of the
effect is copied where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from snapshotter.changes.history import join_changes
from snapshotter.model import Change, Snapshot
from snapshotter.recipe.decide.fate import choose
from snapshotter.recipe.model import Decision, Origin, Repairs
from snapshotter.recipe.reasons import UNFINISHED

_Place = tuple[int, int]
"""A command: (position of its snapshot in the line, index in it)."""


def joined(snapshots: Sequence[Snapshot], repairs: Repairs) -> tuple[Sequence[Snapshot], Mapping[Origin, int]]:
    """Return the snapshots with the effects of such commands moved to the snapshot that runs them.

    Also returns for each command that so lost its effects the seq of that snapshot.
    """
    later: dict[Origin, int] = {}
    for chain in _chains(snapshots):
        moved = _moved(snapshots, chain)
        position, index = chain[-1]
        seq = snapshots[position].seq
        if any(d.origin == (seq, index) and d.fate == "run" for d in choose([moved[position]], repairs)):
            snapshots = moved
            later |= {(snapshots[at].seq, number): seq for at, number in chain[:-1]}
    return snapshots, later


def with_reasons(decisions: Iterable[Decision], later: Mapping[Origin, int]) -> list[Decision]:
    """Return the decisions with a reason for the commands that a later snapshot runs."""
    return [
        replace(d, reason=f"ran on, so that snapshot {later[d.origin]} has it")
        if d.origin in later and d.fate == "left out" and d.reason == UNFINISHED
        else d
        for d in decisions
    ]


def _chains(snapshots: Sequence[Snapshot]) -> list[list[_Place]]:
    """Return the places of each command that more than one snapshot holds: the same session and begin."""
    found: dict[tuple[str, float], list[_Place]] = {}
    for position, snapshot in enumerate(snapshots):
        for index, command in enumerate(snapshot.commands):
            key = (command.session, command.begin)
            if key in found:
                found[key].append((position, index))
            elif command.end is None and command.session:
                found[key] = [(position, index)]
    return [chain for chain in found.values() if len(chain) > 1]


def _moved(snapshots: Sequence[Snapshot], chain: Sequence[_Place]) -> list[Snapshot]:
    """Return the snapshots with the effects of one command in the last one that holds it.

    A path that something else changed afterwards, in a snapshot before the last, stays where it is.
    """
    *earlier, (last, index) = chain
    own = dict(earlier)
    others = {
        change.path: position
        for position in range(earlier[0][0], last)
        for change in snapshots[position].changes
        if position not in own or change.command != own[position]
    }
    result = list(snapshots)
    steps: list[list[Change]] = []
    for position, number in earlier:
        step = [c for c in snapshots[position].changes if c.command == number and others.get(c.path, -1) < position]
        paths = {change.path for change in step}
        kept = tuple(change for change in snapshots[position].changes if change.path not in paths)
        result[position] = replace(snapshots[position], changes=kept)
        steps.append([replace(change, command=index, by=f"command {index + 1}") for change in step])
    result[last] = replace(snapshots[last], changes=tuple(join_changes([*steps, snapshots[last].changes])))
    return result
