"""The verb shell: enter a workspace's shell again."""

from __future__ import annotations

import sys

import typer

from snapshotter.cli import in_session, options
from snapshotter.cli.options import Directory, Env, Name, NameArgument, NoCast, User
from snapshotter.cli.show.streams import tell
from snapshotter.errors import NotFound


def shell(
    argument: NameArgument = None,
    name: Name = None,
    user: User = "",
    workdir: Directory = "",
    env: Env = None,
    no_cast: NoCast = False,
) -> int:
    """Enter a workspace's shell again. Without a terminal, the lines of stdin are run and recorded.

    \b
    Examples:
      snap shell web
      snap shell -u postgres -w /var/lib/postgresql
      echo 'apt-get update' | snap shell web
    """
    from snapshotter.work import shell as sessions
    from snapshotter.work.select import offer_adoption, workspace

    home = options.home()
    wanted = argument or name
    try:
        chosen = workspace(home.workspaces, wanted)
    except NotFound as error:
        if wanted:
            offer_adoption(options.engine, wanted, error)
        raise
    chosen = sessions.as_asked(chosen, user, workdir, env or ())
    engine = options.engine()
    if sys.stdin.isatty():
        return sessions.enter(engine, home, chosen, tell, in_session.program(chosen.name), cast=not no_cast)
    return sessions.feed(engine, home, chosen, sys.stdin.buffer, tell)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Enter a workspace's shell again.")(shell)
