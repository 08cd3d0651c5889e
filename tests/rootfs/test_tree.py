from __future__ import annotations

from msgspec.structs import replace

from snapshotter.changes.compare import compare
from snapshotter.model import Entry, Layer
from snapshotter.rootfs.tree import apply, touched
from tests.rootfs.samples import DIRECTORY, file

BASE = {
    "/d": DIRECTORY,
    "/d/a": file(b"a"),
    "/d/b": file(b"b"),
    "/d/sub": DIRECTORY,
    "/d/sub/c": file(b"c"),
    "/dx": file(b"not below /d"),
}


def test_a_deletion_removes_the_subtree() -> None:
    layer = Layer({}, frozenset({"/d/sub", "/d/a"}))
    assert set(apply(BASE, [layer])) == {"/d", "/d/b", "/dx"}
    assert touched([layer], BASE) == {"/d/sub", "/d/sub/c", "/d/a"}


def test_an_opaque_directory_hides_what_was_in_it_only() -> None:
    layer = Layer({"/d": DIRECTORY, "/d/new": file(b"n")}, opaque=frozenset({"/d"}))
    assert set(apply(BASE, [layer])) == {"/d", "/d/new", "/dx"}
    assert touched([layer], BASE) == {"/d", "/d/new", "/d/a", "/d/b", "/d/sub", "/d/sub/c"}


def test_an_opaque_root_hides_everything() -> None:
    assert set(apply(BASE, [Layer({"/n": file()}, opaque=frozenset({"/"}))])) == {"/n"}


def test_a_file_over_a_directory_removes_what_was_below() -> None:
    layer = Layer({"/d": file(b"now a file")})
    assert set(apply(BASE, [layer])) == {"/d", "/dx"}
    assert touched([layer], BASE) == set(BASE) - {"/dx"}


def test_a_link_over_a_directory_removes_what_was_below() -> None:
    merged = apply(BASE, [Layer({"/d": Entry("symlink", 0o777, 0, 0, link="dx")})])
    assert set(merged) == {"/d", "/dx"}


def test_a_directory_over_a_file_and_over_a_directory() -> None:
    merged = apply(BASE, [Layer({"/dx": DIRECTORY, "/dx/in": file(), "/d": Entry("directory", 0o700, 5, 5)})])
    assert merged["/dx"].kind == "directory"
    assert merged["/d"].mode == 0o700
    assert "/d/sub/c" in merged


def test_deleted_and_made_again_in_one_layer() -> None:
    layer = Layer({"/d": DIRECTORY, "/d/only": file()}, frozenset({"/d"}))
    assert set(apply(BASE, [layer])) == {"/d", "/d/only", "/dx"}


def test_later_layers_are_applied_after_earlier_ones() -> None:
    layers = [Layer({"/n": file(b"1")}), Layer({}, frozenset({"/n"})), Layer({"/n": file(b"2")})]
    assert apply({}, layers)["/n"] == file(b"2")
    assert "/n" not in apply({}, layers[:2])


def test_directories_that_no_layer_describes_are_added() -> None:
    merged = apply({}, [Layer({"/a/b/c": file()})])
    assert merged["/a"].kind == merged["/a/b"].kind == "directory"


def test_a_hard_link_group_that_loses_members_is_renamed() -> None:
    group = {path: file(b"x", hardlink="/a") for path in ("/a", "/b", "/c")}
    two = apply(group, [Layer({}, frozenset({"/a"}))])
    assert {path: entry.hardlink for path, entry in two.items()} == {"/b": "/b", "/c": "/b"}
    one = apply(group, [Layer({"/a": file(b"new")}, frozenset({"/b"}))])
    assert {path: entry.hardlink for path, entry in one.items()} == {"/a": "", "/c": ""}


def test_groups_of_two_layers_with_one_name_stay_separate() -> None:
    lower = {"/a": file(b"x", hardlink="/a"), "/b": file(b"x", hardlink="/a")}
    upper = Layer({"/a": file(b"y", hardlink="/a"), "/c": file(b"y", hardlink="/a")})
    merged = apply(lower, [upper])
    assert {path: entry.hardlink for path, entry in merged.items()} == {"/a": "/a", "/b": "", "/c": "/a"}
    assert [change.path for change in compare(lower, merged, touched([upper], lower))] == ["/a", "/b", "/c"]


def test_the_argument_is_not_modified() -> None:
    before = dict(BASE)
    apply(BASE, [Layer({"/d": file()}, frozenset({"/dx"}))])
    assert before == BASE


def test_directories_that_podman_made_in_an_image_are_not_in_the_tree() -> None:
    layer = Layer(
        {"/run": DIRECTORY, "/run/.containerenv": file(), "/etc": DIRECTORY, "/etc/hosts": file(), "/x": file()}
    )
    assert set(apply({}, [layer])) == {"/x"}
    below = {"/run": DIRECTORY, "/etc": replace(DIRECTORY, mode=0o700)}
    assert apply(below, [layer])["/etc"].mode == DIRECTORY.mode, "it was there, and its mode was changed"
    assert "/run/.containerenv" in apply(below, [layer])
