"""The verb that shows a session again: cast."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.streams import out, out_json, tell

if TYPE_CHECKING:
    from snapshotter.work.casts import Kept


def cast(
    session: Annotated[
        str,
        typer.Argument(
            metavar="[SESSION]",
            show_default=False,
            help="A session, by a part of its name as `snap log --commands` shows it. Default: the newest.",
        ),
    ] = "",
    name: Name = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; `-` is stdout.")
    ] = "-",
    force: Annotated[bool, typer.Option("--force", help="Write over FILE where it is there.")] = False,
    every: Annotated[bool, typer.Option("--list", "-l", help="List the sessions that were kept.")] = False,
    remove: Annotated[
        bool,
        typer.Option(
            "--remove", help="Remove what SESSION showed, of every one with `all`; the record of commands stays."
        ),
    ] = False,
    json: Json = False,
) -> int:
    """Write what a session showed as an asciicast v2, which `asciinema play` plays. Needs no engine.

    What `snap start` and `snap shell` show at a terminal is kept, without secrets and without any key that was
    pressed; `--no-cast`, or SNAP_NO_CAST=1 in the environment, keeps nothing. With --json, the sessions are listed.

    \b
    Examples:
      snap cast | asciinema play -
      snap cast -n web -o web.cast
      snap cast --list
      snap cast 3f9a01cc -o - > session.cast
      snap cast --remove all
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.casts import casts, chosen, forget
    from snapshotter.work.select import workspace_name

    home = options.home()
    workspace = workspace_name(home.workspaces, name)
    found = casts(home, workspace)
    if remove and not session:
        raise UsageError("it is not said which session is to be removed", "name it, or `all`: `snap cast --remove all`")
    if remove:
        gone = found if session == "all" else [chosen(found, session, workspace)]
        forget(gone)
        tell(f"removed what {len(gone)} session{'' if len(gone) == 1 else 's'} of {workspace} showed")
    elif json:
        out_json([_json(one) for one in found])
    elif every:
        _list(found, workspace)
    else:
        _write(chosen(found, session, workspace), output, force=force)
    return 0


def _write(cast: Kept, output: str, *, force: bool) -> None:
    from snapshotter.record.cast.asciicast import lines
    from snapshotter.work.casts import write

    if output != "-":
        write(cast, options.path(output), force=force)
        return
    for line in lines(cast.path):
        sys.stdout.buffer.write(line)


def _json(cast: Kept) -> dict[str, object]:
    told = cast.outline
    return {
        "session": cast.session,
        "begin": told.began,
        "seconds": told.seconds,
        "commands": cast.commands,
        "size": told.size,
        "columns": told.columns,
        "rows": told.rows,
        "running": cast.running,
        "path": str(cast.path),
    }


def _list(found: list[Kept], workspace: str) -> None:
    from snapshotter.cli.show.tables import age, duration, size, table

    if not found:
        tell(f"no session of {workspace} was kept")
        return
    rows = [
        (
            cast.session.rpartition("-")[2],
            age(cast.outline.began),
            "running" if cast.running else "",
            duration(cast.outline.seconds),
            cast.commands,
            size(cast.outline.size),
        )
        for cast in reversed(found)
    ]
    out(table(("SESSION", "BEGAN", "STATE", "TIME", "COMMANDS", "SIZE"), rows))


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(short_help="What a session showed, as an asciicast.")(cast)
