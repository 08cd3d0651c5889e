"""Plays one command of somebody else in a workspace's container and records it as an ordinary command."""

from __future__ import annotations

import codecs
import select
import signal
import time
from collections.abc import Callable, Sequence

from msgspec import Struct

from snapshotter.engine.api import Engine
from snapshotter.model import Workspace
from snapshotter.record.recorder import NO_WATCH, SecretWatch, recording
from snapshotter.store.journal.journal import Journal
from snapshotter.store.journal.records import Begin, End

MAX_OUTPUT = 1 << 20
"""Characters of the output that are kept, from its end."""
_INTERRUPTED = 128 + signal.SIGINT
_GRACE_SECONDS = 3.0
"""How long a command may take to end after Ctrl-C."""
_CTRL_C = b"\x03"


class Played(Struct, frozen=True):
    """What a command did."""

    status: int | None
    output: str


def play(
    engine: Engine,
    ws: Workspace,
    journal: Journal,
    argv: Sequence[str],
    *,
    text: str = "",
    shell: str = "",
    seconds: float | None = None,
    show: Callable[[str], None] = lambda _: None,
    watch: SecretWatch = NO_WATCH,
) -> Played:
    """Run a command to its end, without input, and record it.

    `text` and `shell` are its command line and the name of the shell that reads it; without them it is a program with
    arguments.  After `seconds` it is ended as Ctrl-C would.  Raises `EngineError`, and `StoreError` if the journal
    cannot be written.
    """
    import shlex

    container = engine.container(ws.container)
    user = (ws.user or container.user).partition(":")[0] or "root"
    with recording(journal, ws.env, watch) as session:
        begin = Begin(
            session.name,
            1,
            time.time(),
            text or shlex.join(argv),
            ws.workdir or container.workdir or "/",
            user,
            shell,
            1,
            argv=() if text else tuple(argv),
        )
        session.write(begin)
        status: int | None = None
        try:
            status, output = _run(engine, ws, argv, seconds, show)
        finally:
            session.write(End(session.name, 1, time.time(), status))
    return Played(status, output)


def _run(
    engine: Engine, ws: Workspace, argv: Sequence[str], seconds: float | None, show: Callable[[str], None]
) -> tuple[int | None, str]:
    limited = seconds is not None
    process = engine.exec(ws.container, argv, tty=limited, env=ws.env, user=ws.user, workdir=ws.workdir, stdin=limited)
    decoder, output = codecs.getincrementaldecoder("utf-8")("replace"), ""
    end, interrupted = time.monotonic() + (seconds or 0.0), False
    try:
        while True:
            if limited:
                left = end - time.monotonic()
                if left <= 0 and interrupted:
                    return _INTERRUPTED, output
                if left <= 0:
                    process.write(_CTRL_C)
                    interrupted, end = True, time.monotonic() + _GRACE_SECONDS
                    continue
                if not select.select([process.fileno()], [], [], left)[0]:
                    continue
            data = process.read()
            if not data:
                break
            piece = decoder.decode(data)
            show(piece)
            output = (output + piece)[-MAX_OUTPUT:]
        return process.exit_code(), output
    finally:
        process.close()
