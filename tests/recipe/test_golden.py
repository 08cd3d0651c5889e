"""Each directory under golden/ contains a story and the exact Dockerfile and context that it must give.

`SNAP_UPDATE_GOLDEN=1` rewrites them; check the difference before committing it.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from snapshotter.model import Change
from snapshotter.recipe.decide.secret_mounts import Handling
from snapshotter.recipe.model import Recipe
from snapshotter.recipe.plan import plan
from snapshotter.recipe.rewrite.outside_packages import add_outside_installs
from snapshotter.recipe.rewrite.shell_calls import without_shell_calls
from snapshotter.recipe.steps.slim import ALL, AS_IT_IS
from snapshotter.recipe.write.context_files import COMPANION_FILES
from snapshotter.recipe.write.dockerfile import write
from tests.recipe.story import load

GOLDEN = Path(__file__).parent / "golden"


def recipe_of(story: Path) -> Recipe:
    base, snapshots, contents = load(story)
    whole = tomllib.loads(story.read_text())
    options = whole.get("handling", {})
    handling = Handling(options.get("mode", "auto"), frozenset(options.get("given", ())))
    slim = ALL if whole.get("slim") == "all" else AS_IT_IS

    def content(_seq: int, change: Change) -> bytes | None:
        return contents.get(change.content)

    line = add_outside_installs(without_shell_calls(snapshots), content)
    return write(plan(base, line, handling=handling, slim=slim), content)


@pytest.mark.parametrize("case", sorted(path.name for path in GOLDEN.iterdir()))
def test_story_gives_its_recipe(case: str) -> None:
    folder = GOLDEN / case
    recipe = recipe_of(folder / "story.toml")
    made = {
        "Dockerfile": recipe.dockerfile.encode(),
        **{name: data for name, (_, data) in recipe.files.items() if name not in COMPANION_FILES},
    }
    if os.environ.get("SNAP_UPDATE_GOLDEN"):
        _rewrite(folder, made)
    kept = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "story.toml"
    }
    assert made == kept


def _rewrite(folder: Path, made: dict[str, bytes]) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.name != "story.toml":
            path.unlink()
    for name, data in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
