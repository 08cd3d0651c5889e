"""The verb backup: everything in one file, and back."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe


def backup(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The backup.")],
    restore: Annotated[
        bool, typer.Option("--restore", help="Restore FILE into $SNAP_HOME, which must have no workspace yet.")
    ] = False,
    images: Annotated[
        bool | None,
        typer.Option(
            "--images/--no-images",
            show_default=False,
            help="Take the images of all snapshots and their bases along, so that another machine can go on. "
            "Default: no; with --restore: load those that the backup has.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Overwrite FILE.")] = False,
    json: Json = False,
) -> int:
    """Write all workspaces with their snapshots, journals and casts to one file, or restore them from it.

    Caches are left out, and so are containers: what is not committed stays on this machine. Sessions may run meanwhile.
    The file has checksums for all that is in it; --restore checks them before it writes anything, and never overwrites.

    \b
    Examples:
      snap backup ~/snap.backup
      snap backup --images /mnt/usb/snap.backup
      snap backup --restore /mnt/usb/snap.backup
    """
    if restore:
        return _restore(file, images is not False, json)
    from functools import cache

    from snapshotter.cli.show.tables import plural, size
    from snapshotter.work.upkeep.backup import backup

    connect = cache(options.engine)
    done = backup(connect, options.home(), options.path(file), images=bool(images), force=force, progress=progress())
    wipe()
    if json:
        out_json(
            {
                "file": str(done.path),
                "bytes": done.size,
                "workspaces": list(done.workspaces),
                "images": list(done.images),
                "missing": list(done.missing),
            }
        )
        return 0
    what = plural(len(done.workspaces), "workspace") + (f", {plural(len(done.images), 'image')}" if images else "")
    out(f"wrote {done.path}: {what}, {size(done.size)}")
    for name in done.missing:
        tell(f"not in it, since it is no longer on this machine: the image {shown(name)}")
    if not images:
        tell("without images: another machine can export the snapshots, and go on only with `snap backup --images`")
    return 0


def _restore(file: str, images: bool, json: bool) -> int:
    from functools import cache

    from snapshotter.cli.show.tables import plural
    from snapshotter.work.upkeep.restore import restore

    home = options.home()
    done = restore(cache(options.engine), home, options.path(file), images=images, progress=progress())
    wipe()
    if json:
        out_json({"home": str(home.path), "workspaces": list(done.workspaces), "images": list(done.images)})
        return 0
    out(f"restored to {home.path}: {plural(len(done.workspaces), 'workspace')}, {plural(len(done.images), 'image')}")
    if done.left_out:
        tell(f"{plural(done.left_out, 'image')} of the backup not loaded, as --no-images says")
    tell("containers are in no backup: `snap status -n NAME` says how to go on with a workspace")
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Write everything to one file, or restore it.")(backup)
