"""The proof: write the recipe, build it, compare, repair, and again until equal or until nothing improves."""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import IO, cast

from snapshotter.engine.api import LABEL, Engine, Progress
from snapshotter.errors import BuildFailed, ImageNotFound, NoBuildKit
from snapshotter.model import Base, Proof, Snapshot
from snapshotter.noun import noun
from snapshotter.proof.compare import Comparison, Target, against, target
from snapshotter.proof.repair import after_differences, after_failure, doubtful, replaced
from snapshotter.proof.trouble import elsewhere, gone
from snapshotter.recipe.copies import Content
from snapshotter.recipe.marking import last_marked
from snapshotter.recipe.mounts import AUTO, Handling
from snapshotter.recipe.nouns import Origin, Plan, Recipe, Repairs, Telling
from snapshotter.recipe.plan import plan
from snapshotter.recipe.slim import AS_IT_IS, Slim
from snapshotter.recipe.write import write

_ROUNDS = 10


@noun
class Outcome:
    """The recipe as far as proof could bring it, and the verdict on it."""

    recipe: Recipe
    plan: Plan
    repairs: Repairs
    proof: Proof
    size: int = 0
    """Bytes of the image that was built of it; 0 where none was."""


@noun
class Try:
    """One round: what was written, and how its build and comparison came out."""

    outcome: Outcome
    found: Comparison | None
    failed: BuildFailed | None
    fresh: bool
    """Built without the cache."""

    @property
    def equal(self) -> bool:
        """True where nothing differs."""
        return self.found is not None and self.found.equal

    @property
    def badness(self) -> int:
        """Differences that are left; a build that fails is worse than any."""
        return 1 << 60 if self.found is None else len(self.found.paths) + len(self.found.configuration)


@noun
class Prover:
    """All that a proof needs to know; `prove` is its use."""

    engine: Engine
    base: Base
    snapshots: Sequence[Snapshot]
    content: Content
    cache: Path
    progress: Progress
    tell: Callable[[str], None]
    handling: Handling = AUTO
    secrets: Mapping[str, str] = field(default_factory=dict)
    """Values of secrets by name: for the builds of this proof, and nowhere else."""
    mark: str = "1"
    """Value of the label that the images made on the way carry, for what clears them away after a kill."""
    wording: Mapping[Origin, str] = field(default_factory=dict)
    """Other texts for commands, given up where they fail."""
    slim: Slim = AS_IT_IS
    """What to leave out."""
    built: list[str] = field(default_factory=list)
    """Images made on the way: kept until the end for the sake of the build cache, then removed."""


def prove(prover: Prover, repairs: Repairs | None = None) -> Outcome:
    """Give the best recipe and its verdict: "equal", "different", or "unknown" where it could not be built at all.

    Raises `ImageNotFound` where the hand-made image or its base is gone.
    """
    wanted = target(prover.engine, prover.base, prover.snapshots[-1].image, prover.cache, prover.progress)
    _same_base(prover)
    try:
        missing = _lacking(prover, repairs or Repairs())
        if missing:
            return _without_secrets(prover, wanted, repairs or Repairs(), missing)
        try:
            return _rounds(prover, wanted, repairs or Repairs())
        except NoBuildKit as error:
            return _without_secrets(prover, wanted, repairs or Repairs(), f"{error.message}; {error.hint}")
    finally:
        for image in reversed(prover.built):
            prover.engine.remove_image(image)


def _rounds(prover: Prover, wanted: Target, repairs: Repairs) -> Outcome:
    best = latest = attempt(prover, wanted, repairs, fresh=True)
    tried, missing = [latest.outcome.repairs], ""
    for _ in range(_ROUNDS):
        if latest.equal and latest.fresh:
            break
        if latest.failed is not None and elsewhere(latest.failed):  # the same recipe may build well in an hour
            return replace(best.outcome, proof=latest.outcome.proof)
        missing = missing or (gone(latest.failed) if latest.failed else "")
        if latest.equal:  # so far with the help of the build cache, which gives yesterday's random names again
            prover.tell("equal; building once more from nothing")
            best = latest = attempt(prover, wanted, latest.outcome.repairs, fresh=True)
            continue
        following = _next(prover, latest, best)
        if following in tried:
            break
        tried.append(following)
        prover.tell(_telling(latest))
        latest = attempt(prover, wanted, following, fresh=False)
        best = latest if latest.badness < best.badness else best
    return _without(missing, best.outcome)


def _without(missing: str, outcome: Outcome) -> Outcome:
    """Say of an image that came out different what was to be had no more on the way."""
    if not missing or outcome.proof.verdict != "different":
        return outcome
    proof = replace(outcome.proof, summary=f"{outcome.proof.summary}; to be had no more: {missing}")
    return replace(outcome, proof=proof)


def _lacking(prover: Prover, repairs: Repairs) -> str:
    """Say what a proof lacks where steps read secrets whose values are not at hand; "" where nothing."""
    needed = planned(prover, repairs).secrets
    return lacking(needed, prover.secrets)


def lacking(needed: Iterable[str], values: Mapping[str, str]) -> str:
    """Say which secrets a build needs and what gives their values; "" where all are at hand."""
    names = sorted(set(needed) - values.keys())
    ways = " ".join(f"--secret {name}=FILE" for name in names)
    return f"steps need the secret{'' if len(names) == 1 else 's'} {', '.join(names)}; give {ways}" if names else ""


