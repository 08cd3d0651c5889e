"""The verb adopt: a workspace of an image that exists already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json
from snapshotter.cli.show.escape import shown_lines
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe

if TYPE_CHECKING:
    from snapshotter.work.adopt.adopt import AdoptedImage


def adopt(
    wanted: Annotated[
        str,
        typer.Argument(
            metavar="IMAGE|CONTAINER|FILE",
            show_default=False,
            help="An image, pulled if it is missing; a container, which stays as it is; a file that "
            "`docker save` wrote; or an image in OCI form, a directory or a tar.",
        ),
    ] = "",
    name: Annotated[
        str,
        typer.Option(
            "--name",
            "-n",
            metavar="NAME",
            show_default=False,
            help="The name of the workspace. Default: from the image, as in web or web-2.",
        ),
    ] = "",
    base: Annotated[
        str,
        typer.Option(
            metavar="IMAGE",
            show_default=False,
            help="The image that it was made of, for the line FROM. Default: the local image with most of its layers, "
            "else the one with the same distribution and the most equal packages; the answer says how sure that is.",
        ),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print what is found; make no workspace.")] = False,
    json: Json = False,
) -> int:
    """Take in an image or a container that was made without snap, so that a Dockerfile can be written for it.

    The image or container stays as it is. snap looks for the image that it was made of (its base) and reads what was
    added since: each layer becomes a snapshot, as if it had been committed with snap. What made a layer is told by the
    image's history, if a Dockerfile did, or else by what lies in the image: logs and databases of package managers,
    accounts, histories of shells. What nothing tells of is copied. Nothing is sure until the proof: the export
    builds the Dockerfile and compares the result with the image.

    A running container goes on, and stays its owner's; `snap shell` records what is done in it from then on.

    \b
    Examples:
      snap adopt web:latest --dry-run           look first: prints what is found, makes nothing
      snap adopt web:latest --name web          take it in, under the name web
      snap show 1 -n web                        what made its first layer, and how that is known
      snap export-dockerfile -n web -o web/     write the Dockerfile, build it, compare
      snap adopt web-1                          a container, running or stopped
      snap adopt web.tar --base debian:bookworm a file of `docker save`, and the image that it is based on
    """
    from snapshotter.work.adopt.adopt import AdoptRequest, adopt

    home, engine = options.home(), options.engine()
    made = adopt(engine, home, AdoptRequest(wanted, name, base, dry_run), progress())
    wipe()
    if json:
        out_json(_as_json(made))
    else:
        _show(made)
    for note in made.notes:
        tell(note)
    if not dry_run:
        tell(f"workspace {made.name}: `snap export-dockerfile -n {made.name} -o DIR` writes its Dockerfile")
    return 0


def _as_json(made: AdoptedImage) -> dict[str, Any]:
    from snapshotter.cli.show import as_json

    return {
        "workspace": made.name,
        "adopted": made.kind,
        "image": made.image.id,
        "base": made.found.base.reference,
        "base_found": made.found.how,
        "snapshots": [as_json.snapshot(one) for one in made.snapshots],
    }


def _show(made: AdoptedImage) -> None:
    from snapshotter.cli.show.text import counts_line

    out(f"base {made.found.base.reference}: {made.found.how}")
    for one in made.snapshots:
        out(f"\nsnapshot {one.seq}: {shown_lines(one.message.strip().partition(chr(10))[0])}")
        for command in one.commands:
            first, newline, _ = command.text.partition("\n")
            out(f"  {shown_lines(first)}{' …' if newline else ''}   ({command.witness})")
        out(f"  {counts_line(one.changes)}")


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Make a workspace of an image or container that exists.")(adopt)
