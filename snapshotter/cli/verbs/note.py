"""The verb note: a comment in the recipe."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli.options import Json, Name, Rev
from snapshotter.cli.verbs.amend import reword


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
    from snapshotter.work.versions.edit import note

    return reword(note, text, rev, name, ("the comment", "comment"), json=json)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Put a comment into the Dockerfile.")(note)