def _without_secrets(prover: Prover, wanted: Target, repairs: Repairs, why: str) -> Outcome:
    """Prove all but the steps that read secrets: their files stand in for them while it is built."""
    prover.tell(f"{why}; proving the other steps")
    proxy = _rounds(replace(prover, handling=Handling("carry")), wanted, repairs)
    made = planned(prover, proxy.repairs)
    recipe, proof = write(made, prover.content), proxy.proof
    if proof.verdict == "equal":
        summary = f"{recipe.summary}; all other steps rebuilt and equal, but not provable in full: {why}"
        proof = Proof("unknown", summary, (), proof.withheld)
    return Outcome(recipe, made, proxy.repairs, proof)


def rebuild(prover: Prover, context: IO[bytes], needed: Iterable[str] = (), *, fresh: bool = True) -> Proof:
    """Build a context as it is and compare: the proof alone, nothing repaired; `needed` names the secrets it reads."""
    if why := lacking(needed, prover.secrets):
        return Proof("unknown", f"not provable: {why}")
    wanted = target(prover.engine, prover.base, prover.snapshots[-1].image, prover.cache, prover.progress)
    try:
        hidden = planned(prover).withheld
        found = _built(prover, wanted, context, fresh=fresh, withheld=hidden, secrets=frozenset(needed))
        return _verdict(found, "", hidden)
    except BuildFailed as error:
        return _failure(error)
    except NoBuildKit as error:
        return Proof("unknown", f"not provable: {error.message}; {error.hint}")
    finally:
        for image in prover.built:
            prover.engine.remove_image(image)


def _next(prover: Prover, latest: Try, best: Try) -> Repairs:
    made, repairs = latest.outcome.plan, latest.outcome.repairs
    if latest.failed is not None:
        culprit = _culprit(prover, repairs)
        if culprit in prover.wording.keys() - repairs.typed:
            return repairs.plus(typed=frozenset({culprit}))
        return after_failure(made, repairs, culprit)
    assert latest.found is not None
    better = best.outcome.repairs
    if latest is not best and best.found and (in_vain := repairs.restore - better.restore):
        return after_differences(best.outcome.plan, better.plus(needless=in_vain), best.found)
    if latest.found.paths and (idle := doubtful(made) - repairs.needless):
        return repairs.plus(restore=idle)
    if latest is not best and replaced(made) - repairs.keep:  # replacing them made nothing better
        return repairs.plus(keep=replaced(made))
    return after_differences(made, repairs, latest.found)


def attempt(prover: Prover, wanted: Target, repairs: Repairs, *, fresh: bool) -> Try:
    """Write a recipe, build it and compare what comes out, repairing nothing."""
    made = planned(prover, repairs)
    recipe = write(made, prover.content)
    try:
        with archive(recipe) as context:
            secrets = frozenset(made.secrets)
            found = _built(prover, wanted, context, fresh=fresh, withheld=made.withheld, secrets=secrets)
    except BuildFailed as error:
        return Try(Outcome(recipe, made, repairs, _failure(error)), None, error, fresh)
    verdict, size = _verdict(found, recipe.summary, made.withheld), prover.engine.image(prover.built[-1]).size
    return Try(Outcome(recipe, made, repairs, verdict, size), found, None, fresh)


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


def _built(
    prover: Prover,
    wanted: Target,
    context: IO[bytes],
    *,
    fresh: bool,
    withheld: frozenset[str],
    secrets: frozenset[str],
) -> Comparison:
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


def _culprit(prover: Prover, repairs: Repairs) -> Origin | None:
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


def _same_base(prover: Prover) -> None:
    name = prover.base.digest or prover.base.reference
    image = prover.engine.image(name)
    if image.id != prover.base.id:
        raise ImageNotFound(
            f"{name} is another image now than when the workspace began",
            f"give the old one its name back: docker tag {prover.base.id[:19]} {prover.base.reference}",
        )


def _verdict(found: Comparison, account: str, withheld: frozenset[str] = frozenset()) -> Proof:
    lead = account + "; " if account else ""
    if found.equal:
        return Proof("equal", lead + "rebuilt and equal", (), tuple(sorted(withheld)))
    count = len(found.paths) + len(found.configuration)
    return Proof(
        "different",
        f"{lead}rebuilt, {count} difference{'' if count == 1 else 's'}",
        found.lines(),
        tuple(sorted(withheld)),
    )


def _failure(error: BuildFailed) -> Proof:
    tail = "\n".join(error.output.strip().splitlines()[-12:]) or error.message
    step = f"step {error.step}"
    if why := elsewhere(error):
        return Proof("unknown", f"not provable: {step} {why} ({error.instruction[:80]})", (tail,))
    if line := gone(error):
        return Proof("unknown", f"not provable: {step} asks for what is to be had no more: {line}", (tail,))
    return Proof("different", f"does not build: {step} failed ({error.instruction[:80]})", (tail,))


def _telling(latest: Try) -> str:
    if latest.failed is not None:
        step, line = f"step {latest.failed.step}", gone(latest.failed)
        return (
            f"{step} asks for what is to be had no more, repairing: {line}"
            if line
            else f"{step} failed, repairing: {latest.failed.instruction[:100]}"
        )
    count = latest.badness
    return f"{count} difference{'' if count == 1 else 's'}, repairing"
