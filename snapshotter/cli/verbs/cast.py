"""The verb cast: write, list or remove the saved output of sessions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.streams import out, out_json, tell

if TYPE_CHECKING:
    from snapshotter.work.look.casts import SavedCast


def cast(
    session: Annotated[
        str,
        typer.Argument(
            metavar="[SESSION]",
            show_default=False,
            help="A session: part of its name, as shown by `snap log --commands`. Default: the newest.",
        ),
    ] = "",
    name: Name = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="The file to write; `-` is stdout.")
    ] = "-",
    force: Annotated[bool, typer.Option("--force", help="Overwrite FILE.")] = False,
    every: Annotated[bool, typer.Option("--list", "-l", help="List the saved sessions.")] = False,
    remove: Annotated[
        bool,
        typer.Option(
            "--remove",
            help="Remove the saved output of SESSION, or with `all` of every session; recorded commands are kept.",
        ),
    ] = False,
    json: Json = False,
) -> int:
    """Write the saved output of a session as an asciicast v2, for `asciinema play`. Needs no engine.

    The output of `snap start` and `snap shell` at a terminal is saved, without secrets and without the keys that were
    pressed; `--no-cast`, or SNAP_NO_CAST=1 in the environment, turns this off. With --json, the sessions are listed.

    \b
    Examples:
      snap cast | asciinema play -
      snap cast -n web -o web.cast
      snap cast --list
      snap cast 3f9a01cc -o - > session.cast
      snap cast --remove all
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.look.casts import casts, find_cast, forget
    from snapshotter.work.select import workspace_name

    home = options.home()
    workspace = workspace_name(home.workspaces, name)
    found = casts(home, workspace)
    if remove and not session:
        raise UsageError("no session to remove is named", "name one, or all of them: `snap cast --remove all`")
    if remove:
        gone = found if session == "all" else [find_cast(found, session, workspace)]
        forget(gone)
        tell(f"removed the saved output of {len(gone)} session{'' if len(gone) == 1 else 's'} of {workspace}")
    elif json:
        out_json([_json(one) for one in found])
    elif every:
        _list(found, workspace)
    else:
        _write(find_cast(found, session, workspace), output, force=force)
    return 0


def _write(cast: SavedCast, output: str, *, force: bool) -> None:
    from snapshotter.record.cast.asciicast import lines
    from snapshotter.work.look.casts import write

    if output != "-":
        write(cast, options.path(output), force=force)
        return
    for line in lines(cast.path):
        sys.stdout.buffer.write(line)


def _json(cast: SavedCast) -> dict[str, object]:
    outline = cast.outline
    return {
        "session": cast.session,
        "begin": outline.began,
        "seconds": outline.seconds,
        "commands": cast.commands,
        "size": outline.size,
        "columns": outline.columns,
        "rows": outline.rows,
        "running": cast.running,
        "path": str(cast.path),
    }


def _list(found: list[SavedCast], workspace: str) -> None:
    from snapshotter.cli.show.tables import age, duration, size, table

    if not found:
        tell(f"no session of {workspace} was saved")
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
    """Add the verb to `app`."""
    app.command(short_help="Write the output of a session as an asciicast.")(cast)
