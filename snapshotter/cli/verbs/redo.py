"""The verb redo: take an undo back."""

from __future__ import annotations

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name, NameArgument
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.moved import show_moved
from snapshotter.cli.show.streams import progress, tell, wipe
from snapshotter.cli.verbs.undo import Force


def redo(argument: NameArgument = None, name: Name = None, force: Force = False, json: Json = False) -> int:
    """Take back the last undo, if nothing else was done since. What was uncommitted comes back as a snapshot.

    \b
    Examples:
      snap redo
    """
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.operations import redo

    home = options.home()
    chosen = workspace_name(home.workspaces, argument or name)
    done, moved = redo(options.engine(), home, chosen, progress(), tell, force=force)
    wipe()
    tell(shown(f"taken back: {done.verb} {done.text}"))
    return show_moved(moved, json=json)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Take the last undo back.")(redo)
