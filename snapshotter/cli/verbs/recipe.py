"""The verb recipe: the draft of the Dockerfile as it is now, uncommitted work included."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import Json, Name, NameArgument
from snapshotter.cli.show.escape import shown_lines
from snapshotter.cli.show.streams import out, out_json, tell, wipe
from snapshotter.cli.terminal.screen import clear

_SECONDS = 1.0
"""How often `--watch` looks again."""


def recipe(
    argument: NameArgument = None,
    name: Name = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Print it again whenever it changes, until Ctrl-C: for a second window.")
    ] = False,
    keep_failures: Annotated[
        bool, typer.Option("--keep-failures", help="Keep commands that failed as comments, without secrets.")
    ] = False,
    json: Json = False,
) -> int:
    """Print the Dockerfile as it is now, with what is not committed yet. Nothing is built, proven or written.

    \b
    Examples:
      snap recipe
      snap recipe -n web --watch
    """
    from snapshotter.work.export.draft import draft_recipe
    from snapshotter.work.select import workspace

    home = options.home()
    chosen = workspace(home.workspaces, argument or name)
    engine = options.engine()
    before = ""
    try:
        while True:
            made = draft_recipe(engine, home, chosen, failures=keep_failures)
            wipe()
            if made.dockerfile != before:
                before = made.dockerfile
                if json:
                    out_json({"dockerfile": made.dockerfile, "account": made.account, "exact": made.exact})
                else:
                    if watch:
                        clear()
                    out(shown_lines(made.dockerfile).rstrip("\n"))
                    tell(f"{made.account}; a draft, not proven")
                if not made.exact:
                    tell("the container's layer cannot be read here: what uncommitted commands changed is not known")
            if not watch:
                return 0
            time.sleep(_SECONDS)
    except KeyboardInterrupt:
        if not watch:
            raise
        return 0


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Print the Dockerfile as it is now.")(recipe)
