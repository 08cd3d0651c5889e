"""Do the actions of a replay in a workspace's container, and record the commands that they stand for as typed.

Every session of the old record becomes one of the new record, so that the state of its shells continues there.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import cache, partial
from typing import BinaryIO, Literal, cast

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.engine.api import Engine
from snapshotter.errors import EngineError, SnapError
from snapshotter.model import Change, Command, Entry, Progress, Snapshot, Workspace
from snapshotter.recipe.model import ACCOUNT_FILES, Content
from snapshotter.record.recorder import Recorder, SecretWatch, recording
from snapshotter.rootfs.tar.entries import WRITABLE, writing
from snapshotter.store.home import Home
from snapshotter.store.journal.records import Begin, End
from snapshotter.work.secrets.session_env import with_host_values
from snapshotter.work.versions.replay.actions import Action, Replay

_TICK_SECONDS = 0.012
"""A little more than one tick of the kernel's clock (HZ=100), which file times are taken from."""
_MOST_OUTPUT = 4096
"""Bytes of the end of a command's output that are kept."""
_SPOOL_BYTES = 16 << 20
"""Bytes of files to write that are kept in memory; more go into a temporary file that has no name."""

Fate = Literal["run", "copied", "state", "left out"]


class Step(Struct, frozen=True):
    """What became of one command, or of files that came from outside."""

    seq: int
    """Number of the snapshot that is replayed."""
    index: int | None
    """Index of the command in that snapshot; None for files from outside."""
    command: Command | None
    fate: Fate
    reason: str = ""
    status: int | None = None
    """Exit status now, None where nothing was run."""
    output: str = ""
    """The end of what it printed."""
    problem: str = ""
    """Why it failed, "" where it did not."""
    copied: tuple[str, ...] = ()
    """Paths that were put there as the snapshot has them."""


