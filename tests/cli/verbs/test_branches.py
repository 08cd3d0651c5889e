"""Verbs that look through a line take branches, tags and numbers that are not on the workspace's line."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Snap
from tests.work.fakes import Person


@pytest.fixture
def forked(snap: Snap, person: Person) -> None:
    """Snapshots 1 and 2 on main, 3 on branch php after 1; the workspace is on php, and 2 has the tag works."""

    def commits(number: int, path: str, text: str) -> None:
        person.does(f"echo {number} > {path}", {path: text})
        assert snap("commit", "-m", f"step {number}").code == 0

    commits(1, "/etc/one", "listen 1\n")
    commits(2, "/etc/one", "listen 2\n")
    assert snap("tag", "works").code == 0
    assert snap("checkout", "1", "-b", "php").code == 0
    person.workspace = person.home.workspaces.get("web")
    commits(3, "/etc/php", "listen 3\n")


@pytest.mark.usefixtures("forked")
def test_log_of_all_branches_and_of_another(snap: Snap) -> None:
    lines = snap("log", "--all", "--graph", "--oneline").out.splitlines()
    assert [line[:3] for line in lines] == ["*  ", "| *", "|/", "*  "]
    assert lines[0].startswith("*  3  ") and lines[0].endswith("  (HEAD -> php)  step 3")
    assert lines[1].startswith("| *  2  ") and lines[1].endswith("  (tag: works, main)  step 2")
    assert lines[3].endswith("  step 1") and "(" not in lines[3]
    assert snap("log").out.splitlines()[0].endswith("  (HEAD -> php)")
    for rev in ("main", "works", "2"):
        assert [one["seq"] for one in snap("log", rev, "--json").data] == [2, 1]
    assert [one["seq"] for one in snap("log", "works", "/etc", "--json").data] == [2, 1]
    assert "echo 2" in snap("log", "main", "--commands").out
    found = snap("log", "--all", "--json").data
    assert [(one["seq"], one["head"], one["branches"], one["tags"]) for one in found] == [
        (3, True, ["php"], []),
        (2, False, ["main"], ["works"]),
        (1, False, [], []),
    ]
    assert [one["parent"] for one in found] == [found[2]["id"], found[2]["id"], ""]
    assert snap("log", "main", "--all").code == 2


@pytest.mark.usefixtures("forked")
def test_diff_of_two_branches(snap: Snap) -> None:
    assert snap("diff", "main", "php", "--name-status").out == "M\t/etc/one\nA\t/etc/php\n"
    assert snap("diff", "3", "works", "--name-status").out == "M\t/etc/one\nD\t/etc/php\n"
    texts = snap("diff", "works", "HEAD", "--content").out.splitlines()
    assert {"-listen 2", "+listen 1", "+listen 3"} <= set(texts)
    texts = snap("diff", "HEAD", "works", "--content").out.splitlines()
    assert {"-listen 1", "+listen 2", "-listen 3"} <= set(texts)
    assert snap("diff", "main", "php", "--packages").code == 0
    assert snap("diff", "main", "php", "--config").code == 0
    rows = snap("diff", "main", "php", "--stat", "--json").data["paths"]
    assert [(row["path"], row["change"]) for row in rows] == [("/etc/one", "changed"), ("/etc/php", "added")]
    assert snap("diff", "1", "main", "--name-only").out == "/etc/one\n"
    assert snap("diff", "works", "--name-status").out == "M\t/etc/one\nA\t/etc/php\n"  # to what is now


@pytest.mark.parametrize("rev", ["main", "works", "2"])
@pytest.mark.usefixtures("forked")
def test_single_snapshots(snap: Snap, rev: str) -> None:
    assert snap("show", rev, "--json").data["message"] == "step 2"
    assert snap("cat", f"{rev}:/etc/one").out == "listen 2\n"
    assert snap("cat", f"{rev}~1:/etc/one").out == "listen 1\n"
    assert snap("tag", "copy", rev).code == 0
    assert snap("branch", "copy", rev).code == 5, "a name means one state"
    assert snap("branch", "side", rev).code == 0
    assert "echo 2" in snap("export-dockerfile", rev, "--no-verify", "-o", "-").out


@pytest.mark.usefixtures("forked")
def test_a_path_is_put_back_from_another_branch(snap: Snap, person: Person) -> None:
    assert snap("restore", "works", "--", "/etc/one").code == 0
    assert (person.upper / "etc/one").read_text() == "listen 2\n"
