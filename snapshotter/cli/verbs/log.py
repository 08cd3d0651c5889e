"""The verb log: the snapshots of a workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, tell
from snapshotter.cli.terminal.colour import painted
from snapshotter.store.read import DAMAGE_HINT, Damaged

if TYPE_CHECKING:
    from snapshotter.model import Snapshot
    from snapshotter.store.home import Home
    from snapshotter.store.layout import Summary
    from snapshotter.work.look.graph import Names


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
    graph: Annotated[bool, typer.Option("--graph", help="Draw how the branches lie to each other.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help="List the snapshots of all branches and tags, and those on none.")
    ] = False,
    json: Json = False,
) -> int:
    """List the snapshots, newest first, with their branches, tags and the result of their proof. Needs no engine.

    \b
    Examples:
      snap log
      snap log -3 --oneline
      snap log HEAD~2 --stat
      snap log --all --graph --oneline
      snap log /etc/nginx
      snap log -n web --commands
      snap log --commands --json | jq '.[].commands[] | [.text, .outcome, .seconds]'
    """
    from snapshotter.work.look.graph import Names, names
    from snapshotter.work.select import workspace_name

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    with home.line.together():
        listed, before = _listed(home, chosen, operands or [], every=every, most=max_count or 0)
        found = _changing(home, chosen, listed, operands or [])
        found = found[-max_count:] if max_count else found
        named = names(home, chosen)
        whole = _whole(home, chosen, listed, found) if commands or stat else {}
        if json:
            out_json(
                [
                    _summary_json(one, named.get(one.id, Names()), before.get(one.id, ""))
                    | (_details_json(whole[one.id], commands, stat) if one.id in whole else {})
                    for one in reversed(found)
                ]
            )
        else:
            head = next((ident for ident, one in named.items() if one.head), "")
            ahead = not graph and found[-1:] == listed[-1:] and (not found or every or found[-1].id == head)
            if commands:
                texts = _command_texts(home, chosen, found, whole, ahead=ahead)
            elif oneline or stat:
                texts = _short_texts(found, named, whole)
            else:
                texts = _texts(found, named)
            _print(found, texts, before, graph=graph)
    damaged = [summary for summary in found if summary.damage]
    if damaged:
        tell(f"{len(damaged)} of {len(found)} cannot be read\n  next: {DAMAGE_HINT}")
    return 0


def _listed(
    home: Home, name: str, operands: Sequence[str], *, every: bool, most: int
) -> tuple[list[Summary], dict[str, str]]:
    """Return the snapshots up to the revision among the operands, or all, oldest first, and the id before each.

    Where only the last ones are wanted, `most` of them and the one before are enough.
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.select import find

    revs = [operand for operand in operands if not operand.startswith("/")]
    if len(revs) > 1:
        raise UsageError(f"{len(revs)} revisions are given", "name one; a path begins with a slash")
    if revs and every:
        raise UsageError(f"--all and the revision {revs[0]} are given", "leave one of them out")
    if every:
        listed, before = home.line.every(name)
    else:
        count = most + 1 if most and len(revs) == len(operands) else 0
        listed = home.line.summaries(name, find(home.line, name, revs[0]).id if revs else "", count=count)
        before = {one.id: last.id for last, one in pairwise(listed)}
    if not listed:
        home.workspaces.get(name)  # raises `NotFound` if there is no such workspace
        tell(f"{name} has no snapshot yet: `snap commit -n {name}` makes one")
    return listed, before


def _changing(home: Home, name: str, listed: list[Summary], operands: Sequence[str]) -> list[Summary]:
    """Return those of the snapshots that changed one of the paths among the operands, all if there is none."""
    paths = [operand for operand in operands if operand.startswith("/")]
    if not paths:
        return listed
    from snapshotter.work.look.grep import changed_below

    whole = _whole(home, name, listed, listed)
    ids = changed_below(home, name, paths, [one for one in whole.values() if not isinstance(one, Damaged)])
    return [summary for summary in listed if summary.id in ids]


def _whole(home: Home, name: str, listed: Sequence[Summary], found: Sequence[Summary]) -> dict[str, Snapshot | Damaged]:
    """Return the whole snapshots that are found among the listed ones, by id."""
    from snapshotter.errors import StoreError

    wanted = {one.id for one in found}
    whole: dict[str, Snapshot | Damaged] = {}
    tip = next((one.id for one in reversed(listed) if not one.damage), "")
    if tip:
        whole = {one.id: one for one in home.line.readable(name, tip) if one.id in wanted}
    for one in found:
        if one.id and one.id not in whole and not one.damage:  # on another branch
            try:
                whole[one.id] = home.line.snapshot(name, one.seq, one.id)
            except StoreError as error:
                whole[one.id] = Damaged(one.seq, one.id, error)
    return whole


