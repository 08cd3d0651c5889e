"""Runs shells and commands in a workspace's container and has every command recorded.

`attach` is a person at a terminal, `pipe` lines from a file or a pipe, `run` one command without a shell.
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

from msgspec.structs import replace

from snapshotter.engine.api import Container, Engine, Exec
from snapshotter.errors import EngineError, RecordError, SnapError, StoreError
from snapshotter.model import StateChange, Workspace
from snapshotter.record.marks import Parser
from snapshotter.record.relay import Descriptor, Feed, Input, Watch, relay
from snapshotter.record.shells import find
from snapshotter.record.shells.adopt_nested import Reception
from snapshotter.record.shells.find import find_shell
from snapshotter.record.shells.known import KNOWN_SHELLS, Shell, environment, hook, interactive, posix, scripted
from snapshotter.record.shells.nested import find_guest
from snapshotter.record.shells.state import unquote
from snapshotter.record.snap_inside import Desk
from snapshotter.record.terminal import Terminal
from snapshotter.record.typed.tracker import AFTERWARDS, Tracker
from snapshotter.store.journal import Begin, Close, End, Journal, Record, opened

if TYPE_CHECKING:
    from snapshotter.record.cast.writer import Cast

KILLED = 128 + signal.SIGKILL
SETTLE_SECONDS = 1.0

__all__ = ["attach", "find_shell", "idle_command", "pipe", "run"]


def idle_command(shell_path: str) -> tuple[str, ...]:
    """Give the process that keeps a container alive and does nothing else; `shell_path` is any POSIX shell in it."""
    return (shell_path, "-c", hook("idle.sh"), "snap-idle")


def attach(
    engine: Engine,
    ws: Workspace,
    journal: Journal,
    *,
    argv: tuple[str, ...] | None = None,
    program: Sequence[str] = (),
    casts: Path | None = None,
) -> int:
    """Run the workspace's shell on this terminal until it exits; gives its exit status.

    `argv` starts another shell in its stead.  `program` is what answers on this host when `snap` is typed there.
    What is shown is kept below `casts`, where that is given.  Raises `RecordError` where the container has no shell,
    stopped on the way or this side's terminal went away, `StoreError` where the journal could not be written.
    """
    words = argv or ((ws.shell,) if ws.shell else ())
    if not words:
        raise RecordError(f"The image of {ws.name} has no shell.", "Run single commands in it: snap run -- COMMAND")
    shell = find.kind(engine, ws.container, words[0])
    container = engine.container(ws.container)
    nonce = secrets.token_hex(16)
    env = {"TERM": os.environ.get("TERM") or "xterm"} | _pairs(ws.env)
    env |= environment(shell, nonce, _prompt(engine, container, env)) if shell else {}
    _warn_unrecorded(shell, words[0])
    about = {"title": ws.name, "env": {"SHELL": words[0], "TERM": env["TERM"]}}
    with _recording(journal, ws.env) as session, Terminal() as terminal, _kept(casts, session, terminal, about) as cast:
        tracker = Tracker(session.name, session.write, _user(ws, container), lambda: terminal.size()[1])
        started = words if argv else interactive(shell, words[0], nonce)
        process = engine.exec(
            ws.container, started, tty=True, env=_words(env), user=ws.user, workdir=ws.workdir, size=terminal.size()
        )
        desk = Desk(engine, ws.container, posix(words[0]), program, lambda: terminal.size()[1], terminal.show)
        reception = Reception(nonce, partial(find_guest, engine, ws.container))
        watch = Watch(Parser(nonce), tracker, desk, reception, cast)
        try:
            status = _carry(engine, ws, process, terminal, Descriptor(0), watch, tracker, hang_up=True)
        finally:
            desk.close()
    if shell and shell.hook and not tracker.heard:
        _say(f"the commands of {words[0]} were not recorded: it did not take up the hooks it was given")
    elif tracker.missed:
        _say(f"{tracker.missed} commands were not recorded: the shell's history was off")
    if cast is not None and cast.problem:
        _say(f"what the session showed is not kept to its end: {cast.problem}")
    return status


def pipe(engine: Engine, ws: Workspace, journal: Journal, script: BinaryIO) -> int:
    """Run the lines of a script one after another in one shell; gives the exit status of the last one."""
    if not ws.shell:
        raise RecordError(f"The image of {ws.name} has no shell.", "Run single commands in it: snap run -- COMMAND")
    shell = find.kind(engine, ws.container, ws.shell) or KNOWN_SHELLS["sh"]
    nonce = secrets.token_hex(16)
    words = scripted(shell, ws.shell, nonce)
    with _recording(journal, ws.env) as session, Terminal(raw=False) as terminal, _readable(script) as source:
        tracker = Tracker(session.name, session.write)
        process = engine.exec(ws.container, words, tty=False, env=ws.env, user=ws.user, workdir=ws.workdir)
        watch = Feed(Parser(nonce, newlines=False), tracker)
        return _carry(engine, ws, process, terminal, source, watch, tracker, hang_up=False)


def run(engine: Engine, ws: Workspace, journal: Journal, argv: Sequence[str]) -> int:
    """Run one command without a shell, this process's input and output passed through; gives its exit status."""
    container = engine.container(ws.container)
    interactive = os.isatty(0) and os.isatty(1)
    env = {"TERM": os.environ.get("TERM") or "xterm"} if interactive else {}
    with _recording(journal, ws.env) as session, Terminal(raw=interactive) as terminal:
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
                env=_words(env | _pairs(ws.env)),
                user=ws.user,
                workdir=ws.workdir,
                size=terminal.size() if interactive else None,
            )
            status = _carry(engine, ws, process, terminal, Descriptor(0), Watch(None, None), None, hang_up=interactive)
        finally:
            session.write(End(session.name, 1, time.time(), status))
        return status


