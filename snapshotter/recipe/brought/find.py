"""Files that came from outside and that typed commands then used: found by going back through the commands.  Pure.

The change of such a file belongs to the last command that changed it, such as a `chown`.  That command needs the file:
it is copied ahead of the first command that uses it, as it was brought, and the commands then run as typed.  Where an
edit in place has overwritten what was brought, and no copy has kept it, the edited file is copied there, and the edit
is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from snapshotter.changes.explain.writers import content_writers, is_archived, sets_attributes_only
from snapshotter.model import Change, Command, Snapshot, parents
from snapshotter.recipe.brought.roles import Role, role, steps
from snapshotter.recipe.decide.touched_paths import touched_paths
from snapshotter.shell.facts import facts

_HANDLERS = frozenset("chgrp chmod chown cp find mv sed setfacl tee".split())
_OWNERS = frozenset({"chown", "chgrp"})
_MODES = frozenset({"chmod", "setfacl"})
_MANY = 600
"""More files than this that only such commands explain are not looked at: so many are rarely copied in by hand."""


_MOST_KNOWN = 64


class Brought(Struct, frozen=True):
    """One file as it came from outside."""

    change: Change
    """The file as it is copied: at its first path, with owner and mode as they were before the commands."""
    first_user: int
    """The position, in the snapshot, of the command that used it first."""
    taken_from: str
    """The path that has its content in the snapshot's image."""
    outside: bool = False
    """Whether its content was written where it is, by a process that was not recorded."""
    edit: int | None = None
    """The last command whose edits the content has already."""


class Found(Struct, frozen=True):
    """The files of one snapshot that came from outside."""

    files: tuple[Brought, ...] = ()
    edits: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """Commands that edited files, of which only the result is known → these files as they are in the end."""


class _Way(Struct, frozen=True):
    """The way of one file back to where it came from."""

    change: Change
    source: str
    """Its first path."""
    users: tuple[int, ...]
    """The commands that used it, the last first."""
    edits: tuple[int, ...]
    """Those that changed its content, the last first."""
    owner_known: bool
    """Whether it still has the owner with which it came."""
    mode_known: bool
    outside: bool
    """Whether its content was written while no command ran, by something that sets no older time."""


def brought(snapshot: Snapshot) -> Found:
    """Return the files of a snapshot that came from outside and that its commands then used."""
    known = _known.get(id(snapshot))
    if known is None or known[0] is not snapshot:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[id(snapshot)] = known = snapshot, _brought(snapshot)
    return known[1]


def _brought(snapshot: Snapshot) -> Found:
    if snapshot.adopted is not None and snapshot.adopted.own:
        return Found()  # nothing comes from outside while an instruction of a Dockerfile runs
    search = _Search(snapshot)
    ways: dict[str, list[_Way]] = defaultdict(list)
    for change in search.candidates:
        way = search.way(change)
        if way is not None:
            ways[way.source].append(way)
    begins = [command.begin for command in snapshot.commands]
    files, edits = [], defaultdict[int, set[str]](set)
    for source in sorted(ways):
        file, way = _file(ways[source], begins)
        files.append(file)
        for index in way.edits:
            edits[index].add(way.change.path)
    files.sort(key=lambda file: begins[file.first_user])
    return Found(tuple(_together(files, snapshot)), {index: frozenset(paths) for index, paths in edits.items()})


_known: dict[int, tuple[Snapshot, Found]] = {}
"""What was found in snapshots, by identity: a plan asks twice, and the hash of a snapshot takes longer."""


