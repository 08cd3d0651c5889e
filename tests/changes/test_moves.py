"""What went and came with the same content was moved: files, and whole directories as one."""

from __future__ import annotations

from snapshotter.changes.moves import candidates, moves
from snapshotter.model import Change, Entry

DIRECTORY = Entry("directory", 0o755, 0, 0)


def file(text: str, mode: int = 0o644, digest: str | None = None) -> Entry:
    return Entry("file", mode, 0, 0, len(text), text * 3 if digest is None else digest)


def gone(path: str, entry: Entry) -> Change:
    return Change(path, "deleted", entry, None)


def come(path: str, entry: Entry) -> Change:
    return Change(path, "added", None, entry)


def told(*changes: Change) -> list[tuple[str, str, int]]:
    return [(move.old, move.new, move.paths) for move in moves(changes).moves]


def test_a_file_under_another_name_was_moved() -> None:
    assert told(gone("/a", file("x")), come("/b", file("x", 0o755)), come("/c", file("y"))) == [("/a", "/b", 1)]


def test_empty_files_and_other_contents_tell_nothing() -> None:
    assert told(gone("/a", file("")), come("/b", file(""))) == []
    assert told(gone("/a", file("x")), come("/b", file("y"))) == []


def test_of_two_copies_the_one_of_the_same_name_is_the_moved_one() -> None:
    found = moves([gone("/old/n", file("x")), come("/a", file("x")), come("/z/n", file("x"))])
    assert found.origin == {"/z/n": "/old/n"}


def test_each_file_is_taken_once() -> None:
    assert told(gone("/a", file("x")), gone("/b", file("x")), come("/c", file("x"))) == [("/a", "/c", 1)]


def test_a_directory_is_one_move() -> None:
    link = Entry("symlink", 0o777, 0, 0, link="f")
    inside = {"": DIRECTORY, "/f": file("x"), "/empty": file(""), "/l": link, "/sub": DIRECTORY, "/sub/g": file("y")}
    changes = [
        *(gone("/old" + rest, entry) for rest, entry in inside.items()),
        *(come("/srv/new" + rest, entry) for rest, entry in inside.items()),
    ]
    assert told(*changes) == [("/old", "/srv/new", 6)]
    assert moves(changes).origin["/srv/new/sub/g"] == "/old/sub/g"
    assert moves(changes).origin["/srv/new/empty"] == "/old/empty"


def test_a_directory_of_which_something_was_left_out_did_not_move_as_a_whole() -> None:
    assert told(
        gone("/old", DIRECTORY),
        gone("/old/f", file("x")),
        gone("/old/g", file("y")),
        come("/new", DIRECTORY),
        come("/new/f", file("x")),
    ) == [("/old/f", "/new/f", 1)]


def test_a_name_that_only_begins_like_the_directory_is_not_in_it() -> None:
    assert told(
        gone("/old", DIRECTORY),
        gone("/old/f", file("x")),
        gone("/old-1", file("z")),
        come("/new", DIRECTORY),
        come("/new/f", file("x")),
    ) == [("/old", "/new", 2)]


def test_only_files_that_could_have_been_moved_are_to_be_read() -> None:
    unread = file("x", digest="")
    changes = [gone("/a", file("y")), come("/b", unread), come("/c", file("longer", digest=""))]
    assert [change.path for change in candidates(changes)] == ["/b"]
