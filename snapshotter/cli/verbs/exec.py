"""The verb exec: `snap run` with the words of `docker exec`."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Directory, Env, Name, User
from snapshotter.cli.show.streams import tell


def exec_(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[NAME] CMD…",
            show_default=False,
            help="The workspace, the command and its arguments, as in docker.",
        ),
    ],
    name: Name = None,
    user: User = "",
    workdir: Directory = "",
    env: Env = None,
    interactive: Annotated[bool, typer.Option("--interactive", "-i", hidden=True)] = False,
    tty: Annotated[bool, typer.Option("--tty", "-t", hidden=True)] = False,
) -> int:
    """Run one command and record it, as `snap run` does, with the words of `docker exec`.

    The first word is the workspace if there is one of that name and a command follows. -i and -t are accepted: a
    command has a terminal where `snap` has one.

    \b
    Examples:
      snap exec web ls -l /srv
      snap exec -it -u postgres web psql
    """
    from snapshotter.work import shell as sessions
    from snapshotter.work.select import workspace

    home = options.home()
    if len(words) > 1 and words[0] in home.workspaces.names():
        name, *words = words
    chosen = sessions.as_asked(workspace(home.workspaces, name), user, workdir, env or ())
    return sessions.run(options.engine(), home, chosen, words, tell)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    settings = {"allow_interspersed_args": False}  # options after the command belong to it
    app.command("exec", short_help="Run one command, as docker exec does.", context_settings=settings)(exec_)
