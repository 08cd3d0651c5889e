"""The verb squash: several snapshots become one."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, tell


def squash(
    revs: Annotated[
        str,
        typer.Argument(
            metavar="A..B", help="The snapshots after A up to B, `base..B` from the first; A alone: to HEAD."
        ),
    ],
    message: Annotated[
        str,
        typer.Option("--message", "-m", metavar="TEXT", show_default=False, help="Default: made of their messages."),
    ] = "",
    name: Name = None,
    json: Json = False,
) -> int:
    """Join snapshots that follow each other into one, with all their commands and changes and the image of the last.

    It has the number of the last one. The images and the container stay as they are; later snapshots are written again
    on top. The snapshots that are gone from the line can still be checked out by their numbers, and `snap op undo`
    brings them back.

    \b
    Examples:
      snap squash 2..5
      snap squash HEAD~3 -m "install the web server"
      snap squash base..HEAD
    """
    from functools import cache

    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.squash import squash

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    found = squash(home, chosen, revs, message, cache(options.engine))
    made = found.snapshot
    if json:
        out_json(
            {
                "workspace": chosen,
                "seq": made.seq,
                "id": made.id,
                "message": made.message,
                "commands": len(made.commands),
                "changes": len(made.changes),
                "gone": list(found.gone),
                "stayed": list(found.stayed),
            }
        )
        return 0
    numbers = ", ".join(map(str, found.gone))
    first = made.message.partition("\n")[0]
    out(shown(f"snap/{chosen}:{made.seq}  {made.id[:12]}  {first}"))
    tell(shown(f"holds snapshots {numbers} and {made.seq}: {len(made.commands)} commands, {len(made.changes)} changes"))
    for one in found.stayed:
        tell(shown(f"{one} still leads to the snapshots as they were"))
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Make one of several snapshots.")(squash)
