"""Rebase and cherry-pick on a fake engine: what is run, recorded, committed and reported, and what a failure leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from snapshotter.errors import Conflict, NotFound
from snapshotter.model import Snapshot, no_progress
from snapshotter.work import start as starting
from snapshotter.work.commit.commit import commit
from snapshotter.work.status import status
from snapshotter.work.versions.edit import keep, note
from snapshotter.work.versions.operations import op_undo
from snapshotter.work.versions.replay.cherry_pick import Picked, cherry_pick
from snapshotter.work.versions.replay.rebase import Rebased, rebase
from tests.work.fakes import BASE, Person, put

NEW = "debian:trixie"
_WRITES = re.compile(r"echo (\S+) > (/\S+)")


def shell(person: Person, fails: Sequence[str] = ()) -> list[str]:
    """Let the fake engine run what writes a word to a file; return the list of what it ran."""
    ran: list[str] = []

    def program(ident: str, argv: Sequence[str]) -> tuple[int, bytes]:
        ran.append(argv[-1])
        if argv[-1] in fails:
            return 9, b"no such thing\n"
        for word, path in _WRITES.findall(argv[-1]):
            put(person.engine.boxes[ident].upper, path, word + "\n")
        return 0, b""

    person.engine.program = program
    return ran


def commits(person: Person, text: str, instructions: Sequence[str] = ()) -> Snapshot:
    made = commit(person.engine, person.home, person.workspace, text, instructions, no_progress)
    assert made
    return made.snapshot


@pytest.fixture
def two(person: Person) -> Person:
    person.does("echo 1 > /srv/one", {"/srv/one": "1\n"})
    person.does("vim /etc/motd", {"/etc/motd": "edited\n"})
    commits(person, "one")
    person.does("ls /srv")
    person.does("echo 2 > /srv/two", {"/srv/two": "2\n"})
    commits(person, "two", ("ENV A=1",))
    return person


def rebases(person: Person, name: str = "") -> Rebased:
    person.engine.add_image(NEW, {"/etc/motd": "welcome\n", "/bin/bash": "#!"})
    return rebase(person.engine, person.home, "web", NEW, name, no_progress, no_progress)


def holds(person: Person, image: str, *paths: str) -> dict[str, bytes]:
    return dict(person.engine.read_files(image, paths))


def test_a_line_is_replayed_on_another_base_as_one_operation(two: Person) -> None:
    before = two.home.line.all_refs("web")
    ran = shell(two)
    found = rebases(two)
    assert (found.workspace.name, found.workspace.base.reference, found.failed) == ("web-rebased", NEW, None)
    assert ran == ["echo 1 > /srv/one", "echo 2 > /srv/two"]
    new = two.home.line.snapshots("web-rebased")
    assert [(one.seq, one.message) for one in new] == [(1, "one"), (2, "two")]
    assert [c.text for c in new[0].commands] == ["echo 1 > /srv/one", "vim /etc/motd"]
    assert [(c.path, c.command) for c in new[0].changes if c.after and c.after.kind == "file"] == [
        ("/etc/motd", 1),
        ("/srv/one", 0),
    ]
    assert [c.cwd for c in new[0].commands] == ["/root", "/root"]
    assert new[1].config.env == (*two.workspace.base.config.env, "A=1")
    assert holds(two, new[1].image, "/etc/motd", "/srv/one", "/srv/two") == {
        "/etc/motd": b"edited\n",
        "/srv/one": b"1\n",
        "/srv/two": b"2\n",
    }
    assert two.home.line.all_refs("web") == before
    mine = [one.verb for one in two.home.line.operations() if one.workspace == "web-rebased"]
    assert mine == ["rebase"]
    op_undo(two.engine, two.home, "web-rebased", "", no_progress, no_progress)
    assert two.home.workspaces.names() == ["web"]


def test_each_step_and_what_differs_is_reported(two: Person) -> None:
    shell(two)
    found = rebases(two)
    steps = [(s.seq, s.index, s.fate, s.status) for one in found.snapshots for s in one.steps]
    assert steps == [(1, 0, "run", 0), (1, 1, "copied", 0), (2, 0, "left out", None), (2, 1, "run", 0)]
    assert [(path.path, path.index, path.how) for one in found.snapshots for path in one.paths] == []

    def other(ident: str, argv: Sequence[str]) -> tuple[int, bytes]:
        put(two.engine.boxes[ident].upper, "/srv/other", "x")
        put(two.engine.boxes[ident].upper, "/srv/one", "other")
        return 0, b""

    two.engine.program = other
    again = rebases(two, "again")
    assert [(path.path, path.index, path.how) for path in again.snapshots[0].paths] == [
        ("/srv/one", 0, "other content"),
        ("/srv/other", 0, "changed now"),
    ]


def test_a_step_that_fails_ends_it_and_leaves_what_was_done(two: Person) -> None:
    two.does("echo 3 > /srv/three", {"/srv/three": "3\n"})
    commits(two, "three")
    shell(two, fails=["echo 2 > /srv/two"])
    found = rebases(two, "next")
    assert found.failed
    assert (found.failed.seq, found.failed.index, found.failed.status) == (2, 1, 9)
    assert found.failed.output == "no such thing\n"
    assert found.left == ("echo 3 > /srv/three",)
    assert [one.message for one in two.home.line.snapshots("next")] == ["one"]
    made = two.home.workspaces.get("next")
    assert [c.text for c in status(two.engine, two.home, made).commands] == ["echo 2 > /srv/two"]
    two.workspace = made
    two.does("by hand", {"/srv/two": "2\n"})
    assert commits(two, "two").seq == 2


def test_a_command_that_failed_before_may_fail_again(two: Person) -> None:
    two.does("echo 4 > /srv/four; false", {"/srv/four": "4\n"}, status=1)
    commits(two, "four")
    shell(two)
    assert rebases(two).failed is None
    assert two.home.line.snapshots("web-rebased")[-1].commands[0].status == 1


def test_without_a_snapshot_there_is_nothing_to_rebase(person: Person) -> None:
    with pytest.raises(NotFound, match="no snapshot to replay"):
        rebases(person)
    assert person.home.workspaces.names() == ["web"]


@pytest.fixture
def other(two: Person) -> Person:
    """A second workspace beside the one with two snapshots."""
    request = starting.Request(BASE, "other")
    return Person(two.engine, two.home, starting.start(two.engine, two.home, request, no_progress))


def picks(person: Person, wanted: str, *, force: bool = False) -> Picked:
    return cherry_pick(person.engine, person.home, "other", wanted, "", no_progress, no_progress, force=force)


def test_a_snapshot_is_done_again_elsewhere_and_undoing_it_puts_the_container_back(other: Person) -> None:
    shell(other)
    keep(other.home, "web", ["1.1"], lambda: other.engine)
    note(other.home, "web", "1", "by hand", lambda: other.engine)
    found = picks(other, "web:1")
    assert found.committed
    made = found.committed.snapshot
    assert (made.seq, made.message, made.note) == (1, "one (from web:1)", "by hand")
    assert [c.in_recipe for c in made.commands] == [True, None]
    assert [c.text for c in made.commands] == ["echo 1 > /srv/one", "vim /etc/motd"]
    assert holds(other, made.image, "/etc/motd", "/srv/one") == {"/etc/motd": b"edited\n", "/srv/one": b"1\n"}
    assert picks(other, "snap/web:2").committed
    assert other.home.line.snapshots("other")[-1].config.env[-1] == "A=1"
    verbs = [one.verb for one in other.home.line.operations() if one.workspace == "other"]
    assert verbs == ["cherry-pick", "cherry-pick", "start"]
    op_undo(other.engine, other.home, "other", "", no_progress, no_progress)
    assert [one.seq for one in other.home.line.summaries("other")] == [1]
    now = other.home.workspaces.get("other")
    assert not status(other.engine, other.home, now).changes
    assert other.engine.container(now.container).image == made.image
    assert other.home.line.next_number("other") == 3


def refuses(person: Person, match: str, act: Callable[[], object]) -> None:
    before = person.home.line.all_refs("other")
    with pytest.raises(Conflict, match=match):
        act()
    assert person.home.line.all_refs("other") == before


def test_a_file_that_is_otherwise_is_named_and_nothing_is_done(other: Person) -> None:
    other.does("echo mine", {"/etc/motd": "mine\n"})
    commits(other, "mine")
    ran = shell(other)
    refuses(other, "/etc/motd of other would be overwritten", lambda: picks(other, "web:1"))
    assert ran == []
    found = picks(other, "web:1", force=True)
    assert found.overwritten == ("/etc/motd",)
    assert found.committed
    assert holds(other, found.committed.snapshot.image, "/etc/motd") == {"/etc/motd": b"edited\n"}


def test_a_pick_that_fails_commits_nothing_and_what_it_did_is_not_mixed_with_another(other: Person) -> None:
    shell(other, fails=["echo 1 > /srv/one"])
    found = picks(other, "web:1")
    assert found.failed
    assert found.committed is None
    assert other.home.line.snapshots("other") == []
    refuses(other, "work that is not committed", lambda: picks(other, "web:1"))
    refuses(other, "work that is not committed", lambda: picks(other, "web:1", force=True))


def interrupts(person: Person, at: str) -> None:
    """Let Ctrl-C be typed while a command runs."""
    ran = shell(person)

    def program(ident: str, argv: Sequence[str]) -> tuple[int, bytes]:
        ran.append(argv[-1])
        put(person.engine.boxes[ident].upper, "/srv/half", "half\n")
        if argv[-1] == at:
            raise KeyboardInterrupt
        return 0, b""

    person.engine.program = program


def test_a_pick_that_is_interrupted_is_taken_back(other: Person) -> None:
    interrupts(other, "echo 1 > /srv/one")
    said: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        cherry_pick(other.engine, other.home, "other", "web:1", "", no_progress, said.append)
    assert "taking back what was done" in said[-2] and "as before; what was done is snapshot 1" in said[-1]
    now = other.home.workspaces.get("other")
    assert not status(other.engine, other.home, now).changes
    assert other.home.line.snapshots("other") == []


def test_a_rebase_that_is_interrupted_says_what_there_is(two: Person) -> None:
    before = two.home.line.all_refs("web")
    interrupts(two, "echo 2 > /srv/two")
    two.engine.add_image(NEW, {"/etc/motd": "welcome\n", "/bin/bash": "#!"})
    said: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        rebase(two.engine, two.home, "web", NEW, "", no_progress, said.append)
    assert "web is as before; web-rebased has 1 of its 2 snapshots" in said[-1] and "snap rm --force" in said[-1]
    assert two.home.line.all_refs("web") == before
