"""The rounds of a proof: write the recipe, build it, compare, repair, until it is equal or nothing improves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import IO

from msgspec.structs import replace

from snapshotter.errors import BuildFailed, EngineError, ImageNotFound, NoBuildKit
from snapshotter.model import Proof
from snapshotter.proof.announce import next_round
from snapshotter.proof.build import archive, build_and_compare, discard_built, failing_command, planned
from snapshotter.proof.build_failure import engine_fault, outside_cause, unavailable_line
from snapshotter.proof.compare import Target
from snapshotter.proof.model import Outcome, ProofRun, Round
from snapshotter.proof.reading import Reading
from snapshotter.proof.repair import after_differences, after_failure, data_folders, host_names, replaced, to_restore
from snapshotter.proof.verdict import missing_secrets, no_longer_available, proof_of, proof_of_failure
from snapshotter.recipe.decide.secret_mounts import Handling
from snapshotter.recipe.model import Plan, Repairs
from snapshotter.recipe.write.dockerfile import write

_MAX_ROUNDS = 10


def prove(run: ProofRun, repairs: Repairs | None = None) -> Outcome:
    """Return the best recipe and its verdict: "equal", "different", or "unknown" if it could not be built.

    Raises `ImageNotFound` if the hand-made image or its base is missing.
    """
    repairs = repairs or Repairs()
    _check_images(run)
    wanted = Reading(run)
    try:
        first = planned(run, repairs)
        missing = missing_secrets(first.secrets, run.secrets)
        if missing:
            return _without_secrets(run, wanted, repairs, missing)
        try:
            return _rounds(run, wanted, repairs, first)
        except NoBuildKit as error:
            return _without_secrets(run, wanted, repairs, f"{error.message}; {error.hint}")
    finally:
        discard_built(run)


def _rounds(run: ProofRun, wanted: Callable[[], Target], repairs: Repairs, first: Plan) -> Outcome:
    """Return the best outcome of all rounds, of which `first` is the first plan; "unknown" where the engine fails."""
    known = [Outcome(write(first, run.content), first, repairs, Proof("unknown", ""))]
    try:
        return _repaired(run, wanted, known)
    except NoBuildKit:
        raise
    except EngineError as error:
        return replace(known[-1], proof=engine_fault(error))


def _repaired(run: ProofRun, wanted: Callable[[], Target], known: list[Outcome]) -> Outcome:
    """Return the best outcome; `known` has the draft, and gets that of each round that is better than those before."""
    best = latest = _built(run, wanted, known[0], fresh=True)
    tried, missing, told = [latest.outcome.repairs], "", set[str]()
    for _ in range(_MAX_ROUNDS):
        known.append(best.outcome)
        if latest.equal and latest.fresh:
            break
        if latest.failed is not None and outside_cause(latest.failed):  # the same recipe may build later
            return replace(best.outcome, proof=latest.outcome.proof)
        missing = missing or (unavailable_line(latest.failed) if latest.failed else "")
        if latest.equal:  # so far with the build cache, which repeats random names of earlier builds
            _tell_once(run, "equal; building once more without the cache", told)
            best = latest = run_round(run, wanted, latest.outcome.repairs, fresh=True)
            continue
        following = _next(run, latest, best)
        if following in tried:
            break
        tried.append(following)
        _tell_once(run, next_round(latest, following), told)
        latest = run_round(run, wanted, following, fresh=not _cache_helps(run, latest, following))
        best = latest if latest.is_better_than(best) else best
    return no_longer_available(missing, best.outcome)


def _cache_helps(run: ProofRun, latest: Round, following: Repairs) -> bool:
    """Return whether the build cache has at least half of the next build, by the time that the commands took by hand.

    Else the next round is built from nothing, since it then needs no further one if it is equal.
    """
    seconds = {
        (snapshot.seq, index): max(0.0, (command.end or command.begin) - command.begin)
        for snapshot in run.snapshots
        for index, command in enumerate(snapshot.commands)
    }
    after = write(planned(run, following), run.content).instructions
    before = latest.outcome.recipe.instructions[: latest.failed.step - 1 if latest.failed else None]
    kept = takewhile(lambda pair: pair[0].text == pair[1].text, zip(before, after, strict=False))
    cached = sum(seconds.get(origin, 0.0) for one, _ in kept for origin in one.origins)
    whole = sum(seconds.get(origin, 0.0) for one in after for origin in one.origins)
    return 2 * cached >= whole


def _tell_once(run: ProofRun, line: str, told: set[str]) -> None:
    """Report a line unless these rounds have reported it."""
    if line not in told:
        told.add(line)
        run.tell(line)


def _without_secrets(run: ProofRun, wanted: Callable[[], Target], repairs: Repairs, why: str) -> Outcome:
    """Prove all steps except those that read secrets: these are replaced by their files in the build."""
    run.tell(f"{why}; proving the other steps")
    carrying = replace(run, handling=Handling("carry"))
    substitute = _rounds(carrying, wanted, repairs, planned(carrying, repairs))
    made = planned(run, substitute.repairs)
    recipe, proof = write(made, run.content), substitute.proof
    if proof.verdict == "equal":
        summary = f"{recipe.summary}; all other steps rebuilt and equal, but not provable in full: {why}"
        proof = replace(proof, verdict="unknown", summary=summary)
    return Outcome(recipe, made, substitute.repairs, proof)


def rebuild(run: ProofRun, context: IO[bytes], needed: Iterable[str] = (), *, fresh: bool = True) -> Proof:
    """Return the proof of a context as it is, without repairs; `needed` names the secrets that it reads."""
    if why := missing_secrets(needed, run.secrets):
        return Proof("unknown", f"not provable: {why}")
    run.engine.image(run.snapshots[-1].image)
    wanted = Reading(run)
    try:
        made = planned(run)
        found = build_and_compare(run, wanted, context, fresh=fresh, made=made, secrets=frozenset(needed))
        return proof_of(found, "", made.final)
    except BuildFailed as error:
        return proof_of_failure(error)
    except NoBuildKit as error:
        return Proof("unknown", f"not provable: {error.message}; {error.hint}")
    except EngineError as error:
        return engine_fault(error)
    finally:
        discard_built(run)


def _next(run: ProofRun, latest: Round, best: Round) -> Repairs:
    """Return the repairs for the next round; those of the latest or best round if nothing is left to try."""
    made, repairs = latest.outcome.plan, latest.outcome.repairs
    if latest.failed is not None:
        failed = failing_command(run, latest)
        if failed in run.wording.keys() - repairs.typed:
            return repairs.plus(typed=frozenset({failed}))
        return after_failure(made, repairs, failed)
    assert latest.found is not None
    better = best.outcome.repairs
    if hosts := host_names(made, repairs, latest.found):
        return repairs.plus(hosts=hosts)
    if folders := data_folders(made, repairs, latest.found):
        return repairs.plus(folders=folders)
    in_vain = repairs.restore - better.restore
    if latest is not best and best.found and in_vain:
        return after_differences(best.outcome.plan, better.plus(needless=in_vain), best.found)
    if idle := to_restore(made, repairs, latest.found):
        return repairs.plus(restore=idle)
    if latest is not best and replaced(made) - repairs.keep:  # replacing them did not help
        return repairs.plus(keep=replaced(made))
    return after_differences(made, repairs, latest.found)


def run_round(run: ProofRun, wanted: Callable[[], Target], repairs: Repairs, *, fresh: bool) -> Round:
    """Write a recipe, build it and compare the image; return the result."""
    made = planned(run, repairs)
    return _built(run, wanted, Outcome(write(made, run.content), made, repairs, Proof("unknown", "")), fresh=fresh)


def _built(run: ProofRun, wanted: Callable[[], Target], draft: Outcome, *, fresh: bool) -> Round:
    """Build the recipe of a draft and compare the image; return the result."""
    made, recipe = draft.plan, draft.recipe
    try:
        with archive(recipe, run.context) as context:
            secrets = frozenset(made.secrets)
            found = build_and_compare(run, wanted, context, fresh=fresh, made=made, secrets=secrets)
    except BuildFailed as error:
        return Round(replace(draft, proof=proof_of_failure(error)), None, error, fresh)
    proof, size = proof_of(found, recipe.summary, made.final), run.engine.image(run.built[-1]).size
    return Round(replace(draft, proof=proof, size=size), found, None, fresh)


def _check_images(run: ProofRun) -> None:
    """Raise `ImageNotFound` if the hand-made image is gone, or the name of the base refers to another image now."""
    run.engine.image(run.snapshots[-1].image)
    name = run.base.digest or run.base.reference
    image = run.engine.image(name)
    if image.id != run.base.id:
        raise ImageNotFound(
            f"{name} is now another image than at the start of the workspace",
            f"tag the old image again: `docker tag {run.base.id[:19]} {run.base.reference}`",
        )
