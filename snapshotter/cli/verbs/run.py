"""The verb run: run one command, or a script."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Directory, Env, Name, User
from snapshotter.cli.show.streams import tell


def run(
    command: Annotated[
        list[str] | None, typer.Argument(metavar="[--] CMD…", help="The command and its arguments.")
    ] = None,
    name: Name = None,
    user: User = "",
    workdir: Directory = "",
    env: Env = None,
    script: Annotated[
        str,
        typer.Option(
            "--file",
            "-f",
            metavar="SCRIPT",
            show_default=False,
            help="A script on this host, whose lines are run in the workspace's shell; `-` is stdin.",
        ),
    ] = "",
) -> int:
    """Run one command, or a script line by line, and record it. The exit status is that of the command.

    One word that is a command line, such as 'cd /srv && ls', is run by the workspace's shell; several words are a
    program and its arguments.

    \b
    Examples:
      snap run -- apt-get install -y nginx-light
      snap run -n web -f setup.sh
      snap run 'echo hello > /etc/motd'
      snap run -u www-data -w /srv -e LANG=C.UTF-8 -- ./manage.py migrate
    """
    from snapshotter.errors import UsageError
    from snapshotter.work import shell as sessions
    from snapshotter.work.select import workspace

    if script and command:
        raise UsageError("a command and -f SCRIPT cannot both be run", "give only one of them")
    home = options.home()
    chosen = sessions.as_asked(workspace(home.workspaces, name), user, workdir, env or ())
    if not script:
        return sessions.run(options.engine(), home, chosen, command or [], tell)
    if script == "-":
        return sessions.feed(options.engine(), home, chosen, sys.stdin.buffer, tell)
    with sessions.open_script(script) as lines:
        return sessions.feed(options.engine(), home, chosen, lines, tell)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    settings = {"allow_interspersed_args": False}  # options after the command belong to it
    app.command(short_help="Run one command, or a script.", context_settings=settings)(run)
