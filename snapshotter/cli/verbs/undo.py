"""The verb undo: back to the last snapshot."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import in_session, options
from snapshotter.cli.options import Json, Name, NameArgument
from snapshotter.cli.show.moved import show_moved
from snapshotter.cli.show.streams import out_json, progress, tell, wipe

Force = Annotated[bool, typer.Option("--force", "-f", help="End the sessions that are open in the workspace.")]


Command = Annotated[
    bool, typer.Option("--command", "-c", help="Take back the last command alone; the container goes on running.")
]


def undo(
    argument: NameArgument = None, name: Name = None, command: Command = False, force: Force = False, json: Json = False
) -> int:
    """Put a workspace back to its last snapshot. What is discarded is kept: `snap redo` brings it back.

    The container is replaced by one that is created from the snapshot's image, so the processes in it end. Data in
    volumes and bind mounts is in no snapshot and stays as it is. In the shell of `snap build --debug` it ends
    that shell and opens one in the state before the step.

    With `--command` only the last command that is not committed is taken back, exactly: each path that it changed is
    put back as it was, and the next commit does not have the command. Where it is not known what a path was before it,
    the path is named and nothing is done. `snap start --checkpoints` keeps a state for each command.

    \b
    Examples:
      snap undo
      snap undo --command
      snap undo -n web --force
    """
    from snapshotter.work.select import workspace_name

    home = options.home()
    if in_session.is_in_build():
        from snapshotter.work.build.states import go_back

        go_back(options.engine(), home, in_session.workspace())
        return 0
    chosen = workspace_name(home.workspaces, argument or name)
    home.workspaces.get(chosen)
    if command:
        from snapshotter.cli.show.taken_back import show_taken_back
        from snapshotter.work.versions.undo_command.undo import undo_command

        taken = undo_command(options.engine(), home, chosen, progress(), tell)
        wipe()
        return show_taken_back(taken, json=json)
    from snapshotter.work.versions.checkout import undo

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
