"""The verbs that look through a line: log with its options, grep and cat."""

from __future__ import annotations

import pytest

from snapshotter.cli.show.stat import folders, stat_lines
from snapshotter.model import Change, Entry
from tests.cli.conftest import Snap
from tests.work.fakes import Person


@pytest.fixture
def line(snap: Snap, person: Person) -> None:
    for number, path in enumerate(("/etc/one", "/srv/app/two", "/etc/one"), 1):
        person.does(f"echo {number} > {path}", {path: f"listen {number}\n"})
        assert snap("commit", "-m", f"step {number}").code == 0


def test_options_choose_the_snapshots(snap: Snap, line: None) -> None:
    assert [one["seq"] for one in snap("log", "--json").data] == [3, 2, 1]
    assert [one["seq"] for one in snap("log", "-2", "--json").data] == [3, 2]
    assert [one["seq"] for one in snap("log", "--max-count", "1", "--json").data] == [3]
    assert [one["seq"] for one in snap("log", "HEAD~1", "--json").data] == [2, 1]
    assert [one["seq"] for one in snap("log", "/etc", "--json").data] == [3, 1]
    assert [one["seq"] for one in snap("log", "2", "/etc/one", "--json").data] == [1]
    assert snap("log", "/nowhere").out == ""


def test_short_forms(snap: Snap, line: None) -> None:
    lines = snap("log", "--oneline").out.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("3  ") and lines[0].endswith("  step 3")
    shown = snap("log", "-1", "--stat").out
    assert "/etc    +0 ~1 -0  9 B" in shown and "in all" in shown
    assert snap("log", "-1", "--stat", "--json").data[0]["stat"] == [
        {"folder": "/etc", "added": 0, "changed": 1, "deleted": 0}
    ]


def test_two_revisions_are_an_error(snap: Snap, line: None) -> None:
    assert snap("log", "1", "2").code == 2


def test_commands_of_some(snap: Snap, line: None) -> None:
    shown = snap("log", "--commands", "1").out
    assert "echo 1" in shown and "echo 2" not in shown


def test_grep(snap: Snap, line: None) -> None:
    found = snap("grep", "listen 2")
    assert found.code == 0
    assert found.out == "2:/srv/app/two:1: listen 2\n"
    assert snap("grep", "echo [13]").out.splitlines() == [
        "3:command 1: echo 3 > /etc/one",
        "1:command 1: echo 1 > /etc/one",
    ]
    assert snap("grep", "STEP 1").code == 1
    assert snap("grep", "-i", "STEP 1", "--json").data == [{"seq": 1, "where": "message", "line": 1, "text": "step 1"}]
    assert snap("grep", "[").code == 2
    assert snap("grep", "-F", "[").code == 1


def test_cat(snap: Snap, line: None) -> None:
    assert snap("cat", "/etc/one").out == "listen 3\n"
    assert snap("cat", "HEAD~2:/etc/one").out == "listen 1\n"
    assert snap("cat", "base:/etc/motd").out == "welcome\n"
    missing = snap("cat", "1:/srv/app/two")
    assert missing.code == 4 and "has no regular file" in missing.err
    assert snap("cat", "etc/one").code == 2


def change(path: str, sort: str = "added", kind: str = "file") -> Change:
    entry = Entry(kind, 0o644, 0, 0, 10, "aa")  # type: ignore[arg-type]
    return Change(path, sort, None if sort == "added" else entry, None if sort == "deleted" else entry)  # type: ignore[arg-type]


def test_deep_folders_are_joined() -> None:
    many = [change(f"/usr/share/{n}/{m}/f") for n in range(20) for m in range(3)]
    rows = folders([*many, change("/etc/x", "deleted"), change("/etc", "changed", "directory")])
    assert [(row.folder, row.added, row.deleted, row.size) for row in rows] == [
        ("/etc", 0, 1, 0),
        ("/usr/share", 60, 0, 600),
    ]
    assert stat_lines([]) == ["no changed paths"]
