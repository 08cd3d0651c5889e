"""Verbs for workspaces as a whole: list, stop, rm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import places
from snapshotter.cli.places import Json, Name, NameArgument
from snapshotter.cli.screen import out, out_json, shown, tell

if TYPE_CHECKING:
    from snapshotter.work.workspaces import Row


def list_(json: Json = False) -> int:
    """List the workspaces; the star marks the one that verbs without -n mean."""
    from snapshotter.work.workspaces import rows

    found = rows(places.home(), places.engine)
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
    from snapshotter.cli.tables import age, first_line, table

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
            tell(f"{row.name}: {shown(row.damage)}\n  next: `snap doctor -n {row.name}` tells what can be done")


def stop(argument: NameArgument = None, name: Name = None) -> int:
    """Stop a workspace's container. Nothing is lost: `snap shell` and `snap run` start it again.

    \b
    Examples:
      snap stop web
    """
    from snapshotter.work.select import workspace
    from snapshotter.work.workspaces import stop

    home = places.home()
    chosen = workspace(home.workspaces, argument or name)
    stopped = stop(places.engine(), home, chosen)
    tell(f"{chosen.name} {'is stopped' if stopped else 'was not running'}: `snap shell {chosen.name}` starts it again")
    return 0


def rm(
    argument: Annotated[str | None, typer.Argument(metavar="NAME", show_default=False, help="The workspace.")] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", "-n", metavar="NAME", show_default=False, help="The same; there is no default."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Remove it with its snapshots and what is not committed.")
    ] = False,
) -> int:
    """Remove a workspace: container, images, snapshots and journal. Refuses, without --force, what would be a loss.

    \b
    Examples:
      snap rm web
      snap rm --force -n web
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.workspaces import remove

    chosen = argument or name
    if not chosen:
        raise UsageError("name the workspace to remove", "`snap list` shows them")
    gone = remove(places.engine(), places.home(), chosen, force=force)
    parts = ["its container"] * gone.container + [shown(tag) for tag in gone.images]
    tell(f"{chosen} is removed" + (f", with {', '.join(parts)}" if parts else ""))
    for tag, why in gone.kept:
        tell(f"kept {shown(tag)}: {shown(why)}\n  next: `docker rmi {shown(tag)}` removes it once nothing stands on it")
    return 0


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command("list", short_help="List the workspaces.")(list_)
    app.command(short_help="Stop a workspace's container.")(stop)
    app.command(short_help="Remove a workspace.")(rm)
