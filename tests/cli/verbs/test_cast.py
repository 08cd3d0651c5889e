"""Tests for `snap cast`: which sessions are saved, how one is selected, and where it is written."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from snapshotter.record import session
from snapshotter.store.home import Home
from snapshotter.store.journal.journal import open_record
from snapshotter.store.journal.records import Begin, Close, End
from tests.cli.conftest import Snap
from tests.work.fakes import FakeEngine, Person

NAMES = ("6b000001-aaaa0001", "6b000002-bbbb0002")


@pytest.fixture
def kept(home: Home, person: Person) -> list[Path]:
    """Two sessions of the person's workspace, the later one with two commands."""
    name = home.workspaces.names()[0]
    folder = home.casts(name)
    folder.mkdir()
    journal = home.journal(name)
    for number, one in enumerate(NAMES):
        header = {"version": 2, "width": 80, "height": 24, "timestamp": 1_700_000_000 + number}
        events = [[0.5, "o", f"session {number}\r\n"], [61.25, "r", "100x30"]]
        text = "".join(json.dumps(line) + "\n" for line in (header, *events))
        (folder / f"{one}.cast").write_text(text + ('[70.0,"o","to' if number else ""))
        journal.append(open_record(one))
        for count in range(number + 1):
            journal.append(Begin(one, count, 1.0, "true", "/", "root", "bash", 1))
            journal.append(End(one, count, 2.0, 0))
        if number == 0:
            journal.append(Close(one, 3.0))
    return [folder / f"{session}.cast" for session in NAMES]


def test_the_newest_session_is_written_without_its_incomplete_line(snap: Snap, kept: list[Path]) -> None:
    done = snap("cast")
    assert done.code == 0
    assert done.out.count("\n") == 3 and "session 1" in done.out and "[70.0" not in done.out


@pytest.mark.parametrize("wanted", ["aaaa0001", "6b000001", NAMES[0]])
def test_a_session_is_selected_by_part_of_its_name(snap: Snap, kept: list[Path], tmp_path: Path, wanted: str) -> None:
    assert snap("cast", wanted, "-o", str(tmp_path / "a.cast")).code == 0
    assert (tmp_path / "a.cast").read_bytes() == kept[0].read_bytes()


def test_a_file_is_overwritten_only_with_force(snap: Snap, kept: list[Path], tmp_path: Path) -> None:
    file = tmp_path / "a.cast"
    file.write_text("mine")
    assert snap("cast", "-o", str(file)).code == 5
    assert file.read_text() == "mine"
    assert snap("cast", "-o", str(file), "--force").code == 0
    assert "session 1" in file.read_text()


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize("kind", ["link", "dangling", "pipe", "directory"])
def test_only_a_regular_file_is_replaced(
    snap: Snap, kept: list[Path], tmp_path: Path, kind: str, force: tuple[str, ...]
) -> None:
    file, other = tmp_path / "out" / "a.cast", tmp_path / "other"
    file.parent.mkdir()
    match kind:
        case "pipe":
            os.mkfifo(file)
        case "directory":
            file.mkdir()
        case _:
            file.symlink_to(other)
    if kind == "link":
        other.write_text("mine")
    done = snap("cast", "-o", str(file), *force)
    assert done.code == 5 and "`-o -` writes to stdout" in done.err
    assert [path.name for path in file.parent.iterdir()] == ["a.cast"]
    assert not other.exists() or other.read_text() == "mine"


def test_the_umask_applies_to_the_file(snap: Snap, kept: list[Path], tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        assert snap("cast", "-o", str(tmp_path / "a.cast")).code == 0
    finally:
        os.umask(before)
    assert (tmp_path / "a.cast").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(("argv", "code"), [(["cast", "zzz"], 4), (["cast", "6b"], 2), (["cast", "--remove"], 2)])
def test_a_session_that_is_missing_ambiguous_or_not_named(
    snap: Snap, kept: list[Path], argv: list[str], code: int
) -> None:
    assert snap(*argv).code == code


def test_without_a_saved_session(snap: Snap, person: Person) -> None:
    done = snap("cast")
    assert done.code == 4 and "--no-cast" in done.err
    assert snap("cast", "--json").data == []
    assert snap("cast", "--list").code == 0


def test_the_sessions_are_listed(snap: Snap, kept: list[Path]) -> None:
    first, second = snap("cast", "--json").data
    assert first == {
        "session": NAMES[0],
        "begin": 1_700_000_000,
        "seconds": 61.25,
        "commands": 1,
        "columns": 80,
        "rows": 24,
        "size": kept[0].stat().st_size,
        "running": False,
        "path": str(kept[0]),
    }
    assert (second["commands"], second["running"]) == (2, True)
    lines = snap("cast", "--list").out.splitlines()
    assert [line.split()[0] for line in lines] == ["SESSION", "bbbb0002", "aaaa0001"]
    assert "1 min 1 s" in lines[1]


def test_the_output_of_a_session_is_removed(snap: Snap, kept: list[Path], home: Home) -> None:
    commands = len(home.journal(home.workspaces.names()[0]).commands())
    assert snap("cast", "--remove", "aaaa0001").code == 0
    assert [path.exists() for path in kept] == [False, True]
    assert snap("cast", "--remove", "all").code == 0
    assert not kept[1].exists()
    assert len(home.journal(home.workspaces.names()[0]).commands()) == commands


def test_doctor_reports_the_saved_sessions_and_rm_removes_them(snap: Snap, kept: list[Path]) -> None:
    assert "2 sessions saved" in snap("doctor").out
    assert snap("rm", "--force", "--purge", kept[0].parent.parent.name).code == 0
    assert not kept[0].parent.exists()


@pytest.mark.parametrize(
    ("argv", "variable", "keeps"),
    [
        (["shell"], "", True),
        (["shell", "--no-cast"], "", False),
        (["shell"], "1", False),
        (["start", "debian:bookworm", "--name", "new", "--no-cast"], "", False),
        (["start", "debian:bookworm", "--name", "new"], "", True),
    ],
)
def test_saving_can_be_turned_off(
    snap: Snap,
    person: Person,
    fake: FakeEngine,
    monkeypatch: pytest.MonkeyPatch,
    argv: list[str],
    variable: str,
    keeps: bool,
) -> None:
    given: list[Path | None] = []

    def attach(*_: object, casts: Path | None, **__: object) -> int:
        given.append(casts)
        return 0

    monkeypatch.setattr(session, "attach", attach)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setenv("SNAP_NO_CAST", variable)
    assert snap(*argv).code == 0
    assert [place is not None for place in given] == [keeps]
