"""`snap undo --command`: take back the last command that is not committed, in the container that goes on running."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.compare import differing
from snapshotter.changes.explain.timeline import TICK
from snapshotter.changes.history import below, normal
from snapshotter.engine.api import LABEL, Container, Engine
from snapshotter.engine.generated_files import PATHS
from snapshotter.errors import Conflict, ContainerNotFound, EngineError
from snapshotter.model import PLACEHOLDER, Change, Command, Progress, Snapshot, Tree, Workspace, no_progress, parent
from snapshotter.rootfs.layer.birth import birth, modified_ns
from snapshotter.rootfs.packed import copied
from snapshotter.store.codec import FormatError, decode, dumps, encode, loads
from snapshotter.store.home import Home
from snapshotter.store.journal.records import Begin, End
from snapshotter.store.paths import guarded
from snapshotter.store.paths import replace as write_file
from snapshotter.store.repository.operations import operation
from snapshotter.work.commit.commit import keep_aside
from snapshotter.work.commit.draft import intact_tail
from snapshotter.work.container import find
from snapshotter.work.look.restore_plan import Plan, blocks, canonical, is_different
from snapshotter.work.look.restore_states import Reader, States
from snapshotter.work.look.restore_write import Stored, named, remove_paths, write_stream
from snapshotter.work.versions.checkout import changing, running_programs
from snapshotter.work.versions.checkpoints import Checkpoints
from snapshotter.work.versions.commands import brief
from snapshotter.work.versions.last_command import Found, Last, changed_by, last_command

_SPOOL_BYTES = 16 << 20
NOTE = "undo-command"
_RECENT = 50
"""Operations among which that of an undoing that was ended is looked for."""
_SLACK_SECONDS = 2
"""By how much the age of a process, told in whole seconds, may differ from the age of its command."""


class TakenBack(Struct, frozen=True):
    """The result of taking a command back."""

    workspace: Workspace
    command: Command
    paths: tuple[str, ...]
    """The paths that are as they were before it."""
    kept: Snapshot | None
    """The snapshot of what was not committed, this command included."""
    running: tuple[str, ...]
    """The processes that it left running, as command lines."""
    session_open: bool
    """Whether its shell is open, which keeps variables and the directory that it set."""


def undo_command(engine: Engine, home: Home, name: str, progress: Progress, tell: Progress) -> TakenBack:
    """Put each path that the last command changed back as it was, and take the command out of the record.

    Raises `Conflict` where that is not known of a path, `NotFound` where no command is recorded: then nothing is done.
    """
    with changing(engine, home, name, tell) as workspace:
        snapshots, damage = intact_tail(home.line.readable(name))
        home.settle(name, snapshots)
        recorded = home.recorded_since(name, snapshots[-1] if snapshots else None)
        last = last_command(recorded, name)
        container = find(engine, home, workspace)
        reader = Reader(engine, home, workspace, container, snapshots, damage, progress)
        checkpoints = Checkpoints(home, name)
        command, stored = last.command, None
        ended = [one.end or 0.0 for one in last.earlier]
        times = checkpoints.around(container.id, command.begin, command.end or command.begin, ended)
        known = _at_checkpoint(checkpoints, reader, container, last, times, engine) if times else None
        if known is None:
            times = None
            states, chosen = _chosen(reader, container, last, name)
        else:
            states, chosen, stored = known
        kept = keep_aside(engine, home, workspace, "undo", progress)
        note = _Note(
            _key(home, name, last.command),
            brief(last.command.text),
            last.command.begin,
            kept.id if kept else "",
            chosen.restored,
            chosen.removed,
            () if times is None else times,
        )
        put_back = _PutBack(engine, home, workspace, container, snapshots, reader)
        with _telling(tell, kept, last.command, name):
            put_back.run(note, states, chosen, stored)
        home.workspaces.use(name)
        return TakenBack(
            workspace,
            last.command,
            tuple(sorted({*chosen.restored, *chosen.removed})),
            kept,
            _left_running(engine, container, last.command),
            any(one.name == last.command.session and one.live for one in home.journal(name).sessions()),
        )


class _Note(Struct, frozen=True):
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


class _PutBack(Struct, frozen=True):
    """Puts paths back and takes the command out of the record; each part may be done twice."""

    engine: Engine
    home: Home
    workspace: Workspace
    container: Container
    snapshots: Sequence[Snapshot]
    reader: Reader

    def run(self, note: _Note, states: States, chosen: Plan, stored: Stored | None) -> None:
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

    def record(self, note: _Note) -> None:
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


def _go_on(engine: Engine, home: Home, name: str, note: _Note) -> None:
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
            stored = _stored(checkpoints, before, container, engine)
        chosen = _left_to_do(note, states, _changes_kept(home, name, note.kept))
        _PutBack(engine, home, workspace, container, snapshots, reader).run(note, states, chosen, stored)


def _read_note(home: Home, name: str) -> _Note | None:
    file = note_file(home, name)
    with guarded(file):
        try:
            return decode(_Note, loads(file.read_bytes()))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except FormatError:  # cut off by a power cut: nothing was done yet
            file.unlink(missing_ok=True)
            return None


def _changes_kept(home: Home, name: str, ident: str) -> dict[str, Change]:
    """Return the changes of the snapshot in which all was kept, by path."""
    return {change.path: change for change in home.line.snapshot(name, 0, at=ident).changes} if ident else {}


def _left_to_do(note: _Note, states: States, kept: Mapping[str, Change]) -> Plan:
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


def _key(home: Home, name: str, command: Command) -> tuple[str, int]:
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


def _chosen(reader: Reader, container: Container, last: Last, name: str) -> tuple[States, Plan]:
    """Return the states and what is put back; raises `Conflict` with the paths of which that is not known."""
    read = reader.everything()
    if read is None or container.upper is None:
        raise Conflict(
            "the container's layer cannot be read from here, so what the command changed is not known",
            _next_steps(name),
        )
    states, changes, deleted_ns = read
    mounts = [normal(mount.target) for mount in container.mounts]
    upper = container.upper
    found = changed_by(
        last,
        [one for one in changes if not _of_engine(one, mounts)],
        states.wanted,
        states.current,
        deleted_ns,
        lambda path: birth(upper, path),
        lambda path: canonical(path, states.current, states.wanted),
    )
    hidden = {path: "its name holds a secret" for path in found.paths if PLACEHOLDER.search(path)}
    if unknown := {**found.unknown, **hidden}:
        reasons = {why: [path for path, other in unknown.items() if other == why] for why in unknown.values()}
        listed = "; ".join(f"{named(paths)}: {why}" for why, paths in reasons.items())
        raise Conflict(
            f"it is not known what was there before `{brief(last.command.text)}`, so nothing was done: {listed}",
            _next_steps(name),
        )
    return states, _plan(found, states)


def _at_checkpoint(
    checkpoints: Checkpoints,
    reader: Reader,
    container: Container,
    last: Last,
    times: tuple[float, float],
    engine: Engine,
) -> tuple[States, Plan, Stored] | None:
    """Return the states and what is put back by the checkpoints before and after the command; None without them.

    Raises `Conflict` for a path that changed after the command as well.
    """
    command, name = last.command, container.labels.get(LABEL + ".workspace", "")
    read = reader.everything()
    if read is None:
        return None
    current = read[0].current
    before, after = (reader.with_layer(checkpoints.get(at).layer()) for at in times)
    mounts = [normal(mount.target) for mount in container.mounts]
    start = int((command.begin - TICK) * 10**9)
    paths = [
        path
        for path in _differing(before, after)
        if path not in PATHS
        and not any(below(path, mount) or below(mount, path) for mount in mounts)
        and not (path in after and after[path].ctime_ns < start)
    ]
    later = sorted({*paths} & {*_differing(after, current)})
    if later:
        raise Conflict(
            f"{named(later)} changed after `{brief(command.text)}` too, so nothing was done",
            f"`snap undo -n {name}` discards all that is not committed",
        )
    states = States(before, current, read[0].last, exact=True)
    return states, _plan(Found(tuple(sorted(paths)), {}), states), _stored(checkpoints, before, container, engine)


def _stored(checkpoints: Checkpoints, before: Tree, container: Container, engine: Engine) -> Stored:
    """Return what reads the files of a checkpoint."""

    def stored(wanted: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        missing = []
        for path in wanted:
            data = checkpoints.content(before[path].digest)
            if data is None:
                missing.append(path)
            else:
                yield path, data
        if missing:
            yield from engine.read_files(container.image, missing)

    return stored


def _differing(old: Tree, new: Tree) -> Iterator[str]:
    """Yield the paths that differ; the times of directories do not count."""
    for path in {*old, *new}:
        before, after = old.get(path), new.get(path)
        if before is None or after is None or is_different(before, after, exact=True):
            yield path


def _next_steps(name: str) -> str:
    return (
        f"`snap undo -n {name}` discards all that is not committed, `snap restore -n {name} -- PATH` puts single paths"
        " back\nas in the last snapshot; in a workspace of `snap start --checkpoints` each command can be taken back"
    )


def _of_engine(change: Change, mounts: Sequence[str]) -> bool:
    path = change.path
    made_for_mount = change.change == "added" and any(below(mount, path) for mount in mounts)
    return path in PATHS or made_for_mount or any(below(path, mount) for mount in mounts)


def _plan(found: Found, states: States) -> Plan:
    wanted, current = states.wanted, states.current
    restored = [path for path in found.paths if path in wanted]
    gone = [path for path in found.paths if path in current and path not in wanted]
    in_the_way = [path for path in restored if path in current and blocks(current[path], wanted[path])]
    return Plan(tuple(restored), tuple(sorted({*gone, *in_the_way})), 0, {})


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


@contextmanager
def _telling(tell: Progress, kept: Snapshot | None, command: Command, name: str) -> Iterator[None]:
    """Report, where an error or Ctrl-C ends the writing in the middle, where all is that was there before."""
    try:
        yield
    except BaseException:
        told = f"`{brief(command.text)}` may be taken back in part; "
        if kept:
            tell(
                f"{told}all that was there is kept as snapshot {kept.seq}\n"
                f"  next: `snap checkout {kept.seq} -n {name}` brings it back"
            )
        else:
            tell(f"{told}`snap diff -n {name}` shows what differs from the last snapshot")
        raise


def _left_running(engine: Engine, container: Container, command: Command) -> tuple[str, ...]:
    """Return the processes that began while a command ran, as command lines."""
    if container.state != "running":
        return ()
    age = time.time() - command.begin
    until = time.time() - (command.end or command.begin)
    return running_programs(
        engine, container.id, lambda one: until - _SLACK_SECONDS <= one.seconds <= age + _SLACK_SECONDS
    )
