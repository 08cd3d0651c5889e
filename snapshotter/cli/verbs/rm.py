"""The verb rm: remove a workspace."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import progress, tell, wipe


def rm(
    argument: Annotated[str | None, typer.Argument(metavar="NAME", show_default=False, help="The workspace.")] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", "-n", metavar="NAME", show_default=False, help="The workspace; there is no default."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Remove it even if it has snapshots or uncommitted work.")
    ] = False,
    purge: Annotated[bool, typer.Option("--purge", help="Keep nothing: its disk space is free at once.")] = False,
) -> int:
    """Remove a workspace: container, images, snapshots and journal. Without --force, refuses to remove work.

    `snap op undo` brings it back, until `snap gc` frees its disk space. The container goes at once, after a snapshot
    of what is not committed; so do its anonymous volumes.

    \b
    Examples:
      snap rm web
      snap rm --force -n web
      snap rm --force --purge web
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.versions.removal import remove

    chosen = argument or name
    if not chosen:
        raise UsageError("name the workspace to remove", "`snap list` shows the workspaces")
    engine, home = options.engine(), options.home()
    if (home.path / "builds").is_dir():
        from snapshotter.work.build.states import remove_state

        if remove_state(engine, home, chosen, force=force):
            tell(f"{chosen} is removed, with the image in front of its step")
            return 0
    gone = remove(engine, home, chosen, force=force, purge=purge, progress=progress())
    wipe()
    if gone.lost:
        tell(f"what was not committed could not be kept: {shown(gone.lost)}")
    if not purge:
        tell(f"{chosen} is removed: `snap op undo` brings it back, `snap gc` frees its disk space")
        return 0
    parts = ["its container"] * gone.container + [shown(tag) for tag in gone.images]
    tell(f"{chosen} is removed" + (f", with {', '.join(parts)}" if parts else ""))
    for tag, why in gone.kept:
        tell(f"kept {shown(tag)}: {shown(why)}\n  next: `docker rmi {shown(tag)}` removes it when it is no longer used")
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Remove a workspace.")(rm)