class _Session:
    """Writes one session's records; what the disk does not take is kept and tried again with the next one.

    Secrets go out of a command's text here, before anything of it reaches the disk.
    """

    def __init__(self, journal: Journal, env: Sequence[str]) -> None:
        # compiling its patterns takes a tenth of a second, which only who records has to wait for
        from snapshotter.secrets.redact import Redactor

        self.redactor = Redactor()
        self.cast: Cast | None = None
        for name, value in _pairs(env).items():
            self.redactor.redact(f"{name}={shlex.quote(value)}")  # from now on it knows those that are secrets
        self.name = f"{int(time.time()):x}-{secrets.token_hex(4)}"
        self._journal = journal
        self._waiting: list[Record] = []
        self._texts: dict[int, str] = {}
        self._unseen = False

    def write(self, record: Record) -> None:
        if isinstance(record, Begin):
            self._texts[record.number] = record.text
            clean = self.redactor.redact(record.text)
            if self.cast is not None:
                self.cast.command(record.text, clean, record.cwd, late=record.shell in AFTERWARDS)
            record = replace(record, text=clean, argv=self.redactor.redact_words(record.argv) if record.argv else ())
        elif isinstance(record, End):
            hidden = self._hidden(self._texts.pop(record.number, ""), record.text)
            record = replace(
                record,
                text=record.text if record.text is None else self.redactor.redact(record.text),
                state=tuple(self._clean(change, hidden) for change in record.state),
            )
        self._waiting.append(record)
        try:
            self.flush()
        except StoreError:
            # a person's shell is not ended for this: `flush` raises it again when the session is over
            return

    def _hidden(self, begun: str, ended: str | None) -> frozenset[str]:
        """Give the variables that a command read while nothing was shown of what was typed."""
        from snapshotter.secrets.hidden_input import silently_read

        names, self._unseen = silently_read(begun if ended is None else ended, unseen=self._unseen)
        return names

    def _clean(self, change: StateChange, hidden: frozenset[str]) -> StateChange:
        """Take secrets out of what became of a variable, alias or trap: its name often gives them away."""
        if not change.value or change.kind in ("option", "umask"):
            return change
        if change.name in hidden:
            return replace(change, value=self.redactor.conceal(change.value))
        if change.kind in ("array", "function"):
            return replace(change, value=self.redactor.redact(change.value))
        written = f"{change.name}={shlex.quote(change.value)}"
        clean = self.redactor.redact(written)
        return change if clean == written else replace(change, value=unquote(clean.partition("=")[2]))

    def flush(self) -> None:
        while self._waiting:
            self._journal.append(self._waiting[0])
            del self._waiting[0]


@contextmanager
def _recording(journal: Journal, env: Sequence[str] = ()) -> Iterator[_Session]:
    journal.settle()
    session = _Session(journal, env)
    session.write(opened(session.name))
    session.flush()
    try:
        yield session
    finally:
        session.write(Close(session.name, time.time()))
        session.flush()
        journal.sync()
        journal.close()


