"""What every verb begins with: the stores on this host, the engine when it is needed, and the options they share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from snapshotter.cli import inside

if TYPE_CHECKING:
    from snapshotter.engine.api import Engine
    from snapshotter.work.home import Home

Name = Annotated[
    str | None,
    typer.Option(
        "--name",
        "-n",
        metavar="NAME",
        envvar="SNAP_NAME",
        show_default=False,
        callback=inside.check_name,
        help="The workspace. Default: the one last used.",
    ),
]
NameArgument = Annotated[
    str | None, typer.Argument(metavar="[NAME]", show_default=False, help="The workspace, as with -n.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Rev = Annotated[
    str, typer.Argument(metavar="[REV]", help="A snapshot: its number, `latest`, `HEAD`, or the beginning of its id.")
]

Secret = Annotated[
    list[str] | None,
    typer.Option(
        "--secret",
        metavar="NAME=FILE",
        show_default=False,
        help="The value of a secret, for the proof's build alone; NAME=env:VARIABLE takes it from the environment. "
        "Steps that use it stay commands. Repeatable.",
    ),
]
Secrets = Annotated[
    Literal["auto", "mount", "carry"],
    typer.Option(
        "--secrets",
        metavar="HOW",
        help="What becomes of commands that used a secret: `mount` keeps them, with RUN --mount=type=secret; `carry` "
        "copies the files they left; `auto` mounts where they left many.",
    ),
]
AllowSecret = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-secret",
        metavar="PATH",
        show_default=False,
        help="Put a file into the context although it holds a secret. Repeatable.",
    ),
]

NoCast = Annotated[
    bool, typer.Option("--no-cast", envvar="SNAP_NO_CAST", help="Do not keep what the session shows for `snap cast`.")
]


def home() -> Home:
    """Open the stores below $SNAP_HOME."""
    from snapshotter.line.home import home as directory
    from snapshotter.work.home import at

    return at(directory())


def engine() -> Engine:
    """Connect to the engine; raises `EngineNotFound`.

    What it is, most verbs have to know: it is asked at once, which takes 10 ms, in which Python loads the rest.
    """
    from snapshotter.engine import connect
    from snapshotter.work.meanwhile import Meanwhile

    found = connect()
    Meanwhile(found.info, may_be_left=True).begin()
    return found


def path(text: str) -> Path:
    """Give a path of this host as the person meant it."""
    return Path(text).expanduser()
