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
    operands: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[REV] [PATH]…", help="The newest snapshot to list, and absolute paths that must have changed."
        ),
    ] = None,
    name: Name = None,
    commands: Annotated[bool, typer.Option("--commands", help="List the commands of each snapshot too.")] = False,
    max_count: Annotated[
        int | None, typer.Option("--max-count", metavar="K", min=1, show_default=False, help="List at most K; also -K.")
    ] = None,
    oneline: Annotated[bool, typer.Option("--oneline", help="One line for each: number, id, message.")] = False,
    stat: Annotated[bool, typer.Option("--stat", help="List the folders in which each changed paths.")] = False,
    json: Json = False,
) -> int:
    """List the snapshots, newest first, with the result of their proof. Needs no engine.

    \b
    Examples:
      snap log
      snap log -3 --oneline
      snap log HEAD~2 --stat
      snap log /etc/nginx
      snap log -n web --commands
      snap log --commands --json | jq '.[].commands[] | [.text, .outcome, .seconds]'
    """
    from snapshotter.work.select import workspace_name

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    every = home.line.summaries(chosen)
    if not every:
        home.workspaces.get(chosen)  # raises `NotFound` if there is no such workspace
        tell(f"{chosen} has no snapshot yet: `snap commit -n {chosen}` makes one")
    found = _wanted(home, chosen, every, operands or [])
    found = found[-max_count:] if max_count else found
    if json:
        more = (
            {one.seq: _details_json(one, commands, stat) for one in home.line.readable(chosen)}
            if commands or stat
            else {}
        )
        out_json([_summary_json(summary) | more.get(summary.seq, {}) for summary in reversed(found)])
    elif commands:
        _log_commands(home, chosen, {summary.seq for summary in found}, ahead=found[-1:] == every[-1:])
    elif oneline or stat:
        _log_short(home, chosen, found, stat=stat)
    elif found:
        _log_lines(found)
    damaged = [summary for summary in found if summary.damage]
    if damaged:
        tell(f"{len(damaged)} of {len(found)} cannot be read\n  next: {DAMAGE_HINT}")
    return 0


def _wanted(home: Home, name: str, every: list[Summary], operands: list[str]) -> list[Summary]:
    """Return the snapshots up to the revision among the operands, oldest first, that changed one of the paths."""
    from snapshotter.errors import UsageError
    from snapshotter.work.select import revision

    paths = [operand for operand in operands if operand.startswith("/")]
    revs = [operand for operand in operands if not operand.startswith("/")]
    if len(revs) > 1:
        raise UsageError(f"{len(revs)} revisions are given", "name one; a path begins with a slash")
    if revs:
        last = revision(every, revs[0], name).seq
        every = [summary for summary in every if summary.seq <= last]
    if not paths:
        return every
    from snapshotter.work.look.grep import changed_below

    seqs = changed_below(home, name, paths)
    return [summary for summary in every if summary.seq in seqs]


def _log_short(home: Home, name: str, found: list[Summary], *, stat: bool) -> None:
    from snapshotter.cli.show.stat import stat_lines
    from snapshotter.cli.show.tables import first_line

    snapshots = {one.seq: one for one in home.line.readable(name)} if stat else {}
    for summary in reversed(found):
        text = summary.damage or summary.message
        out(shown(f"{summary.seq}  {summary.id[:12]}  {first_line(text, 96)}"))
        one = snapshots.get(summary.seq)
        if one is not None and not isinstance(one, Damaged):
            for line in stat_lines(one.changes):
                out(f"   {line}")


def _details_json(found: Snapshot | Damaged, commands: bool, stat: bool) -> dict[str, object]:
    from snapshotter.cli.show import as_json
    from snapshotter.cli.show.stat import folders

    if isinstance(found, Damaged):
        return {"commands": [], "damage": found.error.message} if commands else {}
    listed: dict[str, object] = {"commands": as_json.commands(found.commands, committed=True)} if commands else {}
    rows = [
        {"folder": row.folder, "added": row.added, "changed": row.changed, "deleted": row.deleted}
        for row in folders(found.changes)
    ]
    return listed | ({"stat": rows} if stat else {})


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


def _log_commands(home: Home, name: str, seqs: set[int], *, ahead: bool) -> None:
    from snapshotter.cli.show.tables import first_line
    from snapshotter.cli.show.text import command_table, moment

    found = home.line.readable(name)
    last = found[-1] if found else None
    if ahead and (listed := home.recorded_since(name, None if isinstance(last, Damaged) else last).commands):
        out(f"not yet committed\n{command_table(listed)}\n")
    for snapshot in reversed([one for one in found if one.seq in seqs]):
        if isinstance(snapshot, Damaged):
            out(shown(f"snap/{name}:{snapshot.seq}  {snapshot.id[:12]}  {snapshot.error.message}") + "\n")
            continue
        out(shown(f"{snapshot.tag}  {snapshot.id[:12]}  {moment(snapshot.created)}  {first_line(snapshot.message)}"))
        table = command_table(snapshot.commands, committed=True) if snapshot.commands else "no commands"
        out(table + "\n")


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="List the snapshots.")(log)
