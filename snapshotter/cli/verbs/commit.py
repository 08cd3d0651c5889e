"""The verb commit: make a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe
from snapshotter.cli.show.text import tell_lost

if TYPE_CHECKING:
    from snapshotter.work.commit.commit import Committed


def commit(
    name: Name = None,
    message: Annotated[
        str,
        typer.Option(
            "--message",
            "-m",
            metavar="MSG",
            show_default=False,
            help="The message. Default: generated from the commands and changes.",
        ),
    ] = "",
    change: Annotated[
        list[str] | None,
        typer.Option(
            "--change",
            "-c",
            metavar="INSTR",
            help="A Dockerfile instruction for the image's configuration: CMD, "
            "ENTRYPOINT, ENV, EXPOSE, LABEL, ONBUILD, USER, VOLUME or WORKDIR. Repeatable.",
        ),
    ] = None,
    allow_secret: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-secret",
            metavar="NAME",
            show_default=False,
            help="Allow a variable or label of --change to hold a secret. Repeatable.",
        ),
    ] = None,
    json: Json = False,
) -> int:
    """Make a snapshot: save the container as the image snap/NAME:SEQ, with its commands and changes.

    If nothing was run and nothing changed, no snapshot is made and the exit code is 0.

    \b
    Examples:
      snap commit -m "install nginx"
      snap commit --change 'CMD ["nginx", "-g", "daemon off;"]' --change 'EXPOSE 80'
    """
    from snapshotter.work.select import workspace

    home = options.home()
    chosen = workspace(home.workspaces, name)
    engine = options.engine()
    from snapshotter.work.commit.commit import commit

    made = commit(engine, home, chosen, message, change or (), progress(), allow_secret or ())
    wipe()
    if made is None:
        tell(f"nothing was run and nothing changed in {chosen.name} since the last snapshot: nothing to commit")
        if json:
            out_json(None)
        return 0
    _show_commit(made, json)
    return 0


def _show_commit(made: Committed, json: bool) -> None:
    from snapshotter.cli.show import as_json
    from snapshotter.cli.show.tables import plural, size
    from snapshotter.cli.show.text import counts_line

    snapshot = made.snapshot
    if json:
        out_json(as_json.snapshot(snapshot))
    else:
        head = f"{snapshot.tag}  {snapshot.id[:12]}  {snapshot.message.splitlines()[0] if snapshot.message else ''}"
        out(shown(head))
        out(f"{plural(len(snapshot.commands), 'command')}, {counts_line(snapshot.changes)}")
    for left in made.left_out:
        amount = "data" if left.size is None else size(left.size)
        tell(
            f"left out: {amount} in the {left.mount.kind} at {shown(left.mount.target)}, which is not part of an image"
        )
    tell_lost(made.lost)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Make a snapshot.")(commit)
