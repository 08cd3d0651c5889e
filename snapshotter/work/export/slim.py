"""Slim an export and measure what that saves."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from snapshotter.model import Snapshot
from snapshotter.proof.model import Outcome, ProofRun
from snapshotter.proof.slim import slim
from snapshotter.recipe.model import Plan, Trim
from snapshotter.recipe.steps.slim import ALL, SAFE, Slim, described
from snapshotter.work.export.repairs_text import kept_from_text, kept_text, latest_slim_text


class Saving(Struct, frozen=True):
    """The result of slimming."""

    applied: tuple[str, ...]
    """Descriptions of what is left out."""
    taken_back: tuple[str, ...] = ()
    """Descriptions of what could not be left out because the image would change."""
    why_not: str = ""
    """Why slimming was not tried or not proven, "" if it was."""
    size: int = 0
    """Bytes of the image built from the slim recipe; 0 if none was built."""
    size_before: int = 0
    """Bytes of the image built from the original recipe."""
    layers_before: int = 0

    @property
    def saved(self) -> int:
        """Bytes by which the image became smaller."""
        return self.size_before - self.size


def allowed_measures(snapshots: Sequence[Snapshot], *, proven: bool) -> Slim:
    """Return the measures that a recipe may use: without a proof only those that change no compared path."""
    kept = kept_from_text(latest_slim_text(snapshots))
    return (ALL if proven else SAFE).without(kept)


def draft_saving(plan: Plan) -> Saving:
    """Return what a draft without a proof leaves out."""
    return Saving(_descriptions(plan, plan.trims))


def slimmed(run: ProofRun, proven: Outcome, snapshots: Sequence[Snapshot]) -> tuple[Outcome, Saving, str]:
    """Slim a recipe after its proof; return the better recipe, what it saved, and the text to store."""
    before = latest_slim_text(snapshots)
    if proven.proof.verdict != "equal":
        return proven, Saving((), why_not="only a recipe that is proven equal is made slim"), before
    wanted = allowed_measures(snapshots, proven=True)
    found = slim(run, proven, wanted)
    best = found.outcome
    saving = Saving(
        _descriptions(best.plan, best.plan.trims),
        _descriptions(best.plan, found.taken_back),
        found.why_not,
        best.size,
        proven.size,
        proven.recipe.layers,
    )
    # the next snapshot must not be joined to this one's last RUN, so that the lines above it stay unchanged
    seam = Trim("join", (snapshots[-1].seq + 1, 0))
    return best, saving, kept_text(wanted.kept | found.taken_back | {seam})


def _descriptions(plan: Plan, trims: frozenset[Trim]) -> tuple[str, ...]:
    texts = {decision.origin: decision.command.text for decision in plan.decisions}
    return tuple(described(trim, texts) for trim in sorted(trims, key=lambda trim: (trim.origin, trim.kind)))
