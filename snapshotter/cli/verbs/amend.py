"""The verb amend: another message for a snapshot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name, Rev

if TYPE_CHECKING:
    from snapshotter.engine.api import Connect
    from snapshotter.store.home import Home
    from snapshotter.work.versions.edit import Edited


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
    from snapshotter.work.versions.edit import amend

    return reword(amend, message, rev, name, ("the message", "message changed"), json=json)


def reword(
    edit: Callable[[Home, str, str, str, Connect], Edited],
    text: str,
    rev: str,
    name: str | None,
    called: tuple[str, str],
    *,
    json: bool,
) -> int:
    """Edit words of a snapshot; `called` is what they are, and what was done."""
    from snapshotter.cli.show.edited import show_edited
    from snapshotter.cli.show.text import tell_masked
    from snapshotter.work.select import workspace_name

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    found = edit(home, chosen, rev, text, options.engine)
    tell_masked(called[0], text, found.stored)
    return show_edited(found, chosen, called[1], words_only=True, json=json)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Change the message of a snapshot.")(amend)
