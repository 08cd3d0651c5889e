"""The verb commit: make a snapshot."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import in_session, options
from snapshotter.cli.options import Json, Name, NameArgument
from snapshotter.cli.show.escape import shown, shown_lines
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe
from snapshotter.cli.show.text import tell_lost, tell_masked

if TYPE_CHECKING:
    from snapshotter.work.commit.commit import Committed
    from snapshotter.work.commit.waiting import Patience


def commit(
    argument: NameArgument = None,
    name: Name = None,
    message: Annotated[
        str,
        typer.Option(
            "--message",
            "-m",
            metavar="MSG",
            show_default=False,
            help="The message. Default: generated from the commands and changes.",
        ),
    ] = "",
    change: Annotated[
        list[str] | None,
        typer.Option(
            "--change",
            "-c",
            metavar="INSTR",
            help="A Dockerfile instruction for the image's configuration: CMD, ENTRYPOINT, ENV, EXPOSE, HEALTHCHECK, "
            "LABEL, ONBUILD, SHELL, STOPSIGNAL, USER, VOLUME or WORKDIR. Repeatable.",
        ),
    ] = None,
    allow_secret: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-secret",
            metavar="NAME",
            show_default=False,
            help="Allow the variable or label NAME of --change to hold a secret, or the instruction NAME, such as CMD. "
            "Repeatable.",
        ),
    ] = None,
    now: Annotated[
        bool,
        typer.Option(
            "--now",
            help="Do not wait for a command that is running: the snapshot has it as unfinished, with the files that it "
            "changed so far, and the next snapshot goes on with it.",
        ),
    ] = False,
    no_space_check: Annotated[
        bool,
        typer.Option(
            "--no-space-check", help="Do not refuse files that are larger than the free space of the engine's disk."
        ),
    ] = False,
    json: Json = False,
) -> int:
    """Make a snapshot: save the container as the image snap/NAME:SEQ, with its commands and changes.

    If nothing was run and nothing changed, no snapshot is made and the exit code is 0. While a command is running, the
    snapshot waits for its end; without a terminal it waits 10 seconds, and then the exit code is 5. If the snapshot is
    made but the container stays paused, the exit code is 3, and the message says what resumes it.

    \b
    Examples:
      snap commit -m "install nginx"
      snap commit --now -m "while the server runs"
      snap commit --change 'CMD ["nginx", "-g", "daemon off;"]' --change 'EXPOSE 80'
    """
    from snapshotter.work.select import workspace

    home = options.home()
    name = argument or name
    chosen = workspace(home.workspaces, name)
    engine = options.engine()
    from snapshotter.work.commit.commit import commit
    from snapshotter.work.commit.space import layers_note

    if name is None:
        from snapshotter.work.commit.two_sessions import refuse_guess

        refuse_guess(home, chosen.name)
    if note := layers_note(chosen.base):
        tell(note)
    patience = _patience(now)
    made = commit(
        engine,
        home,
        chosen,
        message,
        change or (),
        progress(),
        allow_secret or (),
        patience,
        check_space=not no_space_check,
    )
    wipe()
    if made is None:
        from snapshotter.work.commit.waiting import why_nothing

        tell(shown(f"{why_nothing(home, chosen.name, patience)} since the last snapshot: nothing to commit"))
        if json:
            out_json(None)
        return 0
    _show_commit(made, json)
    tell_masked("the message", message, made.snapshot.message)
    return _show_failed(made)


def _patience(now: bool) -> Patience:
    from snapshotter.work.commit.waiting import SECONDS, Patience

    seconds = None if sys.stdin.isatty() and sys.stderr.isatty() else SECONDS
    return Patience(now, seconds, bool(in_session.workspace()), lambda text: tell(shown_lines(text)))


def _show_commit(made: Committed, json: bool) -> None:
    from snapshotter.cli.show.tables import plural, size
    from snapshotter.cli.show.text import counts_line

    snapshot = made.snapshot
    if json:
        from snapshotter.cli.show import as_json

        out_json(as_json.snapshot(snapshot))
    else:
        head = f"{snapshot.tag}  {snapshot.id[:12]}  {snapshot.message.splitlines()[0] if snapshot.message else ''}"
        out(shown(head))
        out(f"{plural(len(snapshot.commands), 'command')}, {counts_line(snapshot.changes)}")
    for left in made.left_out:
        amount = "data" if left.size is None else size(left.size)
        tell(
            f"left out: {amount} in the {left.mount.kind} at {shown(left.mount.target)}, which is not part of an image"
        )
    for note in made.notes:
        tell(shown(note))
    if made.unfinished:
        from snapshotter.work.commit.waiting import still_running

        tell(
            shown(f"{still_running(made.unfinished)}: it is unfinished in this snapshot, and the next goes on with it")
        )
    tell_lost(made.lost)


def _show_failed(made: Committed) -> int:
    """Show what failed after the snapshot was made, and return the exit code: 0 if nothing of it has to be mended."""
    from snapshotter.errors import StillFrozen

    code = 0
    for error in made.failed:
        kind = isinstance(error, StillFrozen)
        tell(shown_lines(f"snap: {'' if kind else 'warning: '}the snapshot is made; {error.message}"))
        if error.hint:
            tell(shown_lines(f"  next: {error.hint}"))
        code = error.exit_code if kind else code
    return code


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Make a snapshot.")(commit)
