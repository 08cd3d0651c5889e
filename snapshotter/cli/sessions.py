"""Verbs that lead into a container: start, shell, run."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from snapshotter.cli import inside, places
from snapshotter.cli.places import Name, NameArgument, NoCast
from snapshotter.cli.screen import out, progress, tell, wipe


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

    home, engine = places.home(), places.engine()
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
    return sessions.enter(engine, home, workspace, tell, inside.program(workspace.name), cast=not no_cast)


def shell(argument: NameArgument = None, name: Name = None, no_cast: NoCast = False) -> int:
    """Go back into a workspace's shell. Without a terminal, lines from stdin are run and recorded the same.

    \b
    Examples:
      snap shell web
      echo 'apt-get update' | snap shell web
    """
    from snapshotter.work import shell as sessions
    from snapshotter.work.select import workspace

    home = places.home()
    chosen = workspace(home.workspaces, argument or name)
    engine = places.engine()
    if sys.stdin.isatty():
        return sessions.enter(engine, home, chosen, tell, inside.program(chosen.name), cast=not no_cast)
    return sessions.feed(engine, home, chosen, sys.stdin.buffer, tell)


def run(
    command: Annotated[
        list[str] | None, typer.Argument(metavar="[--] CMD…", help="The command and its arguments.")
    ] = None,
    name: Name = None,
    script: Annotated[
        str,
        typer.Option(
            "--file",
            "-f",
            metavar="SCRIPT",
            show_default=False,
            help="Run the lines of a file of this host in the workspace's shell; `-` is stdin.",
        ),
    ] = "",
) -> int:
    """Run one command, or a script line by line, and record it. The exit status is the command's own.

    \b
    Examples:
      snap run -- apt-get install -y nginx-light
      snap run -n web -f setup.sh
      snap run sh -c 'echo hello > /etc/motd'
    """
    from snapshotter.errors import UsageError
    from snapshotter.work import shell as sessions
    from snapshotter.work.select import workspace

    if script and command:
        raise UsageError("a command and -f SCRIPT cannot both be run", "give one of them")
    home = places.home()
    chosen = workspace(home.workspaces, name)
    if not script:
        return sessions.run(places.engine(), home, chosen, command or [], tell)
    if script == "-":
        return sessions.feed(places.engine(), home, chosen, sys.stdin.buffer, tell)
    with sessions.open_script(script) as lines:
        return sessions.feed(places.engine(), home, chosen, lines, tell)


def register(app: typer.Typer) -> None:
    """Add the verbs."""
    app.command(short_help="Start a workspace and enter its shell.")(start)
    app.command(short_help="Go back into a workspace's shell.")(shell)
    options = {"allow_interspersed_args": False}  # what follows the command is its own
    app.command(short_help="Run one command, or a script.", context_settings=options)(run)
