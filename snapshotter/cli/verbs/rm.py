"""The verb rm: remove a workspace."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import tell


def rm(
    argument: Annotated[str | None, typer.Argument(metavar="NAME", show_default=False, help="The workspace.")] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", "-n", metavar="NAME", show_default=False, help="The workspace; there is no default."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Remove it even if snapshots or uncommitted work are lost.")
    ] = False,
) -> int:
    """Remove a workspace: container, images, snapshots and journal. Without --force, refuses to lose work.

    \b
    Examples:
      snap rm web
      snap rm --force -n web
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.workspaces import remove

    chosen = argument or name
    if not chosen:
        raise UsageError("name the workspace to remove", "`snap list` shows the workspaces")
    gone = remove(options.engine(), options.home(), chosen, force=force)
    parts = ["its container"] * gone.container + [shown(tag) for tag in gone.images]
    tell(f"{chosen} is removed" + (f", with {', '.join(parts)}" if parts else ""))
    for tag, why in gone.kept:
        tell(f"kept {shown(tag)}: {shown(why)}\n  next: `docker rmi {shown(tag)}` removes it when it is no longer used")
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Remove a workspace.")(rm)
