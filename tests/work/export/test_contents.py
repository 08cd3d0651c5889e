"""Files that the line does not keep: as few streams of an image as can be, none where its storage is at hand."""

from __future__ import annotations

import pytest

from snapshotter.errors import EngineError
from snapshotter.work.commit import snapshot as accounting
from snapshotter.work.commit.commit import commit
from snapshotter.work.export import contents as reading
from snapshotter.work.export.contents import contents
from tests.work.fakes import Person

FILES = {"/opt/a": "a" * 90, "/opt/b": "b" * 80, "/opt/c": "c" * 70, "/etc/small": "s"}


def found(person: Person, *, in_place: bool, error: EngineError | None = None) -> tuple[dict[str, bytes | None], int]:
    """Commit the files, as if the larger ones were too large for the line, and read them all; how often is told."""
    person.does("x", FILES)
    made = commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert made is not None
    snapshot = made.snapshot
    person.engine.in_place = in_place
    if error:
        person.engine.broken["read_files"] = error
    person.engine.calls.clear()
    by_path = {change.path: change for change in snapshot.changes}
    with contents(person.home, lambda: person.engine, [snapshot]) as content:
        got = {path: content(snapshot.seq, by_path[path]) for path in FILES}
    return got, person.engine.calls.count("read_files")


@pytest.fixture(autouse=True)
def small_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounting, "FILE_LIMIT", 10)


def test_one_stream_gives_all_that_the_line_does_not_keep(person: Person) -> None:
    got, streams = found(person, in_place=False)
    assert got == {path: text.encode() for path, text in FILES.items()}
    assert streams == 1


def test_where_the_storage_can_be_read_only_what_is_asked_for_is(person: Person) -> None:
    got, reads = found(person, in_place=True)
    assert got == {path: text.encode() for path, text in FILES.items()}
    assert reads == 3


@pytest.mark.parametrize(("limit", "number"), [("_FILE_LIMIT", 85), ("_TOTAL_LIMIT", 160)])
def test_what_is_too_large_to_be_read_along_is_read_alone(
    person: Person, monkeypatch: pytest.MonkeyPatch, limit: str, number: int
) -> None:
    monkeypatch.setattr(reading, limit, number)
    got, streams = found(person, in_place=False)
    assert got == {path: text.encode() for path, text in FILES.items()}
    assert streams == 2


def test_what_nobody_has_is_none(person: Person) -> None:
    got, streams = found(person, in_place=False, error=EngineError("It went away."))
    assert streams == 1
    assert got == {"/opt/a": None, "/opt/b": None, "/opt/c": None, "/etc/small": b"s"}
