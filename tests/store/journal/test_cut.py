"""A journal that lost its end before the position of the last snapshot: what was run since is not committed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from snapshotter.model import HISTORY_OFF, Snapshot
from snapshotter.store import home as stores
from snapshotter.store.home import Home
from snapshotter.store.journal.journal import open_record
from snapshotter.store.journal.recorded import Recorded
from snapshotter.store.journal.records import Begin, End, Gap, Record
from tests.store.samples import snapshot


class Work:
    """A workspace whose clock is set by hand."""

    def __init__(self, place: Path) -> None:
        self.home: Home = stores.at(place)
        self.now = 1_000.0
        self._number = 0
        self._parent: str | None = None
        self._seq = 0

        for session in ("s", "t"):  # live sessions: their process is this one
            self.add(replace(open_record(session), at=1.0))

    @property
    def file(self) -> Path:
        return self.home.journal("web").path

    def add(self, record: Record) -> None:
        journal = self.home.journal("web")
        journal.append(record)
        journal.close()

    def run(self, *texts: str, session: str = "s") -> None:
        for text in texts:
            self.now += 1
            self._number += 1
            self.add(Begin(session, self._number, self.now, text, "/", "root", "bash", 1))
            self.now += 1
            self.add(End(session, self._number, self.now, 0))

    def recorded(self) -> Recorded:
        found = self.home.line.snapshots("web")
        return self.home.recorded_since("web", found[-1] if found else None)

    def texts(self) -> list[str]:
        return [command.text for command in self.recorded().commands]

    def commit(self) -> None:
        self.home.settle("web", self.home.line.snapshots("web"))
        commands = self.recorded().commands
        self._seq += 1
        self.now += 1
        made = replace(
            snapshot(self._seq), commands=commands, position=self.home.journal("web").position(), created=self.now
        )
        self._parent = self.home.line.write(made, {}, {"Dockerfile": b""}, self._parent).id

    def cut(self, size: int) -> None:
        os.truncate(self.file, size)


@pytest.fixture
def work(tmp_path: Path) -> Work:
    made = Work(tmp_path / "home")
    made.run("one", "two")
    made.commit()
    made.run("three", "four", "five")
    made.commit()
    return made


def test_a_whole_journal_has_only_what_came_after_the_snapshot(work: Work) -> None:
    assert (work.texts(), work.recorded().lost_end) == ([], False)
    work.run("six")
    assert (work.texts(), work.recorded().lost_end, work.recorded().notes()) == (["six"], False, [])


@pytest.mark.parametrize("left", [0, 1, 60, 400, 700])
def test_commands_after_a_cut_are_not_committed_yet(work: Work, left: int) -> None:
    work.cut(left)
    assert work.texts() == []
    assert work.recorded().lost_end
    for number in range(12):  # beyond the old position too
        work.run(f"new {number}")
        assert work.texts() == [f"new {one}" for one in range(number + 1)]
        assert work.recorded().lost_end
    assert "lost its end" in work.recorded().notes()[0]
    work.commit()
    assert (work.texts(), work.recorded().lost_end) == ([], False)
    work.run("last")
    assert (work.texts(), work.recorded().lost_end) == (["last"], False)


@given(cut=st.integers(0, 1200), more=st.integers(0, 12), back=st.booleans())
def test_wherever_it_was_cut_and_whatever_the_clock_says(
    tmp_path_factory: pytest.TempPathFactory, cut: int, more: int, back: bool
) -> None:
    work = Work(tmp_path_factory.mktemp("w") / "home")
    work.run("one", "two", "three", "four")
    work.commit()
    whole = work.file.stat().st_size
    work.cut(min(cut, whole))
    if back:
        work.now = 10.0
    new = [f"new {number}" for number in range(more)]
    work.run(*new, session="t")
    found = work.texts()
    if back and whole - 130 < cut < whole:  # only the end of the last record is gone, and no time tells
        assert found in (new, new[1:])
    else:
        assert found == new


def test_a_removed_journal_is_one_that_lost_everything(work: Work) -> None:
    work.file.unlink()
    work.run("new")
    assert work.texts() == ["new"]


def test_a_command_that_a_snapshot_holds_as_running_goes_on_after_a_cut(work: Work) -> None:
    work.add(Begin("s", 50, work.now + 1, "make", "/", "root", "bash", 1))
    work.now += 2
    work.commit()
    work.run("lost")
    work.commit()
    whole = work.file.read_bytes()
    work.cut(whole.index(b'"text":"lost"'))
    work.add(End("s", 50, work.now + 5, 0))
    assert "make" in work.texts()


def test_gaps_after_a_cut_are_not_committed_either(work: Work) -> None:
    work.cut(200)
    work.add(Gap("s", work.now + 5, work.now + 6, HISTORY_OFF))
    assert [gap.why for gap in work.recorded().gaps] == [HISTORY_OFF]


def test_a_clock_that_was_set_back_is_no_cut(work: Work) -> None:
    work.run("six")
    work.now = 5.0
    work.commit()
    assert (work.texts(), work.recorded().lost_end) == ([], False)
    work.run("seven")
    assert (work.texts(), work.recorded().lost_end) == (["seven"], False)


def test_a_damaged_line_is_no_cut_and_no_command_is_committed_twice(work: Work) -> None:
    work.file.write_bytes(work.file.read_bytes().replace(b"four", b"f0ur"))
    work.run("six")
    assert (work.texts(), work.recorded().lost_end) == (["six"], False)


def test_only_a_journal_that_seems_cut_has_all_snapshots_read(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    last = work.home.line.snapshots("web")[-1]
    read: list[str] = []

    def snapshots(_: object, name: str) -> list[Snapshot]:
        read.append(name)
        return [last]

    monkeypatch.setattr(type(work.home.line), "snapshots", snapshots)
    work.run("six")
    work.home.recorded_since("web", last)
    assert read == []
    work.cut(90)
    work.home.recorded_since("web", last)
    assert read == ["web"]


@pytest.mark.parametrize("repaired", [False, True])
@pytest.mark.parametrize("number", [1, 2])
def test_a_command_whose_end_is_damaged_is_committed_once(tmp_path: Path, number: int, repaired: bool) -> None:
    work = Work(tmp_path)
    for text in ("first", "second"):
        work.run(text)
        work.commit()
    data = work.file.read_bytes()
    lines = data.split(b"\n")
    at = [place for place, line in enumerate(lines) if b'"end"' in line][number - 1]
    lines[at] = b" " * len(lines[at]) if repaired else lines[at].replace(b'"end"', b'"enb"')
    work.file.write_bytes(b"\n".join(lines))
    work.run("third")
    assert work.texts() == ["third"]
    work.commit()
    assert [command.text for command in work.home.line.snapshots("web")[-1].commands] == ["third"]
