"""The verb checkout: put a workspace on another snapshot or branch."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.moved import show_moved
from snapshotter.cli.show.streams import progress, tell, wipe
from snapshotter.cli.verbs.undo import Force


def checkout(
    rev: Annotated[
        str,
        typer.Argument(
            metavar="[REV]",
            help="A branch, a tag or a snapshot: its number, `HEAD`, the start of its id; `~N` after it.",
        ),
    ] = "HEAD",
    branch: Annotated[
        str, typer.Option("--branch", "-b", metavar="NAME", show_default=False, help="Make this branch there.")
    ] = "",
    name: Name = None,
    force: Force = False,
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild", help="Build the recipe where the image came from elsewhere and cannot be had."),
    ] = False,
    json: Json = False,
) -> int:
    """Put the workspace's container on a snapshot or a branch. What is not committed is kept in a snapshot first.

    The container is replaced by one that is created from the snapshot's image, so the processes in it end. A container
    that was removed by other means is made again. The next snapshot follows the one that is checked out; its number is
    one that was never used.

    \b
    Examples:
      snap checkout 2
      snap checkout -b try-nginx 2
      snap checkout main
    """
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.checkout import checkout

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    home.workspaces.get(chosen)
    moved = checkout(
        options.engine(), home, chosen, rev, progress(), tell, new_branch=branch, force=force, rebuild=rebuild
    )
    wipe()
    return show_moved(moved, json=json)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Go to another snapshot or branch.")(checkout)
