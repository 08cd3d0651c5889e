"""The verb drop: commands that the recipe leaves out."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name

Commands = Annotated[
    list[str],
    typer.Argument(
        metavar="COMMAND…",
        show_default=False,
        help="Its number in the last snapshot, SEQ.NUMBER in snapshot SEQ, its text, or the beginning of that.",
    ),
]


def drop(commands: Commands, name: Name = None, json: Json = False) -> int:
    """Leave commands out of the recipe. The image stays; what they made in it is copied as files.

    \b
    Examples:
      snap drop 3
      snap drop 2.1 "apt-get install -y nano"
      snap op undo
    """
    from snapshotter.cli.show.edited import show_edited
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.edit import drop

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    found = drop(home, chosen, commands, options.engine)
    return show_edited(found, chosen, "left out of the recipe", words_only=False, json=json)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Leave a command out of the recipe.")(drop)
