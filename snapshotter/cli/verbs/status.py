"""The verb status: what was run and changed since the last snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name, NameArgument
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe
from snapshotter.cli.show.text import tell_lost

if TYPE_CHECKING:
    from snapshotter.engine.api import Engine
    from snapshotter.model import Workspace
    from snapshotter.store.home import Home
    from snapshotter.work.status import Status

_MOST_COMMANDS = 40
"""Commands that are listed; `--all` lists all."""


def status(
    argument: NameArgument = None,
    name: Name = None,
    every: Annotated[
        bool, typer.Option("--all", "-a", help="Show every command and every changed path, folders unfolded.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Show it again every two seconds, until Ctrl-C: for a second window.")
    ] = False,
    json: Json = False,
) -> int:
    """Show what was run and what changed since the last snapshot.

    \b
    Examples:
      snap status
      snap status --watch
      snap status -n web --json | jq -r '.changes[].path'
    """
    from snapshotter.work.select import workspace

    home = options.home()
    chosen = workspace(home.workspaces, argument or name)
    engine = options.engine()
    if not watch:
        _look(engine, home, chosen, every=every, json=json)
        return 0
    from snapshotter.cli.terminal.screen import watched

    return watched(lambda: _look(engine, home, home.workspaces.get(chosen.name), every=every, json=json))


def _look(engine: Engine, home: Home, chosen: Workspace, *, every: bool, json: bool) -> None:
    from snapshotter.work.container import start_lookup

    lookup = start_lookup(engine, chosen)
    from snapshotter.work.status import status

    found = status(engine, home, chosen, digests=json, progress=progress(), lookup=lookup)
    wipe()
    if json:
        out_json(_status_json(found))
    else:
        _show_status(found, every)
    for note in found.notes:
        tell(shown(note))


def _status_json(found: Status) -> dict[str, object]:
    from snapshotter.changes.compare import accounts
    from snapshotter.cli.show import as_json

    rough = [{"path": path, "change": change} for change, path in found.rough]
    return {
        "workspace": found.workspace.name,
        "container": found.workspace.container,
        "state": found.state,
        "base": found.workspace.base.reference,
        "seq": found.seq,
        "commands": as_json.commands(found.commands),
        "changes": as_json.changes(found.changes) or rough,
        "exact": found.exact,
        "accounts": accounts(found.changes) if found.exact else None,
        "lost": dict(found.lost),
    }


def _show_status(found: Status, every: bool) -> None:
    from snapshotter.cli.show.tables import LETTERS, plural, table
    from snapshotter.cli.show.text import (
        MOST_SHOWN,
        change_table,
        command_table,
        counts_line,
        field,
        moved_lines,
        unlisted,
        visible,
    )
    from snapshotter.model import NO_CONTAINER

    since = f"since snapshot {found.seq}" if found.seq else f"since {found.workspace.base.reference}"
    out(field("workspace", found.workspace.name))
    if found.workspace.container == NO_CONTAINER:
        out(field("container", "none yet"))
        tell(f"`snap checkout -n {found.workspace.name}` makes one")
        return
    out(field("container", f"{found.workspace.container[:12]} {found.state}"))
    if found.state == "gone":
        tell(f"the container is gone: `snap shell {found.workspace.name}` shows what can be done")
    if not found.commands and not found.changes and not found.rough:
        out(f"nothing was run and nothing changed {since}{'' if found.exact else ', as far as the engine reports'}")
    if found.commands:
        out(f"\n{plural(len(found.commands), 'command')} {since}:\n")
        skipped = 0 if every else max(0, len(found.commands) - _MOST_COMMANDS)
        out(command_table(found.commands[skipped:], skipped + 1))
    if found.changes:
        out(f"\n{counts_line(found.changes)}\n")
        moved, others = moved_lines(found.changes)
        for line in moved:
            out(line)
        rows = visible(others, every)
        if rows:
            out(change_table(rows))
        if more := unlisted(others, rows):
            tell(f"{more}; `snap status --all` shows them")
    if found.rough:
        out(f"\n{plural(len(found.rough), 'changed path')} (the container's layer cannot be read here: not exact)\n")
        listed = found.rough if every else found.rough[:MOST_SHOWN]
        out(table(("", "PATH"), [(LETTERS[change], path) for change, path in listed]))
        _tell_more(len(found.rough) - len(listed))
    if not found.exact and found.seq:
        tell("further changes to paths of the snapshots cannot be seen here: `snap commit` finds them")
    tell_lost(found.lost)


def _tell_more(count: int) -> None:
    if count:
        from snapshotter.cli.show.tables import plural

        tell(f"{plural(count, 'more path')}: `snap status --all` shows them")


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Show what was run and changed since the last snapshot.")(status)
