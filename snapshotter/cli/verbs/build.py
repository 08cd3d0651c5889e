"""The verb build: a Dockerfile, and what to do where a step of it fails."""

from __future__ import annotations

import os
import sys
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from snapshotter.cli import in_session, options
from snapshotter.cli.options import Builder, Json
from snapshotter.cli.show.streams import out, out_json, progress, tell, wipe

if TYPE_CHECKING:
    from snapshotter.work.build.request import Outcome, Screen


Directory = Annotated[
    str, typer.Argument(metavar="[DIR]", show_default=False, help="The build context. Default: this directory.")
]
File = Annotated[str, typer.Option("--file", "-f", metavar="FILE", show_default=False, help="Default: DIR/Dockerfile.")]
Tag = Annotated[str, typer.Option("--tag", "-t", metavar="TAG", show_default=False, help="Name of the image.")]
Target = Annotated[str, typer.Option(metavar="STAGE", show_default=False, help="The stage to build.")]
BuildArg = Annotated[list[str] | None, typer.Option("--build-arg", metavar="K=V", help="A build argument. Repeatable.")]
Secret = Annotated[
    list[str] | None,
    typer.Option("--secret", metavar="SPEC", help="As for `docker build`: id=NAME,src=FILE or env=VAR. Repeatable."),
]
Ssh = Annotated[list[str] | None, typer.Option("--ssh", metavar="SPEC", help="As for `docker build`. Repeatable.")]
Platform = Annotated[str, typer.Option(metavar="PLATFORM", show_default=False, help="Such as linux/arm64.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Take no step from the cache.")]
Pull = Annotated[bool, typer.Option("--pull", help="Fetch the images of FROM anew.")]
Debug = Annotated[
    bool, typer.Option("--debug", help="Where a step fails, open a recorded shell there; then mend the Dockerfile.")
]
Good = Annotated[bool, typer.Option("--good", help="With --debug: the state before the step.")]
Apply = Annotated[bool, typer.Option("--apply", help="Write the mended Dockerfile without a question.")]
Step = Annotated[
    str,
    typer.Option(
        metavar="N|:LINE", show_default=False, help="Stop at this step, failure or not: its number, or :LINE."
    ),
]
ShellImage = Annotated[
    str,
    typer.Option(
        "--shell-image",
        metavar="IMAGE",
        show_default=False,
        help="Lend a stage without a shell the programs in /bin of this image; they have to be static.",
    ),
]
Keep = Annotated[bool, typer.Option("--keep", help="Keep the states of a failed step without a terminal too.")]


def build(
    directory: Directory = ".",
    file: File = "",
    tag: Tag = "",
    target: Target = "",
    build_arg: BuildArg = None,
    secret: Secret = None,
    ssh: Ssh = None,
    platform: Platform = "",
    no_cache: NoCache = False,
    pull: Pull = False,
    builder: Builder = None,
    debug: Debug = False,
    good: Good = False,
    apply: Apply = False,
    step: Step = "",
    shell_image: ShellImage = "",
    keep: Keep = False,
    json: Json = False,
) -> int:
    """Build a Dockerfile; where a step fails, keep the states before and behind it, open a shell, and mend the file.

    Exit code 1 for a step that failed, 3 where the network or the engine was the reason.

    \b
    Examples:
      snap build
      snap build web -t web:1 --build-arg VERSION=2
      snap build --debug               on failure: a shell in the failed state; on leaving, the Dockerfile is mended
      snap build --step :12 --debug    the same for the instruction on line 12, whether it fails or not
    """
    context = _context(directory)
    engine = options.engine()
    engine.expect_build(builder or "")  # its answers come while Python loads the modules

    from snapshotter.engine.build.directory import DirectoryBuild
    from snapshotter.store.paths import home
    from snapshotter.work.build.build import build as run
    from snapshotter.work.build.request import Request, dockerfile_in, note_of

    wanted = DirectoryBuild(
        context,
        dockerfile_in(context, file),
        tag,
        target,
        tuple(build_arg or ()),
        tuple(secret or ()),
        tuple(ssh or ()),
        platform or os.environ.get("DOCKER_DEFAULT_PLATFORM", ""),
        no_cache=no_cache,
        pull=pull,
        builder=builder or "",
    )
    request = Request(wanted, note_of(home(), wanted.file), debug, good, apply, keep, step, shell_image)
    screen = _screen(json=json)
    outcome = run(engine, cache(options.home), request, screen)
    wipe()
    _show(outcome, json=json, interactive=screen.interactive)
    return outcome.exit_code


def _context(directory: str) -> Path:
    """Return the absolute path of the build context; raises `UsageError` for what is no directory."""
    context = Path(os.path.abspath(options.path(directory)))  # noqa: PTH100 - keeps symlinks
    if not context.is_dir():
        from snapshotter.errors import UsageError

        raise UsageError(f"{directory} is no directory", "name the build context, as in `snap build .`")
    return context


def _screen(*, json: bool) -> Screen:
    from snapshotter.work.build.request import Screen

    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    return Screen(
        tell,
        progress(),
        wipe,
        _ask if interactive else None,
        partial(in_session.program, in_build=True),
        interactive=interactive,
        table=interactive or json,
    )


def _ask(question: str) -> bool:
    wipe()
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _show(outcome: Outcome, *, json: bool, interactive: bool) -> None:
    if json:
        out_json(_as_json(outcome))
        return
    if outcome.rows and interactive:
        from snapshotter.cli.show.tables import table

        cells = [
            (
                row.number,
                row.line,
                row.text[:60],
                _seconds(row.seconds),
                "" if row.size is None else row.size,
                "yes" if row.cached else "",
            )
            for row in outcome.rows
        ]
        out(table(("STEP", "LINE", "INSTRUCTION", "SECONDS", "BYTES", "CACHED"), cells))
    if outcome.advice:
        tell(outcome.advice)
    if outcome.image:
        if outcome.mended:
            tell("the mended Dockerfile builds from nothing")
        out(outcome.image)


def _seconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.1f}"


def _as_json(outcome: Outcome) -> dict[str, object]:
    failed = outcome.failed
    return {
        "image": outcome.image or None,
        "steps": [
            {
                "step": row.number,
                "line": row.line,
                "text": row.text,
                "seconds": row.seconds,
                "bytes": row.size,
                "cached": row.cached,
            }
            for row in outcome.rows
        ],
        "failed": failed
        and {
            "line": failed.line,
            "step": failed.step,
            "stage": failed.stage or None,
            "text": failed.text,
            "status": failed.status,
            "cause": failed.cause or None,
            "good": failed.good,
            "workspace": failed.workspace,
        },
        "mended": list(outcome.mended),
        "before": outcome.kept_old or None,
        "advice": outcome.advice or None,
    }


def register(app: typer.Typer) -> None:
    """Add the verb to `app`."""
    app.command(short_help="Build a Dockerfile, and mend it where it fails.")(build)
