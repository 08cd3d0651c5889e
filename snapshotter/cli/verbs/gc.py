"""The verb gc: remove what nothing refers to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, tell

if TYPE_CHECKING:
    from snapshotter.work.upkeep.gc import Orphan


def gc(
    force: Annotated[bool, typer.Option("--force", "-f", help="Remove without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be removed.")] = False,
    json: Json = False,
) -> int:
    """Remove what nothing refers to: removed workspaces, and what a commit or proof that was killed left.

    They are listed first. On a terminal you are asked; elsewhere nothing is removed without --force. Images of
    snapshots, of workspaces and their bases, images that you tagged, and those of another SNAP_HOME are never removed.

    \b
    Examples:
      snap gc
      snap gc --force
    """
    from snapshotter.work.upkeep.gc import orphans, remove

    home, engine = options.home(), options.engine()
    found = orphans(engine, home)
    if not json:
        _list(found)
    confirmed = bool(found) and not dry_run and (force or (not json and _confirmed()))
    kept = {orphan.name: why for orphan, why in remove(engine, home, found, tell) if why} if confirmed else {}
    if json:
        out_json(
            [
                {
                    "kind": orphan.kind,
                    "name": orphan.name,
                    "why": orphan.why,
                    "size": orphan.size,
                    "removed": confirmed and orphan.name not in kept,
                    "kept": kept.get(orphan.name, ""),
                }
                for orphan in found
            ]
        )
    elif found:
        for name, why in kept.items():
            tell(f"kept {shown(name)}: {shown(why)}")
        tell(
            f"{len(found) - len(kept)} of {len(found)} removed"
            if confirmed
            else "nothing was removed" + ("" if dry_run else ": `snap gc --force` removes what is listed")
        )
    return 0


def _list(found: list[Orphan]) -> None:
    from snapshotter.cli.show.tables import size, table

    if not found:
        tell("nothing to remove: everything is in use")
        return
    rows = [(orphan.kind, orphan.name, size(orphan.size) if orphan.size else "", orphan.why) for orphan in found]
    out(table(("WHAT", "NAME", "SIZE", "WHY"), rows))


def _confirmed() -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    print("remove them? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Remove what nothing refers to.")(gc)
