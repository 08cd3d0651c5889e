"""Which workspace was used last in a terminal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from snapshotter.store.journal import terminals
from snapshotter.store.journal.host_process import start_time
from snapshotter.store.journal.terminals import HostTerminal, last_used, set_last_used


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> HostTerminal:
    """A terminal that this process leads."""
    found = HostTerminal("/dev/pts/3", os.getpid(), start_time(os.getpid()))
    monkeypatch.setattr(terminals, "this_terminal", lambda: found)
    monkeypatch.setattr(os, "open", lambda *_: 99)
    monkeypatch.setattr(os, "close", lambda _: None)
    return found


def test_each_terminal_has_its_own(tmp_path: Path, terminal: HostTerminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    file = tmp_path / "terminals" / f"{terminal.leader}-{terminal.start}"
    monkeypatch.setattr(terminals, "_file", lambda _: file)
    assert last_used(tmp_path) == ""
    set_last_used(tmp_path, "web")
    set_last_used(tmp_path, "web")
    assert last_used(tmp_path) == "web"
    other = tmp_path / "terminals" / f"{os.getpid()}-1"
    monkeypatch.setattr(terminals, "_file", lambda _: other)
    assert last_used(tmp_path) == ""
    gone = tmp_path / "terminals" / "4000000-7"
    gone.write_text("old\n")
    set_last_used(tmp_path, "db")
    assert sorted(tmp_path.joinpath("terminals").iterdir()) == sorted([file, other])


def test_a_terminal_is_known_by_its_leader(tmp_path: Path, terminal: HostTerminal) -> None:
    assert terminals._file(tmp_path) == tmp_path / "terminals" / f"{terminal.leader}-{terminal.start}"


def test_without_a_terminal_nothing_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> int:
        raise OSError

    monkeypatch.setattr(os, "open", refused)
    assert terminals._file(tmp_path) is None
    set_last_used(tmp_path, "web")
    assert last_used(tmp_path) == ""
    assert not list(tmp_path.iterdir())
