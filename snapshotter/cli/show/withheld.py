"""Asks before images leave this machine: they hold the files that the line withholds as secret."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import tell, wipe
from snapshotter.errors import Conflict

if TYPE_CHECKING:
    from snapshotter.store.home import Home

Yes = Annotated[
    bool, typer.Option("--yes", "-y", help="Let images go that hold files which the line withholds as secret.")
]
_MOST = 20


def ask_withheld(home: Home, name: str, where: str, *, every: bool, yes: bool) -> None:
    """Name the files that images hold and the line does not; raises `Conflict` where they shall not go `where`."""
    from snapshotter.work.versions.share.withheld import withheld

    found = withheld(home, name, every=every)
    if not found:
        return
    wipe()
    tell(f"the images hold files that the line of {name} withholds as secret:")
    for path, reason, seq in found[:_MOST]:
        tell(shown(f"  {path} (snapshot {seq}: {reason})"))
    if len(found) > _MOST:
        tell(f"  and {len(found) - _MOST} more")
    if yes:
        return
    if sys.stdin.isatty() and sys.stderr.isatty():
        tell(f"whoever can read {where} can read them. Go on? [y/N] ")
        if sys.stdin.readline().strip().lower() in ("y", "yes"):
            return
    raise Conflict(
        f"nothing was sent: {where} would hold {found[0][0]}" + (f" and {len(found) - 1} more" * (len(found) > 1)),
        "--yes sends them; `snap bundle --no-images` and `snap push` send the line without them",
    )
