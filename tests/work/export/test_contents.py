"""Files that the line does not store: few streams of an image, none if its storage can be read in place."""

from __future__ import annotations

import pytest

from snapshotter.errors import EngineError
from snapshotter.work.commit import snapshot as commit_snapshot
from snapshotter.work.commit.commit import commit
from snapshotter.work.export import contents as reading
from snapshotter.work.export.contents import contents
from tests.work.fakes import Person

FILES = {"/opt/a": "a" * 90, "/opt/b": "b" * 80, "/opt/c": "c" * 70, "/etc/small": "s"}


def found(person: Person, *, in_place: bool, error: EngineError | None = None) -> tuple[dict[str, bytes | None], int]:
    """Commit the files, most of them too large for the line; return their contents and the number of reads."""
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
    monkeypatch.setattr(commit_snapshot, "FILE_LIMIT", 10)


def test_one_stream_returns_all_that_the_line_does_not_store(person: Person) -> None:
    got, streams = found(person, in_place=False)
    assert got == {path: text.encode() for path, text in FILES.items()}
    assert streams == 1


def test_in_place_only_the_requested_files_are_read(person: Person) -> None:
    got, reads = found(person, in_place=True)
    assert got == {path: text.encode() for path, text in FILES.items()}
    assert reads == 3


@pytest.mark.parametrize(("limit", "number"), [("_FILE_LIMIT", 85), ("_TOTAL_LIMIT", 160)])
def test_a_file_beyond_the_limits_is_read_on_its_own(
    person: Person, monkeypatch: pytest.MonkeyPatch, limit: str, number: int
) -> None:
    monkeypatch.setattr(reading, limit, number)
    got, streams = found(person, in_place=False)
    assert got == {path: text.encode() for path, text in FILES.items()}
    assert streams == 2


def test_unavailable_content_is_none(person: Person) -> None:
    got, streams = found(person, in_place=False, error=EngineError("it went away"))
    assert streams == 1
    assert got == {"/opt/a": None, "/opt/b": None, "/opt/c": None, "/etc/small": b"s"}
