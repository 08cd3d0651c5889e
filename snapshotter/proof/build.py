"""The builds of a proof: plan and context, the build itself, and the search for the command at which it fails."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import tarfile
import tempfile
from collections.abc import Callable, Mapping, Set
from types import MappingProxyType
from typing import IO, cast

from snapshotter.engine.api import LABEL
from snapshotter.errors import BuildFailed, SnapError
from snapshotter.proof.compare import Comparison, Target, compare_with_target
from snapshotter.proof.made_anew import derived, given
from snapshotter.proof.model import ProofRun, Round
from snapshotter.recipe.model import Origin, Plan, Recipe, Repairs, Tracing
from snapshotter.recipe.plan import plan
from snapshotter.recipe.steps.failure_marks import last_marked
from snapshotter.recipe.write.context_files import beside
from snapshotter.recipe.write.dockerfile import write

_CLIPPED = "[output clipped, log limit"
"""BuildKit's note where a step printed more than 2 MiB, or more than 200 KiB a second."""


def planned(
    run: ProofRun,
    repairs: Repairs | None = None,
    *,
    tracing: Tracing = "nothing",
    traced: Set[Origin] | None = None,
) -> Plan:
    """Return the plan of the recipe that is proven."""
    return plan(
        run.base,
        run.snapshots,
        repairs,
        tracing=tracing,
        traced=traced,
        handling=run.handling,
        wording=run.wording,
        slim=run.slim,
        keep_failures=run.keep_failures,
    )


def build_and_compare(
    run: ProofRun,
    wanted: Callable[[], Target],
    context: IO[bytes],
    *,
    fresh: bool,
    made: Plan,
    secrets: frozenset[str],
) -> Comparison:
    """Build a context and compare the image with the wanted one; raises `BuildFailed`.

    `wanted` is called after the build, during which the image may still be read.  `made` is the plan of the recipe,
    `secrets` are the names of the secrets that steps read.
    """
    image = _build(run, context, fresh=fresh, secrets=secrets)
    run.built.append(image)
    rules = run.snapshots[-1].volatile
    return compare_with_target(
        run.engine, wanted(), image, made.withheld, rules, run.progress, derived(made), given(made)
    )


def _build(run: ProofRun, context: IO[bytes], *, fresh: bool, secrets: frozenset[str]) -> str:
    """Return the id of the image, built with the builder of the run."""
    return run.engine.build(
        cast("io.BytesIO", context),
        tag="",
        labels={LABEL + ".proof": run.mark},
        no_cache=fresh,
        progress=run.progress,
        builder=run.builder,
        secrets={name: run.secrets[name] for name in sorted(secrets)},
    )


def discard_built(run: ProofRun) -> None:
    """Remove the images that a proof has built; one that the engine does not remove is left to `snap gc`."""
    for image in reversed(run.built):
        with contextlib.suppress(SnapError):  # the verdict is not lost by it
            run.engine.remove_image(image)


def failing_command(run: ProofRun, latest: Round) -> Origin | None:
    """Return the command at which a build failed, found by a second build in which those of its step print a mark.

    The steps before are as they were, so that they are taken from the build cache; a step of one command needs no
    build.  If no mark is printed, the shell could not parse the step; if BuildKit has clipped the output, the last mark
    may be missing.  Then a third build gives each of these commands its own RUN.
    """
    origins, repairs = latest.failed_at, latest.outcome.repairs
    if len(set(origins)) > 1:
        origins, output = _failing(run, repairs, "marks", frozenset(origins))
    if len(set(origins)) > 1:
        found = None if _CLIPPED in output else last_marked(output)
        if found is not None:
            return found
        origins, _ = _failing(run, repairs, "apart", frozenset(origins))
    return next(iter(origins), None)


def _failing(run: ProofRun, repairs: Repairs, tracing: Tracing, traced: Set[Origin]) -> tuple[tuple[Origin, ...], str]:
    """Return the commands of the step that fails, and its output."""
    made = planned(run, repairs, tracing=tracing, traced=traced)
    recipe = write(made, run.content)
    try:
        with archive(recipe, run.context) as context:
            _build(run, context, fresh=False, secrets=frozenset(made.secrets))
    except BuildFailed as error:
        return recipe.origins_of(error.step), error.output
    return (), ""


def archive(recipe: Recipe, more: Mapping[str, tuple[int, bytes]] = MappingProxyType({})) -> IO[bytes]:
    """Return a recipe, with more files, as the tar stream of a build context; the caller closes it.

    The content of a symbolic link, by its mode, is its target.
    """
    stream = tempfile.SpooledTemporaryFile(max_size=16 << 20)  # noqa: SIM115 - the caller closes it
    dockerfile = recipe.dockerfile.encode("utf-8", "surrogateescape")
    files = {**beside(more, recipe.files), **recipe.files, "Dockerfile": (0o644, dockerfile)}
    with tarfile.open(fileobj=cast("io.BytesIO", stream), mode="w") as tar:
        for name, (mode, data) in files.items():
            info = tarfile.TarInfo(name)
            info.mode = stat.S_IMODE(mode)
            if stat.S_ISLNK(mode):
                info.type, info.linkname = tarfile.SYMTYPE, os.fsdecode(data)
            elif stat.S_ISDIR(mode):
                info.type = tarfile.DIRTYPE
            else:
                info.size = len(data)
            tar.addfile(info, io.BytesIO(data if info.isreg() else b""))
    stream.seek(0)
    return cast("IO[bytes]", stream)
