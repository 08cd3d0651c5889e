"""Which workspace and which snapshot the arguments name."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.errors import NotFound, UsageError
from snapshotter.store.home import Home
from snapshotter.store.journal import terminals
from snapshotter.store.layout import Summary
from snapshotter.work.select import choose, revision, workspace_name
from tests.work.fakes import Person

ONE = Summary("web", 1, "abcd" + "0" * 36, "", "", "", 0.0, 0, 0, 0, 0)
TWO = replace(ONE, seq=2, id="abce" + "0" * 36)
THREE = replace(ONE, seq=3, id="1234" + "0" * 36)
ALL = [ONE, TWO, THREE]


@pytest.mark.parametrize(
    "rev, expected",
    [
        ("1", ONE),
        ("latest", THREE),
        ("HEAD", THREE),
        ("head", THREE),
        ("abcd", ONE),
        ("ABCE0", TWO),
        ("1234", THREE),
        ("@", THREE),
        ("HEAD~1", TWO),
        ("HEAD~", TWO),
        ("HEAD^", TWO),
        ("@~2", ONE),
        ("@^^", ONE),
        ("3~1^", ONE),
        ("~", TWO),
        ("snap/web:2", TWO),
        ("web:2", TWO),
        ("snap/web:latest", THREE),
        ("1234~2", ONE),
        ("HEAD~0", THREE),
        ("~0", THREE),
    ],
)
def test_a_snapshot_is_found(rev: str, expected: Summary) -> None:
    assert revision(ALL, rev, "web") == expected


@pytest.mark.parametrize("rev", ["4", "0", "-1", "abc", "ffff", "HEAD~x", "1.0", "²", "HEAD^2", "web:9"])
def test_a_missing_snapshot_is_an_error(rev: str) -> None:
    with pytest.raises(NotFound, match="no snapshot") as caught:
        revision(ALL, rev, "web")
    assert "snap log -n web" in caught.value.hint


@pytest.mark.parametrize("rev", ["HEAD~3", "1^", "@~999999"])
def test_before_the_first_snapshot_is_the_base(rev: str) -> None:
    with pytest.raises(NotFound, match="before snapshot 1 is the base image"):
        revision(ALL, rev, "web")


def test_a_snapshot_of_another_workspace_is_an_error() -> None:
    with pytest.raises(UsageError, match="another workspace") as caught:
        revision(ALL, "snap/other:1", "web")
    assert "-n other" in caught.value.hint


def test_an_ambiguous_id_is_an_error() -> None:
    with pytest.raises(UsageError, match="2 snapshots"):
        revision([ONE, replace(TWO, id="abcd1")], "abcd", "web")


def test_the_candidates_are_named() -> None:
    with pytest.raises(UsageError) as caught:
        revision([ONE, replace(TWO, id="abcd1")], "abcd", "web")
    assert "abcd0000 (snapshot 1), abcd1 (snapshot 2)" in caught.value.hint


def test_a_workspace_without_snapshots_is_an_error() -> None:
    with pytest.raises(NotFound, match="has no snapshot yet"):
        revision([], "1", "web")


def test_the_workspace_is_the_one_named_else_the_last(home: Home, person: Person) -> None:
    assert workspace_name(home.workspaces, "other") == "other"
    assert workspace_name(home.workspaces, None) == "web"


def test_no_workspace_and_an_unclear_choice_are_errors(home: Home, person: Person) -> None:
    home.workspaces.put(replace(person.workspace, name="db"))
    (home.path / "last-used").unlink()
    with pytest.raises(NotFound, match="which workspace is meant"):
        workspace_name(home.workspaces, None)
    home.workspaces.remove("db")
    home.workspaces.remove("web")
    with pytest.raises(NotFound, match="no workspace yet"):
        workspace_name(home.workspaces, None)


@pytest.fixture
def both(home: Home, person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The workspaces "web" and "db", of which "web" was used last, and a terminal in which none was used."""
    home.workspaces.put(replace(person.workspace, name="db"))
    monkeypatch.setattr(terminals, "_file", lambda found: found / "terminals" / "1-2")
    (tmp_path / "folder" / "below").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "folder" / "below")
    return home


def test_the_last_use_elsewhere_may_mean_another(both: Home) -> None:
    choice = choose(both.workspaces)
    assert (choice.name, choice.others) == ("web", (("db", "is another"),))
    assert choice.text() == "workspace web, used last (db is another)"


def test_the_directory_is_nearer_than_the_last_use(both: Home, tmp_path: Path) -> None:
    (tmp_path / "folder" / ".snap").write_text("db\n")
    choice = choose(both.workspaces)
    assert (choice.name, choice.others) == ("db", ())
    assert str(tmp_path / "folder" / ".snap") in choice.why
    (tmp_path / "folder" / "below" / ".snap").mkdir()  # not a file
    assert choose(both.workspaces).name == "db"


def test_the_terminal_is_nearer_than_the_directory(both: Home, tmp_path: Path) -> None:
    terminals.set_last_used(both.path, "web")
    both.workspaces.use("db")
    assert choose(both.workspaces).name == "db"  # which set both
    terminals.set_last_used(both.path, "web")
    choice = choose(both.workspaces)
    assert (choice.name, choice.others) == ("web", ())
    (tmp_path / "folder" / ".snap").write_text("db\n")
    assert [name for name, _ in choose(both.workspaces).others] == ["db"]
    (tmp_path / "folder" / ".snap").write_text("gone\n")
    assert choose(both.workspaces).others == ()
    terminals.set_last_used(both.path, "gone")
    with pytest.raises(NotFound, match="names the workspace 'gone'"):
        choose(both.workspaces)


def test_a_working_directory_that_is_gone_has_no_file(both: Home, tmp_path: Path) -> None:
    (tmp_path / "folder" / "below").rmdir()
    assert choose(both.workspaces).name == "web"
