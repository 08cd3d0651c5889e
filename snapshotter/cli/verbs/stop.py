"""The verb stop: stop a workspace's container."""

from __future__ import annotations

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Name, NameArgument
from snapshotter.cli.show.streams import tell


def stop(argument: NameArgument = None, name: Name = None) -> int:
    """Stop a workspace's container. Nothing is lost: `snap shell` and `snap run` start it again.

    \b
    Examples:
      snap stop web
    """
    from snapshotter.work.select import workspace
    from snapshotter.work.workspaces import stop

    home = options.home()
    chosen = workspace(home.workspaces, argument or name)
    stopped = stop(options.engine(), home, chosen)
    tell(f"{chosen.name} {'is stopped' if stopped else 'was not running'}: `snap shell {chosen.name}` starts it again")
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Stop a workspace's container.")(stop)