def _print(
    found: Sequence[Summary], texts: Mapping[str, Sequence[str]], before: dict[str, str], *, graph: bool
) -> None:
    """Print the lines of each snapshot, newest first; those at "" come before all."""
    for line in texts.get("", ()):
        out(line)
    if not graph:
        for one in reversed(found):
            for line in texts[_key(one)]:
                out(line)
        return
    from snapshotter.work.look.graph import drawn, shortened

    shorter = shortened(before, found)
    for line in drawn([(_key(one), shorter.get(one.id, ""), texts[_key(one)]) for one in reversed(found)]):
        out(line)


def _key(one: Summary) -> str:
    """Return the id of a snapshot; one that is lost has none, and its number stands for it."""
    return one.id or str(one.seq)


def _short_texts(
    found: Sequence[Summary], named: Mapping[str, Names], whole: Mapping[str, Snapshot | Damaged]
) -> dict[str, list[str]]:
    from snapshotter.cli.show.stat import stat_lines
    from snapshotter.cli.show.tables import first_line

    texts = {}
    for one in found:
        message = first_line(one.damage or one.message, 96)
        words = [str(one.seq), one.id[:12], *filter(None, [_named(named, one)]), message]
        snapshot = whole.get(one.id)
        more = stat_lines(snapshot.changes) if snapshot is not None and not isinstance(snapshot, Damaged) else ()
        texts[_key(one)] = [shown("  ".join(words)), *(f"   {line}" for line in more)]
    return texts


def _named(named: Mapping[str, Names], one: Summary) -> str:
    return named[one.id].text() if one.id in named else ""


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


def _summary_json(found: Summary, names: Names, before: str) -> dict[str, object]:
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
        "parent": before,
        "head": names.head,
        "branches": list(names.branches),
        "tags": list(names.tags),
    }


def _texts(found: Sequence[Summary], named: Mapping[str, Names]) -> dict[str, list[str]]:
    """Return two lines for each snapshot, aligned."""
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
            _named(named, s),
        )
        if s.damage
        else (
            str(s.seq),
            s.id[:12],
            age(s.created),
            plural(s.commands, "command"),
            f"+{s.added} ~{s.changed} -{s.deleted}",
            verdict(s.proof) if s.proof else "not proven",
            _named(named, s),
        )
        for s in reversed(found)
    ]
    widths = [max(map(len, column)) for column in zip(*heads, strict=True)]
    texts = {}
    for head, one in zip(heads, reversed(found), strict=True):
        padded = [shown(cell.ljust(width)) for cell, width in zip(head, widths, strict=True)]
        line = "  ".join(
            [padded[0], painted(padded[1], "yellow"), *padded[2:-1], painted(padded[-1].rstrip(), "green")]
        )
        message = shown(first_line(one.damage or one.message, 96))
        texts[_key(one)] = [line.rstrip(), f"{'':{widths[0]}}  {message}"]
    return texts


def _command_texts(
    home: Home, name: str, found: Sequence[Summary], whole: Mapping[str, Snapshot | Damaged], *, ahead: bool
) -> dict[str, list[str]]:
    from snapshotter.cli.show.tables import first_line
    from snapshotter.cli.show.text import command_table, moment

    texts: dict[str, list[str]] = {}
    if ahead:
        newest = next(iter(home.line.summaries(name, count=1)), None)
        known = whole.get(newest.id) if newest else None
        last = known if known or newest is None else home.line.snapshot(name, newest.seq, newest.id)
        listed = home.recorded_since(name, None if isinstance(last, Damaged) else last).commands
        if listed:
            texts[""] = ["not yet committed", *f"{command_table(listed)}\n".split("\n")]
    for one in found:
        snapshot = whole.get(one.id)
        if snapshot is None or isinstance(snapshot, Damaged):
            why = snapshot.error.message if snapshot else one.damage
            texts[_key(one)] = [shown(f"snap/{name}:{one.seq}  {one.id[:12]}  {why}"), ""]
            continue
        head = f"{snapshot.tag}  {snapshot.id[:12]}  {moment(snapshot.created)}  {first_line(snapshot.message)}"
        table = command_table(snapshot.commands, committed=True) if snapshot.commands else "no commands"
        texts[_key(one)] = [shown(head), *table.split("\n"), ""]
    return texts


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="List the snapshots.")(log)
