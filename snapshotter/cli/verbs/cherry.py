"""The verb cherry-pick: what a snapshot did, done again in another workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.replayed import show_failed, step_json, step_rows
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe
from snapshotter.cli.show.tables import plural, table

if TYPE_CHECKING:
    from snapshotter.work.versions.replay.cherry_pick import Picked


def cherry_pick(
    rev: Annotated[
        str, typer.Argument(metavar="[NAME:]REV", help="A snapshot, of another workspace with its name in front.")
    ],
    message: Annotated[
        str,
        typer.Option("--message", "-m", metavar="TEXT", show_default=False, help='Default: "MESSAGE (from NAME:REV)".'),
    ] = "",
    name: Name = None,
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Copy files over others that are there in their place.")
    ] = False,
    json: Json = False,
) -> int:
    """Do in this workspace what a snapshot did elsewhere, and commit it.

    As in its recipe, commands are run again, in their directory, by their user and with the variables they had; files
    that were edited or came from outside are copied. Before anything is done, files are named that would be copied over
    others which are not as they were before that snapshot. A command that succeeded there and fails here ends it:
    what was done is not committed, and `snap undo` takes it back. Exit code: 0 committed, 1 a step failed.

    \b
    Examples:
      snap cherry-pick web:3
      snap cherry-pick try-php -n web
    """
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.replay.cherry_pick import cherry_pick

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    home.workspaces.get(chosen)
    found = cherry_pick(options.engine(), home, chosen, rev, message, progress(), tell, force=force)
    wipe()
    if json:
        out_json(_json(found))
    else:
        _show(found)
    failed = found.failed
    if failed is not None:
        show_failed(failed, chosen, _left(found), json=json)
        tell(f"  `snap undo -n {chosen}` takes back what was done")
    return 1 if failed is not None else 0


def _left(found: Picked) -> list[str]:
    at = found.failed.index if found.failed else None
    return [one.text for index, one in enumerate(found.source.commands) if at is not None and index > at]


def _show(found: Picked) -> None:
    rows = ([*row[:3], row[-1]] for row in step_rows(found.steps, {}))
    out(table(("SNAPSHOT", "STEP", "STATUS", "COMMAND"), rows))
    if found.overwritten:
        tell(shown(f"copied over others: {', '.join(found.overwritten)}"))
    if found.committed is not None:
        made = found.committed.snapshot
        first = made.message.partition("\n")[0]
        out(shown(f"{made.tag}  {made.id[:12]}  {first}"))
        tell(f"{plural(len(made.commands), 'command')}, {plural(len(made.changes), 'changed path')}")
    elif found.failed is None:
        tell(f"nothing of it changes {found.workspace}: nothing was committed")


def _json(found: Picked) -> dict[str, object]:
    made = found.committed.snapshot if found.committed else None
    return {
        "workspace": found.workspace,
        "from": f"{found.source.workspace}:{found.source.seq}",
        "seq": made.seq if made else None,
        "id": made.id if made else None,
        "message": made.message if made else None,
        "steps": [step_json(step) for step in found.steps],
        "failed": step_json(found.failed) if found.failed else None,
        "overwritten": list(found.overwritten),
    }


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(name="cherry-pick", short_help="Do again what a snapshot did elsewhere.")(cherry_pick)
