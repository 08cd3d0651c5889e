"""The verb remote: where a line is too."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, tell


def remote(
    what: Annotated[Literal["list", "add", "remove"], typer.Argument(metavar="[list|add|remove]")] = "list",
    remote: Annotated[str, typer.Argument(metavar="[REMOTE]", help="Its name, such as `origin`.")] = "",
    url: Annotated[
        str, typer.Argument(metavar="[URL]", show_default=False, help="As `git clone` takes it, or a path.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", "-f", help="Give a remote that exists another URL.")] = False,
    name: Name = None,
    json: Json = False,
) -> int:
    """Name git repositories where this workspace's line is too. One repository holds the line of one workspace.

    A password is not stored: git asks for it, or takes it from a credential helper.

    \b
    Examples:
      snap remote add origin git@github.com:me/web.git
      snap remote list
      snap remote remove origin
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.share import remote as remotes

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    home.workspaces.get(chosen)
    if what == "list":
        found = remotes.remotes(home, chosen)
        if json:
            out_json([{"name": one.name, "url": one.url} for one in found])
            return 0
        width = max((len(one.name) for one in found), default=0)
        for one in found:
            out(shown(f"{one.name:{width}}  {one.url}"))
        if not found:
            tell(f"{chosen} has no remote: `snap remote add origin URL` names one")
        return 0
    if not remote or (what == "add" and not url):
        raise UsageError("the remote is not named", f"`snap remote {what} origin{' URL' * (what == 'add')}`")
    if what == "add":
        made = remotes.add_remote(home, chosen, remote, url, force=force)
        tell(shown(f"remote {made.name} of {chosen} is {made.url}: `snap push {made.name}` pushes there"))
    else:
        remotes.remove_remote(home, chosen, remote)
        tell(f"remote {remote} of {chosen} is forgotten; nothing was changed there")
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Name other places of the line.")(remote)
