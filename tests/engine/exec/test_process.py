"""A process is started once the container that a commit has paused goes on."""

from __future__ import annotations

import pytest

from snapshotter.engine.exec import process
from snapshotter.errors import EngineError, SnapError

PAUSED = EngineError("the engine refused: Container 1f2e is paused, unpause the container before exec", "")


class Start:
    def __init__(self, *errors: SnapError) -> None:
        self.errors = list(errors)

    def __call__(self) -> str:
        if self.errors:
            raise self.errors.pop(0)
        return "started"


def test_a_container_that_is_paused_for_a_moment_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_INTERVAL", 0)
    start = Start(PAUSED, PAUSED)
    assert process.when_resumed(start) == "started"
    assert not start.errors


def test_one_that_stays_paused_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "PAUSED_SECONDS", -1)
    with pytest.raises(EngineError, match="is paused"):
        process.when_resumed(Start(PAUSED))


def test_other_errors_are_passed_on() -> None:
    start = Start(EngineError("the engine refused: no such program", ""), PAUSED)
    with pytest.raises(EngineError, match="no such program"):
        process.when_resumed(start)
    assert start.errors == [PAUSED]
