"""The verb undo: back to the last snapshot."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import in_session, options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.moved import show_moved
from snapshotter.cli.show.streams import out_json, progress, tell, wipe

Force = Annotated[bool, typer.Option("--force", "-f", help="End the sessions that are open in the workspace.")]


def undo(name: Name = None, force: Force = False, json: Json = False) -> int:
    """Put a workspace back to its last snapshot. What is discarded is kept: `snap redo` brings it back.

    The container is replaced by one that is created from the snapshot's image, so the processes in it end. Data in
    volumes and bind mounts is in no snapshot and stays as it is. In the shell of `snap build --debug` it ends
    that shell and opens one in the state before the step.

    \b
    Examples:
      snap undo
      snap undo -n web --force
    """
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.checkout import undo

    home = options.home()
    if in_session.is_in_build():
        from snapshotter.work.build.states import go_back

        go_back(options.engine(), home, in_session.workspace())
        return 0
    chosen = workspace_name(home.workspaces, name)
    home.workspaces.get(chosen)
    moved = undo(options.engine(), home, chosen, progress(), tell, force=force)
    wipe()
    if moved is None:
        tell(
            f"nothing was run and nothing changed in {chosen} since the last snapshot: nothing to undo\n"
            f"  next: `snap checkout HEAD~1 -n {chosen}` goes back to the snapshot before"
        )
        if json:
            out_json(None)
        return 0
    return show_moved(moved, json=json)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Go back to the last snapshot.")(undo)
