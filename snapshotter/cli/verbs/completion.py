"""The verb completion: print the script that completes command lines of `snap` in a shell."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


def completion(
    shell: Annotated[Literal["bash", "zsh", "fish"], typer.Argument(metavar="bash|zsh|fish", help="The shell.")],
) -> None:
    """Print the script with which a shell completes verbs, options, workspaces, revisions, paths and images.

    Paths are those that snapshots changed; images are those of an engine on this machine. One line installs it:

    \b
      echo 'eval "$(snap completion bash)"' >> ~/.bashrc
      echo 'eval "$(snap completion zsh)"' >> ~/.zshrc
      snap completion fish > ~/.config/fish/completions/snap.fish

    \b
    Examples:
      eval "$(snap completion bash)"         for this shell only
      snap completion fish | source
    """
    from snapshotter.cli import complete

    print((Path(complete.__file__).parent / f"snap.{shell}").read_text(encoding="utf-8"), end="")


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Print the completion script of a shell.")(completion)
