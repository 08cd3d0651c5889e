"""The verb difftool: changed text files in a comparison program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Name
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.streams import progress, tell, wipe


def difftool(
    operands: Annotated[
        list[str] | None,
        typer.Argument(metavar="[A] [B] [PATH]…", help="As for `snap diff`: up to two snapshots, and absolute paths."),
    ] = None,
    name: Name = None,
    tool: Annotated[
        str | None,
        typer.Option(
            "--tool",
            "-t",
            metavar="TOOL",
            show_default=False,
            help="The program. Default: $SNAP_DIFFTOOL, git's diff.tool, or one that is installed.",
        ),
    ] = None,
    dir_diff: Annotated[bool, typer.Option("--dir-diff", "-d", help="Show all files at once, as directories.")] = False,
    with_secrets: Annotated[
        bool, typer.Option("--with-secrets", help="Write also files that hold a secret to the temporary directory.")
    ] = False,
) -> int:
    """Show changed text files of two states in a program that compares files: vimdiff, meld, code, …

    The files are written to a private temporary directory that is removed afterwards; changes to them are lost.

    \b
    Examples:
      snap difftool
      snap difftool 1 2 /etc -t meld
      snap difftool base HEAD --dir-diff
    """
    from snapshotter.cli.verbs.diff import states
    from snapshotter.work.look import difftool as work
    from snapshotter.work.look.diff import Contents

    work.check_terminal([sys.stdin.isatty(), sys.stdout.isatty()])
    chosen_tool = work.choose(tool, work.git_configuration, directories=dir_diff)
    reporter = progress()
    home, found = states(operands, name, reporter)
    with work.temporary() as directory:
        folder = Path(directory)
        contents = Contents(options.engine, home, found.name, found.snapshots, found.branches)
        written = work.write(home, contents, found, folder, secrets=with_secrets, progress=reporter)
        wipe()
        for path, why in written.left_out:
            tell(f"left out {shown(path)}: {why}")
        if not written.pairs:
            tell("no text file differs")
            return 0
        return work.show(chosen_tool, written, folder, lambda text: tell(shown(text)), directories=dir_diff)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Show differences in a program of your own.")(difftool)