@contextmanager
def _kept(
    casts: Path | None, session: _Session, terminal: Terminal, about: Mapping[str, object]
) -> Iterator[Cast | None]:
    """Have all that the terminal shows kept, where there is a place for it."""
    if casts is None:
        yield None
        return
    from snapshotter.record.cast.writer import Cast

    cast = session.cast = Cast(casts / f"{session.name}.cast", session.redactor, terminal.size(), about)
    terminal.copy = cast.shown
    try:
        yield cast
    finally:
        terminal.copy = None
        cast.close()


def _carry(
    engine: Engine,
    ws: Workspace,
    process: Exec,
    terminal: Terminal,
    source: Input,
    watch: Watch,
    tracker: Tracker | None,
    *,
    hang_up: bool,
) -> int:
    """Carry bytes until the process is gone and give its exit status; whatever happens, the tracker is told."""
    status: int | None = None
    over = False
    try:
        over = relay(process, terminal, source, watch, hang_up=hang_up)
        status = process.exit_code() if over else None
    except KeyboardInterrupt:
        status = 128 + signal.SIGINT
        raise
    finally:
        if not over:
            _signal(engine, ws, tracker, signal.SIGHUP if status is None else signal.SIGINT)
        if tracker is not None:
            tracker.finish(status, time.time())
        process.close()
    if not over:
        name = signal.Signals(terminal.ended).name if terminal.ended else "its terminal was closed"
        raise RecordError(
            f"The session in {ws.name} was ended: {name}.",
            f"What was done until then is recorded; go on with: snap shell {ws.name}",
        )
    _check_alive(engine, ws, status)
    return status if status is not None else 1


@contextmanager
def _readable(script: BinaryIO) -> Iterator[Input]:
    """Give a script as something that can be waited for; one that is only in memory goes into a nameless file."""
    try:
        descriptor = script.fileno()
    except io.UnsupportedOperation:
        with tempfile.TemporaryFile() as spool:
            shutil.copyfileobj(script, spool)
            spool.seek(0)
            yield Descriptor(spool.fileno())
    else:
        yield Descriptor(descriptor)


def _check_alive(engine: Engine, ws: Workspace, status: int | None) -> None:
    """Raise `RecordError` where the process ended because its container did."""
    if status not in (None, KILLED):
        return
    # the engine tells of the end of a process before it tells of the end of the container that brought it about
    deadline = time.monotonic() + SETTLE_SECONDS
    while (state := engine.container(ws.container).state) == "running" and time.monotonic() < deadline:
        time.sleep(0.1)
    if state != "running":
        raise RecordError(
            f"The container of {ws.name} stopped while the session was on (it is {state}).",
            f"What was done until then is recorded; start it again with: snap shell {ws.name}",
        )


def _signal(engine: Engine, ws: Workspace, tracker: Tracker | None, number: signal.Signals) -> None:
    """Send a signal to the session's shells, which an engine leaves running when nobody listens any more."""
    if tracker is None or not tracker.pids or not ws.shell:
        return
    pids = " ".join(f"-{pid} {pid}" for pid in tracker.pids)
    try:
        kill = f"kill -{number.name.removeprefix('SIG')} {pids}"
        engine.run(ws.container, [posix(ws.shell), "-c", kill], user=ws.user)
    except SnapError as error:
        _say(f"a shell may still be running in the container: {error.message}")


def _prompt(engine: Engine, container: Container, env: Mapping[str, str]) -> str:
    """Give the prompt that the environment sets, as a shell of the image would find it."""
    if "PS1" in env:
        return env["PS1"]
    try:
        return _pairs(engine.image(container.image).config.env).get("PS1", "")
    except EngineError:
        return ""


def _user(ws: Workspace, container: Container) -> str:
    return (ws.user or container.user).partition(":")[0] or "root"


def _warn_unrecorded(shell: Shell | None, path: str) -> None:
    if shell is None or not shell.hook:
        _say(f"commands typed into {path} are not recorded; what they change is, as files")


def _say(text: str) -> None:
    print(f"snap: {text}", file=sys.stderr)


def _pairs(env: Sequence[str]) -> dict[str, str]:
    return {name: value for name, _, value in (pair.partition("=") for pair in env)}


def _words(env: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in env.items()]
