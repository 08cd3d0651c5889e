"""The verb browse: a line in a full-screen explorer."""

from __future__ import annotations

import sys

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Name, NameArgument


def browse(argument: NameArgument = None, name: Name = None) -> int:
    """Look through a line in the terminal: snapshots, commands, changed paths, files, and the Dockerfile beside.

    Commands are dropped and kept, messages reworded, and operations undone from there. `?` lists the keys, which are
    those of dive and of git's tools where these have one. Needs the extra: `pip install 'snapshotter[browse]'`.

    \b
    Examples:
      snap browse
      snap browse web
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.select import workspace_name

    try:
        from snapshotter.cli.terminal.browse.app import Browse
    except ModuleNotFoundError as error:
        raise UsageError(
            f"`snap browse` needs {error.name}, which is not installed",
            "install it: `pip install 'snapshotter[browse]'`",
        ) from error
    from snapshotter.cli.terminal.browse.line import Line

    home = options.home()
    line = Line(home, workspace_name(home.workspaces, argument or name), options.engine)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("`snap browse` needs a terminal", "`snap log`, `snap show` and `snap diff` print the same")
    Browse(line).run()
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Look through a line in the terminal.")(browse)
