"""The verb verify: rebuild a recipe and compare, without writing files."""

from __future__ import annotations

from typing import Annotated

import typer

from snapshotter.cli import options
from snapshotter.cli.options import AllowSecret, AllowWithheld, Builder, Json, Name, Rev, Secret, Secrets
from snapshotter.cli.show.proof import exit_code, proof_json, tell_proof
from snapshotter.cli.show.streams import out, out_json, wipe


def verify(
    rev: Rev = "latest",
    name: Name = None,
    directory: Annotated[
        str | None,
        typer.Option(
            "--file",
            "-f",
            metavar="DIR",
            show_default=False,
            help="A directory with a Dockerfile to rebuild unchanged. Default: the recipe of REV.",
        ),
    ] = None,
    secret: Secret = None,
    secrets: Secrets = "auto",
    allow_secret: AllowSecret = None,
    allow_withheld: AllowWithheld = False,
    builder: Builder = None,
    json: Json = False,
) -> int:
    """Rebuild a snapshot's recipe and compare the result with the hand-made image.

    Exit code: 0 equal, 1 different, 2 could not tell, or equal but for withheld files.

    \b
    Examples:
      snap verify
      snap verify 2 -n web -f web/
    """
    from snapshotter.work.export.export import verify
    from snapshotter.work.export.secret_options import read_secret_options

    exporter = options.exporter(builder)
    chosen, seq = options.snapshot(exporter, name, rev)
    wanted = read_secret_options(secret or (), secrets, allow_secret or ())
    proof = verify(exporter, chosen, seq, options.path(directory) if directory else None, wanted)
    wipe()
    if json:
        out_json({"workspace": chosen, "seq": seq, **proof_json(proof)})
    else:
        out(proof.summary)
        where = options.path(directory) if directory else None
        tell_proof(proof, summary=False, allow_withheld=allow_withheld, directory=where)
    return exit_code(proof, allow_withheld=allow_withheld)


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command("verify", short_help="Rebuild a snapshot's recipe and compare.")(verify)
