from pathlib import Path

from snapshotter.model import Entry
from snapshotter.rootfs import kept_tree
from snapshotter.rootfs.kept_tree import Kept, Step, extend, is_extended, load, store
from snapshotter.rootfs.packed import pack

ROW, OTHER = (pack(Entry("file", 0o644, 0, 0, size, "ab" * 32)) for size in (1, 2))
WHOLE = Kept({"/a": ROW, "/b": ROW}, {"/b": None}, {"/a"}, "layers", "box", {"/": ("a/b", b"", (0, 1))})
STEP = Step({"/b": None, "/c": OTHER}, {"/b": None, "/a": (OTHER,)}, {"/a": False, "/c": True}, {"/": None}, "more")


def kept(file: Path, key: str) -> Kept:
    found = load(file, key)
    assert found is not None
    return found


def test_a_state_that_was_extended_has_what_each_record_says(tmp_path: Path) -> None:
    file, to = tmp_path / "one", tmp_path / "two"
    store(file, "1", WHOLE)
    first = kept(file, "1")
    assert (first.rows, first.others, first.touched) == (WHOLE.rows, WHOLE.others, WHOLE.touched)
    assert dict(first.committed().rows()) == {"/a": ROW}
    assert extend(file, "1", to, "2", first, STEP)
    assert not file.exists()
    second = kept(to, "2")
    assert second.rows == {"/a": ROW, "/c": OTHER}
    assert dict(second.committed().rows()) == {"/a": OTHER, "/c": OTHER}
    assert (second.touched, second.layers, second.container, second.folders) == ({"/c"}, "more", "box", {})
    assert kept(to, "1") == first  # the records before are still there
    assert load(to, "3") is None


def test_what_a_crash_left_behind_is_not_read_and_is_removed(tmp_path: Path) -> None:
    file, to = tmp_path / "one", tmp_path / "two"
    store(file, "1", WHOLE)
    whole = file.read_bytes()
    extend(file, "1", to, "2", kept(file, "1"), STEP)
    extended = to.read_bytes()
    for left in (extended, extended[:-1], whole + b"snap-state 2 torn"):
        file.write_bytes(left)
        assert extend(file, "1", to, "2", kept(file, "1"), STEP)
        assert to.read_bytes() == extended
    for damaged in (b"", extended[:20], extended[:-1], b"snap-state 9" + extended[12:], extended[:-1] + b"?"):
        to.write_bytes(damaged)
        assert load(to, "2") is None
    assert load(tmp_path / "absent", "2") is None


def test_a_state_that_another_process_shortened_or_took_is_not_extended(tmp_path: Path) -> None:
    file, to = tmp_path / "one", tmp_path / "two"
    store(file, "1", WHOLE)
    first = kept(file, "1")
    file.write_bytes(file.read_bytes()[:-1])
    assert not extend(file, "1", to, "2", first, STEP)
    file.unlink()
    assert not extend(file, "1", to, "2", first, STEP)
    assert not to.exists()


def test_the_whole_state_is_written_again_after_many_records_and_large_ones(tmp_path: Path) -> None:
    file = tmp_path / "one"
    store(file, "0", WHOLE)
    found, number = kept(file, "0"), 0
    while is_extended(found):
        assert extend(file, str(number), file, str(number + 1), found, Step({}, {}, {}, {}, ""))
        number += 1
        found = kept(file, str(number))
    assert number < kept_tree._MOST
    assert not is_extended(Kept({}, {}, set(), records=kept_tree._MOST))
