"""What the verbs share: the stores on this host, the engine, and the options that several of them have."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from snapshotter.cli.show.escape import shown_lines
from snapshotter.cli.show.streams import progress, tell, wipe

if TYPE_CHECKING:
    from snapshotter.engine.api import Engine
    from snapshotter.store.home import Home
    from snapshotter.work.export.export import Exporter

_NOTES = ("switch", "removing", "undo-command")
"""Files in a workspace's folder while its container is replaced, the workspace removed, or a command taken back."""

Name = Annotated[
    str | None,
    typer.Option(
        "--name",
        "-n",
        metavar="NAME",
        envvar="SNAP_NAME",
        show_default=False,
        help="The workspace. Default: the one last used in this terminal, else that of the directory (its file .snap), "
        "else the one last used.",
    ),
]
NameArgument = Annotated[
    str | None, typer.Argument(metavar="[NAME]", show_default=False, help="The workspace, as with -n.")
]
User = Annotated[
    str,
    typer.Option(
        "--user",
        "-u",
        metavar="USER[:GROUP]",
        show_default=False,
        help="The user to be. Default: that of the container.",
    ),
]
Directory = Annotated[
    str,
    typer.Option(
        "--workdir",
        "-w",
        metavar="DIRECTORY",
        show_default=False,
        help="The directory in the container to start in. Default: that of the container.",
    ),
]
Env = Annotated[
    list[str] | None,
    typer.Option("--env", "-e", metavar="K=V", help="A variable for this time, not for the image. Repeatable."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Rev = Annotated[
    str,
    typer.Argument(
        metavar="[REV]",
        help="A snapshot: its number, `latest`, `HEAD` or `@`, the start of its id; `~N` after it is N earlier.",
    ),
]

Secret = Annotated[
    list[str] | None,
    typer.Option(
        "--secret",
        metavar="NAME=FILE",
        show_default=False,
        help="Value of a secret, used only in the proof's build; NAME=env:VARIABLE reads it from the environment. "
        "Steps that use it stay commands. Repeatable.",
    ),
]
Secrets = Annotated[
    Literal["auto", "mount", "carry"],
    typer.Option(
        "--secrets",
        metavar="HOW",
        help="How to write commands that used a secret: `mount` keeps them, with RUN --mount=type=secret; `carry` "
        "copies the files they created; `auto` mounts if they created many.",
    ),
]
AllowSecret = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-secret",
        metavar="PATH",
        show_default=False,
        help="Put a file into the context even if it holds a secret. Repeatable.",
    ),
]

AllowWithheld = Annotated[
    bool,
    typer.Option("--allow-withheld", help="Exit with 0 if all is equal but for files withheld because of a secret."),
]

Builder = Annotated[
    str | None,
    typer.Option(
        "--builder",
        metavar="NAME",
        show_default=False,
        help="Build with this builder: one of `docker buildx ls`, or `classic`. Default: that of `docker build`.",
    ),
]

NoCast = Annotated[
    bool, typer.Option("--no-cast", envvar="SNAP_NO_CAST", help="Do not save the session's output for `snap cast`.")
]


def home() -> Home:
    """Return the stores below $SNAP_HOME; raises `StoreError` if others may change what is stored there."""
    from snapshotter.store.damage.notices import listen
    from snapshotter.store.home import at
    from snapshotter.store.ownership import check_owner
    from snapshotter.store.paths import home as directory

    found = at(directory())
    check_owner(found.path)
    listen(_tell_damage)
    if ended := {file.parent.name for note in _NOTES for file in found.path.glob(f"workspaces/*/{note}")}:
        _settle(found, ended)
    return found


def _settle(home: Home, names: set[str]) -> None:
    """Finish or take back what verbs that were ended had begun to do with a workspace's container."""
    from snapshotter.errors import SnapError
    from snapshotter.work.versions.removal import settle_if_left

    for name in sorted(names):
        try:
            left = settle_if_left(engine(), home, name)
            if (home.workspaces.path(name) / _NOTES[2]).exists():
                from snapshotter.work.versions.undo_command.put_back import settle_undo  # loads much else

                left = settle_undo(engine(), home, name)
            if left:
                tell(f"{name}: a verb that was ended had begun to change its container; that is settled")
        except SnapError as error:
            tell(f"snap: {shown_lines(error.message)}")


def _tell_damage(text: str) -> None:
    wipe()
    tell(f"snap: {shown_lines(text)}")


def engine() -> Engine:
    """Return a connection to the engine; raises `EngineNotFound`.

    Most verbs need the engine's description: a thread fetches it, which takes 10 ms, while Python loads other modules.
    """
    from snapshotter.engine.connect.connect import connect
    from snapshotter.work.background import BackgroundCall

    found = connect(tell)
    BackgroundCall(found.info, daemon=True).start()
    return found


def path(text: str) -> Path:
    """Return a path of this host, with `~` expanded; one of a user that does not exist stays as it is."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - `Path.expanduser` raises for such a user


def exporter(builder: str | None = None) -> Exporter:
    """Return what exporting and verifying need; the engine is connected when it is first used."""
    from functools import cache

    from snapshotter.work.export.export import Exporter

    return Exporter(home(), cache(engine), progress(), _tell_lines, builder or "")


def _tell_lines(text: str) -> None:
    tell(shown_lines(text))


def snapshot(exporter: Exporter, name: str | None, rev: str) -> tuple[str, int]:
    """Return the workspace and the number of the snapshot that `name` and `rev` mean; raises `NotFound`."""
    from snapshotter.work.select import find, workspace_name

    chosen = workspace_name(exporter.home.workspaces, name)
    return chosen, find(exporter.home.line, chosen, rev).seq
