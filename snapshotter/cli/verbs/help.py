"""The verb help: the help of a verb, or of all."""

from __future__ import annotations

from typing import Annotated

import typer


def help_(
    verb: Annotated[str, typer.Argument(metavar="[VERB]", show_default=False, help="A verb. Default: all.")] = "",
) -> int:
    """Show the help of a verb, as its --help does, or the list of verbs.

    The same is in the manual: `man snap-commit`.

    \b
    Examples:
      snap help
      snap help commit
    """
    from snapshotter.cli.main import dispatch

    return dispatch([verb, "--help"] if verb else ["--help"])


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command("help", short_help="Show the help of a verb.")(help_)
