"""What is said about a call that the engine does not answer, and how long an interrupted verb waits."""

from __future__ import annotations

import threading
import time

import pytest

from snapshotter.engine import patience


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_INTERVAL", 0.02)


def test_it_says_first_what_is_waited_for_and_then_what_to_do() -> None:
    call = patience.Call("the build")
    said = [patience.announcement(call, passed) for passed in (1, 9.9, 10.1, 11, 59, 61, 100)]
    assert [bool(text) for text in said] == [False, False, True, False, False, True, False]
    assert "waiting for the engine for 10 s: the build" in said[2]
    for words in ("Ctrl-C is safe", "docker info", "restart"):
        assert words in said[5]


def test_a_call_without_an_answer_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SAY_SECONDS", 0.1)
    told: list[str] = []
    said = threading.Event()

    def tell(text: str) -> None:
        told.append(text)
        said.set()

    patience.begin(tell)
    with patience.calling("the image"):
        assert said.wait(5)
    assert "the image" in told[0]


def test_a_part_of_the_answer_begins_the_time_anew() -> None:
    call = patience.Call("x")
    call.since -= 50
    with patience.calling("the build"):
        before = time.monotonic()
        patience.moved("step 2")
        (now,) = [one for one in patience._state.calls.values() if one.what == "step 2"]
        assert now.since >= before


def test_after_an_interrupt_all_calls_share_what_is_left() -> None:
    assert patience.limit(1000) == 1000
    with pytest.raises(KeyboardInterrupt), patience.calling("x"):
        raise KeyboardInterrupt
    assert patience.LEAST_SECONDS <= patience.limit(1000) <= patience.HURRY_SECONDS


def test_a_call_that_cleans_up_after_an_interrupt_elsewhere_hurries() -> None:
    try:
        try:
            raise KeyboardInterrupt
        finally:
            with patience.calling("the removal"):
                assert patience.limit(1000) <= patience.HURRY_SECONDS
    except KeyboardInterrupt:
        pass
