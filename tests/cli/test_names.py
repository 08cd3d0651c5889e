"""Other names of verbs, the workspace in its places, and `NAME:REV`."""

from __future__ import annotations

import io
import sys

import pytest

from snapshotter.cli.app import VERBS
from snapshotter.cli.words import which
from snapshotter.cli.words.names import ALIASES, POINTERS
from snapshotter.errors import UsageError
from snapshotter.work import start as starting
from snapshotter.work.commit.commit import commit
from tests.cli.conftest import Snap
from tests.work.fakes import BASE, Person


@pytest.fixture
def other(person: Person) -> Person:
    """The same person in another workspace, "other", which was used last; both have a snapshot."""
    person.does("x", {"/srv/x": "of web\n"})
    commit(person.engine, person.home, person.workspace, "first of web", (), lambda _: None)
    made = starting.start(person.engine, person.home, starting.Request(BASE, "other"), lambda _: None)
    found = Person(person.engine, person.home, made, 100)
    found.does("y", {"/srv/y": "of other\n"})
    commit(found.engine, found.home, found.workspace, "first of other", (), lambda _: None)
    return found


def test_an_alias_is_its_verb(snap: Snap, other: Person) -> None:
    assert snap("ps").out == snap("list").out
    assert snap("export", "--no-verify", "-o", "-").out == snap("export-dockerfile", "--no-verify", "-o", "-").out
    assert snap("attach", "--help").out == snap("shell", "--help").out


def test_a_verb_of_git_or_docker_gets_a_pointer(snap: Snap) -> None:
    done = snap("history")
    assert done.code == 2 and "no such command: 'history'" in done.err and "`snap log` does that here" in done.err
    assert "`snap adopt` does that here" in snap("import", "x").err
    assert "did you mean `snap status`" in snap("statsu").err


def test_other_names_lead_to_verbs_and_hide_none() -> None:
    for name, verb in {**ALIASES, **POINTERS}.items():
        assert verb.split()[0] in VERBS, name
        assert name not in VERBS


def test_help_and_version_are_verbs(snap: Snap) -> None:
    assert snap("help").out == snap("--help").out
    assert snap("help", "commit").out == snap("commit", "--help").out
    assert snap("help", "history").code == 2
    assert snap("version").out == snap("--version").out


def test_the_workspace_may_stand_alone(snap: Snap, other: Person) -> None:
    assert snap("status", "web", "--json").data["workspace"] == "web"
    person = Person(other.engine, other.home, other.home.workspaces.get("web"), 200)
    person.does("z", {"/srv/z": "z\n"})
    assert snap("commit", "web", "-m", "second", "--json").data["workspace"] == "web"
    assert "nothing changed in web" in snap("undo", "web").err
    assert "nothing of web was undone" in snap("redo", "web").err
    assert snap("edit", "web", "--print").code == 0
    assert snap("commit", "nowhere").code == 4


@pytest.mark.parametrize(
    "words",
    [
        ("show", "web:1", "--json"),
        ("show", "snap/web:latest", "--json"),
        ("show", "-n", "web", "web:HEAD", "--json"),
    ],
)
def test_name_and_revision_in_one_word(snap: Snap, other: Person, words: tuple[str, ...]) -> None:
    done = snap(*words)
    assert done.code == 0, done.err
    assert done.data["message"] == "first of web"


@pytest.mark.parametrize(
    "words", [("amend", "web:1", "-m", "new"), ("note", "web:", "-m", "new"), ("tag", "t", "web:1")]
)
def test_name_and_revision_where_something_changes(snap: Snap, other: Person, words: tuple[str, ...]) -> None:
    before = snap("log", "-n", "other", "--json").data
    assert snap(*words).code == 0
    assert snap("log", "-n", "other", "--json").data == before


def test_name_and_revision_where_paths_are_taken(snap: Snap, other: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert snap("cat", "web:1:/srv/x").out == "of web\n"
    assert snap("log", "web:1", "/srv/x", "--json").data[0]["workspace"] == "web"
    assert [change["path"] for change in snap("diff", "web:base", "web:1", "--json").data["changes"]] == [
        "/srv",
        "/srv/x",
    ]
    monkeypatch.setenv("SNAP_NAME", "other")
    assert snap("cat", "web:1:/srv/x").out == "of web\n"
    done = snap("show", "-n", "other", "web:1")
    assert done.code == 2 and "another workspace" in done.err


def test_what_is_no_workspace_stays_as_it_is() -> None:
    assert which.split("cat", {"file": "1:/a:b", "name": None}, ["1"], named=False) == {}
    assert which.split("show", {"rev": "gone:1", "name": None}, ["web"], named=False) == {}
    assert which.split("log", {"operands": ["/web:1"], "name": None}, ["web"], named=False) == {}
    assert which.split("squash", {"revs": "web:1..web:3", "name": None}, ["web"], named=False) == {
        "revs": "1..3",
        "name": "web",
    }
    with pytest.raises(UsageError, match="two workspaces"):
        which.split("diff", {"operands": ["a:1", "b:1"], "name": None}, ["a", "b"], named=False)


class Keys(io.StringIO):
    """What a person types."""

    def isatty(self) -> bool:
        return True


def test_a_verb_that_changes_something_names_what_it_took(snap: Snap, other: Person) -> None:
    line = "workspace other, used last (web is another)\n"
    assert snap("volatile", "/srv/y").err.startswith(line)
    assert snap("commit", "-m", "x").err.startswith(line)
    assert line not in snap("volatile").err + snap("log").err + snap("undo", "other").err
    assert line not in snap("exec", "web", "ls").err
    assert "workspace web, used last (other is another)" in snap("exec", "ls").err


@pytest.mark.parametrize("typed, code, name", [("\n", 0, "other"), ("web\n", 0, "web"), ("db\n", 2, ""), ("", 2, "")])
def test_commit_asks_on_a_terminal(
    snap: Snap, other: Person, monkeypatch: pytest.MonkeyPatch, typed: str, code: int, name: str
) -> None:
    person = Person(other.engine, other.home, other.home.workspaces.get("web"), 200)
    person.does("z", {"/srv/z": "z\n"})
    other.does("z", {"/srv/z": "z\n"})
    monkeypatch.setattr(sys, "stdin", Keys(typed))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    done = snap("commit", "-m", "second", "--json")
    assert done.code == code
    assert "which workspace is meant?" in done.err
    if name:
        assert done.data["workspace"] == name
