"""An earlier snapshot that cannot be read blocks neither the next one nor what does not need it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from snapshotter.errors import NotFound, StoreError
from snapshotter.model import Snapshot
from snapshotter.store.damage.notices import listen
from snapshotter.store.layout import content_path
from snapshotter.store.repository import git
from snapshotter.work.commit.commit import commit
from snapshotter.work.export.export import Exporter, export
from snapshotter.work.look.diff import difference
from snapshotter.work.status import status
from snapshotter.work.upkeep.doctor import names_of, repair
from tests.work.fakes import Person


def commits(person: Person) -> Snapshot:
    made = commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert made is not None
    return made.snapshot


def remove(file: Path) -> None:
    file.unlink()


def garble(file: Path) -> None:
    file.chmod(0o644)
    file.write_bytes(os.urandom(file.stat().st_size))


def packs(person: Person) -> list[Path]:
    """The packs of the line, oldest first: one for each snapshot."""
    return sorted(person.home.line.repository.glob("objects/pack/*.pack"), key=lambda file: file.stat().st_mtime_ns)


@pytest.fixture(params=[remove, garble])
def damaged(request: pytest.FixtureRequest, person: Person) -> Person:
    """A person with three snapshots, the second of which is damaged, and one command after them."""
    person.does("one", {"/a": "1", "/kept": "x"})
    commits(person)
    person.does("two", {"/b": "2", "/kept": "y"})
    commits(person)
    person.does("three", {"/c": "3"})
    commits(person)
    (person.upper / "b").unlink()  # what the damaged snapshot added is gone
    person.does("four", {"/a": "1 again", "/d": "4"})
    damage: Callable[[Path], None] = request.param
    damage(packs(person)[1])
    return person


EXPECTED = {"/a": "changed", "/b": "deleted", "/d": "added"}


def test_the_next_snapshot_is_exact_by_the_image_of_the_last(damaged: Person) -> None:
    told: list[str] = []
    listen(told.append)
    made = commits(damaged)
    assert (made.seq, {change.path: change.change for change in made.changes}) == (4, EXPECTED)
    assert [command.text for command in made.commands] == ["four"]
    assert [text for text in told if "snapshot 2 of web is damaged" in text and "snap doctor --repair" in text]
    assert damaged.home.line.snapshot("web", 4) == made
    damaged.does("five", {"/e": "5"})
    assert {change.path for change in commits(damaged).changes} == {"/e"}


def test_the_status_is_exact_too(damaged: Person) -> None:
    found = status(damaged.engine, damaged.home, damaged.workspace)
    assert (found.seq, {change.path: change.change for change in found.changes}) == (3, EXPECTED)


def test_what_needs_no_damaged_snapshot_is_compared(damaged: Person) -> None:
    connect = lambda: damaged.engine  # noqa: E731
    assert {c.path for c in difference(connect, damaged.home, "web", ["2", "3"], []).changes} == {"/c"}
    assert {c.path for c in difference(connect, damaged.home, "web", ["3"], []).changes} == set(EXPECTED)
    with pytest.raises(StoreError, match="snapshot 2 of web is damaged"):
        difference(connect, damaged.home, "web", ["1", "3"], [])


def test_without_the_image_the_damage_is_the_error(damaged: Person) -> None:
    del damaged.engine.images[damaged.home.line.summaries("web")[-1].image]
    with pytest.raises(StoreError, match=r"snapshot 2 of web is damaged.*image of the last snapshot is missing"):
        commits(damaged)
    assert damaged.home.line.head("web") == damaged.home.line.summaries("web")[-1].id


def test_a_lost_line_does_not_pass_for_no_snapshots(person: Person) -> None:
    person.does("one", {"/a": "1"})
    first = commits(person)
    person.does("two", {"/b": "2"})
    person.home.line.repository.rename(person.home.path / "elsewhere")
    with pytest.raises(StoreError, match="snapshots of web are lost") as caught:
        commits(person)
    assert "snap doctor --repair" in caught.value.hint
    assert person.engine.tagged["snap/web:1"] == person.engine.tagged["snap/web:latest"] == first.image
    list(repair(lambda: person.engine, person.home, names_of(person.home)))
    assert {change.path for change in commits(person).changes} == {"/a", "/b"}
    assert person.engine.tagged["snap-saved/web:1"] == first.image


def test_the_image_of_a_killed_first_commit_is_no_lost_line(person: Person) -> None:
    person.does("one", {"/a": "1"})
    first = commits(person)
    person.home.line.delete("web")
    del person.engine.tagged["snap/web:latest"]
    assert commits(person).seq == 1 and person.engine.tagged["snap/web:1"] != first.image


@pytest.mark.parametrize("image", [True, False])
def test_a_damaged_content_is_read_from_the_image_and_blocks_no_commit(person: Person, image: bool) -> None:
    person.does("vi /etc/motd", {"/etc/motd": "edited\n"})
    first = commits(person)
    line = person.home.line
    blob = git.run(line.repository, "rev-parse", f"web:{content_path(first.changes[0].content)}").decode().strip()
    for pack in packs(person):
        moved = pack.rename(line.repository / pack.name)
        pack.with_suffix(".idx").unlink()
        git.run(line.repository, "unpack-objects", "-q", stdin=moved.read_bytes())
    garble(line.repository / "objects" / blob[:2] / blob[2:])
    exporter = Exporter(person.home, lambda: person.engine, lambda _: None, lambda _: None)
    if image:
        made = export(exporter, "web", None, None, verify=False).recipe
        assert [data for name, (_, data) in made.files.items() if name.endswith("motd")] == [b"edited\n"]
    else:
        del person.engine.images[first.image]
        with pytest.raises((NotFound, StoreError), match="the line of web"):
            export(exporter, "web", None, None, verify=False)
    person.does("two", {"/b": "2"})
    if image:
        assert {change.path for change in commits(person).changes} == {"/b"}
