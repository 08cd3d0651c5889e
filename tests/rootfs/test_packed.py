"""A packed tree has the entries that were stored in it; changing a copy does not change the original."""

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
def test_packing_and_unpacking_preserves_an_entry(entry: Entry) -> None:
    assert unpack(pack(entry)) == entry


def test_a_copy_is_independent() -> None:
    entry = Entry("file", 0o644, 0, 0)
    tree = Packed({"/a": pack(entry)})
    other = copied(tree)
    other.set_all({"/b": entry})
    del other["/a"]
    assert dict(tree) == {"/a": entry}
    assert dict(other) == {"/b": entry}


def test_set_all_accepts_a_packed_tree() -> None:
    entry = Entry("file", 0o644, 0, 0)
    tree = Packed()
    tree.set_all(Packed({"/a": pack(entry)}))
    assert tree["/a"] == entry and len(tree) == 1 and "/a" in tree


def test_unequal_with_packed_and_unpacked_entries() -> None:
    same, old, new = (Entry("file", 0o644, 0, 0, size) for size in (1, 2, 3))
    before = Packed({"/a": pack(same), "/b": pack(old), "/c": pack(old), "/e": same})
    after = Packed({"/a": pack(same), "/b": new, "/d": pack(new), "/e": same})
    wanted = [("/b", old, new), ("/c", old, None), ("/d", None, new)]
    paths = ["/a", "/b", "/c", "/d", "/e", "/nowhere"]
    assert list(unequal(before, after, paths)) == wanted
    assert [each for each in unequal(dict(before), dict(after), paths) if each[1] != each[2]] == wanted
    assert before.keys() & after.keys() == {"/a", "/b", "/e"}
