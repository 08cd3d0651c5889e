"""The verb keep: commands and paths that the recipe would leave out."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name


def keep(
    wanted: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|COMMAND…",
            show_default=False,
            help="A path, with all below it; or a command: its number in the last snapshot, SEQ.NUMBER in snapshot "
            "SEQ, its text, or the beginning of that.",
        ),
    ],
    name: Name = None,
    json: Json = False,
) -> int:
    """Keep in the recipe what it would leave out: a command without effect, a dropped one, or a volatile path.

    A path that is volatile by a rule, as all in /tmp, is then reproduced and compared like any other, in all snapshots
    of the workspace. `snap volatile` lists such paths, and `snap volatile --remove` takes them back.

    \b
    Examples:
      snap keep 2.4
      snap keep "nginx -t"
      snap keep /tmp/app
    """
    from snapshotter.cli.show.edited import show_edited
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.edit import keep

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    found = keep(home, chosen, wanted, options.engine)
    return show_edited(found, chosen, "kept", words_only=False, json=json)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Keep what the recipe would leave out.")(keep)
