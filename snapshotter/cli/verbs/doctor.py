"""The verb doctor: check the engine, git and the stores."""

from __future__ import annotations

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown_lines
from snapshotter.cli.show.streams import out, out_json


def doctor(name: Name = None, json: Json = False) -> int:
    """Check the engine, git and the stores, and read every snapshot. Exit code: 0 if all checks pass, else 1.

    With -n, only the snapshots of that workspace are read.
    """
    from snapshotter.work.upkeep.doctor import examine

    home = options.home()
    names = [name] if name else sorted({*home.workspaces.names(), *home.line.names()})
    found = list(examine(options.engine, home, names))
    if json:
        out_json([{"subject": f.subject, "well": f.well, "detail": f.detail, "hint": f.hint} for f in found])
    else:
        for finding in found:
            detail = shown_lines(finding.detail).replace("\n", "\n     ")
            out(f"{'ok ' if finding.well else 'BAD'}  {finding.subject}: {detail}")
            if finding.hint:
                out("       next: " + shown_lines(finding.hint).replace("\n", "\n             "))
    return 0 if all(finding.well for finding in found) else 1


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Check the engine, git and the stores.")(doctor)
