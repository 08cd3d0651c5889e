"""Runs shells and commands in a workspace's container and records every command.

`attach` runs a shell on this terminal, `pipe` runs the lines of a script in a shell, `run` runs one command without a
shell.
"""

from __future__ import annotations

import io
import os
import secrets
import shlex
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from snapshotter.engine.api import Container, Engine, Exec
from snapshotter.errors import EngineError, RecordError, SnapError
from snapshotter.model import Workspace
from snapshotter.record.marks import Parser
from snapshotter.record.recorder import NO_WATCH, Recorder, SecretWatch, env_dict, recording
from snapshotter.record.relay import DescriptorInput, Input, ScriptFilter, SessionFilter, relay
from snapshotter.record.shells.adopt_line import hooks as adopted_hooks
from snapshotter.record.shells.adopt_nested import HookInstaller
from snapshotter.record.shells.find import detect_shell, find_shell
from snapshotter.record.shells.known import (
    KNOWN_SHELLS,
    Shell,
    environment,
    hook,
    interactive_command,
    posix,
    script_command,
)
from snapshotter.record.shells.nested import find_nested_shell
from snapshotter.record.snap_inside import CallHandler
from snapshotter.record.terminal import Terminal
from snapshotter.record.typed.records import CommandRecords
from snapshotter.record.typed.shell_stack import ShellStack
from snapshotter.record.typed.tracker import Tracker
from snapshotter.store.journal.journal import Journal
from snapshotter.store.journal.records import Asked, Begin, End, Gap

if TYPE_CHECKING:
    from snapshotter.record.cast.writer import Cast

KILLED = 128 + signal.SIGKILL
"""Exit status of a process that was killed by SIGKILL."""
SETTLE_SECONDS = 1.0
"""How long the engine may take to report that a container has stopped after the process in it has ended."""
NO_SHELL = "`snap run -- CMD` runs a program in it"

__all__ = ["attach", "find_shell", "idle_command", "pipe", "run"]


def idle_command(shell_path: str) -> tuple[str, ...]:
    """Return the command that keeps a container alive and does nothing else; `shell_path` is any POSIX shell in it."""
    return (shell_path, "-c", hook("idle.sh"), "snap-idle")


def attach(
    engine: Engine,
    ws: Workspace,
    journal: Journal,
    *,
    argv: tuple[str, ...] | None = None,
    program: Sequence[str] = (),
    casts: Path | None = None,
    watch: SecretWatch = NO_WATCH,
    typed: str = "",
) -> int:
    """Run the workspace's shell on this terminal until it exits and return its exit status.

    `argv` starts another shell instead.  `program` is the command on this host that runs the `snap` commands typed in
    the session.  If `casts` is given, the output is recorded in a file below it.  `typed` is one line that is typed at
    the first prompt, and not run.

    Raises `RecordError` if the container has no shell or stops during the session or if this terminal is closed, and
    `StoreError` if the journal cannot be written.
    """
    words = argv or ((ws.shell,) if ws.shell else ())
    if not words:
        raise RecordError(f"the image of {ws.name} has no shell", NO_SHELL)
    shell = detect_shell(engine, ws.container, words[0])
    container = engine.container(ws.container)
    nonce = secrets.token_hex(16)
    env = {"TERM": os.environ.get("TERM") or "xterm"} | env_dict(ws.env)
    env |= environment(shell, nonce, _prompt(engine, container, env)) if shell else {}
    _warn_unrecorded(shell, words[0])
    header = {"title": ws.name, "env": {"SHELL": words[0], "TERM": env["TERM"]}}
    with (
        recording(journal, ws.env, watch) as session,
        Terminal() as terminal,
        _cast(casts, session, terminal, header) as cast,
    ):

        def columns() -> int:
            return terminal.size()[1]

        tracker = Tracker(CommandRecords(session.name, session.write), ShellStack(_user(ws, container), columns))
        command = words if argv else interactive_command(shell, words[0], nonce)
        process = engine.exec(
            ws.container, command, tty=True, env=_env_list(env), user=ws.user, workdir=ws.workdir, size=terminal.size()
        )
        calls = CallHandler(engine, ws.container, posix(words[0]), program, columns, terminal.show)
        hooks = partial(adopted_hooks, nonce=nonce)
        installer = HookInstaller(partial(find_nested_shell, engine, ws.container, hooks))
        notice = session.writer.notice
        session_filter = SessionFilter(Parser(nonce), tracker, calls, installer, cast, session.answers, notice)
        session_filter.typed = typed.encode("utf-8", "surrogateescape")
        try:
            status = _relay(
                engine, ws, process, terminal, DescriptorInput(0), session_filter, tracker, nonce, hang_up=True
            )
        finally:
            calls.close()
    _report(shell, words[0], tracker, installer)
    if cast is not None and cast.problem:
        _warn(f"the output of the session was not recorded to its end: {cast.problem}")
    return status


