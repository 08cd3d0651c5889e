"""What the line keeps of a proof: the newest verdict, and what an earlier one taught where this one taught nothing."""

from __future__ import annotations

from typing import cast

import pytest

from snapshotter.model import Proof
from snapshotter.proof.model import Outcome
from snapshotter.recipe.model import Plan, Recipe, Repairs
from snapshotter.work.export.export import to_remember

EQUAL = Proof("equal", "fine", repairs="{}")


def outcome(verdict: str) -> Outcome:
    proof = Proof(verdict, "now")  # type: ignore[arg-type]
    return Outcome(Recipe("", {}, ""), cast("Plan", None), Repairs(drop=frozenset({(1, 0)})), proof)


def test_an_equal_recipe_keeps_what_it_took() -> None:
    found = to_remember(None, outcome("equal"), 1)
    assert found is not None
    assert '"drop":[[1,0]]' in found.repairs


@pytest.mark.parametrize("verdict", ["equal", "different"])
def test_without_a_network_an_earlier_verdict_stays(verdict: str) -> None:
    assert to_remember(Proof(verdict, "then"), outcome("unknown"), 1) is None  # type: ignore[arg-type]
    assert to_remember(None, outcome("unknown"), 1) == Proof("unknown", "now")


def test_a_recipe_that_is_equal_no_more_says_so_and_begins_with_what_was_learnt_next_time() -> None:
    assert to_remember(EQUAL, outcome("different"), 1) == Proof("different", "now", repairs="{}")
