"""Ctrl-C during a request that the engine would finish anyway."""

from __future__ import annotations

import os
import signal
import threading
from typing import cast

import pytest

from snapshotter.engine.api import Container, Engine
from snapshotter.work.background import deferred_interrupt
from snapshotter.work.container import frozen


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_the_block_ends_before_the_answer() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), deferred_interrupt():
        press()
        done.append("all of it")
    assert done == ["all of it"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_pressed_again_it_is_answered_at_once() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), deferred_interrupt():
        press()
        press()
        done.append("too late")
    assert done == []


def test_without_a_press_nothing_happens() -> None:
    with deferred_interrupt():
        pass


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with deferred_interrupt():
            press()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def test_another_thread_does_not_touch_signals() -> None:
    done = []

    def work() -> None:
        with deferred_interrupt():
            done.append("worked")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == ["worked"]


class _Freezer:
    """An engine that carries out an interrupted request, as real engines do."""

    def __init__(self, press_at: str) -> None:
        self.is_frozen, self._press_at = False, press_at

    def pause(self, _ident: str) -> None:
        self.is_frozen = True
        if self._press_at == "pause":
            press()

    def unpause(self, _ident: str) -> None:
        if self._press_at == "unpause":
            press()
        self.is_frozen = False


@pytest.mark.parametrize("moment", ["pause", "block", "unpause"])
def test_no_container_stays_frozen_after_ctrl_c(moment: str) -> None:
    engine = _Freezer(moment)
    box = Container("id", "box", "running", "sha256:0", {}, "", "", (), None)
    with pytest.raises(KeyboardInterrupt), frozen(cast(Engine, engine), box):
        if moment == "block":
            press()
    assert not engine.is_frozen
