"""The verb bundle: a line with its images in one file."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe
from snapshotter.cli.show.withheld import Yes, ask_withheld


def bundle(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file that is written.")],
    images: Annotated[
        bool, typer.Option("--images/--no-images", help="Take the layers of the images above the base along.")
    ] = True,
    every: Annotated[
        bool, typer.Option("--all", "-a", help="Also snapshots on no branch, as those in which discarded work is kept.")
    ] = False,
    yes: Yes = False,
    force: Annotated[bool, typer.Option("--force", "-f", help="Overwrite FILE.")] = False,
    name: Name = None,
    json: Json = False,
) -> int:
    """Write a line and its images to one file, for a machine that shares nothing with this one.

    `snap clone FILE` makes a workspace of it there, `snap pull` takes a later one over. The base image is not in it.
    Images hold files that the line withholds as secret: these are named first.

    \b
    Examples:
      snap bundle web.bundle
      snap bundle /mnt/usb/web.bundle -n web --no-images
    """
    from functools import cache

    from snapshotter.cli.show.tables import plural, size
    from snapshotter.work.select import workspace_name
    from snapshotter.work.versions.share.bundle import bundle

    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    if images:
        ask_withheld(home, chosen, "the file", every=every, yes=yes)
    connect, target = cache(options.engine), options.path(file)
    done = bundle(connect, home, chosen, target, progress(), images=images, every=every, force=force)
    wipe()
    if json:
        out_json(
            {
                "file": str(done.path),
                "bytes": done.size,
                "snapshots": done.snapshots,
                "images": done.images,
                "missing": list(done.missing),
            }
        )
        return 0
    what = f"{plural(done.snapshots, 'snapshot')}, {plural(done.images, 'image')}"
    out(shown(f"wrote {done.path}: {what}, {size(done.size)}"))
    if done.missing:
        tell(f"not in it, since they are not on this machine: the images of {', '.join(map(str, done.missing))}")
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Write the line and its images to one file.")(bundle)
