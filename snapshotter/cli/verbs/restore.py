"""The verb restore: paths of the container as they are in a snapshot."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe

if TYPE_CHECKING:
    from snapshotter.work.look.restore import Restored


def restore(
    operands: Annotated[
        list[str],
        typer.Argument(
            metavar="[REV] [--] PATH…", help="A snapshot, by default the last one (`base`: the base image); paths."
        ),
    ],
    name: Name = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Overwrite also what is in no snapshot, without asking.")
    ] = False,
    json: Json = False,
) -> int:
    """Put paths of the container back as they are in a snapshot: files, and directories with all that is in them.

    Content, mode, owner, time, attributes and links. What the snapshot does not have is removed. Nothing else changes,
    and the container goes on running.

    \b
    Examples:
      snap restore /etc/nginx/nginx.conf
      snap restore HEAD~2 -- /etc/nginx
      snap restore base /etc/motd --dry-run
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.look.restore import restore
    from snapshotter.work.select import workspace

    revs = [operand for operand in operands if not operand.startswith("/")]
    paths = [operand for operand in operands if operand.startswith("/")]
    if len(revs) > 1 or not paths or (revs and revs[0] != operands[0]):
        wrong = next((one for one in revs if one != operands[0]), "")
        raise UsageError(
            f"{wrong} is no absolute path" if wrong else "no path is given",
            f"write {wrong} before `--`"
            if wrong.startswith("-")
            else "write one snapshot, then absolute paths, as in `snap restore 2 -- /etc/motd`",
        )
    home = options.home()
    chosen = workspace(home.workspaces, name)
    done = restore(
        options.engine(),
        home,
        chosen,
        revs[0] if revs else "HEAD",
        paths,
        lambda gone: force or _agreed(gone),
        progress(),
        dry_run=dry_run,
    )
    wipe()
    _show(done, dry_run=dry_run, json=json)
    return 0


def _agreed(gone: Sequence[str]) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    wipe()
    tell("changed since, and in no snapshot:")
    for path in gone:
        tell(f"  {shown(path)}")
    print("overwrite? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _show(done: Restored, *, dry_run: bool, json: bool) -> None:
    from snapshotter.cli.show.tables import plural
    from snapshotter.work.look.diff import label

    plan = done.plan
    if json:
        out_json(
            {
                "workspace": done.workspace,
                "from": label(done.seq),
                "done": done.done,
                "restored": list(plan.restored),
                "removed": list(plan.removed),
                "unchanged": plan.unchanged,
                "skipped": dict(plan.skipped),
                "separated": list(done.separated),
            }
        )
        return
    for path in sorted({*plan.restored, *plan.removed}):
        what = "restored" if path in plan.restored else "removed"
        out(f"{what:<8}  {shown(path)}")
    for path, why in plan.skipped.items():
        tell(f"skipped {shown(path)}: {why}")
    for path in done.separated:
        tell(f"{shown(path)} is a file of its own now: its other names have other content than in {label(done.seq)}")
    removed = [path for path in plan.removed if path not in plan.restored]
    counts = f"{plural(len(plan.restored), 'path')} restored from {label(done.seq)}, {len(removed)} removed"
    tell(f"{'would be done: ' if dry_run else ''}{counts}, {plan.unchanged} unchanged")


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Put files back as they are in a snapshot.")(restore)
