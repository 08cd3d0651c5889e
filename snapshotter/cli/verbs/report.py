"""The verb report: a page about snapshots, their commands, changed paths and recipe."""

from __future__ import annotations

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name, Rev
from snapshotter.cli.page.options import Force, Open, Output
from snapshotter.cli.show.streams import out_json, wipe


def report(
    rev: Rev = "latest",
    name: Name = None,
    output: Output = None,
    opened: Open = False,
    force: Force = False,
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
      snap report --json | jq '.snapshots[].accounts'
    """
    from snapshotter.cli.page.data import report_json
    from snapshotter.cli.page.file import write_page
    from snapshotter.work.export.report import report as collect

    exporter = options.exporter()
    chosen, seq = options.snapshot(exporter, name, rev)
    data = report_json(chosen, collect(exporter, chosen, seq))
    if json:
        wipe()
        out_json(data)
    else:
        exporter.progress("writing the page")
        write_page(data, f"{chosen}.html", output, force=force, opened=opened)
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Write a page that shows it all.")(report)
