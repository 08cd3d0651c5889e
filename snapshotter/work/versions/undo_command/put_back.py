"""Puts the paths of a command back and takes it out of the record; where that was ended, the next verb goes on."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.compare import differing
from snapshotter.engine.api import Container, Engine
from snapshotter.errors import Conflict, ContainerNotFound, EngineError
from snapshotter.model import Change, Command, Snapshot, Tree, Workspace, no_progress, parent
from snapshotter.rootfs.layer.birth import modified_ns
from snapshotter.rootfs.packed import copied
from snapshotter.store.codec import FormatError, decode, dumps, encode, loads
from snapshotter.store.home import Home
from snapshotter.store.journal.records import Begin, End
from snapshotter.store.paths import guarded
from snapshotter.store.paths import replace as write_file
from snapshotter.store.repository.operations import operation
from snapshotter.work.commit.draft import intact_tail
from snapshotter.work.container import find
from snapshotter.work.look.restore_plan import Plan, blocks, is_different
from snapshotter.work.look.restore_states import Reader, States
from snapshotter.work.look.restore_write import Stored, named, remove_paths, write_stream
from snapshotter.work.versions.undo_command.checkpoints import Checkpoints
from snapshotter.work.versions.undo_command.chosen import stored_files

_SPOOL_BYTES = 16 << 20
NOTE = "undo-command"
_RECENT = 50
"""Operations among which that of an undoing that was ended is looked for."""


class Note(Struct, frozen=True):
    """What is written before the first path is put back, so that a later verb can go on where the process is ended."""

    key: tuple[str, int]
    """The command's session and its number there."""
    text: str
    begin: float
    kept: str
    """Id of the snapshot of what was not committed, "" without one."""
    restored: tuple[str, ...]
    removed: tuple[str, ...]
    times: tuple[float, ...] = ()
    """The checkpoints before and after the command, if these say what it changed."""


class PutBack(Struct, frozen=True):
    """Puts paths back and takes the command out of the record; each part may be done twice."""

    engine: Engine
    home: Home
    workspace: Workspace
    container: Container
    snapshots: Sequence[Snapshot]
    reader: Reader

    def run(self, note: Note, states: States, chosen: Plan, stored: Stored | None) -> None:
        """Do it all, with a note for the time of it; it stays where all but the recording was done."""
        file = note_file(self.home, self.workspace.name)
        with tempfile.SpooledTemporaryFile(_SPOOL_BYTES) as stream:
            states = self._write_stream(states, chosen, stored, stream)
            write_file(file, dumps(encode(note)))
            try:
                if chosen.removed:
                    remove_paths(self.engine, self.workspace, self.container, states.current, chosen.removed)
                self.engine.write_paths(self.container.id, stream)  # type: ignore[arg-type]  # has all that is used
                _check(self.reader, chosen, states)
            except BaseException:
                with guarded(file):
                    file.unlink(missing_ok=True)
                raise
        self.record(note)
        with guarded(file):
            file.unlink(missing_ok=True)

    def _write_stream(
        self, states: States, chosen: Plan, stored: Stored | None, stream: tempfile.SpooledTemporaryFile[bytes]
    ) -> States:
        """Write what is put back to a stream; return the states with the times that directories get."""
        seq = self.snapshots[-1].seq if self.snapshots else 0
        above = _as_before(states, chosen)
        scopes = (*chosen.restored, *chosen.removed, *above)
        if stored is None:
            image = self.snapshots[-1].image if self.snapshots else self.workspace.base.id
            states = replace(states, wanted=_with_times(states.wanted, above, self.engine.layer_dirs(image)))
        write_stream(
            self.engine, self.home, self.workspace, self.snapshots, seq, states, chosen, scopes, stream, stored
        )
        stream.seek(0)
        return states

    def record(self, note: Note) -> None:
        """Take the command out of the record, and write the operation."""
        home, name = self.home, self.workspace.name
        _strike(home, name, note.key)
        if not any(one.workspace == name and note.key in one.struck for one in islice(home.line.operations(), _RECENT)):
            done = operation("undo", name, f"--command {note.text}")
            home.line.change(name, {}, replace(done, kept=note.kept, struck=(note.key,)))
        if self.workspace.checkpoints:
            checkpoints = Checkpoints(home, name)
            checkpoints.drop_after(note.begin)
            checkpoints.take(self.engine, self.workspace)


def note_file(home: Home, name: str) -> Path:
    """Return the file that is there while a command of a workspace is being taken back."""
    return home.workspaces.path(name) / NOTE


def settle_undo(engine: Engine, home: Home, name: str) -> bool:
    """Go on with taking back a command where that was ended, unless another process holds the lock: that one is at it.

    Return whether it was ended.  Paths that were changed since are left as they are.
    """
    with suppress(Conflict), home.workspaces.lock(name):
        note = _read_note(home, name)
        if note is not None:
            _go_on(engine, home, name, note)
            return True
    return False


