"""Squashing: what the one snapshot holds, what stays reachable, and that it can be undone."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from snapshotter.engine.api import Engine
from snapshotter.errors import UsageError
from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot, no_progress
from snapshotter.store.repository import refs
from snapshotter.work.commit.commit import commit
from snapshotter.work.versions import checkout as versions
from snapshotter.work.versions.operations import op_undo
from snapshotter.work.versions.squash import Squashed, joined, joined_message, squash
from tests.work.fakes import Person

BASE = Base("debian:bookworm", "sha256:0")


def file(text: str) -> Entry:
    return Entry("file", 0o644, 0, 0, size=len(text), digest=text)


def command(text: str, begin: float, end: float | None = 0.0, session: str = "s") -> Command:
    return Command(text, 0, "/", "root", begin, begin + 1 if end is not None else None, "bash", 1, session)


def change(path: str, before: str | None, after: str | None, index: int | None) -> Change:
    kind = "added" if before is None else "deleted" if after is None else "changed"
    by = "outside" if index is None else f"command {index + 1}"
    old, new = (file(text) if text is not None else None for text in (before, after))
    return Change(path, kind, old, new, by, index)  # type: ignore[arg-type]


def snapshot(seq: int, commands: tuple[Command, ...], changes: tuple[Change, ...], message: str = "") -> Snapshot:
    tag = f"snap/web:{seq}"
    return Snapshot(
        "web",
        seq,
        f"sha256:{seq}",
        tag,
        BASE,
        message or f"m{seq}",
        seq,
        ImageConfig(),
        commands,
        changes,
        id=f"i{seq}",
    )


def test_joined_commands_are_numbered_anew_and_their_changes_with_them() -> None:
    one = snapshot(1, (command("a", 1), command("b", 2)), (change("/a", None, "1", 0), change("/b", None, "1", 1)))
    two = snapshot(2, (command("c", 3),), (change("/b", "1", "2", 0), change("/o", None, "1", None)))
    three = snapshot(3, (command("d", 4),), (change("/a", "1", None, 0),))
    found = joined([one, two, three], "all")
    assert (found.seq, found.image, found.tag, found.id) == (3, "sha256:3", "snap/web:3", "i3")
    assert [one.text for one in found.commands] == ["a", "b", "c", "d"]
    assert [(c.path, c.change, c.command, c.by) for c in found.changes] == [
        ("/b", "added", 2, "command 3"),
        ("/o", "added", None, "outside"),
    ]
    assert found.changes[0].after == file("2")


def test_a_command_that_ran_on_is_there_once_as_a_whole() -> None:
    begun = snapshot(1, (command("sleep", 1, None), command("x", 2)), (change("/s", None, "1", 0),))
    ended = snapshot(2, (command("sleep", 1),), (change("/t", None, "1", 0),))
    found = joined([begun, ended], "")
    assert [(one.text, one.end) for one in found.commands] == [("sleep", 2), ("x", 3)]
    assert [(c.path, c.command) for c in found.changes] == [("/s", 0), ("/t", 0)]


def test_commands_without_a_session_are_kept_apart() -> None:
    one, two = (snapshot(seq, (command("x", 1, session=""),), ()) for seq in (1, 2))
    assert len(joined([one, two], "").commands) == 2


def test_instructions_are_all_kept_in_order() -> None:
    one = replace(snapshot(1, (), ()), instructions=("ENV A=1",))
    two = replace(snapshot(2, (), ()), instructions=("ENV A=2", "CMD x"))
    assert joined([one, two], "").instructions == ("ENV A=1", "ENV A=2", "CMD x")


def test_messages_are_on_one_line_if_they_fit_there() -> None:
    short = [snapshot(1, (), (), "install nginx"), snapshot(2, (), (), "add a page")]
    assert joined_message(short) == "install nginx; add a page"
    long = [snapshot(1, (), (), "x" * 60), snapshot(2, (), (), "two\n\nwith a body")]
    assert joined_message(long) == f"{'x' * 60}, and 1 more\n\n- {'x' * 60}\n- two\n  \n  with a body"


@pytest.fixture
def four(person: Person) -> Person:
    for number in range(1, 5):
        person.does(f"step {number}", {"/srv/state": str(number), f"/srv/{number}": "x"})
        assert commit(person.engine, person.home, person.workspace, f"m{number}", (), no_progress)
    return person


def squashes(person: Person, wanted: str, message: str = "") -> Squashed:
    def connect() -> Engine:
        return person.engine

    return squash(person.home, "web", wanted, message, connect)


def line(person: Person) -> list[tuple[int, str, int]]:
    return [(one.seq, one.message, len(one.commands)) for one in person.home.line.snapshots("web")]


def test_squash_rewrites_the_later_ones_and_op_undo_brings_all_back(four: Person) -> None:
    before, operations = four.home.line.snapshots("web"), len(list(four.home.line.operations()))
    versions.add_tag(four.home, "web", "two", "2")
    found = squashes(four, "1..3")
    assert (found.gone, found.stayed) == ((2,), ("tag two",))
    assert line(four) == [(1, "m1", 1), (3, "m2; m3", 2), (4, "m4", 1)]
    now = four.home.line.snapshots("web")
    assert [one.image for one in now] == [before[at].image for at in (0, 2, 3)]
    assert [c.path for c in now[1].changes] == ["/srv/2", "/srv/3", "/srv/state"]
    assert four.home.line.snapshot("web", 2).id == before[1].id
    assert four.home.line.next_number("web") == 5
    assert len(list(four.home.line.operations())) == operations + 2
    op_undo(four.engine, four.home, "web", "", no_progress, no_progress)
    assert four.home.line.snapshots("web") == before


def test_a_number_that_is_gone_can_still_be_checked_out(four: Person) -> None:
    squashes(four, "base..HEAD", "all")
    assert line(four) == [(4, "all", 4)]
    moved = versions.checkout(four.engine, four.home, "web", "2", no_progress, no_progress)
    assert moved.seq == 2
    assert [one.seq for one in four.home.line.summaries("web")] == [1, 2]


def test_one_revision_means_all_after_it(four: Person) -> None:
    squashes(four, "HEAD~2")
    assert line(four) == [(1, "m1", 1), (2, "m2", 1), (4, "m3; m4", 2)]


def test_ranges_that_join_nothing_are_refused(four: Person) -> None:
    before = four.home.line.all_refs("web")
    for wanted, why in (
        ("3..4", "one snapshot"),
        ("HEAD", "no snapshot"),
        ("3..1", "before the first"),
        ("..3", "begins"),
    ):
        with pytest.raises(UsageError, match=why):
            squashes(four, wanted)
    assert four.home.line.all_refs("web") == before


def test_a_secret_in_the_message_is_replaced(four: Person) -> None:
    found = squashes(four, "2", "use password=hunter2hunter2Xy9")
    assert "hunter2" not in found.snapshot.message


def test_a_snapshot_of_another_branch_is_refused(four: Person) -> None:
    moved = versions.checkout(four.engine, four.home, "web", "2", no_progress, no_progress)
    four.workspace = moved.workspace
    with pytest.raises(UsageError, match="snapshot 4 is not on the line"):
        squashes(four, "1..4")
    assert refs.head_ref("web") in four.home.line.all_refs("web")
