"""The verb clone: a workspace of a line that is elsewhere."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe
from snapshotter.cli.verbs.fetch import tell_left_out


def clone(
    url: Annotated[
        str,
        typer.Argument(metavar="URL", help="A git repository, HOST/NAME in a registry, or a file of `snap bundle`."),
    ],
    name: Annotated[
        str, typer.Option("--name", "-n", metavar="NAME", show_default=False, help="Default: taken from the URL.")
    ] = "",
    json: Json = False,
) -> int:
    """Make a workspace of a line that somebody pushed or bundled, with all of its snapshots.

    They can be looked at at once. A container is made by `snap checkout`, which needs their images. Nothing that came
    from elsewhere is run before that, and what others found about a recipe counts for no proof here.

    \b
    Examples:
      snap clone git@github.com:me/web.git
      snap clone /srv/git/web.git --name web-2
      snap clone ghcr.io/me/web
      snap clone web.bundle
    """
    from snapshotter.cli.show.tables import plural
    from snapshotter.work.versions.share.clone import clone

    home = options.home()
    done = clone(home, url, name, progress())
    wipe()
    made = done.workspace
    if json:
        out_json({"workspace": made.name, "seq": done.seq, "snapshots": done.snapshots, "branch": made.branch})
        return 0
    out(
        shown(
            f"workspace {made.name}: {plural(done.snapshots, 'snapshot')}, at snapshot {done.seq}, branch {made.branch}"
        )
    )
    tell_left_out(done.left_out)
    tell(f"it has no container yet: `snap checkout -n {made.name}` makes one; `snap log -n {made.name}` shows the line")
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Make a workspace of a line elsewhere.")(clone)
