"""A recipe that is proven equal made slimmer: every measure at once, and those taken back that change the image."""

from __future__ import annotations

from collections.abc import Set

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.proof.build import planned
from snapshotter.proof.compare import target
from snapshotter.proof.model import Outcome, Prover, Try
from snapshotter.proof.rounds import attempt
from snapshotter.recipe.model import Origin, Plan, Trim
from snapshotter.recipe.steps.slim import Slim

_BY_DARING = ("early", "join", "recommends", "caches")
"""What is suspected first where the differences do not tell."""


class Slimmed(Struct, frozen=True):
    """What came of slimming."""

    outcome: Outcome
    """The slim recipe and its proof; the recipe as it was where nothing could be left out."""
    taken_back: frozenset[Trim] = frozenset()
    """With these another image came out."""
    why_not: str = ""
    """Why it could not be proven, and so was not done."""


def slim(prover: Prover, proven: Outcome, wish: Slim) -> Slimmed:
    """Make a recipe that is proven equal slimmer, as far as it stays equal."""
    wanted = target(prover.engine, prover.base, prover.snapshots[-1].image, prover.cache)
    taken_back, fresh = frozenset[Trim](), True
    try:
        while True:
            slimmer = replace(prover, slim=wish.without(taken_back))
            if not planned(slimmer, proven.repairs).trims:
                return Slimmed(proven, taken_back)
            latest = attempt(slimmer, wanted, proven.repairs, fresh=fresh)
            if latest.outcome.proof.verdict == "unknown":
                return Slimmed(proven, frozenset(), latest.outcome.proof.summary)
            if latest.equal and fresh:
                return Slimmed(latest.outcome, taken_back)
            guilty = frozenset[Trim]() if latest.equal else _guilty(latest)
            prover.tell(_telling(latest, guilty))
            taken_back, fresh = taken_back | guilty, latest.equal
    finally:
        for image in reversed(prover.built):
            prover.engine.remove_image(image)


def _guilty(latest: Try) -> frozenset[Trim]:
    """Give what to take back next: what the differences point at, else the boldest of what concerns the commands."""
    made = latest.outcome.plan
    pointed = {t for t in made.trims if t.kind == "recommends" and t.origin in _makers(latest, missing=True)}
    suspects = pointed or _concerned(made, _failed_at(latest) or _makers(latest)) or made.trims
    return next(found for kind in _BY_DARING if (found := frozenset(t for t in suspects if t.kind == kind)))


def _failed_at(latest: Try) -> frozenset[Origin]:
    origins, step = latest.outcome.recipe.origins, latest.failed.step if latest.failed else 0
    return frozenset(origins[step - 1]) if 0 < step <= len(origins) else frozenset()


def _makers(latest: Try, *, missing: bool = False) -> frozenset[Origin]:
    """Give the commands that made the paths which differ, or only those which are missing."""
    found = latest.found.paths if latest.found else ()
    paths = {change.path for change in found if not (missing and change.after)}
    return frozenset(d.origin for d in latest.outcome.plan.decisions if d.fate == "run" and paths.intersection(d.paths))


def _concerned(made: Plan, origins: Set[Origin]) -> frozenset[Trim]:
    """Give the measures that touch some commands: their own, and those on the layers of their snapshots."""
    seqs = {seq for seq, _ in origins}
    own = frozenset(t for t in made.trims if t.kind in ("recommends", "caches") and t.origin in origins)
    return own | {t for t in made.trims if t.kind in ("join", "early") and t.origin[0] in seqs}


def _telling(latest: Try, guilty: Set[Trim]) -> str:
    if latest.equal:
        return "slim and equal; building once more from nothing"
    count = f"{len(guilty)} measure{'' if len(guilty) == 1 else 's'}"
    return f"another image came of slimming: taking back {count} of {len(latest.outcome.plan.trims)}"
