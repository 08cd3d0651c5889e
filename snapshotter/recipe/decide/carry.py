"""The changed paths that are copied as they are: where among the commands, and for which reason."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from msgspec.structs import replace

from snapshotter.changes.explain.writers import content_writers
from snapshotter.model import (
    COPIED_BEFORE,
    HISTORY_OFF,
    MADE_BEFORE,
    NOT_RECORDED,
    PLACEHOLDER,
    SILENT,
    Change,
    Entry,
    Snapshot,
)
from snapshotter.recipe.brought.find import Brought, brought
from snapshotter.recipe.model import Carry, Decision, PathRepair, Repairs
from snapshotter.recipe.reasons import (
    BROUGHT_THEN_CHANGED,
    BROUGHT_THEN_USED,
    DATA,
    LATE,
    LINKED,
    OUTSIDE,
    VOLUME,
    of_other_content,
    of_outside,
)

COPIED = "copied by the Dockerfile of the adopted image"
"""The reason of the files that an instruction COPY or ADD made."""
_NOT_RECORDED = {
    f"{NOT_RECORDED} ({HISTORY_OFF})": "changed while the shell's history was off, so no command is recorded",
    f"{NOT_RECORDED} ({SILENT})": "changed in a shell that did not report its commands",
    f"{NOT_RECORDED} ({COPIED_BEFORE})": COPIED,
    f"{NOT_RECORDED} ({MADE_BEFORE})": "in the adopted image, which does not tell how they were made",
}
"""Reasons for files that changed while commands ran that are not recorded, by what explains the change."""

_BRIEF = 90
"""Characters of a command that are quoted after the reason."""

Position = int
"""The number of the snapshot's commands that come first."""


def carried(snapshot: Snapshot, decisions: Sequence[Decision], repairs: Repairs) -> dict[Position, list[Carry]]:
    """Return what is copied in one snapshot's section, by the number of its commands that come first."""
    places = _Places(snapshot, decisions, repairs)
    groups: dict[tuple[Position, str], list[Change]] = defaultdict(list)
    volumes = snapshot.base.config.volumes
    left = places.left_to_commands()
    for change in snapshot.changes:
        if repairs.folders and repairs.in_folder(change.path, snapshot.seq):
            continue
        if change.command in left and change.path not in places.special and not volumes:
            continue  # most of the paths of a large snapshot
        if _is_mount_point(change, snapshot):
            groups[0, VOLUME].append(_as_made(change))
        elif not change.volatile and not change.secret and change.path not in places.copied_early:
            for position, reason, what in places.of(change):
                groups[position, reason].append(what)
    taken: dict[str, str] = {}
    for file in places.brought:
        position, reason = places.of_brought(file)
        groups[position, reason].append(file.change)
        if file.taken_from != file.change.path:
            taken[file.change.path] = file.taken_from
    found: dict[Position, list[Carry]] = defaultdict(list)
    for (position, reason), changes in sorted(groups.items(), key=lambda item: item[0]):
        own = {change.path: taken[change.path] for change in changes if change.path in taken}
        found[position].append(Carry(tuple(changes), reason, snapshot.seq, taken=own))
    return found


def _is_mount_point(change: Change, snapshot: Snapshot) -> bool:
    """Return whether a directory exists because the base declares a volume: every container creates it.

    A RUN of the classic builder is such a container, a RUN of BuildKit is not.
    """
    return change.before is None and change.path in snapshot.base.config.volumes


def _as_made(change: Change) -> Change:
    """Return a mount point as `mkdir` creates it; its owner and mode are those of the volume."""
    entry = change.after
    return replace(change, after=replace(entry, mode=0o755, uid=0, gid=0) if entry is not None else None)


