"""What is typed without waiting: `python -m tests.record.hurried` plays the same many more times."""

from __future__ import annotations

import pytest

from snapshotter.engine.api import Engine
from tests.record.hurried import PACES, SEQUENCES, SURE_PACE, play, problems

pytestmark = pytest.mark.engine
IN_SHORT = ("su", "su -", "sudo -i", "sh", "cat", "read", "vi", "paste a here-document")


@pytest.mark.parametrize("pace", [PACES[0], SURE_PACE])  # the others are played by `make campaign`
@pytest.mark.parametrize("name", IN_SHORT)
def test_hurried_keys(engine: Engine, shells_image: str, name: str, pace: float) -> None:
    outcome = play(engine, shells_image, SEQUENCES[name], pace)
    assert problems(SEQUENCES[name], outcome, pace) == []


@pytest.mark.parametrize("name", ["su -", "sudo -i"])
def test_a_bare_exec_makes_the_same_files(engine: Engine, shells_image: str, name: str) -> None:
    outcome = play(engine, shells_image, SEQUENCES[name], SURE_PACE, bare=True)
    assert outcome.files == dict(SEQUENCES[name].files)
