"""Verbs that look back: log, show, diff, blame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import places
from snapshotter.cli.places import Json, Name, Rev
from snapshotter.cli.screen import out, out_json, progress, shown, shown_line, shown_lines, tell, wipe

if TYPE_CHECKING:
    from snapshotter.line.payload import Summary
    from snapshotter.model import Snapshot
    from snapshotter.work.blame import Blame, FromBase
    from snapshotter.work.diff import Difference
    from snapshotter.work.history import Origin
    from snapshotter.work.home import Home


def log(
    name: Name = None,
    commands: Annotated[bool, typer.Option("--commands", help="List each snapshot's commands too.")] = False,
    json: Json = False,
) -> int:
    """List the snapshots, newest first, with what proving them gave. Needs no engine.

    \b
    Examples:
      snap log
      snap log -n web --commands
      snap log --commands --json | jq '.[].commands[] | [.text, .outcome, .seconds]'
    """
    from snapshotter.cli import as_json
    from snapshotter.work.select import workspace_name

    home = places.home()
    chosen = workspace_name(home.workspaces, name)
    found = home.line.summaries(chosen)
    if not found:
        home.workspaces.get(chosen)  # says so where there is no such workspace
        tell(f"{chosen} has no snapshot yet: `snap commit -n {chosen}` makes one")
    if json and commands:
        listed = {one.seq: as_json.commands(one.commands) for one in home.line.snapshots(chosen)}
        out_json([_summary_json(summary) | {"commands": listed[summary.seq]} for summary in reversed(found)])
    elif json:
        out_json([_summary_json(summary) for summary in reversed(found)])
    elif commands:
        _log_commands(home, chosen)
    elif found:
        _log_lines(found)
    return 0


def _summary_json(found: Summary) -> dict[str, object]:
    from snapshotter.cli import as_json

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
    }


def _log_lines(found: list[Summary]) -> None:
    """Two lines each, aligned without the help of a table: its library would take a fifth of the time this may."""
    from snapshotter.cli.tables import age, first_line, plural

    heads = [
        (
            str(s.seq),
            s.id[:12],
            age(s.created),
            plural(s.commands, "command"),
            f"+{s.added} ~{s.changed} -{s.deleted}",
            s.proof.verdict if s.proof else "not proven",
        )
        for s in reversed(found)
    ]
    widths = [max(map(len, column)) for column in zip(*heads, strict=True)]
    for head, summary in zip(heads, reversed(found), strict=True):
        out("  ".join(cell.ljust(width) for cell, width in zip(head, widths, strict=True)).rstrip())
        out(f"{'':{widths[0]}}  {shown(first_line(summary.message, 96))}")


def _log_commands(home: Home, name: str) -> None:
    from snapshotter.cli.tables import first_line
    from snapshotter.cli.text import command_table, moment

    found = home.line.snapshots(name)
    if ahead := home.journal(name).commands(found[-1].position if found else 0):
        out(f"not yet committed\n{command_table(ahead)}\n")
    for snapshot in reversed(found):
        out(shown(f"{snapshot.tag}  {snapshot.id[:12]}  {moment(snapshot.created)}  {first_line(snapshot.message)}"))
        out((command_table(snapshot.commands) if snapshot.commands else "no commands") + "\n")


def show(
    rev: Rev = "latest",
    name: Name = None,
    every: Annotated[bool, typer.Option("--all", "-a", help="Show every changed path, packages' own too.")] = False,
    json: Json = False,
) -> int:
    """Show one snapshot: its commands as they were typed, and every changed path with what explains it.

    \b
    Examples:
      snap show
      snap show 2 --json | jq '.commands[].text'
    """
    from snapshotter.cli import as_json
    from snapshotter.work.select import revision, workspace_name

    home = places.home()
    chosen = workspace_name(home.workspaces, name)
    summary = revision(_summaries(home, chosen), rev, chosen)
    snapshot = home.line.snapshot(chosen, summary.seq)
    if json:
        out_json(as_json.snapshot(snapshot))
    else:
        _show(snapshot, every)
    return 0


def _summaries(home: Home, name: str) -> list[Summary]:
    found = home.line.summaries(name)
    if not found:
        home.workspaces.get(name)  # says so where there is no such workspace
    return found


def _show(snapshot: Snapshot, every: bool) -> None:
    from snapshotter.cli.tables import plural
    from snapshotter.cli.text import account, change_table, command_lines, field, moment, moved_lines, visible

    out(field("snapshot", f"{snapshot.seq} of {snapshot.workspace}"))
    out(field("id", snapshot.id))
    out(field("image", f"{snapshot.tag} ({snapshot.image})"))
    out(field("base", snapshot.base.digest or snapshot.base.reference))
    out(field("created", moment(snapshot.created)))
    out(field("proof", snapshot.proof.summary if snapshot.proof else "not proven"))
    for instruction in snapshot.instructions:
        out(field("change", instruction))
    for pattern, reason in snapshot.volatile:
        out(field("volatile", f"{pattern} ({reason})"))
    out("\n    " + shown_lines(snapshot.message.strip()).replace("\n", "\n    "))
    if snapshot.commands:
        out("\n" + command_lines(snapshot.commands))
    out(f"\n{account(snapshot.changes)}")
    moved, others = moved_lines(snapshot.changes)
    if moved:
        out("\n" + "\n".join(moved))
    rows = visible(others, every)
    if rows:
        out("\n" + change_table(rows))
    if len(rows) < len(others):
        tell(f"{plural(len(others) - len(rows), 'more path')}: `snap show {snapshot.seq} --all` shows them")


def diff(
    operands: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[A] [B] [PATH]…", help="Up to two snapshots (`base` is the base image), and absolute paths."
        ),
    ] = None,
    name: Name = None,
    content: Annotated[bool, typer.Option("--content", "-c", help="Show the line differences of text files.")] = False,
    json: Json = False,
) -> int:
    """Show what differs: the last snapshot and now; snapshot A and now; or snapshots A and B.

    \b
    Examples:
      snap diff
      snap diff 1 2
      snap diff base latest /etc --content
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.diff import difference
    from snapshotter.work.select import workspace_name

    paths = [operand for operand in operands or () if "/" in operand]
    revs = [operand for operand in operands or () if "/" not in operand]
    if len(revs) > 2:
        raise UsageError(
            f"{len(revs)} snapshots were given, two can be compared",
            "`snap diff 1 2` compares two of them; a path begins with a slash",
        )
    home = places.home()
    chosen = workspace_name(home.workspaces, name)
    if not home.line.head(chosen):
        home.workspaces.get(chosen)  # says so where there is no such workspace
    found = difference(places.engine, home, chosen, revs, paths, progress())
    wipe()
    _show_diff(home, found, content=content, json=json)
    return 0


