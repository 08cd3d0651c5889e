"""The verb shell: back into a workspace's shell."""

from __future__ import annotations

import sys

import typer

from snapshotter.cli import in_session, options
from snapshotter.cli.options import Name, NameArgument, NoCast
from snapshotter.cli.show.streams import tell


def shell(argument: NameArgument = None, name: Name = None, no_cast: NoCast = False) -> int:
    """Go back into a workspace's shell. Without a terminal, lines from stdin are run and recorded the same.

    \b
    Examples:
      snap shell web
      echo 'apt-get update' | snap shell web
    """
    from snapshotter.work import shell as sessions
    from snapshotter.work.select import workspace

    home = options.home()
    chosen = workspace(home.workspaces, argument or name)
    engine = options.engine()
    if sys.stdin.isatty():
        return sessions.enter(engine, home, chosen, tell, in_session.program(chosen.name), cast=not no_cast)
    return sessions.feed(engine, home, chosen, sys.stdin.buffer, tell)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(short_help="Go back into a workspace's shell.")(shell)