def _go_on(engine: Engine, home: Home, name: str, note: Note) -> None:
    workspace = home.workspaces.get(name)
    snapshots, damage = intact_tail(home.line.readable(name))
    try:
        container = find(engine, home, workspace)
    except ContainerNotFound:
        with guarded(note_file(home, name)):
            note_file(home, name).unlink(missing_ok=True)
        return
    reader = Reader(engine, home, workspace, container, snapshots, damage, no_progress)
    read, stored = reader.everything(), None
    if read is None:  # by a user who may not read the layer
        with guarded(note_file(home, name)):
            note_file(home, name).unlink(missing_ok=True)
    else:
        states = read[0]
        if note.times:
            checkpoints = Checkpoints(home, name)
            before = reader.with_layer(checkpoints.get(note.times[0]).layer())
            states = States(before, states.current, states.last, exact=True)
            stored = stored_files(checkpoints, before, container, engine)
        chosen = _left_to_do(note, states, _changes_kept(home, name, note.kept))
        PutBack(engine, home, workspace, container, snapshots, reader).run(note, states, chosen, stored)


def _read_note(home: Home, name: str) -> Note | None:
    file = note_file(home, name)
    with guarded(file):
        try:
            return decode(Note, loads(file.read_bytes()))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except FormatError:  # cut off by a power cut: nothing was done yet
            file.unlink(missing_ok=True)
            return None


def _changes_kept(home: Home, name: str, ident: str) -> dict[str, Change]:
    """Return the changes of the snapshot in which all was kept, by path."""
    return {change.path: change for change in home.line.snapshot(name, 0, at=ident).changes} if ident else {}


def _left_to_do(note: Note, states: States, kept: Mapping[str, Change]) -> Plan:
    """Return what is left of what a note says: paths that are as before the undoing, or as it leaves them."""

    def ours(path: str) -> bool:
        now = states.current.get(path)
        before = kept[path].after if path in kept else states.last.committed.get(path)
        return now is None or any(
            one is not None and not differing(one, now) for one in (before, states.wanted.get(path))
        )

    restored = tuple(path for path in note.restored if path in states.wanted and ours(path))
    gone = {path for path in note.removed if path in states.current and path not in states.wanted and ours(path)}
    in_the_way = (p for p in restored if p in states.current and blocks(states.current[p], states.wanted[p]))
    return Plan(restored, tuple(sorted({*gone, *in_the_way})), 0, {})


def bring_back_records(home: Home, name: str, struck: Sequence[tuple[str, int]]) -> None:
    """Write the records of commands that were taken out of the record again."""
    journal = home.journal(name)
    wanted = set(struck)
    begins: dict[tuple[str, int], Begin] = {}
    ends: dict[tuple[str, int], End] = {}
    for _, record in journal.records():
        if isinstance(record, Begin | End) and (key := (record.session, record.number)) in wanted:
            if isinstance(record, Begin):
                begins[key] = record
            elif not record.void:
                ends[key] = record
    for key in struck:
        if key in begins and key in ends:
            journal.append(begins[key])
            journal.append(ends[key])
    journal.sync()
    journal.close()


def record_key(home: Home, name: str, command: Command) -> tuple[str, int]:
    """Return a command's session and its number there."""
    number = next(
        record.number
        for _, record in home.journal(name).records()
        if isinstance(record, Begin) and (record.session, record.at) == (command.session, command.begin)
    )
    return command.session, number


def _strike(home: Home, name: str, key: tuple[str, int]) -> None:
    """Take a command out of the record."""
    journal = home.journal(name)
    journal.append(End(*key, time.time(), None, void=True))
    journal.sync()
    journal.close()


def _as_before(states: States, chosen: Plan) -> list[str]:
    """Return the directories in which only what is put back differs from the last snapshot; they get its times."""
    mine = {*chosen.restored, *chosen.removed}
    above = {parent(path) for path in mine} & states.wanted.keys() & states.current.keys()
    others = {
        parent(path)
        for tree, other in ((states.current, states.wanted), (states.wanted, states.current))
        for path in tree
        if parent(path) in above and path not in mine and path not in other
    }
    return sorted(above - others)


def _with_times(wanted: Tree, directories: Sequence[str], layers: Sequence[Path] | None) -> Tree:
    """Return a file system with the times that directories have in the layers of an image, lowest first.

    The record of a snapshot has no directory of which only the time changed.
    """
    changed = copied(wanted)
    for path in directories:
        for layer in reversed(layers or ()):
            if (time_ns := modified_ns(layer, path)) is not None:
                changed[path] = replace(changed[path], mtime_ns=time_ns)
                break
    return changed


def _check(reader: Reader, chosen: Plan, states: States) -> None:
    """Raise `EngineError` where a path is not as it should be now."""
    read = reader.everything()
    after = read[0].current if read else states.current
    failed = [
        path
        for path in chosen.restored
        if path not in after or is_different(states.wanted[path], after[path], exact=states.exact)
    ]
    failed += [path for path in chosen.removed if path in after and path not in chosen.restored]
    if failed:
        raise EngineError(
            f"{named(failed)} could not be put back exactly: a program in the container writes there",
            "end it, and try again",
        )
