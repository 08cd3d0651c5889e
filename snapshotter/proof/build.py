"""Builds of the proof: the plan and its context, the build, and the command at which it fails."""

from __future__ import annotations

import io
import tarfile
import tempfile
from typing import IO, cast

from snapshotter.engine.api import LABEL
from snapshotter.errors import BuildFailed
from snapshotter.proof.compare import Comparison, Target, against
from snapshotter.proof.model import Prover
from snapshotter.recipe.model import Origin, Plan, Recipe, Repairs, Telling
from snapshotter.recipe.plan import plan
from snapshotter.recipe.steps.failure_marks import last_marked
from snapshotter.recipe.write.dockerfile import write


def planned(prover: Prover, repairs: Repairs | None = None, *, telling: Telling = "nothing") -> Plan:
    """Give the plan of what is to be proven."""
    return plan(
        prover.base,
        prover.snapshots,
        repairs,
        telling=telling,
        handling=prover.handling,
        wording=prover.wording,
        slim=prover.slim,
    )


def build_and_compare(
    prover: Prover,
    wanted: Target,
    context: IO[bytes],
    *,
    fresh: bool,
    withheld: frozenset[str],
    secrets: frozenset[str],
) -> Comparison:
    """Build a context and compare the image with the wanted one; raises `BuildFailed`.

    `withheld` are the paths left out of the comparison, `secrets` the names of those that steps read.
    """
    image = _build(prover, context, fresh=fresh, secrets=secrets)
    prover.built.append(image)
    return against(prover.engine, wanted, image, withheld, prover.snapshots[-1].volatile, prover.progress)


def _build(prover: Prover, context: IO[bytes], *, fresh: bool, secrets: frozenset[str]) -> str:
    """Build with the classic builder, or with BuildKit where steps read secrets."""
    stream, labels, tell = cast("io.BytesIO", context), {LABEL + ".proof": prover.mark}, prover.progress
    if not secrets:
        return prover.engine.build(stream, tag="", labels=labels, no_cache=fresh, progress=tell)
    values = {name: prover.secrets[name] for name in sorted(secrets)}
    return prover.engine.build_with_secrets(stream, labels=labels, no_cache=fresh, secrets=values, progress=tell)


def failing_command(prover: Prover, repairs: Repairs) -> Origin | None:
    """Find the command at which a build fails by building once more with every command saying that it begins.

    Where none does, the shell could not read them all; then each gets a RUN of its own.
    """
    origins, output = _failing(prover, repairs, "marks")
    if len(set(origins)) > 1 and (found := last_marked(output)) is not None:
        return found
    if len(set(origins)) > 1:
        origins, _ = _failing(prover, repairs, "apart")
    return next(iter(origins), None)


def _failing(prover: Prover, repairs: Repairs, telling: Telling) -> tuple[tuple[Origin, ...], str]:
    """Give the commands of the step that fails, and what it printed."""
    made = planned(prover, repairs, telling=telling)
    recipe = write(made, prover.content)
    try:
        with archive(recipe) as context:
            _build(prover, context, fresh=False, secrets=frozenset(made.secrets))
    except BuildFailed as error:
        return recipe.origins[error.step - 1] if 0 < error.step <= len(recipe.origins) else (), error.output
    return (), ""


def archive(recipe: Recipe) -> IO[bytes]:
    """Pack a recipe into the tar stream that a build takes; the caller closes it."""
    stream = tempfile.SpooledTemporaryFile(max_size=16 << 20)  # noqa: SIM115 - the caller closes it
    files = {"Dockerfile": (0o644, recipe.dockerfile.encode("utf-8", "surrogateescape")), **recipe.files}
    with tarfile.open(fileobj=cast("io.BytesIO", stream), mode="w") as tar:
        for name, (mode, data) in files.items():
            info = tarfile.TarInfo(name)
            info.mode, info.size = mode, len(data)
            tar.addfile(info, io.BytesIO(data))
    stream.seek(0)
    return cast("IO[bytes]", stream)
