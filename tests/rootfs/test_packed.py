"""A packed tree says just what it was given, and changes no tree that it was copied from."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from snapshotter.model import Entry, Kind
from snapshotter.rootfs.packed import Packed, copied, pack, unequal, unpack

NAMES = st.binary(max_size=20).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
IDS = st.integers(0, 2**32 - 1)
DIGESTS = st.one_of(st.just(""), st.binary(min_size=32, max_size=32).filter(any).map(bytes.hex))
PAIRS = st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9))).map(tuple)
ENTRIES = st.builds(
    Entry,
    st.sampled_from(get_args(Kind)),
    st.integers(0, 0o7777),
    IDS,
    IDS,
    st.integers(0, 2**62),
    DIGESTS,
    NAMES,
    st.integers(-(2**62), 2**62),
    st.integers(0, 2**62),
    st.tuples(st.integers(0, 4095), st.integers(0, 2**20)),
    PAIRS,
    NAMES,
)


@given(ENTRIES)
def test_an_entry_survives(entry: Entry) -> None:
    assert unpack(pack(entry)) == entry


def test_a_copy_is_of_its_own() -> None:
    entry = Entry("file", 0o644, 0, 0)
    tree = Packed({"/a": pack(entry)})
    other = copied(tree)
    other.lay({"/b": entry})
    del other["/a"]
    assert dict(tree) == {"/a": entry}
    assert dict(other) == {"/b": entry}


def test_what_is_laid_on_it_may_be_packed_too() -> None:
    entry = Entry("file", 0o644, 0, 0)
    tree = Packed()
    tree.lay(Packed({"/a": pack(entry)}))
    assert tree["/a"] == entry and len(tree) == 1 and "/a" in tree


def test_what_may_differ_is_told_whichever_way_it_is_kept() -> None:
    same, old, new = (Entry("file", 0o644, 0, 0, size) for size in (1, 2, 3))
    before = Packed({"/a": pack(same), "/b": pack(old), "/c": pack(old), "/e": same})
    after = Packed({"/a": pack(same), "/b": new, "/d": pack(new), "/e": same})
    wanted = [("/b", old, new), ("/c", old, None), ("/d", None, new)]
    paths = ["/a", "/b", "/c", "/d", "/e", "/nowhere"]
    assert list(unequal(before, after, paths)) == wanted
    assert [each for each in unequal(dict(before), dict(after), paths) if each[1] != each[2]] == wanted
    assert before.keys() & after.keys() == {"/a", "/b", "/e"}
