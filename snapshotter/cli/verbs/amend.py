"""The verb amend: another message for a snapshot."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name, Rev


def amend(
    message: Annotated[str, typer.Option("--message", "-m", metavar="TEXT", help="The new message.")],
    rev: Rev = "HEAD",
    name: Name = None,
    json: Json = False,
) -> int:
    """Change the message of a snapshot. Its image and its proof stay as they are.

    The snapshot and those after it get new ids; `snap op undo` brings the old record back.

    \b
    Examples:
      snap amend -m "install nginx"
      snap amend 2 -m "configure the site"
    """
    from snapshotter.cli.show.edited import show_edited
    from snapshotter.cli.show.text import tell_masked
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.edit import amend

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    found = amend(home, chosen, rev, message, options.engine)
    tell_masked("the message", message, found.stored)
    return show_edited(found, chosen, "message changed", words_only=True, json=json)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Change the message of a snapshot.")(amend)