def pipe(engine: Engine, ws: Workspace, journal: Journal, script: BinaryIO, watch: SecretWatch = NO_WATCH) -> int:
    """Run the lines of a script one after another in one shell and return the exit status of the last one.

    Raises the same errors as `attach`.
    """
    if not ws.shell:
        raise RecordError(f"the image of {ws.name} has no shell", NO_SHELL)
    shell = detect_shell(engine, ws.container, ws.shell) or KNOWN_SHELLS["sh"]
    nonce = secrets.token_hex(16)
    words = script_command(shell, ws.shell, nonce)
    with recording(journal, ws.env, watch) as session, Terminal(raw=False) as terminal, _readable(script) as source:
        tracker = Tracker(CommandRecords(session.name, partial(_write_and_tell, session)))
        process = engine.exec(ws.container, words, tty=False, env=ws.env, user=ws.user, workdir=ws.workdir)
        script_filter = ScriptFilter(Parser(nonce, newlines=False), tracker)
        return _relay(engine, ws, process, terminal, source, script_filter, tracker, nonce, hang_up=False)


def _write_and_tell(session: Recorder, record: Begin | End | Asked | Gap) -> None:
    session.write(record)
    if notice := session.writer.notice():
        _warn(notice)


def run(engine: Engine, ws: Workspace, journal: Journal, argv: Sequence[str], watch: SecretWatch = NO_WATCH) -> int:
    """Run one command without a shell, pass this process's input and output through, and return its exit status.

    Raises `RecordError` if the container stops or this terminal is closed, and `StoreError` if the journal cannot be
    written.
    """
    container = engine.container(ws.container)
    interactive = os.isatty(0) and os.isatty(1)
    env = {"TERM": os.environ.get("TERM") or "xterm"} if interactive else {}
    with recording(journal, ws.env, watch) as session, Terminal(raw=interactive) as terminal:
        session.write(
            Begin(
                session.name,
                1,
                time.time(),
                shlex.join(argv),
                ws.workdir or container.workdir or "/",
                _user(ws, container),
                "",
                1,
                argv=tuple(argv),
            )
        )
        status: int | None = None
        try:
            process = engine.exec(
                ws.container,
                argv,
                tty=interactive,
                env=_env_list(env | env_dict(ws.env)),
                user=ws.user,
                workdir=ws.workdir,
                size=terminal.size() if interactive else None,
            )
            no_filter = SessionFilter(None, None)
            status = _relay(engine, ws, process, terminal, DescriptorInput(0), no_filter, None, hang_up=interactive)
        finally:
            session.write(End(session.name, 1, time.time(), status))
        return status


@contextmanager
def _cast(
    casts: Path | None, session: Recorder, terminal: Terminal, header: Mapping[str, object]
) -> Iterator[Cast | None]:
    """Record all output of the terminal in a file below `casts`, if that is given."""
    if casts is None:
        yield None
        return
    from snapshotter.record.cast.writer import Cast

    cast = session.cast = Cast(casts / f"{session.name}.cast", session.redactor, terminal.size(), header)
    terminal.copy = cast.shown
    try:
        yield cast
    finally:
        terminal.copy = None
        cast.close()


