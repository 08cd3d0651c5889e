"""The verb verify: rebuild a recipe and compare, without writing files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from snapshotter.cli import options
from snapshotter.cli.options import AllowSecret, AllowWithheld, Builder, Json, Name, Rev, Secret, Secrets
from snapshotter.cli.show.escape import shown
from snapshotter.cli.show.proof import exit_code, proof_json, tell_proof
from snapshotter.cli.show.streams import out, out_json, wipe

if TYPE_CHECKING:
    from pathlib import Path

    from snapshotter.model import Proof
    from snapshotter.work.export.export import Exporter
    from snapshotter.work.export.secret_options import SecretOptions


Form = Literal["text", "json", "sarif", "junit", "github"]


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
    require_signed: Annotated[
        bool,
        typer.Option("--require-signed", help="Refuse an image in a registry unless somebody who may signed it."),
    ] = False,
    signers: Annotated[
        str,
        typer.Option(
            "--signers",
            metavar="FILE",
            show_default=False,
            help="Who may sign: as ssh's allowed_signers, or a key cosign.pub. Default: ~/.ssh/allowed_signers.",
        ),
    ] = "",
    secret: Secret = None,
    secrets: Secrets = "auto",
    allow_secret: AllowSecret = None,
    allow_withheld: AllowWithheld = False,
    builder: Builder = None,
    form: Annotated[
        Form,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="What is printed: `text`, `json`, and for CI `sarif`, `junit` (XML) or `github` (workflow commands).",
        ),
    ] = "text",
    json: Json = False,
) -> int:
    """Rebuild a snapshot's recipe and compare the result with the hand-made image.

    HOST/NAME:NUMBER is an image that `snap push --images` sent to a registry: it is checked from there alone, by
    building the recipe that is attached to it. Whose commands these are is said first; the proof of others is shown,
    and does not count. An image, a recipe or a statement that was changed there is named.

    Exit code: 0 equal, 1 different or changed, 2 could not tell, or equal but for withheld files.

    \b
    Examples:
      snap verify
      snap verify 2 -n web -f web/
      snap verify ghcr.io/me/web:3 --require-signed --signers signers
      snap verify -f web/ --format sarif > web.sarif
    """
    from snapshotter.errors import UsageError
    from snapshotter.work.export.export import verify
    from snapshotter.work.export.secret_options import read_secret_options

    exporter = options.exporter(builder)
    if json and form not in ("text", "json"):
        raise UsageError("--json and --format ask for two forms", "omit one of them")
    form = "json" if json else form
    wanted = read_secret_options(secret or (), secrets, allow_secret or ())
    if "/" in rev and ":" in rev:  # else the name of no image in a registry, for which much is imported
        from snapshotter.work.versions.share.verify_image import image_name

        if image := image_name(rev):
            if directory or name:
                raise UsageError("an image in a registry has neither -n nor -f", f"`snap verify {rev}` checks it")
            signed = options.path(signers) if signers else None
            return _image(
                exporter, image, wanted, signed, require_signed=require_signed, allow_withheld=allow_withheld, form=form
            )
    if require_signed or signers:
        raise UsageError("signatures are those of images in a registry", "name one: HOST/NAME:NUMBER")
    chosen, seq = options.snapshot(exporter, name, rev)
    where = options.path(directory) if directory else None
    proof = verify(exporter, chosen, seq, where, wanted)
    wipe()
    if form == "json":
        out_json({"workspace": chosen, "seq": seq, **proof_json(proof)})
    elif form == "text":
        out(proof.summary)
        tell_proof(proof, summary=False, allow_withheld=allow_withheld, directory=where)
    else:
        _report(form, f"{chosen}:{seq}", proof, where, allow_withheld=allow_withheld)
    return exit_code(proof, allow_withheld=allow_withheld)


def _image(
    exporter: Exporter,
    image: tuple[str, int],
    wanted: SecretOptions,
    signers: Path | None,
    require_signed: bool,
    *,
    allow_withheld: bool,
    form: Form,
) -> int:
    from snapshotter.work.versions.share.verify_image import verify_image

    place, seq = image
    done = verify_image(exporter, place, seq, wanted, require_signed=require_signed, signers=signers)
    wipe()
    if form == "json":
        theirs = {"theirs": done.theirs, "digest": done.digest, "signed_by": done.signer, "key": done.key}
        out_json({"image": f"{place}:{seq}", **theirs, **proof_json(done.proof)})
    elif form == "text":
        out(shown(done.proof.summary))
        tell_proof(done.proof, summary=False, allow_withheld=allow_withheld)
    else:
        _report(form, f"{place}:{seq}", done.proof, None, allow_withheld=allow_withheld)
    return exit_code(done.proof, allow_withheld=allow_withheld)


def _report(form: Form, name: str, proof: Proof, directory: Path | None, *, allow_withheld: bool) -> None:
    """Print a proof in a format for CI; `directory` holds the Dockerfile, if it was named."""
    from snapshotter.cli.reports.findings import report

    found = report(name, _dockerfile(directory), proof, allow_withheld=allow_withheld)
    if form == "sarif":
        from snapshotter.cli.reports.sarif import sarif as write
    elif form == "junit":
        from snapshotter.cli.reports.junit import junit as write
    else:
        from snapshotter.cli.reports.github import github as write
    out(write(found))


def _dockerfile(directory: Path | None) -> str:
    """Return the path of the Dockerfile, relative to the current directory if it is in that."""
    from pathlib import Path

    from snapshotter.work.export.export import dockerfile_of

    if directory is None:
        return "Dockerfile"
    path, here = dockerfile_of(directory).resolve(), Path.cwd().resolve()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command("verify", short_help="Rebuild a snapshot's recipe and compare.")(verify)
