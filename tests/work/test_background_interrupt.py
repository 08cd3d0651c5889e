"""Ctrl-C during a request that the engine would finish anyway."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import cast

import pytest

from snapshotter.engine import patience
from snapshotter.engine.api import Container, Engine
from snapshotter.errors import StillFrozen
from snapshotter.store.home import at
from snapshotter.work.background import deferred_interrupt
from snapshotter.work.commit.freeze import Mark, frozen


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
def test_no_container_stays_frozen_after_ctrl_c(moment: str, tmp_path: Path) -> None:
    engine, home = _Freezer(moment), at(tmp_path)
    box = Container("id", "box", "running", "sha256:0", {}, "", "", (), None)
    with pytest.raises(KeyboardInterrupt), frozen(cast(Engine, engine), home, "web", box):
        assert Mark(home, "web").container() == "id"
        if moment == "block":
            press()
    assert not engine.is_frozen
    assert not Mark(home, "web").container()


class _Hangs(_Freezer):
    """An engine that never answers one of the two calls."""

    def pause(self, ident: str) -> None:
        super().pause(ident)
        if self._press_at == "hang at pause":
            threading.Event().wait()

    def unpause(self, ident: str) -> None:
        if self._press_at == "hang at unpause":
            threading.Event().wait()
        super().unpause(ident)


@pytest.mark.parametrize("moment", ["hang at pause", "hang at unpause"])
def test_one_ctrl_c_ends_the_wait_for_an_engine_that_hangs(
    moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "HURRY_SECONDS", 0.5)
    monkeypatch.setattr(patience, "LEAST_SECONDS", 0.3)
    engine, home = _Hangs(moment), at(tmp_path)
    box = Container("id", "box", "running", "sha256:0", {}, "", "", (), None)
    begun = time.monotonic()
    with pytest.raises((KeyboardInterrupt, StillFrozen)) as ended, frozen(cast(Engine, engine), home, "web", box) as it:
        threading.Timer(0.2, press).start()
        it.wait_frozen()
        time.sleep(5)
    assert time.monotonic() - begun < 4
    if moment == "hang at pause":
        assert not engine.is_frozen
    else:
        assert "docker unpause box" in cast(StillFrozen, ended.value).hint
        assert cast(StillFrozen, ended.value).exit_code == 130
        assert Mark(home, "web").container() == "id"