class _Places:
    """The places at which the changed paths of one snapshot are copied."""

    def __init__(self, snapshot: Snapshot, decisions: Sequence[Decision], repairs: Repairs) -> None:
        self._snapshot, self._repairs = snapshot, repairs
        self._begins = sorted(command.begin for command in snapshot.commands)
        self._later = self._ranks_of_later(decisions) if snapshot.order else ()
        self._rank = {decision.origin[1]: rank for rank, decision in enumerate(decisions)}
        self._of_command = {decision.origin[1]: decision for decision in decisions}
        self._last_carrying = {path: d for d in decisions if d.fate == "carried" for path in d.paths}
        self._first_carrying = {path: d for d in reversed(decisions) if d.fate == "carried" for path in d.paths}
        self.brought = brought(snapshot).files
        self.copied_early = {
            file.taken_from
            for file in self.brought
            if file.edit is not None and self._of_command[file.edit].reason == BROUGHT_THEN_CHANGED
        }
        """Files of which the edited content is copied ahead of the commands that edited them."""
        self._writers = content_writers(snapshot.changes, snapshot.commands)
        self.special = self._last_carrying.keys() | self._writers.keys()
        """Paths of which not only the command that changed them last decides what is copied."""
        self._naming = {path: d for d in decisions if d.fate == "run" for path in d.named}

    def left_to_commands(self) -> Set[int | None]:
        """Return the commands of which no changed path is copied, unless it is `special`."""
        return set() if self._repairs.carry else set(self._of_command)

    def of(self, change: Change) -> Iterator[tuple[Position, str, Change]]:
        """Yield (position, reason, what is copied).

        A path that is not copied yields nothing, a carried file that was last changed outside the shell two places.
        """
        path = change.path
        writer = self._writers.get(path)
        writer = change.command if writer is None else writer
        last = None if writer is None else self._of_command.get(writer)
        if path in self._last_carrying:
            yield self._after(self._last_carrying[path], change)
        if last is None:
            yield self._position(change), _NOT_RECORDED.get(change.by) or of_outside(change.after), change
        elif last.fate == "run" and self._is_repaired(path) and path not in self._last_carrying:
            position, _, what = self._after(self._naming.get(path, last), change)
            entry = change.after
            linked = entry is not None and entry.hardlink not in ("", path)
            yield position, LINKED if linked else of_other_content(last.command.text), what

    def of_brought(self, file: Brought) -> tuple[Position, str]:
        """Return the position of the first command that used a file which came from outside, and the reason."""
        position = self._rank[file.first_user]
        if file.edit is None:
            return position, OUTSIDE if file.outside else BROUGHT_THEN_USED
        return position, f"{BROUGHT_THEN_CHANGED}: {_brief(self._snapshot.commands[file.edit].text)}"

    def _position(self, change: Change) -> Position:
        if change.after is None:
            return len(self._begins)
        position = bisect_right(self._begins, (change.after.ctime_ns or change.after.mtime_ns) / 1e9)
        return self._later[position] if self._later else position

    def _ranks_of_later(self, decisions: Sequence[Decision]) -> Sequence[Position]:
        """Return for each position in time the first one in the recipe at which a command stands that began later."""
        found = [len(decisions)]
        ranks = {decision.origin[1]: rank for rank, decision in enumerate(decisions)}
        commands = self._snapshot.commands
        for index in sorted(ranks, key=lambda at: commands[at].begin, reverse=True):
            found.append(min(found[-1], ranks[index]))
        return found[::-1]

    def _is_repaired(self, path: str) -> bool:
        seq = self._snapshot.seq
        return self._repairs.carries(path, seq) and not self._repairs.is_late(path, seq)

    def _after(self, decision: Decision, change: Change) -> tuple[Position, str, Change]:
        what = change if change.command == decision.origin[1] else _as_first_saved(change)
        why = self._first_carrying.get(change.path, decision)
        return self._rank[decision.origin[1]] + 1, f"{why.reason}: {_brief(why.command.text)}", what


def _brief(text: str) -> str:
    text = PLACEHOLDER.sub("…", text)
    first = text.strip().splitlines()[0] if text.strip() else ""
    return first if first == text.strip() and len(first) <= _BRIEF else first[: _BRIEF - 1] + "…"


def _as_first_saved(change: Change) -> Change:
    """Return the change with the owner and mode that the file had before later commands changed them."""
    if change.after is None:
        return change
    first = change.before or Entry("file", 0o644, 0, 0)
    return replace(change, after=replace(change.after, mode=first.mode, uid=first.uid, gid=first.gid))


def late_carries(snapshots: Sequence[Snapshot], repairs: Repairs) -> list[Carry]:
    """Return what is copied after all commands of the last snapshot, grouped by the snapshot that has the content."""
    at = snapshots[-1].seq
    paths = sorted(repair.path for repair in repairs.late if repair.at == at)
    folders = [repair for repair in sorted(repairs.folders) if repair.at == at]
    by_seq: dict[int, list[Change]] = defaultdict(list)
    final, seqs = latest_changes(snapshots) if paths or folders else ({}, {})
    if paths:
        for path in paths:
            if path in final and not final[path].secret:
                by_seq[seqs[path]].append(final[path])
    found = [
        Carry(
            changes,
            f"{DATA}: {folder.path}",
            at,
            packed=True,
            seqs={change.path: seqs[change.path] for change in changes},
        )
        for folder in folders
        if (changes := tuple(_of_folder(folder, final, seqs)))
    ]
    found += [Carry(tuple(changes), LATE, seq) for seq, changes in sorted(by_seq.items())]
    gone = [Change(repair.path, "deleted", None, None) for repair in sorted(repairs.remove) if repair.at == at]
    rest = (*gone, *(repairs.attributes[repair] for repair in sorted(repairs.attributes) if repair.at == at))
    return [*found, Carry(rest, LATE, 0)] if rest else found


def _of_folder(folder: PathRepair, final: Mapping[str, Change], seqs: Mapping[str, int]) -> Iterator[Change]:
    for path, change in sorted(final.items()):
        if path.startswith(folder.path + "/") and seqs[path] > folder.after and not (change.volatile or change.secret):
            yield change


def latest_changes(snapshots: Sequence[Snapshot]) -> tuple[dict[str, Change], dict[str, int]]:
    """Return every path's latest change, and the seq of the snapshot that has it.

    A path that was added and deleted again has no change, only a seq.
    """
    latest: dict[str, Change] = {}
    seqs: dict[str, int] = {}
    for snapshot in snapshots:  # a line may have some 100 000 changes
        own = {change.path: change for change in snapshot.changes}
        latest.update(own)
        seqs.update(dict.fromkeys(own, snapshot.seq))
    gone = {path for path, change in latest.items() if change.after is None}
    if gone:
        first: dict[str, Change] = {}
        for snapshot in reversed(snapshots):
            first.update((change.path, change) for change in reversed(snapshot.changes) if change.path in gone)
        for path in gone:
            if first[path].before is None:
                del latest[path]
    return latest, seqs
