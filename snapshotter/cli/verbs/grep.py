"""The verb grep: commands and changed texts of a line that contain a pattern."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json


def grep(
    pattern: Annotated[str, typer.Argument(metavar="PATTERN", help="A regular expression, as Python has them.")],
    name: Name = None,
    ignore_case: Annotated[bool, typer.Option("--ignore-case", "-i", help="Ignore case.")] = False,
    fixed: Annotated[bool, typer.Option("--fixed", "-F", help="Search for the pattern as it is.")] = False,
    json: Json = False,
) -> int:
    """Search the messages, commands and changed text files of all snapshots. Needs no engine.

    Files that a package brought are not searched: their content is not stored. Exit code: 0 found, 1 not found.

    \b
    Examples:
      snap grep listen
      snap grep -i "apt(-get)? install"
      snap grep -F "server_name _;" -n web
    """
    from snapshotter.work.look.grep import compiled, search
    from snapshotter.work.select import workspace_name

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    with home.line.together():
        if not home.line.head(chosen):
            home.workspaces.get(chosen)  # raises `NotFound` if there is no such workspace
        found = list(search(home, chosen, compiled(pattern, ignore_case=ignore_case, fixed=fixed)))
    if json:
        out_json([{"seq": one.seq, "where": one.where, "line": one.number, "text": one.line} for one in found])
    else:
        for one in found:
            place = f"{one.where}:{one.number}" if one.where.startswith("/") else one.where
            out(shown(f"{one.seq}:{place}: {one.line}"))
    return 0 if found else 1


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Search commands and changed texts.")(grep)
