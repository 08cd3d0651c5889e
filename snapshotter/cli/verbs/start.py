"""The verb start: a new workspace."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import in_session, options
from snapshotter.cli.options import NoCast
from snapshotter.cli.show.streams import out, progress, tell, wipe

if TYPE_CHECKING:
    from snapshotter.engine.api import Engine
    from snapshotter.model import Workspace
    from snapshotter.store.home import Home


def start(
    image: Annotated[
        str,
        typer.Argument(metavar="IMAGE", show_default=False, help="The image to start from; pulled if it is missing."),
    ] = "",
    from_rev: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="[NAME:]REV",
            show_default=False,
            help="Go on from this snapshot, with the whole recipe behind it, instead of from IMAGE.",
        ),
    ] = "",
    dockerfile: Annotated[
        str,
        typer.Option(
            metavar="DIR",
            show_default=False,
            help="Build the Dockerfile in this directory and go on from it; exports begin with that file as it is.",
        ),
    ] = "",
    name: Annotated[
        str,
        typer.Option(
            "--name",
            "-n",
            metavar="NAME",
            show_default=False,
            help="The name of the workspace. Default: from the image, as in debian or debian-2.",
        ),
    ] = "",
    shell: Annotated[
        str,
        typer.Option(
            metavar="PATH", show_default=False, help="The shell to start. Default: the best one in the image."
        ),
    ] = "",
    env: Annotated[
        list[str] | None,
        typer.Option("--env", "-e", metavar="K=V", help="A variable for the shells, not for the image. Repeatable."),
    ] = None,
    publish: Annotated[
        list[str] | None,
        typer.Option("--publish", "-p", metavar="PORTS", help="Ports to publish, as for `docker run -p`. Repeatable."),
    ] = None,
    volume: Annotated[
        list[str] | None,
        typer.Option(
            "--volume", "-v", metavar="VOLUME", help="A volume or bind mount, as for `docker run -v`. Repeatable."
        ),
    ] = None,
    network: Annotated[str, typer.Option(metavar="NETWORK", show_default=False, help="The network to join.")] = "",
    service: Annotated[
        bool,
        typer.Option(
            "--service",
            help="Run the image's own ENTRYPOINT and CMD instead of an idle process; "
            "-e then also applies to them and to the image.",
        ),
    ] = False,
    detach: Annotated[
        bool, typer.Option("--detach", "-d", help="Print the name instead of entering the shell.")
    ] = False,
    checkpoints: Annotated[
        bool,
        typer.Option(
            "--checkpoints",
            help="Keep a state of the container after each command, so that `snap undo --command` can take back any.",
        ),
    ] = False,
    remove: Annotated[
        bool,
        typer.Option(
            "--rm",
            help="Remove the workspace when its shell ends. Snapshots are kept until `snap gc`; all else is gone.",
        ),
    ] = False,
    no_cast: NoCast = False,
) -> int:
    """Start a workspace: create a container of IMAGE and open its shell. Every command is recorded.

    \b
    Examples:
      snap start debian:bookworm
      snap start debian:bookworm --name web -p 8080:80
      snap start --from web:2 --name web-php            the line of web up to snapshot 2, and what follows
      snap start -d alpine:3.23 --name notes && snap run -n notes -f setup.sh
      snap start --rm alpine:3.23                       to try something
      snap start --dockerfile app/                      build it, and write further steps behind its own
      snap start --service my/database:2 --name db      work beside a running service
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.commit.space import layers_note
    from snapshotter.work.start import Request, start

    if remove and detach:
        raise UsageError("--rm and -d are given: the workspace goes with its shell", "leave one of them out")
    home, engine = options.home(), options.engine()
    request = Request(
        image,
        name,
        shell,
        tuple(env or ()),
        tuple(publish or ()),
        tuple(volume or ()),
        network,
        service,
        from_rev,
        checkpoints=checkpoints,
        dockerfile=dockerfile,
    )
    workspace = start(engine, home, request, progress())
    wipe()
    if note := layers_note(workspace.base):
        tell(note)
    if detach:
        out(workspace.name)
        return 0
    if not remove:
        tell(f"workspace {workspace.name}; leave it with `exit`, come back with `snap shell {workspace.name}`")
        return _enter(engine, home, workspace, cast=not no_cast)
    tell(f"workspace {workspace.name}; it goes when you leave it with `exit`")
    try:
        return _enter(engine, home, workspace, cast=not no_cast)
    finally:
        _remove(engine, home, workspace.name)


def _remove(engine: Engine, home: Home, name: str) -> None:
    from snapshotter.work.versions.removal import remove

    kept = bool(home.line.head(name))
    remove(engine, home, name, force=True, purge=not kept, progress=progress())
    wipe()
    tell(f"{name} is removed" + (": `snap op undo` brings it back, `snap gc` frees its disk space" if kept else ""))


def _enter(engine: Engine, home: Home, workspace: Workspace, *, cast: bool) -> int:
    from snapshotter.work import shell as sessions

    if not workspace.shell:
        tell("the image has no shell: `snap run -- CMD` runs a program in it")
        return 0
    if not sys.stdin.isatty():
        return sessions.feed(engine, home, workspace, sys.stdin.buffer, tell)
    return sessions.enter(engine, home, workspace, tell, in_session.program(workspace.name), cast=cast)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Start a workspace and enter its shell.")(start)