def _show_diff(home: Home, found: Difference, *, content: bool, json: bool) -> None:
    from snapshotter.cli import as_json
    from snapshotter.cli.text import account, change_table, moved_lines
    from snapshotter.work.diff import Contents, label, text_diff

    texts = {}
    if content:
        contents = Contents(places.engine, home, found.name)
        contents.fetch(found)
        texts = {change.path: list(text_diff(contents, found, change)) for change in found.changes}
    if json:
        changes = as_json.changes(found.changes)
        if content:
            changes = [change | {"diff": "\n".join(texts[str(change["path"])])} for change in changes]
        out_json({"from": label(found.old), "to": label(found.new), "changes": changes})
        return
    if not found.changes:
        tell(f"nothing differs between {label(found.old)} and {label(found.new)}")
    elif content:
        for lines in texts.values():
            for line in lines:
                out(shown_line(line))
    else:
        out(f"{label(found.old)} to {label(found.new)}, {account(found.changes)}\n")
        moved, others = moved_lines(found.changes)
        for line in moved:
            out(line)
        if others:
            out(change_table(others))


def blame(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A path in the container, or a directory.")],
    name: Name = None,
    json: Json = False,
) -> int:
    """Tell which snapshot, which command and which package a path comes from; for a directory, all that is below it.

    What is not committed yet comes first. Without an engine it tells what the snapshots know.

    \b
    Examples:
      snap blame /etc/nginx/nginx.conf
      snap blame /etc/nginx
      snap blame /bin/ls --json | jq -r '.[].package'
    """
    from snapshotter.work.blame import blame
    from snapshotter.work.select import workspace_name

    home = places.home()
    chosen = workspace_name(home.workspaces, name)
    if not home.line.head(chosen):
        home.workspaces.get(chosen)  # says so where there is no such workspace
    found = blame(places.engine, home, chosen, path, digests=json, progress=progress())
    wipe()
    if json:
        out_json([*map(_origin_json, found.origins), *([_base_json(found.base)] if found.base else [])])
    else:
        _blame_table(found)
    if found.unknown:
        tell(f"{shown(found.unknown)}: what changed since the last snapshot is not known")
    return 0


def _origin_json(found: Origin) -> dict[str, object]:
    from snapshotter.cli import as_json

    return {
        "origin": "snapshot" if found.seq else "uncommitted",
        "seq": found.seq or None,
        "id": found.snapshot,
        "created": found.created or None,
        "message": found.message,
        "package": found.change.package,
        "change": as_json.change(found.change),
        "command": as_json.command(found.command) if found.command else None,
    }


def _base_json(found: FromBase) -> dict[str, object]:
    from snapshotter.cli import as_json

    return {
        "origin": "base",
        "seq": 0,
        "id": "",
        "created": None,
        "message": "",
        "package": found.package,
        "change": None,
        "command": None,
        "path": found.path,
        "base": found.base.reference,
        **as_json.entry(found.entry),
    }


def _blame_table(found: Blame) -> None:
    from snapshotter.cli.tables import LETTERS, age, first_line, table

    rows = [
        (
            str(f.seq or "now"),
            age(f.created) if f.created else "",
            LETTERS[f.change.change],
            f.change.path,
            f.change.package or f.change.modifies,
            first_line(f.command.text) if f.command else f.change.by,
        )
        for f in found.origins
    ]
    if found.base:
        rows.append(("base", "", "", found.base.path, found.base.package, f"base image {found.base.base.reference}"))
    out(table(("SEQ", "CREATED", "", "PATH", "PACKAGE", "BY"), rows))


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command(short_help="List the snapshots.")(log)
    app.command(short_help="Show one snapshot: commands and changed paths.")(show)
    app.command(short_help="Show what differs between two states.")(diff)
    app.command(short_help="Tell where a path comes from.")(blame)
