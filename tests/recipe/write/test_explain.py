"""The explanation of a recipe contains every command and every changed path exactly once."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from snapshotter.recipe.model import Plan, Recipe
from snapshotter.recipe.plan import plan
from snapshotter.recipe.steps.slim import ALL, AS_IT_IS, Slim
from snapshotter.recipe.write.dockerfile import write
from snapshotter.recipe.write.explain import Explanation, explain
from tests.recipe.story import load
from tests.recipe.test_golden import GOLDEN

STORIES = sorted(path.name for path in GOLDEN.iterdir())


def explained(case: str, *, available: bool = True, slim: Slim = AS_IT_IS) -> tuple[Plan, Recipe, Explanation]:
    base, snapshots, contents = load(GOLDEN / case / "story.toml")
    made = plan(base, snapshots, slim=slim)
    recipe = write(made, lambda seq, change: contents.get(change.content) if available else None)
    return made, recipe, explain(made, recipe)


@pytest.mark.parametrize("case", STORIES)
@pytest.mark.parametrize(("available", "slim"), [(True, AS_IT_IS), (False, AS_IT_IS), (True, ALL)])
def test_every_path_and_every_command_is_accounted_for(case: str, available: bool, slim: Slim) -> None:
    made, _, found = explained(case, available=available, slim=slim)
    by_lines = {path for one in found.instructions for path in one.paths}
    places = Counter([*(by_lines & made.final.keys()), *found.volatile, *found.rest])
    assert places == Counter(made.final.keys())
    inside = {decision.origin for one in found.instructions for decision in one.commands}
    outside = [absent.decision.origin for absent in found.absent]
    assert sorted([*inside, *outside]) == sorted(decision.origin for decision in made.decisions)
    assert all(absent.decision.reason for absent in found.absent)


@pytest.mark.parametrize("case", STORIES)
def test_the_lines_are_those_of_the_dockerfile(case: str) -> None:
    _, recipe, found = explained(case)
    rows = recipe.dockerfile.splitlines()
    for one in found.instructions:
        text = one.instruction.text.splitlines()
        assert rows[one.instruction.line - 1 : one.instruction.line - 1 + len(text)] == text
    starts = {number for number, row in enumerate(rows, 1) if re.match(r"[A-Z]+ ", row)}
    assert starts == {one.instruction.line for one in found.instructions}


def test_every_instruction_has_a_command_or_a_reason() -> None:
    for case in STORIES:
        for one in explained(case)[2].instructions:
            assert one.commands or one.reason, (case, one.instruction.text)


def test_missing_and_withheld_content_is_explained() -> None:
    found = explained("outside-files", available=False)[2]
    assert found.rest["/etc/login.defs"] == "its content is not available"
    assert any(reason.startswith("withheld: ") for reason in explained("secrets")[2].rest.values())


def test_slimming_is_explained() -> None:
    (run,) = (one for one in explained("slim", slim=ALL)[2].instructions if "gcc" in one.instruction.text)
    assert run.reason == "made slim: no packages that are only recommended, no caches"
