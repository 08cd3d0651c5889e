"""What `snap` does when it is asked from inside a session: one workspace, and only what looks or commits.

Whatever runs in the container can ask: so nothing here writes to a file of this host or shows another workspace.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from snapshotter.errors import UsageError

VARIABLE = "SNAP_INSIDE"
"""Names the workspace whose session asks; set for the process that answers, and for no other."""
VERBS = ("status", "commit", "log", "show", "diff", "blame", "list", "export-dockerfile")


def program(name: str) -> list[str]:
    """Give the program that answers for a workspace; the words typed in the session follow it."""
    start = (
        f"import os; os.environ.update({VARIABLE}={name!r}, SNAP_NAME={name!r}); "
        "from snapshotter.cli.console import run; run()"
    )
    # -P: a module in the directory where the session was begun is none of ours
    return [sys.executable, "-P", "-c", start]


def workspace() -> str:
    """Give the workspace whose session asks, "" where nobody asks from inside."""
    return os.environ.get(VARIABLE, "")


def check_verb(verbs: Sequence[str], argv: Sequence[str]) -> None:
    """Raise `UsageError` for a verb that a session does not answer."""
    if workspace() and argv[0] in verbs and argv[0] not in VERBS:
        raise UsageError(
            f"`snap {argv[0]}` does not work inside a session",
            "use another terminal, or leave with `exit` first; inside work: " + ", ".join(VERBS),
        )


def check_name(name: str | None) -> str | None:
    """Raise `UsageError` where another workspace is named than the one the session is in."""
    if workspace() and name and name != workspace():
        raise UsageError(
            f"a session in {workspace()} does not answer for {name}", "use another terminal, or leave with `exit` first"
        )
    return name


def check_export(output: str | None, secrets: Sequence[str]) -> None:
    """Raise `UsageError` where files of the host would be written, or be read as secrets."""
    if workspace() and secrets:
        raise UsageError(
            "inside a session no secret is taken: the file would be one of the host",
            "leave with `exit` first, or use another terminal",
        )
    if workspace() and output != "-":
        raise UsageError(
            "inside a session no files are written: the directory would be one of the host",
            "`snap export-dockerfile -o -` prints the Dockerfile; leave with `exit` for the files",
        )
