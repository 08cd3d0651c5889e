"""Background calls: the result reaches the caller that waits for it, and Ctrl-C does not interrupt them."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from snapshotter.work.background import BackgroundCall


def test_it_runs_once_and_in_another_thread() -> None:
    where: list[int] = []

    def work() -> str:
        where.append(threading.get_ident())
        return "done"

    call = BackgroundCall(work)
    call.start()
    call.start()
    assert (call.result(), call.result()) == ("done", "done")
    assert len(where) == 1 and where != [threading.get_ident()]


def test_its_exception_is_raised_where_it_is_waited_for() -> None:
    call = BackgroundCall(lambda: 1 // 0)
    call.start()
    call.wait()
    with pytest.raises(ZeroDivisionError):
        call.result()


def test_waiting_for_a_call_that_was_never_started_returns() -> None:
    BackgroundCall(lambda: 1).wait()


@pytest.mark.parametrize("method", ["result", "wait"])
def test_ctrl_c_waits_for_its_end(method: str) -> None:
    done: list[str] = []

    def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        threading.Event().wait(0.05)
        done.append("done")

    call = BackgroundCall(work)
    with pytest.raises(KeyboardInterrupt):
        call.start()
        getattr(call, method)()
    call.wait()
    assert done == ["done"]


def test_a_daemon_is_not_waited_for_after_ctrl_c() -> None:
    never = threading.Event()

    def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)  # the main thread gets it, as from a terminal
        never.wait(10)

    call = BackgroundCall(work, daemon=True)
    with pytest.raises(KeyboardInterrupt):
        call.result()
    never.set()
