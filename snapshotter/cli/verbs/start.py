"""The verb start: a new workspace."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from snapshotter.cli import in_session, options
from snapshotter.cli.options import NoCast
from snapshotter.cli.show.streams import out, progress, tell, wipe


def start(
    image: Annotated[str, typer.Argument(metavar="IMAGE", help="The image to begin from; fetched where it is absent.")],
    name: Annotated[
        str,
        typer.Option(
            "--name", "-n", metavar="NAME", show_default=False, help="Default: after the image: debian, debian-2."
        ),
    ] = "",
    shell: Annotated[
        str,
        typer.Option(
            metavar="PATH", show_default=False, help="The shell to work in. Default: the best one in the image."
        ),
    ] = "",
    env: Annotated[
        list[str] | None,
        typer.Option(
            "--env", "-e", metavar="K=V", help="A variable for the shells, not for the image; again for more."
        ),
    ] = None,
    publish: Annotated[
        list[str] | None,
        typer.Option("--publish", "-p", metavar="PORTS", help="Ports to publish, as `docker run -p` takes them."),
    ] = None,
    volume: Annotated[
        list[str] | None,
        typer.Option("--volume", "-v", metavar="VOLUME", help="A volume or bind mount, as `docker run -v` takes it."),
    ] = None,
    network: Annotated[str, typer.Option(metavar="NETWORK", show_default=False, help="The network to join.")] = "",
    service: Annotated[
        bool,
        typer.Option(
            "--service",
            help="Let the image's own ENTRYPOINT and CMD run instead of an idle process; "
            "-e then goes to them too, and into the image.",
        ),
    ] = False,
    detach: Annotated[bool, typer.Option("--detach", "-d", help="Do not enter the shell; print the name.")] = False,
    no_cast: NoCast = False,
) -> int:
    """Start a workspace: a container of IMAGE, and you in its shell. Every command is recorded.

    \b
    Examples:
      snap start debian:bookworm
      snap start debian:bookworm --name web -p 8080:80
      snap start -d alpine:3.23 --name notes && snap run -n notes -f setup.sh
      snap start --service my/database:2 --name db      work beside a live service
    """
    from snapshotter.work import shell as sessions
    from snapshotter.work.start import Request, start

    home, engine = options.home(), options.engine()
    request = Request(image, name, shell, tuple(env or ()), tuple(publish or ()), tuple(volume or ()), network, service)
    workspace = start(engine, home, request, progress())
    wipe()
    if detach:
        out(workspace.name)
        return 0
    tell(f"workspace {workspace.name}; leave it with `exit`, come back with `snap shell {workspace.name}`")
    if not workspace.shell:
        tell("its image has no shell: `snap run -- CMD` runs a program in it")
        return 0
    if not sys.stdin.isatty():
        return sessions.feed(engine, home, workspace, sys.stdin.buffer, tell)
    return sessions.enter(engine, home, workspace, tell, in_session.program(workspace.name), cast=not no_cast)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command(short_help="Start a workspace and enter its shell.")(start)
