"""The verb restart: stop a workspace's container and start it again."""

from __future__ import annotations

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Name, NameArgument
from snapshotter.cli.show.streams import tell


def restart(argument: NameArgument = None, name: Name = None) -> int:
    """Stop a workspace's container and start it again. Its files stay; its processes end.

    \b
    Examples:
      snap restart web
    """
    from snapshotter.work.container import ensure_running
    from snapshotter.work.select import workspace
    from snapshotter.work.workspaces import stop

    home, engine = options.home(), options.engine()
    chosen = workspace(home.workspaces, argument or name)
    stop(engine, home, chosen)
    ensure_running(engine, home, chosen, lambda _: None)
    tell(f"{chosen.name} is started again")
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Stop a workspace's container and start it again.")(restart)
