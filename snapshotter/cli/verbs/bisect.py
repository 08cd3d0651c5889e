"""The verb bisect: find the first snapshot in which a command fails."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown, shown_lines
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe
from snapshotter.cli.show.tables import LETTERS

if TYPE_CHECKING:
    from snapshotter.work.versions.bisect import Bisected

_MOST = 20
"""Changed paths that are listed."""


def bisect(
    good: Annotated[
        str,
        typer.Argument(
            metavar="[GOOD]",
            show_default=False,
            help="A snapshot in which it succeeds, or `base`. Default: the base image, else the first snapshot.",
        ),
    ] = "",
    bad: Annotated[str, typer.Argument(metavar="[BAD]", help="A later one in which it fails.")] = "HEAD",
    run: Annotated[
        str,
        typer.Option("--run", metavar="CMD", help="A line for the workspace's shell: 0 good, 125 skip, 1 to 127 bad."),
    ] = "",
    name: Name = None,
    json: Json = False,
) -> int:
    """Find the first snapshot in which a command fails, by binary search, and show its commands and changes.

    The command runs in a new container of each snapshot that is tried, which has the workspace's variables and network,
    no volumes and no ports, and is removed at once. The workspace is not touched. What the command prints goes to
    stderr. Exit code: 0 found, 1 if skipped snapshots leave several.

    \b
    Examples:
      snap bisect --run 'nginx -t'
      snap bisect 2 7 --run 'curl --version | grep -q https'
      snap bisect base HEAD -n web --run 'test -e /usr/bin/python3 || exit 125; python3 -c "import ssl"'
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.select import workspace
    from snapshotter.work.versions.bisect import bisect

    if not run.strip():
        raise UsageError("there is no command to judge a snapshot by", "give one: `snap bisect --run 'CMD'`")
    home = options.home()
    chosen = workspace(home.workspaces, name)

    def show(piece: bytes) -> None:
        wipe()
        sys.stderr.write(shown_lines(piece.decode("utf-8", "replace")))
        sys.stderr.flush()

    found = bisect(options.engine(), home, chosen, good, bad, run, show, progress(), tell)
    wipe()
    if json:
        out_json(_json(found))
    else:
        _show(found)
    return 0 if found.first else 1


def _show(found: Bisected) -> None:
    for one in found.tried:
        status = "the image is gone" if one.status is None else f"exit status {one.status}"
        out(f"{_named(one.seq)}: {one.verdict} ({status})")
    out()
    if found.first is None:
        listed = ", ".join(map(str, (*found.between, found.bad)))
        out(f"the first bad one is among snapshots {listed}: all but the last were skipped")
        return
    first = found.first
    out(shown(f"snapshot {first.seq} is the first bad one: {first.message.partition(chr(10))[0]}"))
    for command in first.commands:
        out(shown(f"  {command.user}:{command.cwd}$ {command.text}"))
    for change in first.changes[:_MOST]:
        out(shown(f"  {LETTERS[change.change]} {change.path}"))
    if len(first.changes) > _MOST:
        out(f"  and {len(first.changes) - _MOST} more paths: `snap show {first.seq}` lists them")


def _named(seq: int) -> str:
    return f"snapshot {seq}" if seq else "the base image"


def _json(found: Bisected) -> dict[str, object]:
    first = found.first
    return {
        "workspace": found.workspace,
        "good": found.good,
        "bad": found.bad,
        "first_bad": first.seq if first else None,
        "id": first.id if first else None,
        "message": first.message if first else None,
        "commands": [one.text for one in first.commands] if first else [],
        "changes": [[one.change, one.path] for one in first.changes] if first else [],
        "between": list(found.between),
        "tried": [{"seq": one.seq, "verdict": one.verdict, "status": one.status} for one in found.tried],
    }


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Find the first snapshot in which a command fails.")(bisect)
