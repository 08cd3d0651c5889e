"""What a journal refused waits in a file elsewhere, and is taken in once its session has ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.errors import StoreError
from snapshotter.model import Base, Workspace
from snapshotter.store import home as stores
from snapshotter.store.journal.journal import Journal
from snapshotter.store.journal.records import Begin, Close, End, encode
from snapshotter.store.journal.spool import Spool, spools
from snapshotter.work.commit.draft import make_draft

RECORDS = (Begin("s", 1, 1.0, "echo 1", "/", "root", "bash", 1), End("s", 1, 1.5, 0), Close("s", 2.0))


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "tmp"
    made.mkdir()
    monkeypatch.setenv("TMPDIR", str(made))
    return made


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "home" / "workspaces" / "web" / "journal.jsonl")


def spool(journal: Journal, session: str = "s") -> Spool:
    made = Spool(journal.path, session)
    for record in RECORDS:
        made.add(encode(record))
    return made


def test_it_is_this_users_alone_and_there_only_with_a_line(journal: Journal, place: Path) -> None:
    made = Spool(journal.path, "s")
    assert spools(journal.path) == []
    made.add(encode(RECORDS[0]))
    [file] = spools(journal.path)
    assert file == made.path and file.is_relative_to(place)
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    made.discard()
    assert spools(journal.path) == []


def test_that_of_a_live_session_is_left_alone(journal: Journal) -> None:
    made = spool(journal)
    journal.settle()
    assert journal.commands() == [] and journal.waiting() == [made.path]
    made.leave()
    journal.settle()
    assert [command.text for command in journal.commands()] == ["echo 1"]
    assert journal.waiting() == []


def test_a_line_that_the_journal_has_is_not_taken_in_again(journal: Journal) -> None:
    journal.append(RECORDS[0])
    journal.append(RECORDS[1])
    spool(journal).leave()
    journal.settle()
    assert [record for _, record in journal.records()] == list(RECORDS)


def test_one_that_was_not_written_whole_is_taken_in_up_to_there(journal: Journal) -> None:
    made = spool(journal)
    made.leave()
    assert made.path
    made.path.write_bytes(b"".join(encode(record) for record in RECORDS)[:-20])
    journal.settle()
    assert [record for _, record in journal.records()] == list(RECORDS[:2])


def test_it_stays_while_the_journal_refuses_it(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    spool(journal).leave()
    with monkeypatch.context() as patch, pytest.raises(StoreError):
        patch.setattr("snapshotter.store.journal.journal.open_private", _refuse)
        journal.settle()
    assert len(journal.waiting()) == 1
    journal.settle()
    assert [command.text for command in journal.commands()] == ["echo 1"]


def _refuse(path: Path, flags: int) -> int:
    raise OSError(28, "No space left on device", str(path))


def test_another_journals_spool_is_not_taken_in(journal: Journal, tmp_path: Path) -> None:
    spool(journal).leave()
    other = Journal(tmp_path / "home" / "workspaces" / "other" / "journal.jsonl")
    other.settle()
    assert other.commands() == [] and len(journal.waiting()) == 1


def test_a_link_to_the_home_is_the_same_home(journal: Journal, tmp_path: Path) -> None:
    made = spool(journal)
    (tmp_path / "link").symlink_to(tmp_path / "home")
    assert Journal(tmp_path / "link" / "workspaces" / "web" / "journal.jsonl").waiting() == [made.path]


def test_a_commit_does_not_go_on_without_the_commands_of_a_live_session(journal: Journal, tmp_path: Path) -> None:
    home = stores.at(tmp_path / "home")
    workspace = Workspace("web", "0" * 64, Base("debian:bookworm", "sha256:1"), 1.0, "/bin/sh")
    made = spool(journal)
    with pytest.raises(StoreError, match="wait in") as caught:
        make_draft(home, workspace, "", (), ())
    assert "free some space" in caught.value.hint
    made.leave()
    assert [command.text for command in make_draft(home, workspace, "", (), ()).commands] == ["echo 1"]


def test_a_removed_workspace_leaves_none_for_the_next_of_its_name(journal: Journal) -> None:
    spool(journal).leave()
    journal.forget()
    assert journal.waiting() == []
