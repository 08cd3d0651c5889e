"""The data types of a proof: its inputs, one round, and the outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from snapshotter.changes.masked_names import NameMask
from snapshotter.engine.api import Engine
from snapshotter.errors import BuildFailed
from snapshotter.model import Base, Progress, Proof, Snapshot
from snapshotter.proof.compare import Comparison
from snapshotter.recipe.decide.secret_mounts import AUTO, Handling
from snapshotter.recipe.model import Content, Origin, Plan, Recipe, Repairs
from snapshotter.recipe.steps.slim import AS_IT_IS, Slim


class Outcome(Struct, frozen=True):
    """The best recipe that a proof found, and the verdict on it."""

    recipe: Recipe
    plan: Plan
    repairs: Repairs
    proof: Proof
    size: int = 0
    """Bytes of the image built from it; 0 if none was built."""


class Round(Struct, frozen=True):
    """One round of a proof: a recipe, and the result of its build and comparison."""

    outcome: Outcome
    found: Comparison | None
    failed: BuildFailed | None
    fresh: bool
    """Whether it was built without the build cache."""

    @property
    def equal(self) -> bool:
        """Whether the build succeeded and nothing differs."""
        return self.found is not None and self.found.equal

    @property
    def failed_at(self) -> tuple[Origin, ...]:
        """The commands of the step that failed; none if no step did."""
        return self.outcome.recipe.origins_of(self.failed.step) if self.failed else ()

    def is_better_than(self, other: Round) -> bool:
        """Return whether fewer differences are left; a failed build is worse than any number of differences."""
        if self.found is None:
            return False
        return other.found is None or self.found.count < other.found.count


class ProofRun(Struct, frozen=True):
    """The inputs of one proof, and the images that it has built."""

    engine: Engine
    base: Base
    snapshots: Sequence[Snapshot]
    content: Content
    cache: Path
    progress: Progress
    tell: Callable[[str], None]
    names: NameMask
    handling: Handling = AUTO
    secrets: Mapping[str, str] = field(default_factory=dict)
    """Values of secrets by name, used only in the builds of this proof."""
    mark: str = "1"
    """Value of the label on the images it builds, by which they are found and removed after a kill."""
    wording: Mapping[Origin, str] = field(default_factory=dict)
    """Rewritten texts of commands; the typed text is used again if they fail."""
    slim: Slim = AS_IT_IS
    """Measures that make the image smaller."""
    builder: str = ""
    """That of `docker build` if empty, "classic", or a name that buildx knows."""
    keep_failures: bool = False
    """Whether failed tries stay in the recipe as comments."""
    context: Mapping[str, tuple[int, bytes]] = field(default_factory=dict)
    """Files beside the Dockerfile with which the workspace was started, by path; see `proof/build.py`."""
    built: list[str] = field(default_factory=list)
    """Ids of the images built so far; they serve the build cache until the end and are then removed."""
