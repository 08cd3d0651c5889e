"""A program for the tests: the sessions of `snap shell` and `snap run` in a process of their own.

python -m tests.record.play local|engine attach|bare|plain|pipe|run CONTAINER SHELL JOURNAL [ARGV…]
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import cast

from snapshotter.engine.api import Engine
from snapshotter.engine.connect.connect import connect
from snapshotter.errors import SnapError
from snapshotter.record import session
from snapshotter.record.relay import DescriptorInput, SessionFilter, relay
from snapshotter.record.terminal import Terminal
from snapshotter.store.journal.journal import Journal
from tests.record.local import LocalEngine, workspace


def main(where: str, what: str, container: str, shell: str, journal: str, *argv: str) -> int:
    local = LocalEngine(os.environ["HOME"], os.environ.get("TEST_STATE", "running"))
    engine = cast(Engine, local) if where == "local" else connect()
    ws, record = workspace(shell, container), Journal(Path(journal))
    try:
        if what == "attach":
            return session.attach(
                engine,
                ws,
                record,
                program=shlex.split(os.environ.get("TEST_PROGRAM", "")),
                casts=Path(os.environ["TEST_CASTS"]) if "TEST_CASTS" in os.environ else None,
            )
        if what == "bare":
            return session.attach(engine, ws, record, argv=(shell,))
        if what == "plain":
            return plain(engine, container, shell)
        if what == "pipe":
            return session.pipe(engine, ws, record, sys.stdin.buffer)
        return session.run(engine, ws, record, argv)
    except SnapError as error:
        print(f"{type(error).__name__}: {error.message}\n{error.hint}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130


def plain(engine: Engine, container: str, shell: str) -> int:
    """Run a shell as `docker exec -it` does: nothing is recorded, and every byte passes at once."""
    with Terminal() as terminal:
        process = engine.exec(container, [shell], tty=True, env=["TERM=xterm"], size=terminal.size())
        relay(process, terminal, DescriptorInput(0), SessionFilter(None, None), hang_up=True)
        return process.exit_code() or 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
