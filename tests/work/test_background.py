"""What is done beside gives its result where it is waited for, and Ctrl-C does not cut it off."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from snapshotter.work.background import Meanwhile


def test_it_is_done_once_and_beside() -> None:
    where: list[int] = []

    def work() -> str:
        where.append(threading.get_ident())
        return "done"

    beside = Meanwhile(work)
    beside.begin()
    beside.begin()
    assert (beside.result(), beside.result()) == ("done", "done")
    assert len(where) == 1 and where != [threading.get_ident()]


def test_what_it_raises_comes_where_it_is_waited_for() -> None:
    beside = Meanwhile(lambda: 1 // 0)
    beside.begin()
    beside.settle()
    with pytest.raises(ZeroDivisionError):
        beside.result()


def test_what_was_never_begun_is_settled() -> None:
    Meanwhile(lambda: 1).settle()


@pytest.mark.parametrize("call", ["result", "settle"])
def test_ctrl_c_waits_for_its_end(call: str) -> None:
    done: list[str] = []

    def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        threading.Event().wait(0.05)
        done.append("done")

    beside = Meanwhile(work)
    with pytest.raises(KeyboardInterrupt):
        beside.begin()
        getattr(beside, call)()
    beside.settle()
    assert done == ["done"]


def test_what_may_be_left_is_left() -> None:
    never = threading.Event()

    def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)  # the main thread gets it, as from a terminal
        never.wait(10)

    beside = Meanwhile(work, may_be_left=True)
    with pytest.raises(KeyboardInterrupt):
        beside.result()
    never.set()
