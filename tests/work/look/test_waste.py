"""Bytes in an image's layers that later layers hide."""

from __future__ import annotations

from snapshotter.model import Entry, Layer
from snapshotter.work.look.waste import waste


def file(size: int, hardlink: str = "") -> Entry:
    return Entry("file", 0o644, 0, 0, size, "x", hardlink=hardlink)


FOLDER = Entry("directory", 0o755, 0, 0)


def wasted(*layers: Layer) -> list[int]:
    return [one.wasted for one in waste(layers)]


def test_overwritten_and_deleted_files_are_waste() -> None:
    lower = Layer({"/a": file(1), "/b": file(10), "/c": file(100), "/d": FOLDER})
    assert wasted(lower, Layer({"/a": file(1000)}, frozenset({"/b"}))) == [11, 0]
    found = waste([lower, Layer({"/a": file(1000)}, frozenset({"/b"}))])[0]
    assert (found.size, found.paths) == (111, (("/b", 10), ("/a", 1)))


def test_what_is_below_a_path_goes_with_it() -> None:
    lower = Layer({"/d": FOLDER, "/d/e": FOLDER, "/d/e/f": file(5), "/dx": file(7)})
    assert wasted(lower, Layer({}, frozenset({"/d"}))) == [5, 0]
    assert wasted(lower, Layer({"/d": FOLDER}, opaque=frozenset({"/d"}))) == [5, 0]
    assert wasted(lower, Layer({"/d": Entry("symlink", 0o777, 0, 0, link="x")})) == [5, 0]
    assert wasted(lower, Layer({"/d": FOLDER, "/d/g": file(1)})) == [0, 0]


def test_a_file_that_comes_again_is_wasted_once_in_each_layer() -> None:
    one = Layer({"/a": file(3)})
    assert wasted(one, Layer({}, frozenset({"/a"})), one, one) == [3, 0, 3, 0]


def test_a_layer_hides_nothing_of_itself() -> None:
    assert wasted(Layer({"/d": FOLDER, "/d/f": file(4)}, frozenset({"/x"}), frozenset({"/d"}))) == [0]


def test_hard_links_count_once_and_until_the_last_is_gone() -> None:
    lower = Layer({"/a": file(9, "/a"), "/b": file(9, "/a")})
    assert waste([lower])[0].size == 9
    assert wasted(lower, Layer({}, frozenset({"/a"}))) == [0, 0]
    assert wasted(lower, Layer({}, frozenset({"/a"})), Layer({}, frozenset({"/b"}))) == [9, 0, 0]
