"""The log of operations: what is in it, what undoing brings back, what it refuses."""

from __future__ import annotations

import pytest

from snapshotter.errors import Conflict, NotFound
from snapshotter.model import no_progress
from snapshotter.store.repository.operations import Operation
from snapshotter.work.status import status
from snapshotter.work.upkeep import gc
from snapshotter.work.versions import checkout as versions
from snapshotter.work.versions import operations
from snapshotter.work.versions.checkout import Moved
from snapshotter.work.versions.removal import FOLDER, remove
from tests.work.fakes import Person
from tests.work.versions.test_checkout import commits, goes, holds, numbers, two, undoes, went

__all__ = ["two"]


def op_undo(person: Person, wanted: str = "") -> tuple[Operation, Moved | None]:
    done, moved = operations.op_undo(person.engine, person.home, "web", wanted, no_progress, no_progress)
    if moved:
        person.workspace = moved.workspace
    return done, moved


def redo(person: Person) -> Moved | None:
    _, moved = operations.redo(person.engine, person.home, "web", no_progress, no_progress)
    if moved:
        person.workspace = moved.workspace
    return moved


def verbs(person: Person) -> list[str]:
    return [one.verb for one in operations.listed(person.home, "web")]


def test_every_verb_that_changes_something_is_one_operation(two: Person) -> None:
    versions.add_tag(two.home, "web", "t", "1")
    versions.add_branch(two.home, "web", "b", "1")
    goes(two, "1")
    assert verbs(two) == ["checkout", "branch", "tag", "commit", "commit", "start"]
    assert [one.text for one in operations.listed(two.home, "web")][-2:] == ["snapshot 1: one", "from debian:bookworm"]


def test_redo_takes_an_undo_back(two: Person) -> None:
    two.does("three", {"/srv/three": "3"})
    went(two, undoes(two))
    moved = redo(two)
    assert moved
    assert moved.seq == 3
    assert holds(two, "/srv/three") == "3"
    assert numbers(two) == [1, 2, 3]
    assert not status(two.engine, two.home, two.workspace).changes
    with pytest.raises(NotFound, match="nothing of web was undone last"):
        redo(two)


def test_redo_after_other_work_is_refused(two: Person) -> None:
    two.does("three", {"/srv/three": "3"})
    went(two, undoes(two))
    two.does("four", {"/srv/four": "4"})
    commits(two)
    with pytest.raises(NotFound, match="nothing of web was undone last"):
        redo(two)


def test_undoing_a_commit_leaves_the_container_with_its_work_uncommitted(two: Person) -> None:
    container = two.workspace.container
    done, moved = op_undo(two)
    assert (done.verb, done.text) == ("commit", "snapshot 2: two")
    assert moved
    assert (moved.seq, moved.switched, two.workspace.container) == (1, False, container)
    found = status(two.engine, two.home, two.workspace)
    assert [command.text for command in found.commands] == ["two"]
    assert [change.path for change in found.changes] == ["/srv/two"]
    assert two.engine.tagged["snap/web:latest"] == two.engine.tagged["snap/web:1"]
    assert commits(two).seq == 3
    assert two.home.line.snapshot("web", 2).message == "two"


def test_undoing_goes_further_back_and_redo_forth_again(two: Person) -> None:
    op_undo(two)
    op_undo(two)
    assert two.home.line.head("web") is None
    assert [command.text for command in status(two.engine, two.home, two.workspace).commands] == ["one", "two"]
    redo(two)
    assert numbers(two) == [1]
    redo(two)
    assert numbers(two) == [1, 2]
    assert not status(two.engine, two.home, two.workspace).changes


def test_an_undone_checkout_goes_back(two: Person) -> None:
    goes(two, "1", branch="side")
    _, moved = op_undo(two)
    assert moved
    assert (moved.seq, two.workspace.branch) == (2, "main")
    assert holds(two, "/srv/two") == "2"
    assert list(versions.all_branches(two.home, two.workspace)) == ["main"]
    goes(two, "1", branch="side")


