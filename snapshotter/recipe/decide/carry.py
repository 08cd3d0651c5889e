"""Which changed paths are set down as they are, where among the commands, and with which reason."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from snapshotter.model import PLACEHOLDER, Change, Entry, Snapshot
from snapshotter.recipe.model import Carry, Decision, Repairs

CHANGED_OUTSIDE = "changed outside the recorded shell"
AGAIN = "content that differs each time the commands run"
VOLUME = "the base declares a volume there"
LINKED = "names of one file: a layer above the one that made it parts them"
LATE = "what the commands above do not give again"

_BRIEF = 90
"""Characters of a command that its reason quotes."""

Position = int
"""How many of the snapshot's commands come first."""


def carried(snapshot: Snapshot, decisions: Sequence[Decision], repairs: Repairs) -> dict[Position, list[Carry]]:
    """Give what is set down in one snapshot's section, by how many of its commands come before."""
    places = _Places(snapshot, decisions, repairs)
    groups: dict[tuple[Position, str], list[Change]] = defaultdict(list)
    for change in snapshot.changes:
        if _is_mount_point(change, snapshot):
            groups[0, VOLUME].append(_as_made(change))
        elif not change.volatile and not change.secret:
            for position, reason, what in places.of(change):
                groups[position, reason].append(what)
    found: dict[Position, list[Carry]] = defaultdict(list)
    for (position, reason), changes in sorted(groups.items(), key=lambda item: item[0]):
        found[position].append(Carry(tuple(changes), reason, snapshot.seq))
    return found


def _is_mount_point(change: Change, snapshot: Snapshot) -> bool:
    """Say whether a directory is there because the base declares a volume: every container makes it.

    A RUN of the classic builder is one, a RUN of BuildKit is not.
    """
    return change.before is None and change.path in snapshot.base.config.volumes


def _as_made(change: Change) -> Change:
    """Give a mount point as `mkdir` makes it; what owner and mode it has is the volume's affair."""
    entry = change.after
    return replace(change, after=replace(entry, mode=0o755, uid=0, gid=0) if entry is not None else None)


class _Places:
    """Where each changed path of one snapshot is set down."""

    def __init__(self, snapshot: Snapshot, decisions: Sequence[Decision], repairs: Repairs) -> None:
        self._snapshot, self._repairs = snapshot, repairs
        self._begins = sorted(command.begin for command in snapshot.commands)
        self._rank = {decision.origin[1]: rank for rank, decision in enumerate(decisions)}
        self._of_command = {decision.origin[1]: decision for decision in decisions}
        self._standing_in = {path: d for d in decisions if d.fate == "carried" for path in d.paths}
        self._first = {path: d for d in reversed(decisions) if d.fate == "carried" for path in d.paths}
        self._naming = {path: d for d in decisions if d.fate == "run" for path in d.named}

    def of(self, change: Change) -> Iterator[tuple[Position, str, Change]]:
        """Give (position, reason, what is set down): none, once, or where commands went on with a typed file, twice."""
        path = change.path
        last = None if change.command is None else self._of_command.get(change.command)
        if path in self._standing_in:
            yield self._behind(self._standing_in[path], change)
        if last is None:
            yield self._moment(change), CHANGED_OUTSIDE, change
        elif last.fate == "run" and self._again(path) and path not in self._standing_in:
            position, _, what = self._behind(self._naming.get(path, last), change)
            entry = change.after
            linked = entry is not None and entry.hardlink not in ("", path)
            yield position, LINKED if linked else AGAIN, what

    def _moment(self, change: Change) -> Position:
        if change.after is None:
            return len(self._begins)
        return bisect_right(self._begins, (change.after.ctime_ns or change.after.mtime_ns) / 1e9)

    def _again(self, path: str) -> bool:
        seq = self._snapshot.seq
        return self._repairs.carries(path, seq) and not self._repairs.is_late(path, seq)

    def _behind(self, decision: Decision, change: Change) -> tuple[Position, str, Change]:
        what = change if change.command == decision.origin[1] else _as_first_saved(change)
        why = self._first.get(change.path, decision)
        return self._rank[decision.origin[1]] + 1, f"{why.reason}: {_brief(why.command.text)}", what


def _brief(text: str) -> str:
    text = PLACEHOLDER.sub("…", text)
    first = text.strip().splitlines()[0] if text.strip() else ""
    return first if first == text.strip() and len(first) <= _BRIEF else first[: _BRIEF - 1] + "…"


def _as_first_saved(change: Change) -> Change:
    """Give the change with the owner and mode that the file had before later commands changed them."""
    if change.after is None:
        return change
    first = change.before or Entry("file", 0o644, 0, 0)
    return replace(change, after=replace(change.after, mode=first.mode, uid=first.uid, gid=first.gid))


def late(snapshots: Sequence[Snapshot], repairs: Repairs) -> list[Carry]:
    """Give what is set down behind all commands of the last of some snapshots, by the snapshot that holds it."""
    at = snapshots[-1].seq
    paths = sorted(spot.path for spot in repairs.late if spot.at == at)
    by_seq: dict[int, list[Change]] = defaultdict(list)
    if paths:
        final, seqs = composed(snapshots)
        for path in paths:
            if path in final and not final[path].secret:
                by_seq[seqs[path]].append(final[path])
    found = [Carry(tuple(changes), LATE, seq) for seq, changes in sorted(by_seq.items())]
    gone = [Change(spot.path, "deleted", None, None) for spot in sorted(repairs.remove) if spot.at == at]
    rest = (*gone, *(repairs.attributes[spot] for spot in sorted(repairs.attributes) if spot.at == at))
    return [*found, Carry(rest, LATE, 0)] if rest else found


def composed(snapshots: Sequence[Snapshot]) -> tuple[dict[str, Change], dict[str, int]]:
    """Give every path's latest change and the snapshot it stands in; a path that came and went is left out."""
    latest: dict[str, Change] = {}
    first: dict[str, Change] = {}
    seqs: dict[str, int] = {}
    for snapshot in snapshots:
        for change in snapshot.changes:
            first.setdefault(change.path, change)
            latest[change.path] = change
            seqs[change.path] = snapshot.seq
    gone = {path for path, change in latest.items() if change.after is None and first[path].before is None}
    return {path: change for path, change in latest.items() if path not in gone}, seqs
