"""The verb undo --command with the fake engine: what is taken back, what is refused, and what brings it back."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from unittest.mock import Mock

import pytest
from msgspec.structs import replace

from snapshotter.work.versions.undo_command import put_back
from snapshotter.work.versions.undo_command.checkpoints import Checkpoints, CommandKeeper
from snapshotter.work.versions.undo_command.put_back import note_file
from tests.cli.conftest import Snap
from tests.work.fakes import Person, put


@pytest.fixture
def line(snap: Snap, person: Person) -> Person:
    """One snapshot with a few files, two of them hard links of each other."""
    with person.runs("make") as goes_on:
        goes_on({"/srv/a": "a\n", "/srv/b": "b\n", "/srv/d/x": "x\n", "/srv/d/y": "y\n"})
        os.link(person.upper / "srv/b", person.upper / "srv/c")
        (person.upper / "srv/a").chmod(0o640)
    assert snap("commit", "-m", "one").code == 0
    return person


def runs(person: Person, text: str, files: Mapping[str, str] | None = None, removed: str = "") -> None:
    """Run a command well after the one before."""
    time.sleep(0.03)
    with person.runs(text) as goes_on:
        if removed:
            (person.upper / removed.lstrip("/")).unlink()
        goes_on(files)


def tree(person: Person) -> dict[str, tuple[object, ...]]:
    found: dict[str, tuple[object, ...]] = {}
    for path in sorted((person.upper / "srv").rglob("*")):
        info = path.lstat()
        kept = (info.st_mode, info.st_mtime_ns if path.is_file() else 0, path.read_bytes() if path.is_file() else b"")
        found[str(path.relative_to(person.upper))] = (*kept, info.st_nlink if path.is_file() else 0)
    return found


def undoes(snap: Snap) -> str:
    done = snap("undo", "--command")
    assert done.code == 0, done.err
    return done.out + done.err


def refused(snap: Snap, person: Person) -> str:
    before = tree(person)
    done = snap("undo", "--command")
    assert done.code == 5 and "nothing was done" in done.err and "snap undo -n web" in done.err
    assert tree(person) == before and "HEAD~" not in done.err
    return done.err


def test_the_only_command_is_taken_back_exactly(snap: Snap, line: Person) -> None:
    before = tree(line)
    with line.runs("./break") as goes_on:
        goes_on({"/srv/a": "other\n", "/srv/new/n": "n\n"})
        (line.upper / "srv/c").unlink()
        (line.upper / "srv/d/x").unlink()
        (line.upper / "srv/d/y").unlink()
        (line.upper / "srv/d").rmdir()
        put(line.upper, "/srv/d", "a file now\n")
    said = undoes(snap)
    assert "taken back: ./break" in said and "/srv/a" in said and "kept as snapshot 2" in said
    after = tree(line)
    assert {path: one for path, one in after.items() if one[0] != 0o20000} == before
    state = snap("status", "--json").data
    assert state["commands"] == [] and state["changes"] == []
    assert "nothing to commit" in snap("commit").err
    assert snap("op", "log", "-1").out.split()[-3:] == ["undo", "--command", "./break"]


def test_it_is_one_operation_that_redo_and_op_undo_take_back(snap: Snap, line: Person) -> None:
    line.does("./more", {"/srv/a": "2\n"})
    undoes(snap)
    assert snap("redo").code == 0
    assert [one["seq"] for one in snap("log", "--json").data] == [2, 1]
    shown = snap("show", "--json").data
    assert [one["text"] for one in shown["commands"]] == ["./more"]
    assert snap("op", "undo").code == 0
    assert snap("log", "--json").data[0]["seq"] == 1


def test_a_command_that_only_looked_comes_back_to_the_record(snap: Snap, line: Person) -> None:
    line.does("ls -l")
    assert "it had changed no files" in undoes(snap)
    assert snap("status", "--json").data["commands"] == []
    assert snap("op", "undo").code == 0
    assert [one["text"] for one in snap("status", "--json").data["commands"]] == ["ls -l"]


def test_without_a_command_nothing_is_done(snap: Snap, line: Person) -> None:
    done = snap("undo", "-c")
    assert done.code == 4 and "no command of web is recorded" in done.err


def test_a_command_that_runs_beside_it_is_named(snap: Snap, line: Person) -> None:
    with line.runs("./server"):
        line.does("touch /srv/q", {"/srv/q": ""})
        done = snap("undo", "-c")
        assert done.code == 5 and "`./server`" in done.err


@pytest.mark.parametrize(
    ("first", "wrote", "last", "writes", "named"),
    [
        ("echo 1 > /srv/a", {"/srv/a": "1"}, "echo 2 >> /srv/a", {"/srv/a": "12"}, "/srv/a"),
        ("./opaque", {"/srv/o": "1"}, "./other", {"/srv/a": "12"}, "/srv/a"),
        ("echo 1 > /srv/q", {"/srv/q": "1"}, "rm /srv/q", None, "/srv/q"),
        ("./opaque", {"/srv/q": "1"}, "rm /srv/q", None, "/srv/q"),
        ("./opaque", {"/srv/q": "1"}, "sed -i s/1/2/ /srv/q", {"/srv/q": "2"}, "/srv/q"),
    ],
)
def test_what_an_earlier_command_may_have_changed_is_named(
    snap: Snap,
    line: Person,
    first: str,
    wrote: Mapping[str, str],
    last: str,
    writes: Mapping[str, str] | None,
    named: str,
) -> None:
    runs(line, first, wrote)
    runs(line, last, writes, "" if writes else named)
    assert named in refused(snap, line)
    assert len(snap("status", "--json").data["commands"]) == 2


@pytest.mark.parametrize("first", ["echo 1 > /srv/o", "./opaque"])
def test_a_new_file_of_a_command_that_only_makes_files_is_taken_back(snap: Snap, line: Person, first: str) -> None:
    runs(line, first, {"/srv/o": "1"})
    runs(line, "echo 2 > /srv/p", {"/srv/p": "2\n"})
    undoes(snap)
    assert not (line.upper / "srv/p").exists() and (line.upper / "srv/o").exists()
    state = snap("status", "--json").data
    assert [one["text"] for one in state["commands"]] == [first]
    assert [one["path"] for one in state["changes"]] == ["/srv/o"]


def test_what_was_changed_afterwards_is_named(snap: Snap, line: Person) -> None:
    runs(line, "./run", {"/srv/a": "1"})
    time.sleep(0.03)
    put(line.upper, "/srv/a", "by someone else")
    assert "changed after the command" in refused(snap, line)


def test_what_was_changed_before_by_no_command_is_named(snap: Snap, line: Person) -> None:
    put(line.upper, "/srv/z", "by someone else")
    runs(line, "./run", {"/srv/a": "1"})
    assert "what is not recorded" in refused(snap, line)


def test_an_error_in_the_middle_says_where_all_is(snap: Snap, line: Person) -> None:
    from snapshotter.errors import EngineError

    line.does("./run", {"/srv/a": "1"})
    line.engine.broken["write_paths"] = EngineError("the disk is full", "free some space")
    done = snap("undo", "-c")
    assert done.code == 3 and "kept as snapshot 2" in done.err and "snap checkout 2" in done.err
    assert len(snap("status", "--json").data["commands"]) == 1


def killed(snap: Snap, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """End `snap undo --command` when what the command made is removed and nothing else is put back."""
    from snapshotter.errors import EngineError

    note, left = note_file(person.home, "web"), list[bytes]()

    def end(*_: object) -> None:
        left.append(note.read_bytes())
        raise EngineError("the process is killed")

    with monkeypatch.context() as patched:
        patched.setattr(person.engine, "write_paths", end)
        assert snap("undo", "-c").code == 3
    assert not note.exists()
    note.write_bytes(left[0])  # what a process that is killed cannot remove


def test_the_next_verb_goes_on_where_the_process_was_killed(
    snap: Snap, line: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(line)
    runs(line, "./run", {"/srv/a": "1", "/srv/new/n": "n", "/srv/d/x": "other"})
    killed(snap, line, monkeypatch)
    assert tree(line) != before and not (line.upper / "srv/new").exists()
    assert "a verb that was ended had begun to change its container" in snap("list").err
    assert tree(line) == before
    assert snap("status", "--json").data["commands"] == []
    assert [one["text"] for one in snap("op", "log", "--json").data[:2]].count("--command ./run") == 1
    assert snap("redo").code == 0
    assert [one["text"] for one in snap("show", "--json").data["commands"]] == ["./run"]


def test_what_was_changed_since_the_process_was_killed_stays(
    snap: Snap, line: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs(line, "./run", {"/srv/a": "1", "/srv/n": "n", "/srv/b": "other"})
    killed(snap, line, monkeypatch)
    put(line.upper, "/srv/a", "changed since")
    put(line.upper, "/srv/n", "made since")
    snap("list")
    assert (line.upper / "srv/a").read_text() == "changed since" and (line.upper / "srv/n").read_text() == "made since"
    assert (line.upper / "srv/b").read_text() == "b\n"
    assert snap("status", "--json").data["commands"] == []


def test_where_the_disk_is_full_at_the_end_the_next_verb_records_it(
    snap: Snap, line: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from snapshotter.errors import StoreError

    before = tree(line)
    runs(line, "./run", {"/srv/a": "1"})
    with monkeypatch.context() as patched:
        patched.setattr(put_back, "_strike", Mock(side_effect=StoreError("the disk is full", "free some space")))
        assert snap("undo", "-c").code == 6
    assert tree(line) == before
    assert snap("status", "--json").data["commands"] == []
    assert snap("op", "log", "-1").out.split()[-3:] == ["undo", "--command", "./run"]


def test_a_killed_undo_goes_on_with_checkpoints_too(snap: Snap, line: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = replace(line.workspace, checkpoints=True)
    line.home.workspaces.put(workspace)
    keeper = CommandKeeper(line.engine, line.home, workspace)
    time.sleep(0.03)
    for text, content in (("./1", "1"), ("./2", "22")):
        keeper.take()
        keeper._ended = 0.0
        runs(line, text, {"/srv/a": content, f"/srv/{content}": "new"})
    keeper.take()
    killed(snap, line, monkeypatch)
    snap("list")
    assert (line.upper / "srv/a").read_text() == "1" and not (line.upper / "srv/22").exists()
    assert [one["text"] for one in snap("status", "--json").data["commands"]] == ["./1"]


def test_a_note_that_a_power_cut_left_or_whose_container_is_gone_is_removed(
    snap: Snap, line: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = note_file(line.home, "web")
    note.write_bytes(b'{"key":')
    snap("list")
    assert not note.exists()
    runs(line, "./run", {"/srv/a": "1"})
    killed(snap, line, monkeypatch)
    line.engine.remove(line.workspace.container)
    snap("list")
    assert not note.exists()


def test_with_checkpoints_every_command_is_taken_back_exactly(snap: Snap, line: Person) -> None:
    workspace = replace(line.workspace, checkpoints=True)
    line.home.workspaces.put(workspace)
    keeper = CommandKeeper(line.engine, line.home, workspace)
    time.sleep(0.03)
    states = []
    for text, files in (("./1", {"/srv/a": "1", "/srv/n": "n"}), ("./2", {"/srv/a": "22", "/srv/n": "nn"})):
        states.append(tree(line))
        keeper.take()
        keeper._ended = 0.0
        runs(line, text, files)
    keeper.take()
    runs(line, "./3", {"/srv/d/x": "3"}, "/srv/n")
    keeper.take()
    assert "taken back: ./3" in undoes(snap)
    assert (line.upper / "srv/n").read_text() == "nn"
    for state in reversed(states):
        undoes(snap)
        assert tree(line) == state
    checkpoints = Checkpoints(line.home, "web")
    before = checkpoints.times()
    runs(line, "./4", {"/srv/a": "4"})
    keeper.take()
    assert len(checkpoints.times()) > len(before)
    assert snap("commit").code == 0
    keeper.take()
    assert len(checkpoints.times()) == 2, "the last of before the snapshot stays"
    checkpoints.clear()
    assert checkpoints.times() == []


def test_a_state_that_may_be_that_of_the_next_command_is_dropped(line: Person) -> None:
    keeper = CommandKeeper(line.engine, line.home, line.workspace)
    checkpoints = Checkpoints(line.home, "web")
    keeper.take()
    keeper.begins()
    assert checkpoints.times() == []
    keeper.take()
    keeper._ended -= 1
    keeper.begins()
    assert len(checkpoints.times()) == 1
