"""Verbs of the recipe: export-dockerfile and verify."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import inside, places
from snapshotter.cli.places import AllowSecret, Json, Name, Rev, Secret, Secrets
from snapshotter.cli.screen import out, out_json, progress, shown_lines, tell, wipe

if TYPE_CHECKING:
    from snapshotter.model import Proof
    from snapshotter.recipe.pins import Pins
    from snapshotter.work.export import Exported, Exporter
    from snapshotter.work.slimming import Saving

CODES = {"equal": 0, "different": 1, "unknown": 2}
_PINNED = 8
"""Pinned packages that are named; `--json` has them all."""
_SHOWN = 40
"""Differences that are listed; `--json` has them all."""


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
            help="The directory to write; `-` prints the Dockerfile. Default: ./NAME.",
        ),
    ] = None,
    no_verify: Annotated[
        bool, typer.Option("--no-verify", help="Write the draft at once: nothing is rebuilt, no engine is needed.")
    ] = False,
    pin: Annotated[
        bool, typer.Option("--pin", help="Name the versions of apt's and apk's packages too, as of the recording.")
    ] = False,
    slim: Annotated[
        bool,
        typer.Option(
            "--slim",
            help="Leave out caches, packages that are only recommended, and layers, as far as "
            "the image is proven to stay equal; say what that saves.",
        ),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print what each instruction stands for, and why the rest was left out.")
    ] = False,
    secret: Secret = None,
    secrets: Secrets = "auto",
    allow_secret: AllowSecret = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that no export wrote.")] = False,
    json: Json = False,
) -> int:
    """Write a Dockerfile with its context, rebuild it, compare, and repair it until the images are equal.

    Exit code: 0 equal (or --no-verify), 1 different, 2 could not tell; the files are written in any case.

    \b
    Examples:
      snap export-dockerfile -o web/
      snap export-dockerfile --no-verify -o - | less
      snap export-dockerfile --explain -o web/
      snap export-dockerfile --slim -o web/
    """
    from snapshotter.cli.tables import plural
    from snapshotter.recipe.beside import BESIDE
    from snapshotter.recipe.readme import told
    from snapshotter.work.export import export
    from snapshotter.work.folder import Folder
    from snapshotter.work.wishes import wishes

    inside.check_export(output, secret or ())
    exporter = _exporter()
    chosen, seq = _snapshot(exporter, name, rev)
    printed = output == "-"
    directory = None if printed else places.path(output or chosen)
    folder = None if directory is None else Folder(directory, exporter.home.path / "exports.json", force)
    wanted = wishes(secret or (), secrets, allow_secret or ())
    done = export(exporter, chosen, seq, folder, verify=not no_verify, wishes=wanted, pin=pin, slim=slim)
    wipe()
    if json:
        out_json(_as_json(done, directory) | (_account_json(done) if explain else {}))
        return _code(done)
    count = len(done.recipe.files.keys() - BESIDE)
    if explain:
        _print_account(done)
    if printed and explain:
        _tell_proof(done.proof)
    elif printed:
        out(shown_lines(done.recipe.dockerfile).rstrip("\n"))
        _tell_proof(done.proof)
    else:
        out(f"wrote {directory}/Dockerfile" + (f" and {plural(count, 'file')} of its context" if count else ""))
        out(done.proof.summary if done.proof else f"{done.recipe.summary}; not proven")
        _tell_proof(done.proof, summary=False)
    if done.saving is not None:
        _say_saving(done, done.saving, tell if printed else out)
    for line in told(done.plan):
        tell(shown_lines(line))
    _tell_pins(done.pins)
    for path in done.recipe.missing:
        tell(f"not at hand, so not in the context: {path} (the snapshot's image has it)")
    return _code(done)


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
            help="A directory with a Dockerfile to prove as it is. Default: the recipe of REV.",
        ),
    ] = None,
    secret: Secret = None,
    secrets: Secrets = "auto",
    json: Json = False,
) -> int:
    """Rebuild a snapshot's recipe and compare the result with the hand-made image.

    Exit code: 0 same, 1 different, 2 could not tell.

    \b
    Examples:
      snap verify
      snap verify 2 -n web -f web/
    """
    from snapshotter.work.export import verify
    from snapshotter.work.wishes import wishes

    exporter = _exporter()
    chosen, seq = _snapshot(exporter, name, rev)
    wanted = wishes(secret or (), secrets, ())
    proof = verify(exporter, chosen, seq, places.path(directory) if directory else None, wanted)
    wipe()
    if json:
        out_json({"workspace": chosen, "seq": seq, **_proof_json(proof)})
    else:
        out(proof.summary)
        _tell_proof(proof, summary=False)
    return CODES[proof.verdict]


def _exporter() -> Exporter:
    from functools import cache

    from snapshotter.work.export import Exporter

    return Exporter(places.home(), cache(places.engine), progress(), _say)


def _say(text: str) -> None:
    wipe()
    tell(shown_lines(text))


def _snapshot(exporter: Exporter, name: str | None, rev: str) -> tuple[str, int]:
    from snapshotter.work.select import revision, workspace_name

    chosen = workspace_name(exporter.home.workspaces, name)
    return chosen, revision(exporter.home.line.summaries(chosen), rev, chosen).seq


def _tell_pins(pins: Pins) -> None:
    for label in pins.dropped:
        tell(f"not pinned, since the step fails with it: {shown_lines(label)}")
    if not pins.labels:
        return
    more = f" and {len(pins.labels) - _PINNED} more" if len(pins.labels) > _PINNED else ""
    tell(f"pinned: {shown_lines(', '.join(pins.labels[:_PINNED]))}{more}; what these depend on is not")
    if pins.mirrored:
        tell(
            "  a distribution's mirrors drop a version when the next one comes: then the build fails at that step,\n"
            "  until it is built from the distribution's archive of old versions, or exported without --pin"
        )


def _say_saving(done: Exported, found: Saving, say: Callable[[str], None]) -> None:
    from snapshotter.cli.saving import lines

    for line in lines(done, found):
        say(shown_lines(line))


def _tell_proof(proof: Proof | None, *, summary: bool = True) -> None:
    if proof is None:
        return
    if summary:
        tell(proof.summary)
    for path in proof.withheld:
        tell(f"  withheld, since it holds a secret: {shown_lines(path)}")
    for line in proof.differences[:_SHOWN]:
        tell("  " + shown_lines(line).replace("\n", "\n  "))
    if len(proof.differences) > _SHOWN:
        tell(f"  … and {len(proof.differences) - _SHOWN} more; --json lists them all")


def _proof_json(proof: Proof) -> dict[str, object]:
    return {
        "verdict": proof.verdict,
        "summary": proof.summary,
        "differences": list(proof.differences),
        "withheld": list(proof.withheld),
    }


def _as_json(done: Exported, directory: Path | None) -> dict[str, object]:
    from snapshotter.cli.saving import as_json
    from snapshotter.recipe.write import counts

    return {
        "directory": None if directory is None else str(directory),
        "dockerfile": done.recipe.dockerfile,
        "files": ["Dockerfile", *done.recipe.files],
        "account": done.recipe.summary,
        "counts": counts(done.plan),
        "layers": done.recipe.layers,
        "bytes": done.size or None,
        "context_bytes": sum(len(data) for _, data in done.recipe.files.values()),
        "missing": list(done.recipe.missing),
        "secrets": sorted(done.plan.secrets),
        "pinned": list(done.pins.labels),
        "not_pinned": list(done.pins.dropped),
        "volatile": [{"pattern": pattern, "reason": reason} for pattern, reason in done.volatile],
        "slim": None if done.saving is None else as_json(done, done.saving),
        "proof": None if done.proof is None else _proof_json(done.proof),
    }


def _code(done: Exported) -> int:
    return CODES[done.proof.verdict] if done.proof else 0


def _print_account(done: Exported) -> None:
    from snapshotter.cli.explained import lines
    from snapshotter.recipe.explain import explain

    for line in lines(explain(done.plan, done.recipe)):
        out(line)


def _account_json(done: Exported) -> dict[str, object]:
    from snapshotter.cli.explained import as_json
    from snapshotter.recipe.explain import explain

    return {"explanation": as_json(explain(done.plan, done.recipe))}


def register(app: typer.Typer) -> None:
    """Add the verbs of this file."""
    app.command("export-dockerfile", short_help="Write a Dockerfile, rebuild it, compare.")(export_dockerfile)
    app.command("verify", short_help="Rebuild a snapshot's recipe and compare.")(verify)
