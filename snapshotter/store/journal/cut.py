"""Recognizes a journal that lost its end, as by a power cut or by hand, and what it holds since the last snapshot.

A snapshot knows the position up to which the journal's commands are in snapshots.  What is appended to a journal that
is shorter would lie before that position, and so pass for committed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from msgspec import Struct

from snapshotter.store.journal.records import Begin, Record

CommandKey = tuple[str, float]
"""A command: its session, and when it began."""


class LastSnapshot(Struct, frozen=True):
    """What is known from snapshots of the commands before a position."""

    created: float
    """When the last snapshot was made, by the clock of this host."""
    ended: Set[CommandKey]
    """The ended commands of the last snapshot."""
    held: Callable[[], Set[CommandKey]]
    """Returns the ended commands of all snapshots; called only for a journal that lost its end."""


class Cut(Struct, frozen=True):
    """A journal that lost its end: a command is committed if a snapshot holds it, wherever its records are."""

    created: float
    """When the last snapshot was made: gaps and files that were recorded later are not committed."""
    held: Set[CommandKey]
    is_short: bool
    """Whether the journal is still shorter than the snapshot's position."""


def is_cut(data: bytes, records: Sequence[tuple[int, Record]], position: int, last: LastSnapshot) -> bool:
    """Return whether a journal may have lost its end before the position of the last snapshot.

    It has, if it is shorter.  If it has grown since, the position is hardly where a line ends, a record before it is
    later than the snapshot, or commands of the snapshot are missing.  A clock that was set back and a damaged line look
    the same; then the snapshots show that nothing is missing from them.
    """
    if len(data) < position:
        return True
    if 0 < position < len(data) and b"\n" not in data[position - 1 : position + 1]:
        return True
    before = [record for end, record in records if end <= position]
    if any(record.at > last.created for record in before):
        return True
    begun = {(record.session, record.at) for record in before if isinstance(record, Begin)}
    return not last.ended <= begun
