"""The numbers of a recipe add up, and all that prints them takes the same ones."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from snapshotter.cli.show.explanation import as_json, lines
from snapshotter.recipe.model import INSTALLED_OUTSIDE
from snapshotter.recipe.write.counts import commands_by_fate, copied_files, counts, summary
from tests.recipe.write.test_explain import STORIES, explained


@pytest.mark.parametrize("case", STORIES)
def test_the_paths_add_up(case: str) -> None:
    made, recipe, found = explained(case)
    number = counts(made)
    parts = ("by_commands", "copied", "removed", "volatile", "withheld")
    assert number["paths"] == sum(number[part] for part in parts) == len(made.final)
    assert min(number.values()) >= 0
    copied = {path for one in found.instructions for path in one.paths if path in made.carried} & made.final.keys()
    present = {path for path in copied if made.final[path].after and not made.final[path].volatile}
    assert number["copied"] == len(present) + len(recipe.missing)
    assert copied_files(made) >= number["copied"]
    assert len(found.volatile) == number["volatile"]
    assert found.counts == number


@pytest.mark.parametrize("case", STORIES)
def test_the_commands_add_up(case: str) -> None:
    made, _, found = explained(case)
    fates = commands_by_fate(made)
    assert sum(fates.values()) == sum(d.command.session != INSTALLED_OUTSIDE for d in made.decisions)
    assert counts(made)["commands"] == fates["run"]
    assert found.fates == fates == as_json(found)["commands"]


@pytest.mark.parametrize("case", STORIES)
def test_the_last_line_of_the_explanation_has_the_numbers_of_the_export(case: str) -> None:
    made, recipe, found = explained(case)
    *_, last = lines(found)
    assert recipe.summary == summary(made) == found.summary
    assert f"; {recipe.summary}" in last
    (paths,) = re.findall(r"; (\d+) changed path", last)
    assert int(paths) == as_json(found)["counts"]["paths"]


def test_what_the_paths_differ_from_is_said_where_it_is_not_the_last_snapshot() -> None:
    assert "changed paths since debian:bookworm: " in explained("outside-files")[1].summary
    assert " since " not in explained("long-texts")[1].summary


def test_an_added_installation_is_no_recorded_command() -> None:
    made = explained("outside-packages")[0]
    at = next(index for index, one in enumerate(made.decisions) if one.fate == "run")
    one = made.decisions[at]
    added = replace(one, command=replace(one.command, session=INSTALLED_OUTSIDE))
    changed = replace(made, decisions=(*made.decisions[:at], added, *made.decisions[at + 1 :]))
    assert summary(made) == "8 changed paths: 2 by 2 commands, 6 copied"
    assert summary(changed) == "8 changed paths: 2 by 1 command and 1 added installation, 6 copied"
    assert counts(changed)["commands"] == commands_by_fate(changed)["run"] == 1
