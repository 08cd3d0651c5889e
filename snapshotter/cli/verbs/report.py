"""The verb report: a page about snapshots, their commands, changed paths and recipe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name, Rev
from snapshotter.cli.page.options import Force, Open, Output
from snapshotter.cli.show.streams import out_json, tell, wipe

if TYPE_CHECKING:
    from snapshotter.model import Snapshot
    from snapshotter.store.home import Home
    from snapshotter.work.look.casts import SavedCast


def report(
    rev: Rev = "latest",
    name: Name = None,
    output: Output = None,
    opened: Open = False,
    force: Force = False,
    with_cast: Annotated[
        bool,
        typer.Option("--with-cast", help="Add what the terminal showed in the sessions, to be played in the page."),
    ] = False,
    json: Json = False,
) -> int:
    """Write one HTML file that shows what is in an image and how it came there. Nothing is built or proven.

    It has the snapshots, each command with what it changed, every changed path with what explains it, the bytes by
    snapshot and cause, the Dockerfile with what each line stands for, the last proof, packages and configuration. It
    loads nothing from anywhere and opens from disk, in any browser. Without -o it is ./NAME.html.

    \b
    Examples:
      snap report --open
      snap report 2 -n web -o /tmp/web.html
      snap report --with-cast -o web.html
      snap report --json | jq '.snapshots[].accounts'
    """
    from snapshotter.cli.page.data import casts_json, report_json
    from snapshotter.cli.page.file import write_page
    from snapshotter.work.export.report import report as collect

    exporter = options.exporter()
    chosen, seq = options.snapshot(exporter, name, rev)
    found = collect(exporter, chosen, seq)
    data = report_json(chosen, found)
    if with_cast:
        data["casts"] = casts_json(_casts(exporter.home, chosen, found.snapshots))
    if json:
        wipe()
        out_json(data)
    else:
        exporter.progress("writing the page")
        write_page(data, f"{chosen}.html", output, force=force, opened=opened)
    return 0


def _casts(home: Home, name: str, snapshots: Sequence[Snapshot]) -> list[SavedCast]:
    """Return the saved sessions in which commands of the snapshots were typed; says so where there is none."""
    from snapshotter.work.look.casts import casts

    sessions = {command.session for snapshot in snapshots for command in snapshot.commands}
    found = [one for one in casts(home, name) if one.session in sessions]
    if not found:
        tell(f"no session of these snapshots of {name} was saved: `snap cast -n {name} --list` lists those that are")
    return found


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Write a page that shows it all.")(report)
