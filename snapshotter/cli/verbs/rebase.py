"""The verb rebase: the line of a workspace on another base image, as a new workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.replayed import show_failed, step_json, step_rows
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe
from snapshotter.cli.show.tables import plural, table

if TYPE_CHECKING:
    from snapshotter.work.versions.replay.rebase import Rebased, Replayed

_MOST = 10
"""Paths that differ that are listed for a snapshot."""


def rebase(
    new_base: Annotated[str, typer.Argument(metavar="NEWBASE", help="An image, pulled if it is not there.")],
    new_name: Annotated[
        str,
        typer.Option("--name", metavar="NEW", show_default=False, help="The new workspace. Default: NAME-rebased."),
    ] = "",
    name: Annotated[
        str | None,
        typer.Option(
            "-n",
            "--of",
            metavar="NAME",
            envvar="SNAP_NAME",
            show_default=False,
            help="The workspace whose line is replayed. Default: the last one used.",
        ),
    ] = None,
    json: Json = False,
) -> int:
    """Replay the line of a workspace on another base image, as a new workspace, and show what differs.

    Each snapshot's commands are run again, or its files copied, as its recipe does it, and committed with the same
    message. The old workspace is not touched. A command that succeeded before and fails now ends it: the new workspace
    keeps what was done, to go on by hand. `snap op undo -n NEW` removes it. The commands run with the network, and
    without the volumes and ports of the old workspace. Exit code: 0 all replayed, 1 a step failed.

    \b
    Examples:
      snap rebase debian:trixie
      snap rebase debian:trixie -n web --name web-trixie
    """
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.replay.rebase import rebase

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    found = rebase(options.engine(), home, chosen, new_base, new_name, progress(), tell)
    wipe()
    if json:
        out_json(_json(found, chosen))
    else:
        _show(found)
    if found.failed is not None:
        show_failed(found.failed, found.workspace.name, found.left, json=json)
    return 1 if found.failed is not None else 0


def _show(found: Rebased) -> None:
    rows = [row for one in found.snapshots for row in step_rows(one.steps, _differing(one))]
    out(table(("SNAPSHOT", "STEP", "STATUS", "DIFFERS", "COMMAND"), rows))
    for one in found.snapshots:
        _show_differences(one)
    made = sum(one.new is not None for one in found.snapshots)
    out()
    out(
        shown(
            f"{found.workspace.name}: {made} of {plural(found.total, 'snapshot')} on {found.workspace.base.reference}"
        )
    )


def _show_differences(one: Replayed) -> None:
    for name, old, new in one.packages:
        what = (
            f"{old} → {new}"
            if old and new
            else f"{old or new} is installed on the {'old' if old else 'new'} base alone"
        )
        out(shown(f"snapshot {one.old.seq}: {name} {what}"))
    packaged = {change.path for change in (*one.old.changes, *(one.new.changes if one.new else ())) if change.package}
    others = [path for path in one.paths if path.path not in packaged]
    for path in others[:_MOST]:
        out(shown(f"snapshot {one.old.seq}: {path.path}: {path.how}"))
    if len(others) > _MOST:
        out(f"snapshot {one.old.seq}: and {plural(len(others) - _MOST, 'more path')}; --json lists all")


def _differing(one: Replayed) -> dict[int | None, int]:
    found: dict[int | None, int] = {}
    for path in one.paths:
        found[path.index] = found.get(path.index, 0) + 1
    return found


def _json(found: Rebased, old: str) -> dict[str, object]:
    return {
        "workspace": found.workspace.name,
        "of": old,
        "base": found.workspace.base.reference,
        "snapshots": [
            {
                "old": one.old.seq,
                "new": one.new.seq if one.new else None,
                "id": one.new.id if one.new else None,
                "message": one.old.message,
                "steps": [step_json(step) for step in one.steps],
                "paths": [{"path": path.path, "command": path.index, "how": path.how} for path in one.paths],
                "packages": [{"name": name, "old": old, "new": new} for name, old, new in one.packages],
            }
            for one in found.snapshots
        ],
        "failed": step_json(found.failed) if found.failed else None,
        "left": list(found.left),
    }


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Replay a line on another base image.")(rebase)