def test_a_later_operation_comes_first(two: Person) -> None:
    first = operations.listed(two.home, "web")[1]
    with pytest.raises(Conflict, match="web was changed later: commit snapshot 2: two"):
        op_undo(two, first.id[:12])
    op_undo(two)
    with pytest.raises(Conflict, match="is undone already"):
        op_undo(two, operations.listed(two.home, "web")[1].id)
    with pytest.raises(NotFound, match="there is no operation ffff"):
        op_undo(two, "ffff")


def test_a_removed_workspace_comes_back_with_its_uncommitted_work(two: Person) -> None:
    versions.add_tag(two.home, "web", "works", "1")
    two.does("three", {"/srv/three": "3"})
    remove(two.engine, two.home, "web", force=True)
    assert two.home.workspaces.names() == two.home.line.names() == []
    assert not two.engine.boxes
    assert not any(tag.startswith("snap/web:") for tag in two.engine.tagged)
    _, moved = op_undo(two)
    assert moved
    assert moved.seq == 3
    assert holds(two, "/srv/three") == "3"
    assert numbers(two) == [1, 2, 3]
    assert two.home.line.refs("web").tags
    assert "snap/web:2" in two.engine.tagged
    assert two.engine.tagged["snap/web:latest"] == two.engine.tagged["snap/web:3"]
    assert [box.spec.name for box in two.engine.boxes.values()] == ["snap-web"]
    two.does("four", {"/srv/four": "4"})
    assert commits(two).seq == 4


def test_a_removed_workspace_does_not_replace_another(two: Person) -> None:
    from snapshotter.work.start import Request, start

    remove(two.engine, two.home, "web", force=True)
    gone = operations.listed(two.home, "web")[0]
    start(two.engine, two.home, Request("debian:bookworm", "web"), no_progress)
    with pytest.raises(Conflict, match="web was changed later"):
        op_undo(two, gone.id)
    op_undo(two)  # the start
    assert two.home.workspaces.names() == []
    op_undo(two)
    assert numbers(two) == [1, 2]


def test_gc_removes_a_removed_workspace_for_good(two: Person) -> None:
    remove(two.engine, two.home, "web", force=True)
    found = gc.orphans(two.engine, two.home)
    assert [one.kind for one in found] == ["removed workspace"]
    assert [why for _, why in gc.remove(two.engine, two.home, found)] == [""]
    assert list(two.engine.tagged) == ["debian:bookworm"]
    assert list((two.home.path / FOLDER).iterdir()) == []
    with pytest.raises(NotFound, match="there is nothing to undo"):
        op_undo(two)


def test_gc_keeps_what_is_on_no_branch(two: Person) -> None:
    two.does("three", {"/srv/three": "3"})
    went(two, undoes(two))
    assert gc.orphans(two.engine, two.home) == []


def test_purging_leaves_the_other_workspaces_operations(two: Person) -> None:
    from snapshotter.work.start import Request, start

    start(two.engine, two.home, Request("debian:bookworm", "other"), no_progress)
    remove(two.engine, two.home, "web", force=True, purge=True)
    assert [(one.verb, one.workspace) for one in operations.listed(two.home)] == [("start", "other")]


def test_purging_a_workspace_leaves_an_earlier_one_that_was_removed(two: Person) -> None:
    from snapshotter.work.start import Request, start

    remove(two.engine, two.home, "web", force=True)
    gone = operations.listed(two.home, "web")[0]
    start(two.engine, two.home, Request("debian:bookworm", "web"), no_progress)
    remove(two.engine, two.home, "web", force=True, purge=True)
    op_undo(two, next(one.id for one in operations.listed(two.home, "web") if one.folder == gone.folder))
    assert numbers(two) == [1, 2]
    assert two.home.line.check("web") == []
