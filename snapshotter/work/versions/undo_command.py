"""`snap undo --command`: take back the last command that is not committed, in the container that goes on running."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.explain.timeline import TICK
from snapshotter.changes.history import below, normal
from snapshotter.engine.api import LABEL, Container, Engine
from snapshotter.engine.generated_files import PATHS
from snapshotter.errors import Conflict, EngineError
from snapshotter.model import PLACEHOLDER, Change, Command, Progress, Snapshot, Tree, Workspace, parent
from snapshotter.rootfs.layer.birth import birth, modified_ns
from snapshotter.rootfs.packed import copied
from snapshotter.store.home import Home
from snapshotter.store.journal.records import Begin, End
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
        states, chosen, stored = _at_checkpoint(checkpoints, reader, container, last, engine) or (
            *_chosen(reader, container, last, name),
            None,
        )
        kept = keep_aside(engine, home, workspace, "undo", progress)
        seq = snapshots[-1].seq if snapshots else 0
        with tempfile.SpooledTemporaryFile(_SPOOL_BYTES) as stream:
            above = _as_before(states, chosen)
            scopes = (*chosen.restored, *chosen.removed, *above)
            if stored is None:
                image = snapshots[-1].image if snapshots else workspace.base.id
                states = replace(states, wanted=_with_times(states.wanted, above, engine.layer_dirs(image)))
            write_stream(engine, home, workspace, snapshots, seq, states, chosen, scopes, stream, stored)
            stream.seek(0)
            with _telling(tell, kept, last.command, name):
                if chosen.removed:
                    remove_paths(engine, workspace, container, states.current, chosen.removed)
                engine.write_paths(container.id, stream)  # type: ignore[arg-type]  # has all that is used of a file
                _check(reader, chosen, states)
                key = _strike(home, name, last.command)
                text = f"--command {brief(last.command.text)}"
                done = replace(operation("undo", name, text), kept=kept.id if kept else "", struck=(key,))
                home.line.change(name, {}, done)
                if workspace.checkpoints:
                    checkpoints.drop_after(last.command.begin)
                    checkpoints.take(engine, workspace)
        home.workspaces.use(name)
        return TakenBack(
            workspace,
            last.command,
            tuple(sorted({*chosen.restored, *chosen.removed})),
            kept,
            _left_running(engine, container, last.command),
            any(one.name == last.command.session and one.live for one in home.journal(name).sessions()),
        )


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


def _strike(home: Home, name: str, command: Command) -> tuple[str, int]:
    """Take a command out of the record; return its session and its number there."""
    journal = home.journal(name)
    number = next(
        record.number
        for _, record in journal.records()
        if isinstance(record, Begin) and (record.session, record.at) == (command.session, command.begin)
    )
    journal.append(End(command.session, number, time.time(), None, void=True))
    journal.sync()
    journal.close()
    return command.session, number


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
    checkpoints: Checkpoints, reader: Reader, container: Container, last: Last, engine: Engine
) -> tuple[States, Plan, Stored] | None:
    """Return the states and what is put back by the checkpoints before and after the command; None without them.

    Raises `Conflict` for a path that changed after the command as well.
    """
    command, name = last.command, container.labels.get(LABEL + ".workspace", "")
    end = command.end or command.begin
    times = checkpoints.around(container.id, command.begin, end, [one.end or 0.0 for one in last.earlier])
    read = reader.everything() if times else None
    if times is None or read is None:
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

    return states, _plan(Found(tuple(sorted(paths)), {}), states), stored


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
