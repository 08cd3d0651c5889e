"""The verbs that edit the record: what they say, how they end, and what `show`, `log` and a plan then have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Snap
from tests.work.fakes import Person


@pytest.fixture
def line(snap: Snap, person: Person) -> Person:
    person.does("make tool", {"/srv/tool": "x"})
    assert snap("commit", "-m", "first").code == 0
    person.does("ls /")
    person.does("touch /srv/b", {"/srv/b": "b"})
    assert snap("commit", "-m", "second").code == 0
    return person


def test_each_verb_says_what_it_did_and_how_to_take_it_back(snap: Snap, line: Person) -> None:
    done = snap("amend", "1", "-m", "the tool", "--json")
    assert (done.code, done.data["text"], [one["seq"] for one in done.data["again"]]) == (
        0,
        "snapshot 1: the tool",
        [1, 2],
    )
    assert "written again: snapshots 1, 2; `snap op undo` brings the old record back" in done.err
    assert "not proven" not in done.err
    assert "nothing to change" in snap("amend", "1", "-m", "the tool").err
    done = snap("drop", "1.1")
    assert done.err.startswith("left out of the recipe: 1.1 (make tool)\n")
    assert "the edited recipe is not proven\n  next: `snap export-dockerfile" in done.err
    assert "kept: 2.1 (ls /)" in snap("keep", "1").err
    snap("note", "-m", "why", "1")
    shown = snap("show", "1")
    assert "make tool   [dropped by you, " in shown.out
    assert "note:      why" in shown.out
    data = snap("show", "2", "--json").data
    assert [one["in_recipe"] for one in data["commands"]] == [True, None]
    assert (data["note"], data["order"]) == ("", [])
    assert [one["verb"] for one in snap("op", "log", "--json").data][:4] == ["note", "keep", "drop", "amend"]
    for _ in range(4):
        assert snap("op", "undo").code == 0
    assert [one["message"] for one in snap("log", "--json").data] == ["second", "first"]


def test_a_branch_that_keeps_the_old_record_is_named(snap: Snap, line: Person) -> None:
    snap("branch", "other", "1")
    snap("checkout", "other")
    line.workspace = line.home.workspaces.get("web")
    line.does("touch /srv/c", {"/srv/c": "c"})
    snap("commit", "-m", "third")
    snap("checkout", "main")
    assert "what shares the old record keeps it: branch other" in snap("drop", "1.1").err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["amend"], 2),
        (["amend", "-m", " "], 2),
        (["amend", "9", "-m", "x"], 4),
        (["note"], 2),
        (["drop"], 2),
        (["drop", "9"], 4),
        (["drop", "nothing like it"], 4),
        (["keep", "/srv/b"], 4),
        (["keep", "/etc/hosts"], 2),
        (["edit", "--file", "/no/such/file"], 4),
    ],
)
def test_what_cannot_be_done_changes_nothing_and_says_what_to_do(
    snap: Snap, line: Person, words: list[str], code: int
) -> None:
    before = line.home.line.all_refs("web")
    done = snap(*words)
    assert (done.code, done.out) == (code, "")
    assert "next: " in done.err or "Usage" in done.err or "Missing" in done.err
    assert line.home.line.all_refs("web") == before


def test_a_plan_is_printed_edited_and_applied(snap: Snap, line: Person, tmp_path: Path) -> None:
    plan = snap("edit", "--print").out
    file = tmp_path / "plan"
    file.write_text(plan.replace("pick 2 second", "reword 2 the second").replace("pick 1.1", "drop 1.1"))
    done = snap("edit", "--file", str(file))
    assert done.err.startswith("edited: reword 2, drop 1.1\n")
    assert "not proven" in done.err
    assert "nothing to change" in snap("edit", "--file", str(file)).err
    file.write_text(plan.replace("pick 2 second", "pock 2 second"))
    done = snap("edit", "--file", str(file))
    assert (done.code, "line 3 of the plan: there is no 'pock'" in done.err) == (2, True)
    assert file.exists()


def test_without_a_terminal_the_plan_comes_from_stdin(
    snap: Snap, line: Person, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "plan"
    file.write_text(snap("edit", "--print").out.replace("pick 1 first", "reword 1 the first"))
    with file.open() as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        done = snap("edit")
    assert done.err.startswith("edited: reword 1\n")
    assert "not proven" not in done.err


@pytest.mark.parametrize("verb", ["amend", "note", "drop", "keep", "edit"])
def test_inside_a_session_the_record_stays(
    snap: Snap, line: Person, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SNAP_INSIDE", "web")
    monkeypatch.setenv("SNAP_CALLER", "0:0")
    words = {"edit": [], "drop": ["1"], "keep": ["1"]}.get(verb, ["-m", "x"])
    done = snap(verb, *words)
    assert (done.code, "inside a session" in done.err) == (2, True)
