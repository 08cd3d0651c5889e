"""The verb blame: where a path comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe

if TYPE_CHECKING:
    from snapshotter.changes.history import PathOrigin
    from snapshotter.work.look.blame import Blame, FromBase


def blame(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A path in the container, or a directory.")],
    name: Name = None,
    json: Json = False,
) -> int:
    """Show which snapshot, command and package a path comes from, or each path in a directory.

    Uncommitted changes are listed first. Without an engine, only the snapshots are searched.

    \b
    Examples:
      snap blame /etc/nginx/nginx.conf
      snap blame /etc/nginx
      snap blame /bin/ls --json | jq -r '.[].package'
    """
    from snapshotter.work.look.blame import blame
    from snapshotter.work.select import workspace_name

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    with home.line.together():
        if not home.line.head(chosen):
            home.workspaces.get(chosen)  # raises `NotFound` if there is no such workspace
        found = blame(options.engine, home, chosen, path, digests=json, progress=progress())
    wipe()
    if json:
        out_json([*map(_origin_json, found.origins), *([_base_json(found.base)] if found.base else [])])
    else:
        _blame_table(found)
    if found.unknown:
        tell(f"{shown(found.unknown)}: changes since the last snapshot are unknown")
    return 0


def _origin_json(found: PathOrigin) -> dict[str, object]:
    from snapshotter.cli.show import as_json

    return {
        "origin": "snapshot" if found.seq else "uncommitted",
        "seq": found.seq or None,
        "id": found.snapshot,
        "created": found.created or None,
        "message": found.message,
        "package": found.change.package,
        "change": as_json.change(found.change),
        "command": as_json.command(found.command, committed=found.seq > 0) if found.command else None,
    }


def _base_json(found: FromBase) -> dict[str, object]:
    from snapshotter.cli.show import as_json

    return {
        "origin": "base",
        "seq": 0,
        "id": "",
        "created": None,
        "message": "",
        "package": found.package,
        "change": None,
        "command": None,
        "path": found.path,
        "base": found.base.reference,
        **as_json.entry(found.entry),
    }


def _blame_table(found: Blame) -> None:
    from snapshotter.cli.show.tables import LETTERS, age, first_line, table

    rows = [
        (
            str(f.seq or "now"),
            age(f.created) if f.created else "",
            LETTERS[f.change.change],
            f.change.path,
            f.change.package or f.change.modifies,
            first_line(f.command.text) if f.command else f.change.by,
        )
        for f in found.origins
    ]
    if found.base:
        rows.append(("base", "", "", found.base.path, found.base.package, f"base image {found.base.base.reference}"))
    out(table(("SEQ", "CREATED", "", "PATH", "PACKAGE", "BY"), rows))


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Show where a path comes from.")(blame)
