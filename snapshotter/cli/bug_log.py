"""The log of a bug: versions, platform, git, engine, the verb with the names of its options, and the traceback.

A person sends it to others, so it holds no value of an option and no name of a user, host or context.
"""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from snapshotter import __version__
from snapshotter.errors import StoreError

if TYPE_CHECKING:
    from snapshotter.engine.connect.addresses import Endpoint

GIT_SECONDS = 2.0
ENGINE_SECONDS = 2.0
"""For all addresses together."""


def write_bug_log(error: Exception, argv: Sequence[str]) -> Path:
    """Write a new file below $SNAP_HOME/log and return its path; raises `OSError`."""
    from snapshotter.store.ownership import check_owner
    from snapshotter.store.paths import create_directory, home, open_private

    try:
        check_owner(home())
    except StoreError as unsafe:
        raise PermissionError(errno.EPERM, unsafe.message) from unsafe
    folder = home() / "log"
    create_directory(folder)
    file = folder / time.strftime(f"%Y%m%d-%H%M%S-{os.getpid()}.log")
    lines = [f"snapshotter {__version__}", f"Python {sys.version}", f"verb: {_without_values(argv)}"]
    with contextlib.suppress(KeyboardInterrupt):  # the user does not want to wait for git and the engine
        lines.append(f"platform: {platform.platform()}")
        lines.append(f"git: {_git_version()}")
        lines.append(f"engine: {_engine_within_limit()}")
    trace = "".join(traceback.format_exception(error))
    text = "\n".join([*lines, "", trace]).encode("utf-8", "backslashreplace")
    with open(open_private(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb") as log:  # noqa: PTH123 - it is open already
        log.write(text)
    return file


def _without_values(argv: Sequence[str]) -> str:
    """Return the verb and the names of its options, without any value; empty if the first word is no verb."""
    try:
        import typer

        from snapshotter.cli.app import VERBS, build

        if argv[0] not in VERBS:
            return ""
        group: Any = typer.main.get_command(build(argv[0]))
        known = {name for option in group.commands[argv[0]].params for name in option.opts if name.startswith("-")}
    except Exception:  # this may be where the bug is
        return ""
    names = [word.partition("=")[0] if word.startswith("--") else word[:2] for word in argv[1:]]
    return " ".join([argv[0], *(name for name in names if name in known)])


def _git_version() -> str:
    try:
        done = subprocess.run(
            ["git", "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=GIT_SECONDS,
            check=True,
        )
    except FileNotFoundError:
        return "not installed"
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return f"unknown ({type(error).__name__})"
    return done.stdout.strip().removeprefix("git version ")


def _engine_within_limit() -> str:
    """Describe the engine that answers; a thread that takes longer than `ENGINE_SECONDS` is left behind."""
    found: list[str] = []
    thread = Thread(target=lambda: found.append(_engine()), name="bug-log", daemon=True)
    try:
        thread.start()
    except RuntimeError as error:
        return f"unknown ({type(error).__name__})"
    thread.join(ENGINE_SECONDS)
    return found[0] if found else f"no answer in {ENGINE_SECONDS:g} s"


def _engine() -> str:
    """Describe the engine that answers.

    None is started, unlike in `connect`. One behind ssh is not asked, since ssh may ask the user for a password.
    """
    try:
        from snapshotter.engine.connect.addresses import from_environment
        from snapshotter.engine.connect.connect import UnreachableError, reach

        for endpoint in from_environment():
            if endpoint.url.startswith("ssh://"):
                return f"not asked; {_address_kind(endpoint)}"
            with contextlib.suppress(UnreachableError):
                info = reach(endpoint).info()
                driver = info.storage_driver or "unknown"
                return f"{info.name} {info.version}; storage driver {driver}; {_address_kind(endpoint)}"
    except Exception as error:  # whatever it is, the log of the first error is written
        return f"unknown ({type(error).__name__})"
    return "none answers"


def _address_kind(endpoint: Endpoint) -> str:
    """Describe an address without its path, host or user, and a docker context without its name."""
    source = "docker context" if endpoint.source.startswith("docker context") else endpoint.source
    return f"{endpoint.url.partition('://')[0]} address from {source}"