class _Search:
    """The commands of one snapshot, and the files that may have come from outside."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._commands = snapshot.commands
        known = [facts(command.text) for command in snapshot.commands]
        self._using = {
            at
            for at, one in enumerate(known)
            if one.calls & _HANDLERS or (one.writes and ">>" in self._commands[at].text)
        }
        adjusting = {at for at in self._using if sets_attributes_only(self._commands[at].text)}
        self._writers = content_writers(snapshot.changes, snapshot.commands) if adjusting else {}
        found = [
            change
            for change in snapshot.changes
            if change.command in self._using
            if change.command not in adjusting or self._writers.get(change.path, -1) in {None, *self._using}
            if _is_new_file(change)
            # the package whose setting a command edited made the file; one that came first keeps its own content
            if not (change.modifies and change.before is None) or change.command in adjusting
        ]
        self.candidates = found if len(found) <= _MANY else []
        """The new files that belong to commands which as a rule act on files that are there."""
        self._steps = list(steps(snapshot.commands)) if self.candidates else []
        self._changes = {change.path: change for change in snapshot.changes} if self.candidates else {}

    def way(self, change: Change) -> _Way | None:
        """Return the way of a file back to where it came from; None if a command may have made it."""
        entry, path = change.after, change.path
        if entry is None or change.command is None:
            return None
        last = self._commands[change.command].begin
        idle = path in self._writers and self._writers[path] is None  # no command ran when the content was written
        archived = idle or is_archived(entry)
        users, edits, appends = list[int](), list[int](), list[int]()
        owner_known = mode_known = True
        doubtful = False
        for at in reversed(range(len(self._steps))):
            step = self._steps[at]
            if self._commands[step.index].begin > last:
                continue
            found = role(step, path, archived=archived)
            if found.what == "nothing":
                continue
            if found.what == "may make" or (found.what == "unclear" and step.simple is None and not archived):
                return None
            if found.what == "unclear":
                doubtful = True
                continue
            if found.what == "removes":
                break
            users.append(step.index)
            if found.what == "appends":
                appends.append(step.index)
                continue
            doubtful = False  # the file was there before
            edits, appends = [*edits, *appends], []  # the file was there when they ran
            if found.what == "edits":
                edits.append(step.index)
            elif found.what == "sets" and step.simple is not None:
                words = set(step.simple.words)
                owner_known = owner_known and words.isdisjoint(_OWNERS)
                mode_known = mode_known and words.isdisjoint(_MODES)
            elif found.what in ("moves", "copies"):
                if not self._was_new(found, at):
                    return None
                owner_known = owner_known and found.what == "moves"
                path, archived = found.source, archived and found.what == "moves"
        if not users or doubtful or appends or (change.before is not None and (edits or path != change.path)):
            return None
        outside = idle and not is_archived(entry)
        return _Way(change, path, tuple(users), tuple(edits), owner_known, mode_known, outside)

    def _was_new(self, found: Role, at: int) -> bool:
        """Return whether what a step moved or copied was not there at the snapshot before."""
        if found.unless and any(f"{path}/".startswith(f"{found.unless}/") for path in self._changes):
            return False
        source = self._changes.get(found.source)
        if source is None:
            later = self._steps[at + 1 :]
            return found.what == "moves" or any(
                role(step, found.source, archived=False).what == "removes" for step in later
            )
        return source.before is None and (source.command is not None or bool(source.volatile))


def _is_new_file(change: Change) -> bool:
    """Return whether a file has new content that a recipe may copy and no package explains."""
    entry = change.after
    if entry is None or entry.kind != "file" or entry.hardlink or change.volatile or change.package or change.secret:
        return False
    return change.before is None or change.before.digest != entry.digest


def _file(ways: Sequence[_Way], begins: Sequence[float]) -> tuple[Brought, _Way]:
    """Return the file that all the ways lead back to, and the way that has its content."""
    way = min(ways, key=lambda one: (len(one.edits), one.change.path != one.source, one.change.path))
    entry = way.change.after
    assert entry is not None
    owners = [(one.change.after.uid, one.change.after.gid) for one in ways if one.owner_known and one.change.after]
    modes = [one.change.after.mode for one in ways if one.mode_known and one.change.after]
    uid, gid = owners[0] if owners else (0, 0)
    entry = replace(entry, uid=uid, gid=gid, mode=modes[0] if modes else 0o644)
    before = way.change.before if way.source == way.change.path else None
    change = Change(way.source, "changed" if before else "added", before, entry, content=way.change.content)
    first = min((user for one in ways for user in one.users), key=lambda index: begins[index])
    return Brought(change, first, way.change.path, way.outside, way.edits[0] if way.edits else None), way


def _together(files: Sequence[Brought], snapshot: Snapshot) -> Iterator[Brought]:
    """Yield the files; one that no command stands in the way of comes with the one before, in one instruction."""
    begins = [command.begin for command in snapshot.commands]
    place: int | None = None
    for file in files:
        if place is None or not all(
            _leaves(command, file.change.path)
            for command in snapshot.commands
            if begins[place] <= command.begin < begins[file.first_user]
        ):
            place = file.first_user
        yield replace(file, first_user=place)


def _leaves(command: Command, path: str) -> bool:
    """Return whether a command surely does the same whether a file is there or not."""
    if facts(command.text).only_state or facts(command.text).only_looks:
        return True
    touched = touched_paths(command)
    return touched is not None and (touched.paths | touched.possible).isdisjoint((path, *parents(path)))
