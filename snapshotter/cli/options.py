"""What every verb begins with: the stores on this host, the engine when it is needed, and the options they share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from snapshotter.cli import in_session
from snapshotter.cli.show.escape import shown_lines
from snapshotter.cli.show.streams import progress, tell

if TYPE_CHECKING:
    from snapshotter.engine.api import Engine
    from snapshotter.store.home import Home
    from snapshotter.work.export.export import Exporter

Name = Annotated[
    str | None,
    typer.Option(
        "--name",
        "-n",
        metavar="NAME",
        envvar="SNAP_NAME",
        show_default=False,
        callback=in_session.check_name,
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
    from snapshotter.store.home import at
    from snapshotter.store.paths import home as directory

    return at(directory())


def engine() -> Engine:
    """Connect to the engine; raises `EngineNotFound`.

    What it is, most verbs have to know: it is asked at once, which takes 10 ms, in which Python loads the rest.
    """
    from snapshotter.engine.connect.connect import connect
    from snapshotter.work.background import Meanwhile

    found = connect()
    Meanwhile(found.info, may_be_left=True).begin()
    return found


def path(text: str) -> Path:
    """Give a path of this host as the person meant it."""
    return Path(text).expanduser()


def exporter() -> Exporter:
    """Return what exporting and verifying need; the engine is connected where it is first asked for."""
    from functools import cache

    from snapshotter.work.export.export import Exporter

    return Exporter(home(), cache(engine), progress(), _tell_lines)


def _tell_lines(text: str) -> None:
    tell(shown_lines(text))


def snapshot(exporter: Exporter, name: str | None, rev: str) -> tuple[str, int]:
    """Return the workspace and the number of the snapshot that `name` and `rev` mean; raises `NotFound`."""
    from snapshotter.work.select import revision, workspace_name

    chosen = workspace_name(exporter.home.workspaces, name)
    return chosen, revision(exporter.home.line.summaries(chosen), rev, chosen).seq
