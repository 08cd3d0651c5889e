"""The verb tag: names for snapshots."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, tell


def tag(
    new: Annotated[
        str | None, typer.Argument(metavar="[TAG]", show_default=False, help="The name; none lists all.")
    ] = None,
    rev: Annotated[str, typer.Argument(metavar="[REV]", help="The snapshot that gets it.")] = "HEAD",
    name: Name = None,
    delete: Annotated[bool, typer.Option("--delete", "-d", help="Remove the tag; its snapshot stays.")] = False,
    force: Annotated[bool, typer.Option("--force", "-f", help="Move a tag that names another snapshot.")] = False,
    json: Json = False,
) -> int:
    """Name a snapshot, or list the names. A tag can be given wherever a REV can.

    \b
    Examples:
      snap tag before-upgrade
      snap tag works 3
      snap checkout works
    """
    from snapshotter.cli.show.tables import first_line
    from snapshotter.errors import UsageError
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions import checkout as versions

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    if new is None:
        if delete:
            raise UsageError("no tag is named", "`snap tag` lists them")
        found = sorted(home.line.refs(chosen).tags.items())
        rows = [(one, home.line.summaries(chosen, ident, count=1)[-1]) for one, ident in found]
        if json:
            out_json([{"tag": one, "seq": at.seq, "id": at.id} for one, at in rows])
            return 0
        width = max((len(one) for one, _ in rows), default=0)
        for one, at in rows:
            out(shown(f"{one:{width}}  {at.seq}  {at.id[:12]}  {first_line(at.message, 80)}"))
    elif delete:
        versions.delete_tag(home, chosen, new)
        tell(f"tag {new} of {chosen} is removed")
    else:
        at = versions.add_tag(home, chosen, new, rev, force=force)
        tell(f"tag {new} of {chosen} is at snapshot {at.seq}")
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Name a snapshot.")(tag)