class Performer:
    """Replays snapshots in one container; the sessions it records end with the `with` block."""

    def __init__(self, engine: Engine, home: Home, workspace: Workspace, tell: Progress) -> None:
        self._engine, self._home, self._workspace = engine, home, workspace
        self._env = with_host_values(workspace.env, os.environ, tell)
        self._stack = ExitStack()
        self._recorders: dict[str, Recorder] = {}
        self._numbers: dict[str, int] = {}

    def __enter__(self) -> Performer:
        return self

    def __exit__(self, *error: object) -> None:
        """End the sessions."""
        self._stack.close()

    def perform(self, replay: Replay, snapshot: Snapshot, content: Content, progress: Progress) -> Iterator[Step]:
        """Do what a replay says, and yield what became of each command; the first step with a problem is the last."""
        waiting = [decision.origin[1] for decision in replay.decisions if decision.origin[1] < len(snapshot.commands)]
        acted = {index for action in replay.actions for index in action.commands}
        decisions = {decision.origin[1]: decision for decision in replay.decisions}

        def without_action(until: int | None) -> Iterator[Step]:
            while waiting and waiting[0] != until and (until is None or until in waiting):
                index = waiting.pop(0)
                if index in acted:
                    continue
                command = snapshot.commands[index]
                if index in replay.repeated:
                    self._record(command, partial(_nothing, command))
                    yield Step(snapshot.seq, index, command, "state", decisions[index].reason, command.status)
                else:
                    yield Step(snapshot.seq, index, command, "left out", decisions[index].reason)

        for number, action in enumerate(replay.actions, 1):
            first = action.commands[0] if action.commands else None
            if first is not None:
                yield from without_action(first)
            command = snapshot.commands[first] if first is not None else None
            text = command.text.partition("\n")[0] if command else "files that came from outside"
            progress(f"snapshot {snapshot.seq}, step {number} of {len(replay.actions)}: {text}")
            step = self._do(action, snapshot, first, command, content)
            if first is not None:
                step = replace(step, reason=decisions[first].reason)
            if first is not None or step.copied or step.problem:
                yield step
            if step.problem:
                return
            for index in action.commands[1:]:  # done by the same step
                yield Step(snapshot.seq, index, snapshot.commands[index], "run", step.reason, step.status)
        yield from without_action(None)

    def _do(
        self, action: Action, snapshot: Snapshot, index: int | None, command: Command | None, content: Content
    ) -> Step:
        """Do one action, and record its command, if it has one."""
        made = Step(snapshot.seq, index, command, "run" if action.argv else "copied")
        if action.problem:
            return replace(made, problem=action.problem)

        def act() -> tuple[int | None, str]:
            if action.argv:
                return self._run(action)
            self._write(action, snapshot, content)
            return (command.status if command else 0), ""

        try:
            status, output = self._record(command, act, more=[snapshot.commands[i] for i in action.commands[1:]])
        except SnapError as error:
            if not action.argv:
                return replace(made, problem=error.message)
            raise
        problem = ""
        expected = command.status if command else 0
        if action.argv and status != 0 and expected in (0, None):
            problem = f"exit status {status}, which was {'not known' if expected is None else expected}"
        paths = () if action.argv else tuple(change.path for change in action.changes)
        return replace(made, status=status, output=output, problem=problem, copied=paths)

    def _record(
        self, command: Command | None, act: Callable[[], tuple[int | None, str]], more: Sequence[Command] = ()
    ) -> tuple[int | None, str]:
        """Record what is done as this command, and those after it that are done together with it."""
        if command is None:
            time.sleep(_TICK_SECONDS)
            return act()
        number, recorder = self._begin(command)
        status, output = None, ""
        try:
            time.sleep(_TICK_SECONDS)
            status, output = act()
            time.sleep(_TICK_SECONDS)
        finally:
            shown = command.status if command.status and status == 0 else status
            recorder.write(self._end(command, number, recorder, shown))
        for other in more:
            number, recorder = self._begin(other)
            recorder.write(self._end(other, number, recorder, other.status))
        return status, output

    def _begin(self, command: Command) -> tuple[int, Recorder]:
        recorder = self._recorder(command.session)
        number = self._numbers[command.session] = self._numbers.get(command.session, 0) + 1
        recorder.write(
            Begin(
                recorder.name,
                number,
                time.time(),
                command.text,
                command.cwd,
                command.user,
                command.shell,
                command.depth,
                pid=command.pid,
                argv=command.argv,
                note=command.note,
                start=command.start,
            )
        )
        return number, recorder

    @staticmethod
    def _end(command: Command, number: int, recorder: Recorder, status: int | None) -> End:
        return End(
            recorder.name,
            number,
            time.time(),
            status,
            cwd=command.cwd_after,
            state=command.state,
            answers=command.answers,
        )

    def _recorder(self, session: str) -> Recorder:
        if session not in self._recorders:
            journal = self._home.journal(self._workspace.name)
            watch = SecretWatch(self._home.memory(self._workspace.name))
            made: AbstractContextManager[Recorder] = recording(journal, self._env, watch)
            self._recorders[session] = self._stack.enter_context(made)
        return self._recorders[session]

    def _run(self, action: Action) -> tuple[int | None, str]:
        """Run a program to its end; return its exit status and the end of its output."""
        process = self._engine.exec(
            self._workspace.container,
            action.argv,
            tty=False,
            env=[*self._env, *action.env],
            user=action.user,
            workdir=self._workspace.base.config.workdir or "/",
            stdin=False,
        )
        output = b""
        try:
            while piece := process.read():
                output = (output + piece)[-_MOST_OUTPUT:]
            status = process.exit_code()
        finally:
            process.close()
        return status, output.decode("utf-8", "replace")

    def _write(self, action: Action, snapshot: Snapshot, content: Content) -> None:
        """Put files into the container as the snapshot has them, with the owners of the same names."""
        ident = self._workspace.container
        gone = [
            one for one in action.changes if one.before and (one.after is None or one.after.kind != one.before.kind)
        ]
        folders = [one.path for one in gone if one.before and one.before.kind == "directory"]
        others = [one.path for one in gone if one.before and one.before.kind != "directory"]
        if gone:
            self._engine.remove_paths(ident, others, sorted(folders, reverse=True))
        owned = self._owners(snapshot, action.changes)
        with tempfile.SpooledTemporaryFile(_SPOOL_BYTES) as stream:
            with writing(stream) as tar:
                now = time.time_ns()
                for path, text in action.texts.items():
                    data = text.encode("utf-8", "surrogateescape")
                    tar.add(path, Entry("file", 0o644, 0, 0, size=len(data), mtime_ns=now), data)
                for change in sorted(action.changes, key=lambda one: one.path):
                    if change.after is None or change.after.kind not in WRITABLE:
                        continue
                    entry = owned(change.after)
                    if entry.hardlink and entry.hardlink != change.path and entry.kind == "file":
                        tar.add_link(change.path, entry, entry.hardlink)
                    else:
                        tar.add(change.path, entry, _data(change, entry, action, snapshot, content))
            stream.seek(0)
            self._engine.write_paths(ident, cast("BinaryIO", stream))

    def _owners(self, snapshot: Snapshot, changes: Sequence[Change]) -> Callable[[Entry], Entry]:
        """Return a function that gives an entry the numbers that its owner's names have in the container."""
        if not any(change.after and (change.after.uid or change.after.gid) for change in changes):
            return lambda entry: entry
        old, new = self._old_accounts(snapshot.image), self._accounts()
        uids, gids = ({number: new[at].get(name, number) for number, name in _by_number(old[at])} for at in (0, 1))
        return lambda entry: replace(entry, uid=uids.get(entry.uid, entry.uid), gid=gids.get(entry.gid, entry.gid))

    @cache  # noqa: B019 - lives as long as one verb
    def _old_accounts(self, image: str) -> tuple[Mapping[str, int], Mapping[str, int]]:
        found: dict[str, bytes] = {}
        with contextlib.suppress(SnapError):
            found = dict(self._engine.read_files(image, ACCOUNT_FILES))
        users, groups = (_numbers(found.get(path, b"")) for path in ACCOUNT_FILES)
        return users, groups

    def _accounts(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        users, groups = (self._engine.run(self._workspace.container, ["cat", path])[1] for path in ACCOUNT_FILES)
        return _numbers(users), _numbers(groups)


def with_choices(steps: Sequence[Step], old: Snapshot) -> Callable[[Snapshot], Snapshot]:
    """Return what gives the new snapshot the author's choices and note that the old one has.

    It has the commands of the steps in their order: the one in which the author wants them is the one they ran in.
    """
    recorded = [step.index for step in steps if step.index is not None and step.fate != "left out"]

    def edit(made: Snapshot) -> Snapshot:
        if len(recorded) != len(made.commands):  # others ran in the container at the same time
            return replace(made, note=old.note)
        pairs = zip(made.commands, recorded, strict=True)
        commands = (replace(one, in_recipe=old.commands[index].in_recipe) for one, index in pairs)
        return replace(made, note=old.note, commands=tuple(commands))

    return edit


def _nothing(command: Command) -> tuple[int | None, str]:
    return command.status, ""


def _data(change: Change, entry: Entry, action: Action, snapshot: Snapshot, content: Content) -> bytes:
    if entry.kind != "file":
        return b""
    asked = replace(change, path=action.taken.get(change.path, change.path))
    data = content(action.seqs.get(change.path, snapshot.seq), asked)
    if data is None:
        raise EngineError(f"the content of {change.path} is not available", "`snap doctor` checks the snapshots")
    return data


def _numbers(text: bytes) -> dict[str, int]:
    """Return the accounts of /etc/passwd or /etc/group with their numbers."""
    rows = (line.split(":") for line in text.decode("utf-8", "replace").splitlines())
    return {row[0]: int(row[2]) for row in rows if len(row) > 2 and row[2].isdigit()}


def _by_number(accounts: Mapping[str, int]) -> list[tuple[int, str]]:
    return [(number, name) for name, number in accounts.items()]
