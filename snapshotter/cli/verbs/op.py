"""The verb op: the log of operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.moved import show_moved
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe
from snapshotter.cli.verbs.undo import Force

if TYPE_CHECKING:
    from snapshotter.store.repository.operations import Operation


def op(
    action: Annotated[
        Literal["log", "undo"], typer.Argument(help="`log` lists the operations, `undo` takes one back.")
    ] = "log",
    operation: Annotated[
        str, typer.Argument(metavar="[OPERATION]", show_default=False, help="For `undo`: the start of its id.")
    ] = "",
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            "-n",
            metavar="NAME",
            envvar="SNAP_NAME",
            show_default=False,
            help="Only operations on this workspace. Default: those on all.",
        ),
    ] = None,
    max_count: Annotated[
        int | None, typer.Option("--max-count", metavar="K", min=1, show_default=False, help="List at most K; also -K.")
    ] = None,
    force: Force = False,
    json: Json = False,
) -> int:
    """List what changed a line or a workspace, newest first, or take one of these operations back.

    Undoing is an operation too, so that it can be undone. `rm` can be undone until `snap gc`.

    \b
    Examples:
      snap op log
      snap op undo
      snap op undo 3f2c9a
    """
    from snapshotter.work.versions import operations

    home = options.home()
    if action == "log":
        return _log(operations.listed(home, name or "")[:max_count], json=json)
    done, moved = operations.op_undo(options.engine(), home, name or "", operation, progress(), tell, force=force)
    wipe()
    tell(shown(f"undone: {done.verb} of {done.workspace}: {done.text}"))
    return show_moved(moved, json=json)


def _log(found: list[Operation], *, json: bool) -> int:
    from snapshotter.cli.show.tables import age
    from snapshotter.store.repository.operations import undone

    gone = undone(found)
    if json:
        out_json(
            [
                {
                    "id": one.id,
                    "verb": one.verb,
                    "workspace": one.workspace,
                    "text": one.text,
                    "time": one.time,
                    "undoes": one.undoes or None,
                    "undone": one.id in gone,
                }
                for one in found
            ]
        )
        return 0
    rows = [(one.id[:12], age(one.time), one.workspace, one.verb) for one in found]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row, one in zip(rows, found, strict=True):
        first = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        out(shown(f"{first}  {one.text}" + ("  (undone)" if one.id in gone else "")))
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="List operations, undo one.")(op)
