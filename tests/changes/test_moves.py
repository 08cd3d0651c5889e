"""Deleted and added paths of the same content were moved: files, and whole directories as one move."""

from __future__ import annotations

from snapshotter.changes.moves import candidates, moves
from snapshotter.model import Change, Entry

DIRECTORY = Entry("directory", 0o755, 0, 0)


def file(text: str, mode: int = 0o644, digest: str | None = None) -> Entry:
    return Entry("file", mode, 0, 0, len(text), text * 3 if digest is None else digest)


def deleted(path: str, entry: Entry) -> Change:
    return Change(path, "deleted", entry, None)


def new(path: str, entry: Entry) -> Change:
    return Change(path, "added", None, entry)


def moved(*changes: Change) -> list[tuple[str, str, int]]:
    return [(move.old, move.new, move.paths) for move in moves(changes).moves]


def test_a_file_under_another_name_was_moved() -> None:
    assert moved(deleted("/a", file("x")), new("/b", file("x", 0o755)), new("/c", file("y"))) == [("/a", "/b", 1)]


def test_empty_files_and_other_contents_were_not_moved() -> None:
    assert moved(deleted("/a", file("")), new("/b", file(""))) == []
    assert moved(deleted("/a", file("x")), new("/b", file("y"))) == []


def test_of_two_copies_the_one_of_the_same_name_is_the_moved_one() -> None:
    found = moves([deleted("/old/n", file("x")), new("/a", file("x")), new("/z/n", file("x"))])
    assert found.origin == {"/z/n": "/old/n"}


def test_each_file_is_in_one_move() -> None:
    assert moved(deleted("/a", file("x")), deleted("/b", file("x")), new("/c", file("x"))) == [("/a", "/c", 1)]


def test_a_directory_is_one_move() -> None:
    link = Entry("symlink", 0o777, 0, 0, link="f")
    inside = {"": DIRECTORY, "/f": file("x"), "/empty": file(""), "/l": link, "/sub": DIRECTORY, "/sub/g": file("y")}
    changes = [
        *(deleted("/old" + rest, entry) for rest, entry in inside.items()),
        *(new("/srv/new" + rest, entry) for rest, entry in inside.items()),
    ]
    assert moved(*changes) == [("/old", "/srv/new", 6)]
    assert moves(changes).origin["/srv/new/sub/g"] == "/old/sub/g"
    assert moves(changes).origin["/srv/new/empty"] == "/old/empty"


def test_a_directory_of_which_something_was_left_out_did_not_move_as_a_whole() -> None:
    assert moved(
        deleted("/old", DIRECTORY),
        deleted("/old/f", file("x")),
        deleted("/old/g", file("y")),
        new("/new", DIRECTORY),
        new("/new/f", file("x")),
    ) == [("/old/f", "/new/f", 1)]


def test_a_name_that_only_begins_like_the_directory_is_not_in_it() -> None:
    assert moved(
        deleted("/old", DIRECTORY),
        deleted("/old/f", file("x")),
        deleted("/old-1", file("z")),
        new("/new", DIRECTORY),
        new("/new/f", file("x")),
    ) == [("/old", "/new", 2)]


def test_only_files_that_could_have_been_moved_are_to_be_read() -> None:
    unread = file("x", digest="")
    changes = [deleted("/a", file("y")), new("/b", unread), new("/c", file("longer", digest=""))]
    assert [change.path for change in candidates(changes)] == ["/b"]
