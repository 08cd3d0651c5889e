"""Verbs of the present: status and commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import places
from snapshotter.cli.places import Json, Name
from snapshotter.cli.screen import out, out_json, progress, shown, tell, wipe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from snapshotter.work.commit import Committed
    from snapshotter.work.status import Status

_SHOWN = 40
"""Commands that status shows; `--all` shows the rest."""


def status(
    name: Name = None,
    every: Annotated[bool, typer.Option("--all", "-a", help="Show every command and every changed path.")] = False,
    json: Json = False,
) -> int:
    """Show what was run and what changed since the last snapshot.

    \b
    Examples:
      snap status
      snap status -n web --json | jq -r '.changes[].path'
    """
    from snapshotter.work.select import workspace

    home = places.home()
    chosen = workspace(home.workspaces, name)
    engine = places.engine()
    from snapshotter.work.container import looking

    look = looking(engine, chosen)
    import tabulate  # noqa: F401 - while the engine looks: 15 ms, and 20 for the next

    from snapshotter.work.status import status

    found = status(engine, home, chosen, digests=json, progress=progress(), look=look)
    wipe()
    if json:
        out_json(_status_json(found))
    else:
        _show_status(found, every)
    return 0


def _status_json(found: Status) -> dict[str, object]:
    from snapshotter.cli import as_json
    from snapshotter.rootfs.changes import accounts

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
    from snapshotter.cli.tables import LETTERS, plural, table
    from snapshotter.cli.text import MOST_SHOWN, account, change_table, command_table, field, moved_lines, visible

    since = f"since snapshot {found.seq}" if found.seq else f"since {found.workspace.base.reference}"
    out(field("workspace", found.workspace.name))
    out(field("container", f"{found.workspace.container[:12]} {found.state}"))
    if found.state == "gone":
        tell(f"the container is gone: `snap shell {found.workspace.name}` tells what can be done")
    if not found.commands and not found.changes and not found.rough:
        out(f"nothing was run and nothing changed {since}{'' if found.exact else ', as far as the engine tells'}")
    if found.commands:
        out(f"\n{plural(len(found.commands), 'command')} {since}:\n")
        skipped = 0 if every else max(0, len(found.commands) - _SHOWN)
        out(command_table(found.commands[skipped:], skipped + 1))
    if found.changes:
        out(f"\n{account(found.changes)}\n")
        moved, others = moved_lines(found.changes)
        for line in moved:
            out(line)
        rows = visible(others, every)
        if rows:
            out(change_table(rows))
        _tell_more(len(others) - len(rows))
    if found.rough:
        out(f"\n{plural(len(found.rough), 'changed path')} (the container's layer cannot be read here: not exact)\n")
        listed = found.rough if every else found.rough[:MOST_SHOWN]
        out(table(("", "PATH"), [(LETTERS[change], path) for change, path in listed]))
        _tell_more(len(found.rough) - len(listed))
    if not found.exact and found.seq:
        tell("whether what the snapshots hold has changed again cannot be seen here: `snap commit` finds out")
    _tell_lost(found.lost)


def _tell_more(count: int) -> None:
    if count:
        from snapshotter.cli.tables import plural

        tell(f"{plural(count, 'more path')}: `snap status --all` shows them")


def _tell_lost(lost: Mapping[str, str]) -> None:
    """Say what no image keeps, one line for each reason."""
    if not lost:
        return
    from snapshotter.cli.explained import briefly

    reasons: dict[str, list[str]] = {}
    for path, why in lost.items():
        reasons.setdefault(why, []).append(path)
    for why, paths in reasons.items():
        tell(f"not in the image: {', '.join(map(shown, briefly(paths)))} ({shown(why)})")


def commit(
    name: Name = None,
    message: Annotated[
        str,
        typer.Option(
            "--message", "-m", metavar="MSG", show_default=False, help="Default: one made up from what happened."
        ),
    ] = "",
    change: Annotated[
        list[str] | None,
        typer.Option(
            "--change",
            "-c",
            metavar="INSTR",
            help="A Dockerfile instruction for the image's configuration: CMD, "
            "ENTRYPOINT, ENV, EXPOSE, LABEL, ONBUILD, USER, VOLUME or WORKDIR; again for more.",
        ),
    ] = None,
    allow_secret: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-secret",
            metavar="NAME",
            show_default=False,
            help="Let a variable or label of --change hold a secret; again for more.",
        ),
    ] = None,
    json: Json = False,
) -> int:
    """Make a snapshot: the container becomes the image snap/NAME:SEQ, with the record of how it came about.

    Where nothing was run and nothing changed, it says so on stderr, makes none, and exits 0.

    \b
    Examples:
      snap commit -m "install nginx"
      snap commit --change 'CMD ["nginx", "-g", "daemon off;"]' --change 'EXPOSE 80'
    """
    from snapshotter.work.select import workspace

    home = places.home()
    chosen = workspace(home.workspaces, name)
    engine = places.engine()
    from snapshotter.work.commit import commit

    made = commit(engine, home, chosen, message, change or (), progress(), allow_secret or ())
    wipe()
    if made is None:
        tell(f"nothing was run and nothing changed in {chosen.name} since the last snapshot: nothing to commit")
        if json:
            out_json(None)
        return 0
    _show_commit(made, json)
    return 0


def _show_commit(made: Committed, json: bool) -> None:
    from snapshotter.cli import as_json
    from snapshotter.cli.tables import plural, size
    from snapshotter.cli.text import account

    snapshot = made.snapshot
    if json:
        out_json(as_json.snapshot(snapshot))
    else:
        head = f"{snapshot.tag}  {snapshot.id[:12]}  {snapshot.message.splitlines()[0] if snapshot.message else ''}"
        out(shown(head))
        out(f"{plural(len(snapshot.commands), 'command')}, {account(snapshot.changes)}")
    for left in made.left_out:
        amount = "data" if left.size is None else size(left.size)
        tell(f"left out: {amount} in the {left.mount.kind} at {shown(left.mount.target)}, which is no part of an image")
    _tell_lost(made.lost)


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command(short_help="Show what was run and changed since the last snapshot.")(status)
    app.command(short_help="Make a snapshot.")(commit)
