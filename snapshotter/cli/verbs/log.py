"""The verb log: the snapshots of a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, tell
from snapshotter.store.read import DAMAGE_HINT, Damaged

if TYPE_CHECKING:
    from snapshotter.model import Snapshot
    from snapshotter.store.home import Home
    from snapshotter.store.layout import Summary


def log(
    name: Name = None,
    commands: Annotated[bool, typer.Option("--commands", help="List the commands of each snapshot too.")] = False,
    json: Json = False,
) -> int:
    """List the snapshots, newest first, with the result of their proof. Needs no engine.

    \b
    Examples:
      snap log
      snap log -n web --commands
      snap log --commands --json | jq '.[].commands[] | [.text, .outcome, .seconds]'
    """
    from snapshotter.work.select import workspace_name

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    found = home.line.summaries(chosen)
    if not found:
        home.workspaces.get(chosen)  # raises `NotFound` if there is no such workspace
        tell(f"{chosen} has no snapshot yet: `snap commit -n {chosen}` makes one")
    if json and commands:
        listed = {one.seq: _commands_json(one) for one in home.line.readable(chosen)}
        out_json([_summary_json(summary) | listed[summary.seq] for summary in reversed(found)])
    elif json:
        out_json([_summary_json(summary) for summary in reversed(found)])
    elif commands:
        _log_commands(home, chosen)
    elif found:
        _log_lines(found)
    damaged = [summary for summary in found if summary.damage]
    if damaged:
        tell(f"{len(damaged)} of {len(found)} cannot be read\n  next: {DAMAGE_HINT}")
    return 0


def _commands_json(found: Snapshot | Damaged) -> dict[str, object]:
    from snapshotter.cli.show import as_json

    if isinstance(found, Damaged):
        return {"commands": [], "damage": found.error.message}
    return {"commands": as_json.commands(found.commands, committed=True)}


def _summary_json(found: Summary) -> dict[str, object]:
    from snapshotter.cli.show import as_json

    return {
        "workspace": found.workspace,
        "seq": found.seq,
        "id": found.id,
        "image": found.image,
        "tag": found.tag,
        "message": found.message,
        "created": found.created,
        "commands": found.commands,
        "changes": found.changes,
        "added": found.added,
        "changed": found.changed,
        "deleted": found.deleted,
        "proof": as_json.proof(found.proof),
        "damage": found.damage,
    }


def _log_lines(found: list[Summary]) -> None:
    """Print two lines for each snapshot, aligned without tabulate, whose import takes a fifth of the time limit."""
    from snapshotter.cli.show.proof import verdict
    from snapshotter.cli.show.tables import age, first_line, plural

    heads = [
        (
            str(s.seq),
            s.id[:12],
            "damaged",
            "",
            "",
            "",
        )
        if s.damage
        else (
            str(s.seq),
            s.id[:12],
            age(s.created),
            plural(s.commands, "command"),
            f"+{s.added} ~{s.changed} -{s.deleted}",
            verdict(s.proof) if s.proof else "not proven",
        )
        for s in reversed(found)
    ]
    widths = [max(map(len, column)) for column in zip(*heads, strict=True)]
    for head, summary in zip(heads, reversed(found), strict=True):
        out("  ".join(cell.ljust(width) for cell, width in zip(head, widths, strict=True)).rstrip())
        out(f"{'':{widths[0]}}  {shown(first_line(summary.damage or summary.message, 96))}")


def _log_commands(home: Home, name: str) -> None:
    from snapshotter.cli.show.tables import first_line
    from snapshotter.cli.show.text import command_table, moment

    found = home.line.readable(name)
    last = found[-1] if found else None
    if ahead := home.recorded_since(name, None if isinstance(last, Damaged) else last).commands:
        out(f"not yet committed\n{command_table(ahead)}\n")
    for snapshot in reversed(found):
        if isinstance(snapshot, Damaged):
            out(shown(f"snap/{name}:{snapshot.seq}  {snapshot.id[:12]}  {snapshot.error.message}") + "\n")
            continue
        out(shown(f"{snapshot.tag}  {snapshot.id[:12]}  {moment(snapshot.created)}  {first_line(snapshot.message)}"))
        listed = command_table(snapshot.commands, committed=True) if snapshot.commands else "no commands"
        out(listed + "\n")


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="List the snapshots.")(log)
