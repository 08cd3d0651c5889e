"""Find the first snapshot in which a command fails: binary search, each try in a container of its own."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Literal

from msgspec import Struct

from snapshotter.engine.api import LABEL, ContainerSpec, Engine
from snapshotter.errors import Conflict, ContainerNotFound, EngineError, ImageNotFound, RecordError, UsageError
from snapshotter.model import Progress, Snapshot, Workspace
from snapshotter.record.session import idle_command
from snapshotter.record.shells.find import COMMON_PATHS
from snapshotter.record.shells.known import posix
from snapshotter.store.home import Home
from snapshotter.store.journal.host_process import is_alive, start_time
from snapshotter.store.layout import container_name
from snapshotter.work.background import BackgroundCall
from snapshotter.work.secrets.session_env import with_host_values
from snapshotter.work.select import revision
from snapshotter.work.start import lacks_program

SKIP = 125
"""Exit status that says that a state cannot be judged, as in `git bisect run`."""
_ENDS = 128
"""The least exit status that ends the search: a signal ended the command."""
_CANNOT_RUN = (126, 127)
_PROCESS = LABEL + ".process"
"""Label of a container for one try: the process of this host that uses it, so that one left behind can be removed."""

Verdict = Literal["good", "bad", "skip"]
Show = Callable[[bytes], None]
"""Is called with what the command prints."""


class Tried(Struct, frozen=True):
    """One state in which the command was run."""

    seq: int
    """Number of the snapshot, 0 for the base image."""
    verdict: Verdict
    status: int | None
    """Exit status of the command, None where the state could not be tried."""


class Bisected(Struct, frozen=True):
    """The result of a search."""

    workspace: str
    good: int
    """Number of the last snapshot that is known to be good, 0 for the base image."""
    bad: int
    """Number of the first snapshot that is known to be bad."""
    tried: tuple[Tried, ...]
    first: Snapshot | None
    """The first bad snapshot; None where skipped ones are between `good` and `bad`."""
    between: tuple[int, ...] = ()
    """The skipped snapshots, each of which may be the first bad one, as may be `bad`."""


def bisect(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    good: str,
    bad: str,
    text: str,
    show: Show,
    progress: Progress,
    tell: Progress,
) -> Bisected:
    """Return the first snapshot after `good`, up to `bad`, in which the command fails; the workspace is not touched.

    `good` is a revision, "base", or "" for the base image, or the first snapshot where the command fails in that.
    Raises `UsageError` where the command does not succeed at `good` and fail at `bad`,
    or where a signal ended it.
    """
    states = _states(home, workspace, good, bad)
    try_at = _Tries(engine, home, workspace, states, text, show, progress, tell)
    low, high = 0, len(states) - 1
    if not good and try_at(low).verdict != "good" and high > 1:
        low = 1
    _check_ends(try_at(low), try_at(high), states[low:])
    while True:
        open_states = [at for at in range(low + 1, high) if try_at.verdict(at) != "skip"]
        if not open_states:
            break
        middle = min(open_states, key=lambda at: abs(2 * at - low - high))
        verdict = try_at(middle).verdict
        low, high = (middle if verdict == "good" else low), (middle if verdict == "bad" else high)
    between = tuple(states[at][0] for at in range(low + 1, high))
    first = None if between else home.line.snapshot(workspace.name, states[high][0])
    return Bisected(workspace.name, states[low][0], states[high][0], tuple(try_at.tried), first, between)


def _states(home: Home, workspace: Workspace, good: str, bad: str) -> list[tuple[int, str]]:
    """Return the states from the good one to the bad one: number and image."""
    name = workspace.name
    every = home.line.summaries(name)
    last = revision(every, bad, name, home.line)
    line = every if any(one.id == last.id for one in every) else home.line.summaries(name, last.id)
    line = line[: next(at for at, one in enumerate(line) if one.id == last.id) + 1]
    states = [(0, workspace.base.id), *((one.seq, one.image) for one in line if not one.damage)]
    if good in ("", "base", "0"):
        return states
    first = revision(every, good, name, home.line)
    start = next((at for at, one in enumerate(line) if one.id == first.id), None)
    if start is None or first.id == last.id:
        raise UsageError(
            f"snapshot {first.seq} is not before snapshot {last.seq}",
            "the good snapshot comes first, then a later one that is bad",
        )
    return [one for one in states if one[0] in {each.seq for each in line[start:]}]


def _check_ends(low: Tried, high: Tried, states: Sequence[tuple[int, str]]) -> None:
    """Raise `UsageError` if the first state is not good or the last one is not bad."""
    if low.verdict != "good":
        name = _named(states[0][0])
        missing = " (126 and 127: the command cannot be run there)" if low.status in _CANNOT_RUN else ""
        raise UsageError(
            f"{name} is not good: the command exits with {low.status}{missing}"
            if low.status is not None
            else f"{name} cannot be tried: its image is gone",
            "name a snapshot in which the command succeeds: `snap bisect GOOD BAD --run 'CMD'`",
        )
    if high.verdict != "bad":
        name = _named(states[-1][0])
        raise UsageError(
            f"{name} is not bad: the command exits with {high.status}"
            if high.status is not None
            else f"{name} cannot be tried: its image is gone",
            "name a snapshot in which the command fails: `snap bisect GOOD BAD --run 'CMD'`",
        )


def _named(seq: int) -> str:
    return f"snapshot {seq}" if seq else "the base image"


class _Tries:
    """Runs the command in states, each at most once."""

    def __init__(
        self,
        engine: Engine,
        home: Home,
        workspace: Workspace,
        states: Sequence[tuple[int, str]],
        text: str,
        show: Show,
        progress: Progress,
        tell: Progress,
    ) -> None:
        self._engine, self._home, self._workspace, self._states = engine, home, workspace, states
        self._text, self._show, self._progress = text, show, progress
        self._env = with_host_values(workspace.env, os.environ, tell)
        self._known: dict[int, Tried] = {}
        self.tried: list[Tried] = []

    def verdict(self, at: int) -> str:
        """Return what is known of a state, "" for nothing."""
        return self._known[at].verdict if at in self._known else ""

    def __call__(self, at: int) -> Tried:
        """Return what the command says of a state."""
        if at in self._known:
            return self._known[at]
        seq, image = self._states[at]
        self._progress(f"trying {_named(seq)}")
        try:
            status: int | None = self._run(seq, image)
        except ImageNotFound:
            status = None
        if status is not None and status >= _ENDS:
            raise UsageError(
                f"in {_named(seq)} a signal ended the command (exit status {status})",
                f"exit with 1 to 124 for bad, with {SKIP} where a state cannot be judged",
            )
        verdict: Verdict = "good" if status == 0 else "skip" if status in (None, SKIP) else "bad"
        self._known[at] = Tried(seq, verdict, status)
        self.tried.append(self._known[at])
        return self._known[at]

    def _run(self, seq: int, image: str) -> int:
        ws = self._workspace
        with temporary_container(self._engine, self._home, ws, image, "bisect") as ident:
            words = [ws.shell or "/bin/sh", "-c", self._text]
            process = self._engine.exec(
                ident, words, tty=False, env=self._env, user=ws.user, workdir=ws.workdir, stdin=False
            )
            try:
                while piece := process.read():
                    self._show(piece)
                status = process.exit_code()
            finally:
                process.close()
        if status is None:
            raise RecordError(
                f"the container of {_named(seq)} stopped while the command ran in it", "leave out what stops it"
            )
        return status


@contextlib.contextmanager
def temporary_container(engine: Engine, home: Home, workspace: Workspace, image: str, purpose: str) -> Iterator[str]:
    """Yield the id of a running container of an image, without ports and volumes; it is removed afterwards.

    Raises `Conflict` where another process has one for the same purpose, `ImageNotFound` or `RecordError`.
    """
    engine.image(image)
    name = f"{container_name(workspace.name)}.{purpose}"
    _remove_left(engine, name)
    pid = os.getpid()
    labels = {_PROCESS: f"{pid} {start_time(pid)}", LABEL + ".home": home.identity}
    ident = ""
    try:
        for shell in dict.fromkeys((posix(workspace.shell or COMMON_PATHS[0]), *COMMON_PATHS)):
            spec = ContainerSpec(image, name, labels, tuple(idle_command(shell)), network=workspace.network)
            try:
                ident = BackgroundCall(partial(engine.create, spec)).result()
                break
            except EngineError as error:
                if not lacks_program(shell, error.message):
                    raise
        if not ident:
            raise RecordError("the image has no shell, so nothing can be run in it", "name other snapshots")
        yield ident
    finally:
        _remove_own(engine, name, ident, labels[_PROCESS])


def _remove_own(engine: Engine, name: str, ident: str, process: str) -> None:
    """Remove the container that this process made, its id known or not: an interrupt may have come before."""
    with contextlib.suppress(ContainerNotFound):
        found = engine.container(ident or name)
        if found.labels.get(_PROCESS) == process:
            engine.remove(found.id)


def _remove_left(engine: Engine, name: str) -> None:
    """Remove the container of a process that was killed; raises `Conflict` where the process still runs."""
    with contextlib.suppress(ContainerNotFound):
        found = engine.container(name)
        pid, _, started = found.labels.get(_PROCESS, "").partition(" ")
        if not pid.isdigit():
            raise Conflict(f"there is a container {name} that snap did not make for this", f"rename or remove {name}")
        if is_alive(int(pid), started):
            raise Conflict(f"process {pid} uses the container {name}", "wait until it has ended")
        engine.remove(found.id)
