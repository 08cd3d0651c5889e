"""Whatever moment the power is cut at, what was promised is there, nothing is damaged, and work can go on.

`python -m tests.store.test_power_cut SEEDS` tries each moment with as many more states by chance.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.store.power_cut import Call, Tried, record, replay
from tests.store.power_cut_scenario import check


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Call]]:
    place = tmp_path_factory.mktemp("cut")
    return place, recording(place)


def recording(place: Path) -> list[Call]:
    root = place / "disk"
    root.mkdir()
    program = [sys.executable, "-m", "tests.store.power_cut_scenario", str(root / "home"), str(place / "acks")]
    calls = record(program, place / "log")
    return [call for call in calls if any(str(place) in value for _, value in call.arguments)]


def tried(place: Path, calls: Sequence[Call], seeds: Sequence[int] = (), *, sync: bool = True) -> Tried:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="snap-cut-", dir=memory if os.access(memory, os.W_OK) else place) as after:
        return replay(calls, place / "disk", place / "acks", Path(after) / "disk", check, seeds, sync=sync)


def test_a_power_cut_at_any_moment_loses_nothing_that_was_promised(recorded: tuple[Path, list[Call]]) -> None:
    outcome = tried(*recorded)
    print(f"{outcome.calls} moments, {outcome.states} states of the disk, {len(outcome.failed)} failed")
    assert outcome.states > 200
    assert outcome.failed == []


def test_the_same_without_any_sync_is_noticed(recorded: tuple[Path, list[Call]]) -> None:
    place, calls = recorded
    assert tried(place, calls[: len(calls) // 3], sync=False).failed


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="snap-cut-") as directory:
        made = tried(Path(directory), recording(Path(directory)), range(1, int(sys.argv[1]) + 1))
    print(f"power cuts: {made.calls} moments, {made.states} states of the disk tried, {len(made.failed)} failed")
    print("\n".join(made.failed[:20]))
    sys.exit(bool(made.failed))
