"""The command line as a whole: its verbs in the order of `--help`; what each does stands in `verbs/`."""

from __future__ import annotations

import importlib
from typing import Annotated

import typer

from snapshotter import __version__

HELP = """Work in a container by hand, commit snapshots, export a Dockerfile that is proven to rebuild them.

\b
  snap start debian:bookworm --name web    a workspace; you are in its shell
  # apt-get update && apt-get install -y nginx-light
  # exit
  snap commit -m "install nginx"           the container becomes an image, with the record of how
  snap status                              what was run and changed since then
  snap log                                 the snapshots so far
  snap export-dockerfile -o web/           the Dockerfile, rebuilt and compared

Every verb has its own --help with examples. Results go to stdout, everything else to stderr. Exit codes: 0 done, 1
different, 2 wrong usage, 3 engine, 4 not found, 5 conflict, 6 store, 7 recording, 70 a bug, 130 interrupted."""


def _version(wanted: bool) -> None:
    if wanted:
        print(f"snap {__version__}")
        raise typer.Exit


VERBS = {
    name: name.partition("-")[0]
    for name in (
        "start shell run status commit log show diff blame cast export-dockerfile verify volatile list stop rm gc "
        "doctor".split()
    )
}
"""Every verb, in the order of `--help`, and its module in `verbs/`."""


def build(first_word: str) -> typer.Typer:
    """Make the command line; with one verb alone where the first word names it, since all cost 25 ms."""
    app = typer.Typer(
        name="snap",
        help=HELP,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(snap)
    for verb in [first_word] if first_word in VERBS else VERBS:
        importlib.import_module(f"snapshotter.cli.verbs.{VERBS[verb]}").register(app)
    return app


def snap(
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Hold the options that come before the verb; the help text stands in `HELP`."""
