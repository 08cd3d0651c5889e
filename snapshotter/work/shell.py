"""Recorded work in a workspace's container: its shell on this terminal, lines from a file, or one command."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec.structs import replace

from snapshotter.engine.api import Engine
from snapshotter.errors import RecordError, UsageError
from snapshotter.model import Progress, Workspace
from snapshotter.record import session
from snapshotter.record.recorder import Keeper, SecretWatch
from snapshotter.record.shells.known import posix
from snapshotter.regex import regex
from snapshotter.store.home import Home
from snapshotter.work.container import ensure_running
from snapshotter.work.secrets.session_env import variables, with_host_values

if TYPE_CHECKING:
    from snapshotter.record.replay import Played
    from snapshotter.secrets.known_values import KnownValues

_LINE = regex(r"""[\s;&|<>()$`\\"'*?]""")
"""What a word contains that is written as a command line; the name of a program may contain it too."""


def enter(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    tell: Progress,
    program: Sequence[str] = (),
    *,
    cast: bool = True,
    typed: str = "",
) -> int:
    """Attach the container's shell to this terminal until it ends; return its exit status.

    The workspace is then the one last used here.

    `program` is run on this host when `snap` is typed in that shell; `cast` saves what the session shows; `typed` is
    typed at its first prompt, and not run.
    """
    _need_shell(workspace)
    workspace = _ready(engine, home, workspace, tell)
    try:
        return session.attach(
            engine,
            workspace,
            home.journal(workspace.name),
            program=program,
            casts=home.casts(workspace.name) if cast else None,
            watch=_watch(engine, home, workspace),
            typed=typed,
        )
    finally:
        if workspace.name in home.workspaces.names():  # another may have been used elsewhere meanwhile
            home.workspaces.use(workspace.name)


def as_asked(workspace: Workspace, user: str, workdir: str, env: Sequence[str]) -> Workspace:
    """Return a workspace whose next session is of this user, in this directory, with these variables besides its own.

    Raises `UsageError` for what is no variable, or a directory that is not absolute.
    """
    if workdir and not workdir.startswith("/"):
        raise UsageError(f"{workdir} is not an absolute directory of the container", "begin it with a slash")
    given = variables(env, os.environ) if env else ()
    names = {entry.partition("=")[0] for entry in given}
    own = tuple(entry for entry in workspace.env if entry.partition("=")[0] not in names)
    return replace(workspace, user=user or workspace.user, workdir=workdir or workspace.workdir, env=own + given)


def feed(engine: Engine, home: Home, workspace: Workspace, script: BinaryIO, tell: Progress) -> int:
    """Feed lines to the container's shell as if they were typed; return its exit status."""
    _need_shell(workspace)
    workspace = _ready(engine, home, workspace, tell)
    return session.pipe(engine, workspace, home.journal(workspace.name), script, _watch(engine, home, workspace))


def play(
    engine: Engine,
    home: Home,
    workspace: Workspace,
    argv: Sequence[str],
    tell: Progress,
    *,
    text: str = "",
    shell: str = "",
    seconds: float | None = None,
) -> Played:
    """Run a command of a build to its end and record it, as `record/replay.py` does."""
    from snapshotter.record import replay

    workspace = _ready(engine, home, workspace, tell)
    watch = _watch(engine, home, workspace)
    journal = home.journal(workspace.name)
    return replay.play(engine, workspace, journal, argv, text=text, shell=shell, seconds=seconds, watch=watch)


def run(engine: Engine, home: Home, workspace: Workspace, argv: Sequence[str], tell: Progress) -> int:
    """Run one command without a shell and record it; return its exit status.

    A lone word that is written as a command line and names no program, such as 'ls -l /srv', is run by the workspace's
    shell.
    """
    if not argv:
        raise UsageError("there is nothing to run", "write `snap run -- CMD…` or `snap run -f SCRIPT`")
    if any(not word.isascii() and not _is_utf8(word) for word in argv):
        raise UsageError(
            "an argument is not UTF-8, which no engine accepts",
            f"run the command in the workspace's shell: `snap shell {workspace.name}` or `snap run -f SCRIPT`",
        )
    workspace = _ready(engine, home, workspace, tell)
    if len(argv) == 1 and _LINE.search(argv[0]) and workspace.shell and not _is_program(engine, workspace, argv[0]):
        argv = (posix(workspace.shell), "-c", argv[0])
    return session.run(engine, workspace, home.journal(workspace.name), argv, _watch(engine, home, workspace))


def _is_program(engine: Engine, workspace: Workspace, word: str) -> bool:
    """Return whether the container has a program of this name, which contains characters of a command line."""
    words = [posix(workspace.shell), "-c", 'command -v "$1"', "sh", word]
    return engine.run(workspace.container, words, user=workspace.user, workdir=workspace.workdir)[0] == 0


def open_script(path: str) -> BinaryIO:
    """Open a script on this host; raises `UsageError` if it cannot be read."""
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}", "name a file that holds shell commands") from error


def _is_utf8(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)  # `surrogateescape` decodes other bytes to these


def _ready(engine: Engine, home: Home, workspace: Workspace, tell: Progress) -> Workspace:
    """Return the workspace with the values of its variables, after its container is made to run."""
    ensure_running(engine, home, workspace, tell)
    home.workspaces.use(workspace.name)
    return replace(workspace, env=with_host_values(workspace.env, os.environ, tell))


def _watch(engine: Engine, home: Home, workspace: Workspace) -> SecretWatch:
    def search_files(known: KnownValues, since: float) -> Iterator[tuple[str, str]]:
        from snapshotter.work.secrets.session_search import search  # needed only where a secret was typed

        return search(engine, workspace, known, since)

    return SecretWatch(home.memory(workspace.name), search_files, _keeper(engine, home, workspace))


def _keeper(engine: Engine, home: Home, workspace: Workspace) -> Keeper | None:
    """Return what keeps a state after each command, where the workspace was started so; it keeps one now."""
    if not workspace.checkpoints:
        return None
    from snapshotter.work.versions.undo_command.checkpoints import CommandKeeper

    keeper = CommandKeeper(engine, home, workspace)
    keeper.take()
    return keeper


def _need_shell(workspace: Workspace) -> None:
    if not workspace.shell:
        raise RecordError(f"the image of {workspace.name} has no shell", "`snap run -- CMD` runs a program in it")
