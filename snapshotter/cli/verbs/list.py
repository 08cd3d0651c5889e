"""The verb list: the workspaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from msgspec.structs import replace

from snapshotter.cli import in_session, options
from snapshotter.cli.options import Json
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, tell

if TYPE_CHECKING:
    from snapshotter.work.workspaces import Row


def list_(json: Json = False) -> int:
    """List the workspaces; the star marks the one that verbs use without -n."""
    from snapshotter.work.workspaces import rows

    found = rows(options.home(), options.engine)
    if own := in_session.workspace():
        found = [replace(row, current=True) for row in found if row.name == own]
    if json:
        out_json([_row_json(row) for row in found])
    elif found:
        _show(found)
    else:
        tell("there is no workspace yet: `snap start IMAGE` makes one")
    return 0


def _row_json(row: Row) -> dict[str, object]:
    workspace = row.workspace
    return {
        "workspace": row.name,
        "state": row.state,
        "current": row.current,
        "snapshots": row.snapshots,
        "container": workspace.container if workspace else None,
        "base": workspace.base.reference if workspace else None,
        "created": workspace.created if workspace else None,
        "message": row.last.message if row.last else None,
        "damage": row.damage,
    }


def _show(found: list[Row]) -> None:
    from snapshotter.cli.show.tables import age, first_line, table

    rows = [
        (
            "*" if row.current else "",
            row.name,
            row.workspace.base.reference if row.workspace else "?",
            row.state,
            "?" if row.damage else row.snapshots,
            *((age(row.last.created), first_line(row.last.message)) if row.last else ("", "")),
        )
        for row in found
    ]
    out(table(("", "NAME", "BASE", "STATE", "SNAPSHOTS", "LAST", "MESSAGE"), rows))
    for row in found:
        if row.damage:
            tell(f"{row.name}: {shown(row.damage)}\n  next: `snap doctor -n {row.name}` shows what can be done")


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command("list", short_help="List the workspaces.")(list_)
