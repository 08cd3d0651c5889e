"""What the line stores of a proof: the newest verdict, and the repairs of an earlier one if this one has none."""

from __future__ import annotations

from typing import cast

import pytest

from snapshotter.model import Proof
from snapshotter.proof.model import Outcome
from snapshotter.recipe.model import Plan, Recipe, Repairs
from snapshotter.work.export.export import proof_to_store

EQUAL = Proof("equal", "fine", repairs="{}")


def outcome(verdict: str) -> Outcome:
    proof = Proof(verdict, "now")  # type: ignore[arg-type]
    return Outcome(Recipe("", {}, ""), cast("Plan", None), Repairs(drop=frozenset({(1, 0)})), proof)


def test_an_equal_recipe_stores_its_repairs() -> None:
    found = proof_to_store(None, outcome("equal"), 1)
    assert found is not None
    assert '"drop":[[1,0]]' in found.repairs


@pytest.mark.parametrize("verdict", ["equal", "different"])
def test_without_a_network_an_earlier_verdict_stays(verdict: str) -> None:
    assert proof_to_store(Proof(verdict, "then"), outcome("unknown"), 1) is None  # type: ignore[arg-type]
    assert proof_to_store(None, outcome("unknown"), 1) == Proof("unknown", "now")


def test_a_recipe_that_is_no_longer_equal_keeps_the_earlier_repairs() -> None:
    assert proof_to_store(EQUAL, outcome("different"), 1) == Proof("different", "now", repairs="{}")
