"""Make an export slim, and say what that saved."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from snapshotter.model import Snapshot
from snapshotter.proof.model import Outcome, Prover
from snapshotter.proof.slim import slim
from snapshotter.recipe.model import Plan, Trim
from snapshotter.recipe.steps.slim import ALL, SAFE, Slim, described
from snapshotter.work.export.repairs_text import kept_from_text, kept_text, slimmed_before


class Saving(Struct, frozen=True):
    """What slimming gave."""

    applied: tuple[str, ...]
    """What is left out, in words."""
    taken_back: tuple[str, ...] = ()
    """What could not be left out, since another image came of it."""
    why_not: str = ""
    """Why nothing was tried."""
    size: int = 0
    """Bytes of the image that was built of the slim recipe; 0 where none was."""
    size_before: int = 0
    """Bytes of the image that was built of the recipe as it was."""
    layers_before: int = 0

    @property
    def saved(self) -> int:
        """Bytes that the image is smaller."""
        return self.size_before - self.size


def wish(snapshots: Sequence[Snapshot], *, proven: bool) -> Slim:
    """Give how slim a recipe may be: without a proof only as far as it changes no path that is compared."""
    kept = kept_from_text(slimmed_before(snapshots))
    return (ALL if proven else SAFE).without(kept)


def unproven(plan: Plan) -> Saving:
    """Tell what a draft leaves out."""
    return Saving(_told(plan, plan.trims))


def slimmed(prover: Prover, proven: Outcome, snapshots: Sequence[Snapshot]) -> tuple[Outcome, Saving, str]:
    """Slim a recipe after its proof; gives the better recipe, what it saved, and what to remember of it."""
    before = slimmed_before(snapshots)
    if proven.proof.verdict != "equal":
        return proven, Saving((), why_not="only a recipe that is proven equal is made slim"), before
    wanted = wish(snapshots, proven=True)
    found = slim(prover, proven, wanted)
    best = found.outcome
    saving = Saving(
        _told(best.plan, best.plan.trims),
        _told(best.plan, found.taken_back),
        found.why_not,
        best.size,
        proven.size,
        proven.recipe.layers,
    )
    # the next snapshot does not go on in this one's last RUN, so that the lines above it stay as they are
    seam = Trim("join", (snapshots[-1].seq + 1, 0))
    return best, saving, kept_text(wanted.kept | found.taken_back | {seam})


def _told(plan: Plan, trims: frozenset[Trim]) -> tuple[str, ...]:
    texts = {decision.origin: decision.command.text for decision in plan.decisions}
    return tuple(described(trim, texts) for trim in sorted(trims, key=lambda trim: (trim.origin, trim.kind)))
