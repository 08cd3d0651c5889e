"""Editing the record: words, commands and paths; each is one operation that can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from snapshotter.changes.volatile import Rules
from snapshotter.engine.api import Engine
from snapshotter.errors import Conflict, NotFound, UsageError
from snapshotter.model import Proof, Snapshot
from snapshotter.store.home import Home
from snapshotter.store.repository import git
from snapshotter.work.export.tree import ReadOne, tree_recipe
from snapshotter.work.status import status
from snapshotter.work.versions import checkout as versions
from snapshotter.work.versions import edit, replan
from snapshotter.work.versions import rewrite as rewriting
from snapshotter.work.versions.edit import Edited
from snapshotter.work.versions.removal import settle_if_left
from tests.work.fakes import Person
from tests.work.versions.test_checkout import commits, two
from tests.work.versions.test_operations import op_undo, redo, verbs

__all__ = ["two"]


def dockerfile(person: Person, seq: int = 0) -> str:
    line = person.home.line.snapshots("web")
    one = next(one for one in line if one.seq == (seq or line[-1].seq))
    return git.run(person.home.line.repository, "cat-file", "blob", f"{one.id}:Dockerfile").decode()


def connect(person: Person) -> Engine:
    return person.engine


def drops(person: Person, *wanted: str) -> Edited:
    return edit.drop(person.home, "web", wanted, lambda: connect(person))


def keeps(person: Person, *wanted: str) -> Edited:
    return edit.keep(person.home, "web", wanted, lambda: connect(person))


def plans(person: Person, *changes: tuple[str, str], opened: str = "") -> Edited:
    text = replan.plan_text(person.home, "web")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return replan.apply_plan(person.home, "web", text, lambda: connect(person), opened)


@pytest.fixture
def proven(two: Person) -> Person:
    two.home.line.add_proof("web", 1, Proof("equal", "first"))
    two.home.line.add_proof("web", 2, Proof("equal", "second"))
    return two


def proofs(person: Person) -> list[str]:
    return [one.proof.summary if one.proof else "" for one in person.home.line.snapshots("web")]


def test_amend_and_note_change_words_and_keep_the_proofs(proven: Person) -> None:
    found = edit.amend(proven.home, "web", "1", "the first\n\nwith more", lambda: connect(proven))
    assert found.text == "snapshot 1: the first…"
    edit.note(proven.home, "web", "HEAD~1", "why", lambda: connect(proven))
    assert [one.message for one in proven.home.line.snapshots("web")] == ["the first\n\nwith more", "two"]
    assert "# the first\n#\n# with more\n# why\n" in dockerfile(proven)
    assert proofs(proven) == ["first", "second"]
    assert verbs(proven)[:2] == ["note", "amend"]
    edit.note(proven.home, "web", "1", "", lambda: connect(proven))
    assert "why" not in dockerfile(proven)
    assert not edit.note(proven.home, "web", "1", " ", lambda: connect(proven)).made
    with pytest.raises(UsageError, match="the message is empty"):
        edit.amend(proven.home, "web", "1", "  ", lambda: connect(proven))


def test_words_are_stored_without_secrets(two: Person) -> None:
    secret = "ghp_" + "A1b2C3d4" * 4 + "E5f6"
    found = edit.note(two.home, "web", "1", f"token {secret}", lambda: connect(two))
    assert secret not in found.stored
    assert secret not in dockerfile(two)
    assert secret not in edit.amend(two.home, "web", "1", f"with {secret}", lambda: connect(two)).text


def test_a_snapshot_off_the_line_cannot_be_edited(two: Person) -> None:
    edit.amend(two.home, "web", "2", "renamed", lambda: connect(two))
    op_undo(two)
    op_undo(two)  # the commit of 2
    with pytest.raises(UsageError, match="snapshot 2 is not on the line"):
        edit.amend(two.home, "web", "2", "again", lambda: connect(two))


def test_drop_leaves_commands_out_and_the_proofs_of_what_follows_are_gone(proven: Person) -> None:
    found = drops(proven, "2.1")
    assert found.text == "2.1 (two)"
    assert "# dropped by the author: two\nCOPY files/srv/two /srv/two" in dockerfile(proven)
    assert proofs(proven) == ["first", ""]
    assert not drops(proven, "two").made
    op_undo(proven)
    assert "dropped" not in dockerfile(proven)
    assert proofs(proven) == ["first", "second"]
    redo(proven)
    assert "dropped" in dockerfile(proven)


def test_keep_takes_a_drop_back_and_keeps_what_would_be_left_out(two: Person) -> None:
    two.does("ls /")
    two.does("touch /srv/three", {"/srv/three": "3"})
    commits(two, "three")
    assert "ls /" not in dockerfile(two)
    drops(two, "touch")
    keeps(two, "3.1", "2")
    assert "RUN ls / && \\\n    touch /srv/three" in dockerfile(two)


@pytest.mark.parametrize("text", ["vi /etc/motd", "bash", "su - anna"])
def test_what_no_build_can_run_cannot_be_kept(two: Person, text: str) -> None:
    two.does(text, {"/etc/motd": "x"})
    commits(two)
    with pytest.raises(UsageError, match=r"3\.1 .* cannot be kept: it .* reads from the terminal"):
        keeps(two, "1")


def test_a_kept_path_is_in_the_recipe_from_now_on_and_with_what_is_below_it(two: Person) -> None:
    two.does("mkdir /tmp", {"/tmp/first": ""})
    commits(two, "three")
    two.does("my-tool", {"/tmp/app/a": "a", "/tmp/other": "o"})
    commits(two, "four")
    assert "my-tool" not in dockerfile(two)
    found = keeps(two, "/tmp/app/")
    assert found.text == "/tmp/app/"
    changes = {change.path: change for change in two.home.line.snapshots("web")[-1].changes}
    assert [path for path, change in changes.items() if change.volatile] == ["/tmp/other"]
    kept = changes["/tmp/app/a"]
    assert (kept.by, two.home.line.content("web", kept.content)) == ("command 1", b"a")
    assert "my-tool" in dockerfile(two)
    two.workspace = two.home.workspaces.get("web")
    two.does("more", {"/tmp/app/b": "b", "/tmp/c": "c"})
    volatile = {c.path: bool(c.volatile) for c in status(two.engine, two.home, two.workspace).changes}
    assert (volatile["/tmp/app/b"], volatile["/tmp/c"]) == (False, True)


def test_undo_takes_a_kept_path_back(two: Person) -> None:
    two.does("make", {"/tmp/app/a": "a"})
    commits(two, "three")
    before = two.home.line.snapshots("web")
    keeps(two, "/tmp/app")
    op_undo(two)
    assert two.home.line.snapshots("web") == before
    assert not two.home.workspaces.get("web").volatile
    redo(two)
    assert dict(two.home.workspaces.get("web").volatile) == {"/tmp/app": "", "/tmp/app/*": ""}


def test_a_kept_file_that_holds_a_secret_is_withheld(two: Person) -> None:
    key = "-----BEGIN OPENSSH PRIVATE KEY-----\n" + "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAE" * 4
    two.does("make", {"/tmp/app/key": key + "\n-----END OPENSSH PRIVATE KEY-----\n"})
    commits(two, "three")
    keeps(two, "/tmp/app")
    found = {change.path: change for change in two.home.line.snapshots("web")[-1].changes}["/tmp/app/key"]
    assert found.secret
    assert not found.content


@pytest.mark.parametrize(
    ("path", "error"),
    [("/srv/one", "is not volatile"), ("/etc/hosts", "cannot be kept"), ("/proc/1", "cannot be kept")],
)
def test_which_paths_cannot_be_kept(two: Person, path: str, error: str) -> None:
    with pytest.raises((UsageError, NotFound), match=error):
        keeps(two, path)
    assert verbs(two)[0] == "commit"


def test_a_plan_is_one_operation(proven: Person) -> None:
    found = plans(proven, ("pick 2 two", "reword 2 second"), ("pick 1.1", "drop 1.1"))
    assert found.text == "reword 2, drop 1.1"
    assert verbs(proven)[:2] == ["edit", "commit"]
    assert "# dropped by the author: one" in dockerfile(proven)
    assert "# second" in dockerfile(proven)
    assert proofs(proven) == ["", ""]
    op_undo(proven)
    assert proofs(proven) == ["first", "second"]
    assert not plans(proven).made


def test_a_plan_that_only_rewords_keeps_the_proofs(proven: Person) -> None:
    plans(proven, ("pick 1 one", "reword 1 first"))
    assert proofs(proven) == ["first", "second"]


def test_a_plan_joins_snapshots_and_orders_their_commands(two: Person) -> None:
    edit.note(two.home, "web", "1", "note", lambda: connect(two))
    first, second = two.home.line.snapshots("web")
    found = plans(two, ("pick 2 two", "squash 2"), ("  pick 1.1 one\n", ""), ("pick 2.1 two", "pick 2.1\npick 1.1"))
    assert found.text == "squash 1+2"
    (made,) = two.home.line.snapshots("web")
    assert (made.seq, made.image, made.note, made.order) == (2, second.image, "note", (1, 0))
    assert [change.path for change in made.changes] == sorted({*_paths(first), *_paths(second)})
    text = dockerfile(two)
    assert text.index("two &&") < text.index("    one")
    assert two.home.line.snapshot("web", 1).id == first.id
    op_undo(two)
    assert two.home.line.snapshots("web") == [first, second]


def _paths(one: object) -> list[str]:
    return [change.path for change in one.changes]  # type: ignore[attr-defined]


def test_nothing_is_done_where_the_line_changed_while_the_plan_was_open(two: Person) -> None:
    opened = replan.plan_text(two.home, "web")
    edit.amend(two.home, "web", "2", "renamed", lambda: connect(two))
    with pytest.raises(Conflict, match="has changed since the plan was opened"):
        plans(two, ("pick 1.1", "drop 1.1"), opened=opened)


def test_the_editor_gets_the_plan_and_one_that_fails_leaves_its_file(
    two: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("VISUAL", "sed -i s/pick/drop/")
    text, path = replan.edit_text("pick 1.1\n", "web")
    assert (text, path.read_text(), path.stat().st_mode & 0o777) == ("drop 1.1\n", "drop 1.1\n", 0o600)
    monkeypatch.setenv("VISUAL", "false")
    with pytest.raises(UsageError, match="ended with status 1") as error:
        replan.edit_text("pick 1.1\n", "web")
    kept = [one for one in tmp_path.glob("snap-web-*") if one != path]
    assert f"snap edit --file {kept[0]}" in (error.value.hint or "")
    found = replan.with_file(UsageError("wrong", "write it"), path)
    assert (type(found), found.message) == (UsageError, "wrong")
    assert str(path) in (found.hint or "")


def test_a_rule_is_kept_however_keep_ends(two: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    two.does("echo a > /tmp/app", {"/tmp/app": "a"})
    commits(two, "three")

    def killed(_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(two.home.workspaces, "put", killed)
        with pytest.raises(SystemExit):
            keeps(two, "/tmp/app")
    assert two.home.workspaces.get("web").volatile == ()
    assert settle_if_left(two.engine, two.home, "web")
    assert dict(two.home.workspaces.get("web").volatile) == {"/tmp/app": "", "/tmp/app/*": ""}
    assert not settle_if_left(two.engine, two.home, "web")


def test_of_a_long_line_only_what_is_edited_or_named_gets_a_new_recipe(
    two: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.does("four", {"/srv/four": "4"})
    commits(two, "three")
    versions.add_tag(two.home, "web", "named", "3")
    for number in (4, 5):
        two.does(f"make {number}", {f"/srv/{number}": "x"})
        commits(two, f"number {number}")
    planned: list[int] = []

    def counting(
        home: Home, snapshots: Sequence[Snapshot], read: ReadOne, contents: Mapping[str, bytes], rules: Rules | None
    ) -> dict[str, tuple[int, bytes]]:
        planned.append(snapshots[-1].seq)
        return tree_recipe(home, snapshots, read, contents, rules)

    monkeypatch.setattr(rewriting, "tree_recipe", counting)
    monkeypatch.setattr(rewriting, "_ALL_PLANNED", 2)
    before = [dockerfile(two, seq) for seq in range(1, 6)]
    assert drops(two, "1.1").made
    assert planned == [1, 3, 5]
    after = [dockerfile(two, seq) for seq in range(1, 6)]
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, True, False, True, False]
    assert not two.home.line.check("web")
