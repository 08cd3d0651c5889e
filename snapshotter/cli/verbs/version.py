"""The verb version: the version of this program."""

from __future__ import annotations

import typer

from snapshotter import __version__
from snapshotter.cli.show.streams import out


def version() -> None:
    """Print the version, as `snap --version` does. `snap doctor` shows that of the engine.

    \b
    Examples:
      snap version
    """
    out(f"snap {__version__}")


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Print the version.")(version)
