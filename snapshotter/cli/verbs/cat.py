"""The verb cat: the content of a file as it was in a snapshot."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Name
from snapshotter.cli.show.streams import wipe


def cat(
    file: Annotated[
        str,
        typer.Argument(metavar="[REV:]PATH", help="A snapshot and an absolute path; `base:/etc/motd` is the base's."),
    ],
    name: Name = None,
) -> int:
    """Write the content of a regular file as it was in a snapshot to stdout. No snapshot: the last one.

    \b
    Examples:
      snap cat 2:/etc/nginx/nginx.conf
      snap cat HEAD~1:/etc/hosts > hosts.before
    """
    from snapshotter.work.look.cat import file_at
    from snapshotter.work.select import workspace_name

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    with home.line.together():
        data = file_at(options.engine, home, chosen, file)
    wipe()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Print a file as it was in a snapshot.")(cat)
