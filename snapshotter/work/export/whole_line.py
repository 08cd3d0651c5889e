"""The snapshots of a line with those that its base is made of, where that base is a snapshot of another line.

A recipe then begins at an image that others have, instead of one that only this machine has.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from snapshotter.changes.volatile import Rules
from snapshotter.errors import SnapError
from snapshotter.model import Base, Snapshot
from snapshotter.recipe.write.base_name import snapshot_of
from snapshotter.store.home import Home
from snapshotter.work.volatile import from_elsewhere, with_current_rules, with_rules

_MOST_LINES = 20
"""Lines behind each other beyond which a record is taken for one that leads in a circle."""


def whole_line(home: Home, snapshots: Sequence[Snapshot], rules: Rules | None = None) -> list[Snapshot]:
    """Return the snapshots of a line, preceded by those of the lines that it was started from, numbered from 1.

    The current rules for volatile paths of all of them hold for each; `rules` are those of the line where they are
    about to change.
    """
    if not snapshots:
        return []
    if rules is None:
        own = with_current_rules(home, snapshots[0].workspace, snapshots)
    else:
        own = with_rules(snapshots, rules, trusted=not from_elsewhere(home, snapshots))
    parts = [own]
    while len(parts) < _MOST_LINES and (before := _made_of(home, parts[0][0].base)):
        parts.insert(0, with_current_rules(home, before[0].workspace, before))
    if len(parts) == 1:
        return parts[0]
    joined = tuple(dict.fromkeys(rule for part in parts for rule in part[-1].volatile))
    every = [_apart(snapshot) for part in parts for snapshot in part]
    return with_rules([replace(one, seq=number) for number, one in enumerate(every, 1)], joined)


def in_front(snapshots: Sequence[Snapshot]) -> int:
    """Return how many of these snapshots are of lines in front of the last one's."""
    return sum(one.workspace != snapshots[-1].workspace for one in snapshots)


def _made_of(home: Home, base: Base) -> list[Snapshot]:
    """Return the snapshots up to the one that a base is; empty if it is none, or a registry has it."""
    name = snapshot_of(base)
    if not name or base.digest:
        return []
    try:
        found = home.line.snapshots(name)
    except SnapError:  # of a damaged line no recipe can be made
        return []
    at = next((index for index, one in enumerate(found) if one.image == base.id), None)
    return [] if at is None else found[: at + 1]


def _apart(snapshot: Snapshot) -> Snapshot:
    """Return a snapshot whose sessions have names that no other line has."""
    commands = (
        replace(one, session=f"{snapshot.workspace} {one.session}") if one.session else one for one in snapshot.commands
    )
    return replace(snapshot, commands=tuple(commands))
