"""`snap squash`: several snapshots after each other become one, with the image of the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.history import join_changes
from snapshotter.engine.api import Connect
from snapshotter.errors import UsageError
from snapshotter.model import Change, Command, Snapshot
from snapshotter.store.home import Home
from snapshotter.store.repository import refs
from snapshotter.store.repository.git import NO_OBJECT
from snapshotter.work.secrets.known_secrets import mask_text, redactor_for
from snapshotter.work.select import revision
from snapshotter.work.versions.rewrite import rewrite
from snapshotter.work.versions.todo import in_order

_WIDTH = 72
"""Characters of the longest first line of a message that is made of all first lines."""


class Squashed(Struct, frozen=True):
    """The result of a squash."""

    snapshot: Snapshot
    """The one that took the place of the others."""
    gone: tuple[int, ...]
    """The numbers of the snapshots that are no longer on the line."""
    stayed: tuple[str, ...]
    """Branches and tags that still lead to snapshots as they were."""


def squash(home: Home, name: str, wanted: str, message: str, connect: Connect) -> Squashed:
    """Make one snapshot of those after A up to B, for `wanted` "A..B", or of those after it for one revision.

    It has B's number and image; those that are gone from the line stay reachable by their numbers.  Raises
    `UsageError` where fewer than two snapshots are meant, `NotFound`, or `StoreError`.
    """
    with home.workspaces.lock(name):
        workspace = home.workspaces.get(name)
        line = home.line.snapshots(name)
        first, last = _range(home, name, line, wanted)
        members = line[first : last + 1]
        if len(members) < 2:
            raise UsageError(
                f"{wanted} means {'one snapshot' if members else 'no snapshot'}, so there is nothing to join",
                "name the one before the first: `snap squash 2..5` makes one of 3, 4 and 5",
            )
        text = mask_text(redactor_for(home, workspace), message) if message else joined_message(members)
        made = joined(members, text)
        after = [*line[:first], made, *line[last + 1 :]]
        gone = members[-2]
        numbers = ", ".join(str(one.seq) for one in members)
        kept = home.line.refs(name).others.get(gone.seq, NO_OBJECT)
        more = {refs.snapshot_ref(name, gone.seq): (kept, gone.id)}
        done = rewrite(
            home, workspace, line, after, "squash", f"snapshots {numbers} into {made.seq}", connect, more=more
        )
        new = next(one for one in done.snapshots if one.seq == made.seq)
        return Squashed(new, tuple(one.seq for one in members[:-1]), done.stayed)


def _range(home: Home, name: str, line: Sequence[Snapshot], wanted: str) -> tuple[int, int]:
    """Return the places of the first and the last snapshot that are joined; raises `UsageError` or `NotFound`."""
    start, dots, end = wanted.partition("..")
    last = _place(home, name, line, end or "HEAD")
    if start in ("base", "0"):
        return 0, last
    if dots and not start:
        raise UsageError(f"{wanted!r} does not say where it begins", "write A..B, or base..B for all up to B")
    before = _place(home, name, line, start)
    if before > last:
        raise UsageError(f"in {wanted} the second snapshot is before the first", "write the earlier one first")
    return before + 1, last


def _place(home: Home, name: str, line: Sequence[Snapshot], rev: str) -> int:
    found = revision(home.line.summaries(name), rev, name, home.line)
    place = next((at for at, one in enumerate(line) if one.id == found.id), None)
    if place is None:
        raise UsageError(
            f"snapshot {found.seq} is not on the line of {name}", f"`snap checkout {rev} -n {name}` goes there first"
        )
    return place


def joined(members: Sequence[Snapshot], message: str) -> Snapshot:
    """Return one snapshot for several that follow each other; it has the last one's number, image and id."""
    latest: dict[tuple[str, float, int], Command] = {}
    for number, member in enumerate(members):
        for index, command in enumerate(member.commands):
            latest[_key(number, index, command)] = command  # one that ran on is in a later snapshot as a whole
    order = sorted(latest, key=lambda key: latest[key].begin)
    places = {key: at for at, key in enumerate(order)}
    steps = [
        [_moved(change, number, member, places) for change in member.changes] for number, member in enumerate(members)
    ]
    return replace(
        members[-1],
        message=message,
        commands=tuple(latest[key] for key in order),
        changes=tuple(join_changes(steps)),
        instructions=tuple(line for member in members for line in member.instructions),
        proof=None,
        note="\n".join(member.note for member in members if member.note),
        order=_order(members, places) if any(member.order for member in members) else (),
    )


def _order(members: Sequence[Snapshot], places: Mapping[tuple[str, float, int], int]) -> tuple[int, ...]:
    """Return the places of all commands in the order in which a recipe of the members has them."""
    keys = (_key(number, at, one.commands[at]) for number, one in enumerate(members) for at in in_order(one))
    return tuple(dict.fromkeys(places[key] for key in keys))


def _key(number: int, index: int, command: Command) -> tuple[str, float, int]:
    """Return what tells the commands of several snapshots apart, the same for one that two of them hold."""
    return (command.session, command.begin, 0) if command.session else ("", float(number), index)


def _moved(change: Change, number: int, member: Snapshot, places: Mapping[tuple[str, float, int], int]) -> Change:
    """Return the change with the place that its command has among all of them."""
    if change.command is None or not 0 <= change.command < len(member.commands):
        return change
    at = places[_key(number, change.command, member.commands[change.command])]
    by = f"command {at + 1}" if change.by.startswith("command ") else change.by
    return replace(change, command=at, by=by)


def joined_message(members: Sequence[Snapshot]) -> str:
    """Return a message of all the messages: on one line if they fit there, else one line for each below the first."""
    firsts = [one.message.partition("\n")[0] for one in members]
    line = "; ".join(firsts)
    if len(line) <= _WIDTH and not any("\n" in one.message for one in members):
        return line
    texts = "\n".join(f"- {one.message.strip().replace(chr(10), chr(10) + '  ')}" for one in members)
    return f"{firsts[0]}, and {len(members) - 1} more\n\n{texts}"
