"""The nouns of a proof: what it depends on, one round, and the outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from snapshotter.engine.api import Engine
from snapshotter.errors import BuildFailed
from snapshotter.model import Base, Progress, Proof, Snapshot
from snapshotter.proof.compare import Comparison
from snapshotter.recipe.decide.secret_mounts import AUTO, Handling
from snapshotter.recipe.model import Content, Origin, Plan, Recipe, Repairs
from snapshotter.recipe.steps.slim import AS_IT_IS, Slim


class Outcome(Struct, frozen=True):
    """The recipe as far as proof could bring it, and the verdict on it."""

    recipe: Recipe
    plan: Plan
    repairs: Repairs
    proof: Proof
    size: int = 0
    """Bytes of the image that was built of it; 0 where none was."""


class Try(Struct, frozen=True):
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


class Prover(Struct, frozen=True):
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
