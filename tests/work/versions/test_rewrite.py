"""Writing a line again: what moves, what stays, what is kept, and that it can be undone."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from snapshotter.errors import EngineError
from snapshotter.model import Proof, Snapshot
from snapshotter.store.repository import git
from snapshotter.work.versions import checkout as versions
from snapshotter.work.versions.rewrite import Rewritten, edited, rewrite
from tests.work.fakes import Person
from tests.work.versions.test_checkout import commits, goes, numbers, two
from tests.work.versions.test_operations import op_undo, redo, verbs

__all__ = ["two"]


def again(person: Person, *changed: Snapshot, keep_proofs: bool = False) -> Rewritten:
    with person.home.workspaces.lock("web"):
        before = person.home.line.snapshots("web")
        line = edited(before, {one.seq: one for one in changed})
        return rewrite(
            person.home,
            person.home.workspaces.get("web"),
            before,
            line,
            "amend",
            "the first",
            lambda: person.engine,
            keep_proofs=keep_proofs,
        )


def renamed(person: Person, seq: int, message: str) -> Snapshot:
    return replace(person.home.line.snapshot("web", seq), message=message)


def file(person: Person, seq: int, path: str) -> str:
    ident = person.home.line.snapshot("web", seq).id
    return git.run(person.home.line.repository, "cat-file", "blob", f"{ident}:{path}").decode()


def test_a_changed_snapshot_and_all_later_ones_are_written_again(two: Person) -> None:
    two.does("three", {"/srv/three": "3"})
    three = commits(two, "three")
    before = two.home.line.snapshots("web")
    made = again(two, renamed(two, 2, "second"))
    after = two.home.line.snapshots("web")
    assert made.again == (2, 3)
    assert [one.message for one in after] == ["one", "second", "three"]
    assert after == list(made.snapshots)
    assert after[0] == before[0]
    assert replace(after[2], id=three.id) == before[2]
    assert not {one.id for one in before[1:]} & {one.id for one in after}
    assert "# second" in file(two, 3, "Dockerfile")
    assert "# two" not in file(two, 3, "Dockerfile")


def test_a_rewritten_snapshot_holds_all_contents_of_the_old_one(two: Person) -> None:
    keys = [change.content for one in two.home.line.snapshots("web") for change in one.changes if change.content]
    again(two, renamed(two, 1, "first"))
    assert len(keys) == 2
    for seq, held in ((1, keys[:1]), (2, keys)):
        for key in held:
            assert file(two, seq, f".snapshot/contents/{key[:2]}/{key}") in ("1", "2")
    assert not two.home.line.check("web")


def test_branches_and_tags_move_with_it_and_a_branch_that_left_it_keeps_the_old_record(two: Person) -> None:
    versions.add_tag(two.home, "web", "start", "1")
    goes(two, "1", "other")
    two.does("three", {"/srv/three": "3"})
    commits(two, "three")
    goes(two, "main")
    versions.add_branch(two.home, "web", "same", "2")
    made = again(two, renamed(two, 1, "first"))
    first, second = made.snapshots
    found = two.home.line.refs("web")
    assert (found.head, found.branches["same"], found.branches["main"]) == (second.id, second.id, second.id)
    assert found.tags["start"] == first.id
    assert made.stayed == ("branch other",)
    assert [one.message for one in two.home.line.summaries("web", found.branches["other"])] == ["one", "three"]
    assert numbers(two) == [1, 2]


def test_undo_brings_the_old_record_back_and_redo_the_new_one(two: Person) -> None:
    goes(two, "1")
    goes(two, "2")
    before, all_before = two.home.line.snapshots("web"), two.home.line.all_refs("web")
    made = again(two, renamed(two, 1, "first"))
    assert verbs(two)[0] == "amend"
    op_undo(two)
    assert two.home.line.snapshots("web") == before
    assert two.home.line.all_refs("web") == all_before
    assert not two.home.line.others("web")
    redo(two)
    assert tuple(two.home.line.snapshots("web")) == made.snapshots
    assert two.home.line.next_number("web") == 3


def test_proofs_go_with_a_changed_recipe_stay_with_the_same_one_and_come_back_by_undo(two: Person) -> None:
    proof = Proof("equal", "the same", repairs='{"proven":2}')
    for seq in (1, 2):
        two.home.line.add_proof("web", seq, proof)
    again(two, renamed(two, 2, "second"), keep_proofs=True)
    assert [one.proof for one in two.home.line.snapshots("web")] == [proof, proof]
    again(two, renamed(two, 2, "third"))
    assert [one.proof for one in two.home.line.snapshots("web")] == [proof, None]
    two.home.line.add_proof("web", 2, replace(proof, summary="other"))
    op_undo(two)
    assert [one.proof for one in two.home.line.snapshots("web")] == [proof, proof]
    op_undo(two)
    assert [(one.message, one.proof) for one in two.home.line.snapshots("web")] == [("one", proof), ("two", proof)]


def test_nothing_changes_if_the_repository_cannot_be_written(two: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    before = two.home.line.all_refs("web")

    def full(*_words: object) -> bytes:
        raise git.GitError("No space left on device")

    monkeypatch.setattr(git, "fast_import", full)
    with pytest.raises(Exception, match="full"):
        again(two, renamed(two, 1, "first"))
    assert two.home.line.all_refs("web") == before


def test_it_needs_no_engine(two: Person) -> None:
    two.engine.broken |= dict.fromkeys(("image", "read_files", "info"), EngineError("there is no engine"))
    again(two, renamed(two, 1, "first"))
    assert [one.message for one in two.home.line.snapshots("web")] == ["first", "two"]
