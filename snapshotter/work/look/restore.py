"""`snap restore`: paths of a workspace's container are put back as they are in a snapshot."""

from __future__ import annotations

import shlex
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.compare import differing
from snapshotter.changes.history import normal
from snapshotter.engine.api import Engine
from snapshotter.errors import Conflict, EngineError, StoreError
from snapshotter.model import HOST, Progress, Snapshot, Workspace, no_progress
from snapshotter.record.recorder import SecretWatch, recording
from snapshotter.store.home import Home
from snapshotter.store.journal.records import Begin, End
from snapshotter.work.commit.draft import intact_tail
from snapshotter.work.commit.freeze import locked
from snapshotter.work.container import find
from snapshotter.work.look.diff import label
from snapshotter.work.look.restore_plan import Plan, is_different, lost, plan, refuse
from snapshotter.work.look.restore_states import Reader, States
from snapshotter.work.look.restore_write import named, remove_paths, separated_links, write_stream
from snapshotter.work.select import find as find_revision

_SPOOL_BYTES = 16 << 20
"""Bytes of the stream to write that are kept in memory; more is written to a temporary file that has no name."""


class Restored(Struct, frozen=True):
    """What was done, or would be done."""

    workspace: str
    seq: int
    """Number of the snapshot, 0 for the base."""
    plan: Plan
    done: bool
    separated: tuple[str, ...] = ()
    """Hard links in the snapshot that were written as files of their own: the other names have other content now."""


def restore(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    rev: str,
    paths: Sequence[str],
    agree: Callable[[Sequence[str]], bool],
    progress: Progress = no_progress,
    *,
    dry_run: bool = False,
) -> Restored:
    """Put paths back as they are in a snapshot, and all that is below them.

    `agree` is called with the paths whose uncommitted state would be lost; where it returns False, `Conflict` is
    raised and nothing is done.
    """
    name = workspace.name
    with locked(lambda: engine, home, name, progress):
        snapshots, damage = intact_tail(home.line.readable(name))
        wanted = (
            None if rev in ("0", "base") or (rev == "HEAD" and not snapshots) else find_revision(home.line, name, rev)
        )
        seq, line = (wanted.seq, snapshots) if wanted else (0, snapshots)
        if wanted and not any(one.id == wanted.id for one in snapshots):
            line = _other_line(home, name, wanted.id, snapshots)
        container = find(engine, home, workspace)
        mounts = [normal(mount.target) for mount in container.mounts]
        reader = Reader(engine, home, workspace, container, snapshots, damage, progress)
        scopes = reader.scopes(seq, paths, line)
        for scope in scopes:
            refuse(scope, mounts)
        states = reader.states(scopes)
        chosen = plan(states.wanted, states.current, scopes, mounts, exact=states.exact)
        if dry_run or not (chosen.restored or chosen.removed):
            return Restored(name, seq, chosen, done=False)
        gone = lost(chosen, states.current, states.last.committed, states.last.base, snapshots, exact=states.exact)
        if gone and not agree(gone):
            raise Conflict(
                f"{named(gone)} would lose changes that are in no snapshot",
                f"`snap commit -n {name}` saves them; --force overwrites them",
            )
        separated = separated_links(states, chosen.restored)
        command = shlex.join(["snap", "restore", str(seq) if seq else "base", "--", *paths])
        with tempfile.SpooledTemporaryFile(_SPOOL_BYTES) as stream:
            progress("collecting the files")
            write_stream(engine, home, workspace, line, seq, states, chosen, scopes, stream)
            stream.seek(0)
            with _recorded(home, name, command) as differs:
                if chosen.removed:
                    progress("removing what the snapshot does not have")
                    remove_paths(engine, workspace, container, states.current, chosen.removed)
                progress("writing the files")
                engine.write_paths(container.id, stream)  # type: ignore[arg-type]  # has all that is used of a file
                after = reader.states(scopes)
                differs.append(_differs_from_last(after, chosen))
        _check(after, chosen, separated, label(seq))
        home.workspaces.use(name)
        return Restored(name, seq, chosen, done=True, separated=separated)


def _other_line(home: Home, name: str, at: str, own: tuple[Snapshot, ...]) -> tuple[Snapshot, ...]:
    """Return the snapshots up to one; `own`, those of the workspace's line, where it is behind a damaged one."""
    if any(one.id == at for one in home.line.summaries(name)):
        return own
    line, damage = intact_tail(home.line.readable(name, at))
    if damage:
        raise StoreError(f"{damage}; no path can be restored from there", "choose another snapshot")
    return line


@contextmanager
def _recorded(home: Home, name: str, text: str) -> Iterator[list[bool]]:
    """Record what is done as a command of the host's; not if False is added to the list that is yielded."""
    with recording(home.journal(name), watch=SecretWatch(home.memory(name))) as session:
        session.write(Begin(session.name, 1, time.time(), text, "/", "root", HOST, 1))
        differs: list[bool] = []
        status = 1
        try:
            yield differs
            status = 0
        finally:
            session.write(End(session.name, 1, time.time(), status, void=bool(differs) and not any(differs)))


def _differs_from_last(after: States, chosen: Plan) -> bool:
    """Return whether one of the paths is now other than in the last snapshot, so that the next commit has it."""
    committed = after.last.committed
    for path in (*chosen.restored, *chosen.removed):
        old, new = committed.get(path), after.current.get(path)
        if (old is None) != (new is None):
            return True
        if old and new and set(differing(old, new)) - (set() if after.exact else {"xattrs", "hardlink"}):
            return True
    return False


def _check(after: States, chosen: Plan, separated: Sequence[str], state: str) -> None:
    """Raise `EngineError` if a path is not as it should be now."""
    failed = []
    for path in chosen.restored:
        new, wanted = after.current.get(path), after.wanted[path]
        if path in separated and new is not None:
            new, wanted = replace(new, hardlink=""), replace(wanted, hardlink="")
        if new is None or is_different(wanted, new, exact=after.exact):
            failed.append(path)
    failed += [path for path in chosen.removed if path in after.current and path not in chosen.restored]
    if failed:
        raise EngineError(
            f"{named(failed)} could not be put back exactly as in {state}: the engine, or a program in the"
            " container, left it otherwise",
            "`snap diff` shows what differs now; try again while nothing writes there",
        )
