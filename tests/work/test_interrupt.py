"""Ctrl-C during a call that the engine would finish without us."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from snapshotter.work.interrupt import finished


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_the_block_ends_before_the_answer() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), finished():
        press()
        done.append("all of it")
    assert done == ["all of it"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_pressed_again_it_is_answered_at_once() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), finished():
        press()
        press()
        done.append("too late")
    assert done == []


def test_without_a_press_nothing_happens() -> None:
    with finished():
        pass


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with finished():
            press()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def test_another_thread_has_no_say_in_signals() -> None:
    done = []

    def work() -> None:
        with finished():
            done.append("worked")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == ["worked"]
