"""The verb note: a comment in the recipe."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name, Rev


def note(
    text: Annotated[str, typer.Option("--message", "-m", metavar="TEXT", help="The comment; an empty one removes it.")],
    rev: Rev = "HEAD",
    name: Name = None,
    json: Json = False,
) -> int:
    """Put a comment above the steps of a snapshot in the Dockerfile, below its message.

    \b
    Examples:
      snap note -m "see the ticket of the web team before changing this"
      snap note 2 -m ""
    """
    from snapshotter.cli.show.edited import show_edited
    from snapshotter.cli.show.text import tell_masked
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.edit import note

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    found = note(home, chosen, rev, text, options.engine)
    tell_masked("the comment", text, found.stored)
    return show_edited(found, chosen, "comment", words_only=True, json=json)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Put a comment into the Dockerfile.")(note)
