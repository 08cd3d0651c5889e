"""The proof: write the recipe, build it, compare, repair, and again until equal or until nothing improves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from msgspec.structs import replace

from snapshotter.errors import BuildFailed, ImageNotFound, NoBuildKit
from snapshotter.model import Proof
from snapshotter.proof.build import archive, build_and_compare, failing_command, planned
from snapshotter.proof.build_failure import elsewhere, gone
from snapshotter.proof.compare import Target, target
from snapshotter.proof.model import Outcome, Prover, Try
from snapshotter.proof.repair import after_differences, after_failure, doubtful, replaced
from snapshotter.proof.verdict import lacking, next_round, no_longer_available, proof_of, proof_of_failure
from snapshotter.recipe.decide.secret_mounts import Handling
from snapshotter.recipe.model import Repairs
from snapshotter.recipe.write.dockerfile import write

_ROUNDS = 10


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
        prover.tell(next_round(latest))
        latest = attempt(prover, wanted, following, fresh=False)
        best = latest if latest.badness < best.badness else best
    return no_longer_available(missing, best.outcome)


def _lacking(prover: Prover, repairs: Repairs) -> str:
    """Say what a proof lacks where steps read secrets whose values are not at hand; "" where nothing."""
    needed = planned(prover, repairs).secrets
    return lacking(needed, prover.secrets)


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
        found = build_and_compare(prover, wanted, context, fresh=fresh, withheld=hidden, secrets=frozenset(needed))
        return proof_of(found, "", hidden)
    except BuildFailed as error:
        return proof_of_failure(error)
    except NoBuildKit as error:
        return Proof("unknown", f"not provable: {error.message}; {error.hint}")
    finally:
        for image in prover.built:
            prover.engine.remove_image(image)


def _next(prover: Prover, latest: Try, best: Try) -> Repairs:
    made, repairs = latest.outcome.plan, latest.outcome.repairs
    if latest.failed is not None:
        culprit = failing_command(prover, repairs)
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
            found = build_and_compare(prover, wanted, context, fresh=fresh, withheld=made.withheld, secrets=secrets)
    except BuildFailed as error:
        return Try(Outcome(recipe, made, repairs, proof_of_failure(error)), None, error, fresh)
    proof, size = proof_of(found, recipe.summary, made.withheld), prover.engine.image(prover.built[-1]).size
    return Try(Outcome(recipe, made, repairs, proof, size), found, None, fresh)


def _same_base(prover: Prover) -> None:
    name = prover.base.digest or prover.base.reference
    image = prover.engine.image(name)
    if image.id != prover.base.id:
        raise ImageNotFound(
            f"{name} is another image now than when the workspace began",
            f"give the old one its name back: docker tag {prover.base.id[:19]} {prover.base.reference}",
        )