def _relay(
    engine: Engine,
    ws: Workspace,
    process: Exec,
    terminal: Terminal,
    source: Input,
    session_filter: SessionFilter,
    tracker: Tracker | None,
    nonce: str = "",
    *,
    hang_up: bool,
) -> int:
    """Relay bytes until the process has ended and return its exit status; finish the tracker in any case."""
    status: int | None = None
    ended = False
    try:
        ended = relay(process, terminal, source, session_filter, hang_up=hang_up)
        status = process.exit_code() if ended else None
    except KeyboardInterrupt:
        status = 128 + signal.SIGINT
        raise
    finally:
        if not ended:
            _signal(engine, ws, tracker, nonce, signal.SIGHUP if status is None else signal.SIGINT)
        if tracker is not None:
            tracker.finish(status, time.time())
        process.close()
    if not ended:
        cause = signal.Signals(terminal.ended).name if terminal.ended else "its terminal was closed"
        raise RecordError(
            f"the session in {ws.name} was ended: {cause}",
            f"all commands up to then are recorded; continue with `snap shell {ws.name}`",
        )
    _check_alive(engine, ws, status)
    return status if status is not None else 1


@contextmanager
def _readable(script: BinaryIO) -> Iterator[Input]:
    """Yield a script as an input that can be waited for; one that is only in memory is copied to a temporary file."""
    try:
        descriptor = script.fileno()
    except io.UnsupportedOperation:
        with tempfile.TemporaryFile() as spool:
            shutil.copyfileobj(script, spool)
            spool.seek(0)
            yield DescriptorInput(spool.fileno())
    else:
        yield DescriptorInput(descriptor)


def _check_alive(engine: Engine, ws: Workspace, status: int | None) -> None:
    """Raise `RecordError` if the process ended because its container stopped."""
    if status not in (None, KILLED):
        return
    # the engine reports the end of a process before the end of the container that caused it
    deadline = time.monotonic() + SETTLE_SECONDS
    while (state := engine.container(ws.container).state) == "running" and time.monotonic() < deadline:
        time.sleep(0.1)
    if state != "running":
        raise RecordError(
            f"the container of {ws.name} stopped during the session (it is {state})",
            f"all commands up to then are recorded; start it again with `snap shell {ws.name}`",
        )


def _signal(engine: Engine, ws: Workspace, tracker: Tracker | None, nonce: str, number: signal.Signals) -> None:
    """Send a signal to the session's shells, which an engine leaves running when the connection is closed."""
    if tracker is None or not tracker.shells.pids or not ws.shell:
        return
    name = number.name.removeprefix("SIG")
    words = [posix(ws.shell), "-c", hook("end.sh"), "end", name, nonce[:8], *map(str, tracker.shells.pids)]
    try:
        engine.run(ws.container, words, user=ws.user)
    except SnapError as error:
        _warn(f"a shell may still be running in the container: {error.message}")


def _prompt(engine: Engine, container: Container, env: Mapping[str, str]) -> str:
    """Return the prompt that the environment sets, as a shell of the image finds it, or "" for none."""
    if "PS1" in env:
        return env["PS1"]
    try:
        return env_dict(engine.image(container.image).config.env).get("PS1", "")
    except EngineError:
        return ""


def _user(ws: Workspace, container: Container) -> str:
    return (ws.user or container.user).partition(":")[0] or "root"


def _report(shell: Shell | None, path: str, tracker: Tracker, installer: HookInstaller) -> None:
    """Warn, at the end of a session, of what was typed and is not recorded."""
    if shell and shell.hook and not tracker.heard:
        _warn(f"the commands of {path} were not recorded: it did not load the hooks")
    elif tracker.records.missed:
        _warn(f"{tracker.records.missed} commands were not recorded: the shell's history was off")
    if tracker.records.silent and not installer.skipped:
        _warn("what was typed after `exec` was not recorded: the shell did not report; the files that it changed are")
    if installer.skipped:
        _warn(
            f"what was typed into a shell inside {installer.skipped} commands was not recorded, or not from its first"
            " line: keys were sent before it was ready; the files that it changed are"
        )


def _warn_unrecorded(shell: Shell | None, path: str) -> None:
    if shell is None or not shell.hook:
        _warn(f"commands typed into {path} are not recorded; only the files they change are")


def _warn(text: str) -> None:
    for line in text.split("\n"):
        shown = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in line)  # a path of an image
        print(f"snap: {shown}", file=sys.stderr)


def _env_list(env: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in env.items()]
