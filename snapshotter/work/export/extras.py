"""What an export writes besides the recipe and its context, and by which name it writes the recipe."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.model import Snapshot
from snapshotter.recipe.dockerfile.names import CONTAINERFILE, DOCKERFILE
from snapshotter.recipe.model import Plan, Recipe
from snapshotter.recipe.write.devcontainer import with_devcontainer
from snapshotter.recipe.write.readme import NAME, readme
from snapshotter.recipe.write.started import with_compose


class Extras(Struct, frozen=True):
    """What is wanted besides."""

    compose: bool = False
    """The file for `docker compose`, of what an adopted container was started with."""
    devcontainer: bool = False
    """The folder `.devcontainer`."""
    containerfile: bool = False
    """Whether the recipe is named Containerfile."""

    @property
    def dockerfile(self) -> str:
        """Return the name of the recipe."""
        return CONTAINERFILE if self.containerfile else DOCKERFILE


NO_EXTRAS = Extras()


def with_extras(recipe: Recipe, plan: Plan, extras: Extras, last: Snapshot) -> Recipe:
    """Return a recipe with the extras; `last` is the snapshot whose image it builds."""
    name = extras.dockerfile
    if name != DOCKERFILE and NAME in recipe.files and (text := readme(plan, name)):
        recipe = replace(recipe, files={**recipe.files, NAME: (0o644, text.encode())})
    if extras.compose:
        recipe = with_compose(recipe, plan, name)
    if extras.devcontainer:
        recipe = with_devcontainer(recipe, plan, last.config, last.workspace, name)
    return recipe
