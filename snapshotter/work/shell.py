"""Go into a workspace's container: its shell on this terminal, lines from a file, or one command; all recorded."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from snapshotter.engine.api import Engine
from snapshotter.errors import RecordError, UsageError
from snapshotter.model import Progress, Workspace
from snapshotter.record import session
from snapshotter.store.home import Home
from snapshotter.work.container import running
from snapshotter.work.session_env import at_hand


def enter(
    engine: Engine, home: Home, workspace: Workspace, tell: Progress, program: Sequence[str] = (), *, cast: bool = True
) -> int:
    """Attach the container's shell to this terminal until it ends; gives its exit status.

    `program` answers on this host when `snap` is typed there; `cast` says whether what is shown is kept.
    """
    _need_shell(workspace)
    workspace = _ready(engine, home, workspace, tell)
    return session.attach(
        engine,
        workspace,
        home.journal(workspace.name),
        program=program,
        casts=home.casts(workspace.name) if cast else None,
    )


def feed(engine: Engine, home: Home, workspace: Workspace, script: BinaryIO, tell: Progress) -> int:
    """Let the container's shell read lines as if they were typed; gives its exit status."""
    _need_shell(workspace)
    workspace = _ready(engine, home, workspace, tell)
    return session.pipe(engine, workspace, home.journal(workspace.name), script)


def run(engine: Engine, home: Home, workspace: Workspace, argv: Sequence[str], tell: Progress) -> int:
    """Run one command without a shell and record it; gives its exit status."""
    if not argv:
        raise UsageError("there is nothing to run", "`snap run -- CMD…`, or `snap run -f SCRIPT`")
    if any(not word.isascii() and not _is_utf8(word) for word in argv):
        raise UsageError(
            "an argument is not UTF-8: no engine takes it as it is",
            f"let the workspace's shell run it: `snap shell {workspace.name}`, or `snap run -f SCRIPT`",
        )
    workspace = _ready(engine, home, workspace, tell)
    return session.run(engine, workspace, home.journal(workspace.name), argv)


def open_script(path: str) -> BinaryIO:
    """Open a script of the host; raises `UsageError` where it cannot be read."""
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}", "name a file that holds shell commands") from error


def _is_utf8(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)  # what `surrogateescape` makes of other bytes


def _ready(engine: Engine, home: Home, workspace: Workspace, tell: Progress) -> Workspace:
    """Give the workspace as a session needs it: its container runs, its variables have their values."""
    running(engine, home, workspace, tell)
    home.workspaces.use(workspace.name)
    return replace(workspace, env=at_hand(workspace.env, os.environ, tell))


def _need_shell(workspace: Workspace) -> None:
    if not workspace.shell:
        raise RecordError(f"the image of {workspace.name} has no shell", "`snap run -- CMD` runs a program in it")
