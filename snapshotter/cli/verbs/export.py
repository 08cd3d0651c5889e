"""The verb export-dockerfile: write a recipe, rebuild it and compare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import in_session, options
from snapshotter.cli.options import AllowSecret, AllowWithheld, Builder, Json, Name, Rev, Secret, Secrets
from snapshotter.cli.show.escape import shown_lines
from snapshotter.cli.show.proof import exit_code, proof_json, tell_proof, tell_withheld, withheld_json
from snapshotter.cli.show.streams import out, out_json, tell, wipe

if TYPE_CHECKING:
    from snapshotter.work.export.export import Exported, Pins
    from snapshotter.work.export.slim import Saving

_MOST_PINS = 8
"""Pinned packages that are listed; `--json` lists all."""


def export_dockerfile(
    rev: Rev = "latest",
    name: Name = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            show_default=False,
            help="The directory to write to; `-` prints the Dockerfile. Default: ./NAME.",
        ),
    ] = None,
    no_verify: Annotated[
        bool, typer.Option("--no-verify", help="Write the Dockerfile without rebuilding it; needs no engine.")
    ] = False,
    pin: Annotated[
        bool,
        typer.Option(
            "--pin",
            help="Pin the recorded versions of apt and apk packages too; pip, npm, gem and git are always pinned.",
        ),
    ] = False,
    slim: Annotated[
        bool,
        typer.Option(
            "--slim",
            help="Leave out caches, packages that are only recommended, and layers, as far as "
            "the image is proven to stay equal; print what that saves.",
        ),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print what each instruction covers, and why the rest was left out.")
    ] = False,
    keep_failures: Annotated[
        bool,
        typer.Option("--keep-failures", help="Keep commands that failed as comments, without secrets."),
    ] = False,
    compose: Annotated[
        bool, typer.Option("--compose", help="Write compose.yaml too: what an adopted container was started with.")
    ] = False,
    devcontainer: Annotated[
        bool,
        typer.Option("--devcontainer", help="Write .devcontainer/ too, with which editors open the image's container."),
    ] = False,
    containerfile: Annotated[
        bool, typer.Option("--containerfile", help="Name the file Containerfile, as podman and buildah do.")
    ] = False,
    secret: Secret = None,
    secrets: Secrets = "auto",
    allow_secret: AllowSecret = None,
    allow_withheld: AllowWithheld = False,
    builder: Builder = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that no export wrote.")] = False,
    json: Json = False,
) -> int:
    """Write a Dockerfile with its context, rebuild it, compare, and repair it until the images are equal.

    Exit code: 0 equal (or --no-verify), 1 different, 2 could not tell, or equal but for withheld files. The files are
    written in each case.

    \b
    Examples:
      snap export-dockerfile -o web/
      snap export-dockerfile --no-verify -o - | less
      snap export-dockerfile --explain -o web/
      snap export-dockerfile --slim -o web/
      snap export-dockerfile --devcontainer -o web/ && code web/
    """
    from snapshotter.cli.show.tables import plural
    from snapshotter.work.export.export import Extras, export
    from snapshotter.work.export.folder import Folder
    from snapshotter.work.export.secret_options import read_secret_options

    exporter = options.exporter(builder)
    chosen, seq = options.snapshot(exporter, name, rev)
    printed = output == "-"
    directory = None if printed else options.path(output or chosen)
    extras = Extras(compose, devcontainer, containerfile)
    memory = exporter.home.path / "exports.json"
    folder = None if directory is None else Folder(directory, memory, force, extras.dockerfile)
    wanted = read_secret_options(secret or (), secrets, allow_secret or ())
    inside = bool(in_session.workspace())
    if inside and not no_verify:  # a proof would run what any program there can record, outside of its container
        tell("inside a session nothing is proven; `snap verify` proves it in another terminal on the host")
    done = export(
        exporter,
        chosen,
        seq,
        folder,
        verify=not no_verify and not inside,
        secret_options=wanted,
        pin=pin,
        slim=slim,
        keep_failures=keep_failures,
        extras=extras,
    )
    wipe()
    if json:
        out_json(_as_json(done, directory, extras.dockerfile) | (_explanation_json(done) if explain else {}))
        return exit_code(done.proof, allow_withheld=allow_withheld)
    count = done.context_files()
    if explain:
        _print_explanation(done)
    if printed and not explain:
        out(shown_lines(done.recipe.dockerfile).rstrip("\n"))
    if not printed:
        out(
            f"wrote {directory}/{extras.dockerfile}" + (f" and {plural(count, 'file')} of its context" if count else "")
        )
        out(done.proof.summary if done.proof else f"{done.recipe.summary}; not proven")
    if done.proof is None:
        tell_withheld(done.withheld())
    tell_proof(done.proof, summary=printed, allow_withheld=allow_withheld, directory=directory)
    if done.saving is not None:
        _show_saving(done, done.saving, tell if printed else out)
    for line in done.notes():
        tell(shown_lines(line))
    _tell_pins(done.pins)
    for path in done.recipe.missing:
        tell(f"not in the context, since its content is no longer available: {path} (the snapshot's image has it)")
    return exit_code(done.proof, allow_withheld=allow_withheld)


def _tell_pins(pins: Pins) -> None:
    for label in pins.dropped:
        tell(f"not pinned, since the step fails with that version: {shown_lines(label)}")
    if not pins.labels:
        return
    more = f" and {len(pins.labels) - _MOST_PINS} more" if len(pins.labels) > _MOST_PINS else ""
    tell(f"pinned: {shown_lines(', '.join(pins.labels[:_MOST_PINS]))}{more}; their dependencies are not pinned")
    if pins.mirrored:
        tell(
            "  mirrors drop a version when a newer one is released; the build then fails at that step\n"
            "  until it uses the distribution's archive of old versions or is exported again without --pin"
        )


def _show_saving(done: Exported, found: Saving, write: Callable[[str], None]) -> None:
    from snapshotter.cli.show.saving import lines

    for line in lines(done, found):
        write(shown_lines(line))


def _as_json(done: Exported, directory: Path | None, dockerfile: str) -> dict[str, object]:
    from snapshotter.cli.show.saving import as_json

    return {
        "directory": None if directory is None else str(directory),
        "dockerfile": done.recipe.dockerfile,
        "files": [dockerfile, *done.recipe.files],
        "account": done.recipe.summary,
        "counts": done.counts(),
        "layers": done.recipe.layers,
        "bytes": done.size or None,
        "context_bytes": sum(len(data) for _, data in done.recipe.files.values()),
        "missing": list(done.recipe.missing),
        "secrets": sorted(done.plan.secrets),
        "warnings": done.warnings(),
        "withheld_files": withheld_json(done.withheld()),
        "pinned": list(done.pins.labels),
        "not_pinned": list(done.pins.dropped),
        "volatile": [{"pattern": pattern, "reason": reason} for pattern, reason in done.volatile],
        "slim": None if done.saving is None else as_json(done, done.saving),
        "proof": None if done.proof is None else proof_json(done.proof),
        **done.results(),
    }


def _print_explanation(done: Exported) -> None:
    from snapshotter.cli.show.explanation import lines

    for line in lines(done.explain()):
        out(line)


def _explanation_json(done: Exported) -> dict[str, object]:
    from snapshotter.cli.show.explanation import as_json

    return {"explanation": as_json(done.explain())}


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command("export-dockerfile", short_help="Write a Dockerfile, rebuild it, compare.")(export_dockerfile)
