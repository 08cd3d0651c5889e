"""The restrictions on `snap` commands typed inside a session: one workspace, and only verbs that show or commit.

Any program in the container can send such commands, so none of them may write a file of this host or show another
workspace.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from snapshotter.errors import UsageError

VARIABLE = "SNAP_INSIDE"
"""Environment variable with the name of the session's workspace; set only for the process that runs its command."""
ALLOWED_VERBS = ("status", "commit", "log", "show", "diff", "blame", "list", "export-dockerfile")


def program(name: str) -> list[str]:
    """Return the command that runs `snap` for a session of the workspace `name`; the words typed there follow it."""
    start = (
        f"import os; os.environ.update({VARIABLE}={name!r}, SNAP_NAME={name!r}); "
        "from snapshotter.cli.console import run; run()"
    )
    # -P: do not import modules from the directory in which the session was started
    return [sys.executable, "-P", "-c", start]


def workspace() -> str:
    """Return the workspace of the session that runs this command, "" outside a session."""
    return os.environ.get(VARIABLE, "")


def check_verb(verbs: Sequence[str], argv: Sequence[str]) -> None:
    """Raise `UsageError` for a verb that is not allowed inside a session."""
    if workspace() and argv[0] in verbs and argv[0] not in ALLOWED_VERBS:
        raise UsageError(
            f"`snap {argv[0]}` does not work inside a session",
            "use another terminal, or leave with `exit` first; these work inside a session: "
            + ", ".join(ALLOWED_VERBS),
        )


def check_name(name: str | None) -> str | None:
    """Return `name`; raises `UsageError` inside a session for any workspace but its own."""
    if workspace() and name and name != workspace():
        raise UsageError(
            f"a session in {workspace()} cannot use the workspace {name}",
            "use another terminal, or leave with `exit` first",
        )
    return name


def check_export(output: str | None, secrets: Sequence[str]) -> None:
    """Raise `UsageError` if files of the host would be written, or read as secrets."""
    if workspace() and secrets:
        raise UsageError(
            "--secret does not work inside a session: it would read a file of the host",
            "use another terminal, or leave with `exit` first",
        )
    if workspace() and output != "-":
        raise UsageError(
            "no files are written inside a session: the directory would be on the host",
            "print the Dockerfile with `snap export-dockerfile -o -`, or leave with `exit` to write the files",
        )
