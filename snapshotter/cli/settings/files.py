"""Where settings come from: the files, and the variable of each option. What the files hold is read by `keys.py`.

Every verb needs this, and the rest only where there is a file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

DIRECTORY_FILE = ".snap.toml"
USER_FILE = "snapshotter/config.toml"
"""Below `$XDG_CONFIG_HOME`, by default `~/.config`."""
VARIABLES = {
    "--color": "SNAP_COLOR",
    "--pager": "SNAP_PAGER",
    "--builder": "SNAP_BUILDER",
    "--shell": "SNAP_SHELL",
    "--network": "SNAP_NETWORK",
    "--checkpoints": "SNAP_CHECKPOINTS",
    "--no-cast": "SNAP_NO_CAST",
    "--pin": "SNAP_PIN",
    "--slim": "SNAP_SLIM",
    "--keep-failures": "SNAP_KEEP_FAILURES",
    "--secrets": "SNAP_SECRETS",
}
"""The variable that has the value of an option; its key in the files is its name without the dashes."""


def variable_of(names: Iterable[str]) -> str:
    """Return the variable of an option of these names, "" if it is no setting."""
    return next((VARIABLES[name] for name in names if name in VARIABLES), "")


def are_there() -> bool:
    """Return whether there is a file with settings."""
    return directory_file() is not None or user_file().is_file()


def no_color() -> str:
    """Return which variable asks for no colour, "" if none does."""
    return next(filter(os.environ.get, ("NO_COLOR", "SNAP_NO_COLOR")), "")


def user_file() -> Path:
    """Return the configuration file of the user, whether it is there or not."""
    chosen = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(chosen) if chosen.startswith("/") else Path.home() / ".config") / USER_FILE


def directory_file() -> Path | None:
    """Return the nearest `.snap.toml` of this user in the working directory or above it."""
    try:
        folder = Path.cwd()
    except OSError:  # it was removed
        return None
    for one in (folder, *folder.parents):
        file = one / DIRECTORY_FILE
        try:
            if file.is_file() and file.stat().st_uid in (os.getuid(), 0):
                return file
        except OSError:
            continue
    return None
