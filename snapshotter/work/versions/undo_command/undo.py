"""`snap undo --command`: take back the last command that is not committed, in the container that goes on running."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from snapshotter.engine.api import Container, Engine
from snapshotter.model import Command, Progress, Snapshot, Workspace
from snapshotter.store.home import Home
from snapshotter.work.commit.commit import keep_aside
from snapshotter.work.commit.draft import intact_tail
from snapshotter.work.container import find
from snapshotter.work.look.restore_states import Reader
from snapshotter.work.versions.checkout import changing, running_programs
from snapshotter.work.versions.commands import brief
from snapshotter.work.versions.undo_command.checkpoints import Checkpoints
from snapshotter.work.versions.undo_command.chosen import chosen_paths, paths_at_checkpoint
from snapshotter.work.versions.undo_command.last_command import last_command
from snapshotter.work.versions.undo_command.put_back import Note, PutBack, record_key

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
        known = paths_at_checkpoint(checkpoints, reader, container, last, times, engine) if times else None
        if known is None:
            times = None
            states, chosen = chosen_paths(reader, container, last, name)
        else:
            states, chosen, stored = known
        kept = keep_aside(engine, home, workspace, "undo", progress)
        note = Note(
            record_key(home, name, last.command),
            brief(last.command.text),
            last.command.begin,
            kept.id if kept else "",
            chosen.restored,
            chosen.removed,
            () if times is None else times,
        )
        put_back = PutBack(engine, home, workspace, container, snapshots, reader)
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
