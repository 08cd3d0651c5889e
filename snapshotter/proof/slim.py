"""Slim a recipe that is proven equal: apply all measures at once, then take back those that change the image."""

from __future__ import annotations

from collections.abc import Set

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.errors import EngineError
from snapshotter.proof.build import discard_built, planned
from snapshotter.proof.build_failure import engine_fault
from snapshotter.proof.model import Outcome, ProofRun, Round
from snapshotter.proof.reading import Reading
from snapshotter.proof.rounds import run_round
from snapshotter.recipe.model import Origin, Plan, Trim
from snapshotter.recipe.steps.slim import Slim

_BY_RISK = ("early", "join", "recommends", "caches")
"""Order in which measures are suspected if the differences do not identify one."""


class Slimmed(Struct, frozen=True):
    """The result of slimming."""

    outcome: Outcome
    """The slim recipe and its proof; the original recipe if nothing could be left out."""
    taken_back: frozenset[Trim] = frozenset()
    """Measures that changed the image."""
    why_not: str = ""
    """Why the slim recipe could not be proven and was not used, "" if it could."""


def slim(run: ProofRun, proven: Outcome, allowed: Slim) -> Slimmed:
    """Return a slimmer form of a recipe that is proven equal, as far as it stays equal."""
    wanted = Reading(run)
    taken_back, fresh = frozenset[Trim](), True
    try:
        while True:
            slimmer = replace(run, slim=allowed.without(taken_back))
            if not planned(slimmer, proven.repairs).trims:
                return Slimmed(proven, taken_back)
            try:
                latest = run_round(slimmer, wanted, proven.repairs, fresh=fresh)
            except EngineError as error:
                return Slimmed(proven, frozenset(), engine_fault(error).summary)
            if latest.outcome.proof.verdict == "unknown":
                return Slimmed(proven, frozenset(), latest.outcome.proof.summary)
            if latest.equal and fresh:
                return Slimmed(latest.outcome, taken_back)
            suspects = frozenset[Trim]() if latest.equal else _suspects(latest)
            run.tell(_progress_line(latest, suspects))
            taken_back, fresh = taken_back | suspects, latest.equal
    finally:
        discard_built(run)


def _suspects(latest: Round) -> frozenset[Trim]:
    """Return the measures to take back next: those that the differences identify, else the riskiest that may matter."""
    made = latest.outcome.plan
    identified = {t for t in made.trims if t.kind == "recommends" and t.origin in _makers(latest, missing=True)}
    candidates = identified or _concerned(made, frozenset(latest.failed_at) or _makers(latest)) or made.trims
    riskiest = min((trim.kind for trim in candidates), key=_BY_RISK.index)
    return frozenset(trim for trim in candidates if trim.kind == riskiest)


def _makers(latest: Round, *, missing: bool = False) -> frozenset[Origin]:
    """Return the commands that made the paths that differ, or only those that are missing."""
    found = latest.found.paths if latest.found else ()
    paths = {change.path for change in found if not (missing and change.after)}
    return frozenset(d.origin for d in latest.outcome.plan.decisions if d.fate == "run" and paths.intersection(d.paths))


def _concerned(made: Plan, origins: Set[Origin]) -> frozenset[Trim]:
    """Return the measures that affect some commands: their own, and those on the layers of their snapshots."""
    seqs = {seq for seq, _ in origins}
    own = frozenset(t for t in made.trims if t.kind in ("recommends", "caches") and t.origin in origins)
    return own | {t for t in made.trims if t.kind in ("join", "early") and t.origin[0] in seqs}


def _progress_line(latest: Round, suspects: Set[Trim]) -> str:
    """Return the progress line that says why another build is needed."""
    if latest.equal:
        return "slim and equal; building once more without the cache"
    count = f"{len(suspects)} measure{'' if len(suspects) == 1 else 's'}"
    return f"slimming changed the image; taking back {count} of {len(latest.outcome.plan.trims)}"
