"""The verb sbom: the packages of a snapshot's image, in the formats that scanners read."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Name, Rev
from snapshotter.cli.show.streams import out, progress, tell, wipe

Form = Literal["spdx", "cyclonedx"]


def sbom(
    rev: Rev = "latest",
    name: Name = None,
    form: Annotated[
        Form,
        typer.Option(
            "--format", metavar="FORMAT", help="`spdx` (SPDX 2.3, JSON) or `cyclonedx` (CycloneDX 1.6, JSON)."
        ),
    ] = "spdx",
    added: Annotated[bool, typer.Option("--added", help="Leave out the packages of the base image.")] = False,
) -> int:
    """List the packages of a snapshot's image as a software bill of materials.

    The databases of dpkg, apk, rpm, pip, npm and gem are read; each package has its package URL, and the snapshot and
    the command that brought it. What was copied or compiled by hand is in no database, and not listed. Needs the extra
    `sbom`: `pip install 'snapshotter[sbom]'`.

    \b
    Examples:
      snap sbom > web.spdx.json
      snap sbom 2 -n web --format cyclonedx > web.cdx.json
      snap sbom --added
    """
    from msgspec.structs import replace

    from snapshotter.errors import UsageError
    from snapshotter.work.look.packages import inventory
    from snapshotter.work.select import find, workspace_name

    try:
        if form == "spdx":
            from snapshotter.cli.reports.spdx import spdx as write
        else:
            from snapshotter.cli.reports.cyclonedx import cyclonedx as write
    except ModuleNotFoundError as error:
        raise UsageError(
            f"`snap sbom` needs {error.name}, which is not installed", "install it: `pip install 'snapshotter[sbom]'`"
        ) from error
    home = options.home()
    chosen = workspace_name(home.workspaces, name)
    with home.line.together():
        seq = find(home.line, chosen, rev).seq
        found = inventory(options.engine, home, home.line.snapshots(chosen, seq), progress())
    wipe()
    if added:
        found = replace(found, packages=tuple(one for one in found.packages if one.seq))
    if not found.packages:
        why = "none is newer than the base image" if added else "the image has no database of packages that is known"
        tell(f"no package is listed: {why}")
    out(write(found))
    return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="List an image's packages as SPDX or CycloneDX.")(sbom)
