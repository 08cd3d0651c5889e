"""Work beside the terminal: it is done soon, never twice at a time, and no signal is lost to its thread."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path

import pytest

from snapshotter.record.unwritten import JournalWriter
from snapshotter.store.journal.background import BackgroundWork
from snapshotter.store.journal.journal import Journal
from snapshotter.store.journal.records import Begin, End


def test_it_is_called_after_each_wake_and_stop_waits_for_it() -> None:
    calls: list[float] = []
    begun = threading.Event()

    def work() -> None:
        begun.set()
        time.sleep(0.1)
        calls.append(time.monotonic())

    background = BackgroundWork(work)
    background.wake()
    begun.wait(5)
    background.stop()
    assert len(calls) == 1
    background.stop()


def test_it_is_called_again_after_the_pause_that_it_asks_for() -> None:
    third = threading.Event()
    count = 0

    def work() -> float | None:
        nonlocal count
        count += 1
        if count == 3:
            third.set()
            return None
        return 0.01

    background = BackgroundWork(work)
    background.wake()
    assert third.wait(5)
    time.sleep(0.1)
    background.stop()
    assert count == 3


def test_the_thread_takes_no_signal() -> None:
    blocked: list[set[int]] = []
    done = threading.Event()

    def work() -> None:
        blocked.append(set(signal.pthread_sigmask(signal.SIG_BLOCK, ())))
        done.set()

    background = BackgroundWork(work)
    background.wake()
    assert done.wait(5)
    background.stop()
    assert {signal.SIGINT, signal.SIGTERM, signal.SIGHUP} <= blocked[0]


def test_the_journal_is_synced_after_each_command_and_no_prompt_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    synced: list[int] = []
    slow = threading.Event()

    def sync() -> None:
        slow.wait(5)
        synced.append(journal.position())

    monkeypatch.setattr(journal, "sync", sync)
    writer = JournalWriter(journal, "s")
    began = time.monotonic()
    writer.write(Begin("s", 1, 1.0, "one", "/", "root", "bash", 1))
    assert "journal" not in {thread.name for thread in threading.enumerate()}, "a beginning is not synced"
    writer.write(End("s", 1, 1.5, 0))
    assert time.monotonic() - began < 1
    slow.set()
    deadline = time.monotonic() + 5
    while not synced and time.monotonic() < deadline:
        time.sleep(0.01)
    assert synced == [journal.position()]
    writer.finish(patient=False)
    assert len(synced) == 2
    journal.close()
