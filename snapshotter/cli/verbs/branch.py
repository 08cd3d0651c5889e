"""The verb branch: list, make, rename and remove branches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, tell

if TYPE_CHECKING:
    from snapshotter.model import Workspace
    from snapshotter.store.layout import Summary


def branch(
    new: Annotated[
        str | None, typer.Argument(metavar="[BRANCH]", show_default=False, help="The branch to make; none lists all.")
    ] = None,
    rev: Annotated[str, typer.Argument(metavar="[REV]", help="Where it begins; with -m, its new name.")] = "HEAD",
    name: Name = None,
    delete: Annotated[bool, typer.Option("--delete", "-d", help="Remove the branch; its snapshots stay.")] = False,
    move: Annotated[bool, typer.Option("--move", "-m", help="Rename BRANCH to the second name.")] = False,
    json: Json = False,
) -> int:
    """List the branches of a workspace, or make one at a snapshot without going there.

    \b
    Examples:
      snap branch
      snap branch with-php 3 && snap checkout with-php
      snap branch -m with-php php
      snap branch -d php
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions import checkout as versions

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    workspace = home.workspaces.get(chosen)
    if new is None:
        if delete or move:
            raise UsageError("no branch is named", "`snap branch` lists them")
        branches = versions.all_branches(home, workspace)
        rows = [(one, home.line.summaries(chosen, ident, count=1)[-1]) for one, ident in branches.items()]
        _list(rows, workspace, json=json)
        return 0
    if delete:
        last = versions.delete_branch(home, chosen, new)
        tell(f"branch {new} of {chosen} is removed; it was at snapshot {last.seq}")
    elif move:
        if rev == "HEAD":
            raise UsageError("the new name is missing", "write `snap branch -m OLD NEW`")
        versions.rename_branch(home, chosen, new, rev)
        tell(f"branch {new} of {chosen} is now {rev}")
    else:
        at = versions.add_branch(home, chosen, new, rev)
        tell(f"branch {new} of {chosen} is at snapshot {at.seq}: `snap checkout {new}` goes there")
    return 0


def _list(rows: list[tuple[str, Summary]], workspace: Workspace, *, json: bool) -> None:
    from snapshotter.cli.show.tables import first_line

    name, current = workspace.name, workspace.branch
    if json:
        out_json([{"branch": branch, "seq": at.seq, "id": at.id, "current": branch == current} for branch, at in rows])
        return
    if not rows:
        tell(f"{name} has no snapshot yet: `snap commit -n {name}` makes one")
    width = max((len(branch) for branch, _ in rows), default=0)
    for branch, at in rows:
        mark = "*" if branch == current else " "
        out(shown(f"{mark} {branch:{width}}  {at.seq}  {at.id[:12]}  {first_line(at.message, 80)}"))
    if rows and not current:
        tell(f"{name} is on no branch")


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="List or make branches.")(branch)
