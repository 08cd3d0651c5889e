"""The verb doctor: check the engine, git and the stores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name, NameArgument
from snapshotter.cli.show.escape import shown_lines
from snapshotter.cli.show.streams import out, out_json
from snapshotter.store.workspaces import check_name

if TYPE_CHECKING:
    from snapshotter.work.upkeep.doctor import Finding


def doctor(
    argument: NameArgument = None,
    name: Name = None,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Repair what can be repaired; what is replaced is moved to $SNAP_HOME/damaged."),
    ] = False,
    json: Json = False,
) -> int:
    """Check the engine, git and the stores, and read every snapshot. Exit code: 0 if all checks pass, else 1.

    With a NAME, only the snapshots of that workspace are read. Nothing is changed without --repair: for each fault it
    is said what --repair would do. --repair resumes containers that are paused, writes the files of line.git and of
    workspaces again, restores lost branches, drops damaged proofs, and then checks everything.

    \b
    Examples:
      snap doctor
      snap doctor --repair
    """
    from snapshotter.work.upkeep.doctor import examine, names_of
    from snapshotter.work.upkeep.doctor import repair as repair_all

    home = options.home()
    name = argument or name
    names = [check_name(name)] if name else names_of(home)
    repaired = list(repair_all(options.engine, home, names)) if repair else []
    found = list(examine(options.engine, home, names if name else names_of(home)))
    if json:
        out_json(
            [
                {"subject": f.subject, "well": f.well, "detail": f.detail, "hint": f.hint, "repaired": f in repaired}
                for f in (*repaired, *found)
            ]
        )
    else:
        for finding in repaired:
            _show("DONE" if finding.well else "FAIL", finding)
        for finding in found:
            _show("ok " if finding.well else "BAD", finding)
    return 0 if all(finding.well for finding in found) else 1


def _show(mark: str, finding: Finding) -> None:
    detail = shown_lines(finding.detail).replace("\n", "\n     ")
    out(f"{mark}  {finding.subject}: {detail}")
    if finding.hint:
        out("       next: " + shown_lines(finding.hint).replace("\n", "\n             "))


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Check the engine, git and the stores.")(doctor)
