from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.errors import LayerError
from snapshotter.model import Entry, Layer, Tree
from snapshotter.rootfs.layer.difference import Difference, difference
from snapshotter.rootfs.layer.from_overlay import read_layer_dir
from snapshotter.rootfs.layer.from_tar import read_layer_tar
from snapshotter.rootfs.layer.write import LayerFile, in_directories, write_layer
from snapshotter.rootfs.packed import Packed, pack
from snapshotter.rootfs.tree import apply

S = 10**9
DIRECTORY = Entry("directory", 0o755, 0, 0)
FILE = Entry("file", 0o644, 0, 0, 1, "a" * 64)
NO_LAYER = Layer({})


def found(before: Tree, after: Tree, layer: Layer = NO_LAYER) -> Difference:
    return difference(before, after, layer)


@pytest.mark.parametrize(
    "changed",
    [
        replace(FILE, mode=0o600),
        replace(FILE, uid=1),
        replace(FILE, gid=1),
        replace(FILE, size=2),
        replace(FILE, digest="b" * 64),
        replace(FILE, mtime_ns=S),
        replace(FILE, xattrs=(("user.x", "00"),)),
        replace(FILE, kind="fifo"),
        replace(FILE, kind="char", device=(1, 3)),
        replace(FILE, kind="symlink", link="x"),
    ],
)
def test_every_property_of_an_image_counts(changed: Entry) -> None:
    assert found({"/d": DIRECTORY, "/d/x": FILE}, {"/d": DIRECTORY, "/d/x": changed}).written == {"/d", "/d/x"}


def test_what_no_image_stores_does_not_count() -> None:
    link = Entry("symlink", 0o777, 0, 0, link="x")
    before = {"/x": FILE, "/l": link}
    after = {"/x": replace(FILE, mtime_ns=S - 1, ctime_ns=7), "/l": replace(link, mode=0o755)}
    assert found(before, after).is_empty
    assert found({path: replace(entry) for path, entry in before.items()}, before).is_empty


def test_only_the_topmost_of_what_is_gone_is_deleted() -> None:
    before = {"/d": DIRECTORY, "/d/a": DIRECTORY, "/d/a/x": FILE, "/d/y": FILE, "/e": DIRECTORY, "/e/z": FILE}
    after = {"/d": DIRECTORY, "/d/y": FILE, "/e": FILE}
    assert found(before, after) == Difference(frozenset({"/d", "/e"}), frozenset({"/d/a"}))


def test_a_file_that_became_a_directory_is_not_deleted() -> None:
    assert found({"/d": FILE}, {"/d": DIRECTORY, "/d/x": FILE}) == Difference(frozenset({"/d", "/d/x"}), frozenset())


def test_a_replaced_directory_is_opaque_if_nothing_of_it_stayed() -> None:
    layer = Layer({}, opaque=frozenset({"/d", "/d/e", "/new"}))
    before = {"/d": DIRECTORY, "/d/x": FILE, "/d/e": DIRECTORY, "/d/e/y": FILE}
    after = {"/d": DIRECTORY, "/d/e": replace(DIRECTORY, mode=0o700), "/new": DIRECTORY}
    assert found(before, after, layer) == Difference(frozenset({"/d", "/d/e", "/new"}), frozenset(), frozenset({"/d"}))
    kept = after | {"/d/e": DIRECTORY}
    assert found(before, kept, layer) == Difference(
        frozenset({"/d", "/d/e", "/new"}), frozenset({"/d/x"}), frozenset({"/d/e"})
    )


def test_what_the_engine_made_is_neither_written_nor_deleted() -> None:
    mark, link = Entry("file", 0o644, 0, 0, digest="c" * 64), Entry("symlink", 0o777, 0, 0, link="/proc/mounts")
    assert found({"/.dockerenv": mark}, {"/etc/hosts": mark, "/etc": DIRECTORY}).written == {"/etc"}
    assert found({"/.dockerenv": mark}, {}).deleted == frozenset()
    gone = Layer({}, frozenset({"/etc/mtab"}))  # which was in the base, so it was deleted by hand
    assert found({"/etc": DIRECTORY, "/etc/mtab": link}, {"/etc": DIRECTORY}, gone).deleted == {"/etc/mtab"}


def group(*paths: str) -> dict[str, Entry]:
    return {path: replace(FILE, hardlink=min(paths) if len(paths) > 1 else "") for path in paths}


@pytest.mark.parametrize(
    ("before", "after", "written", "deleted"),
    [
        (group("/a", "/b"), group("/a", "/b", "/c"), "/a /b /c", ""),
        (group("/b", "/c"), group("/a", "/b", "/c"), "/a /b /c", ""),
        (group("/a", "/b", "/c"), group("/b", "/c"), "", "/a"),
        (group("/a", "/b"), group("/b"), "", "/a"),
        (group("/a", "/b"), group("/a") | group("/b"), "/a", ""),
        (group("/a", "/b") | group("/c", "/d"), group("/a", "/c"), "/a /c", "/b /d"),
        (group("/a", "/b", "/c"), group("/a", "/b") | {"/c": replace(FILE, digest="b" * 64)}, "/c", ""),
        (group("/a", "/b", "/c"), {"/a": replace(FILE, digest="b" * 64)} | group("/b", "/c"), "/a", ""),
        (group("/a", "/b"), {p: replace(e, mode=0o600) for p, e in group("/a", "/b").items()}, "/a /b", ""),
    ],
)
def test_groups_of_hard_links(before: Tree, after: Tree, written: str, deleted: str) -> None:
    assert found(before, after) == Difference(frozenset(written.split()), frozenset(deleted.split()))


def layer_of(before: Tree, after: Tree, directory: Path, spool: Path) -> bytes:
    with LayerFile(spool) as file, in_directories(directory, tuple) as visit:
        write_layer(file, after, difference(before, after, read_layer_dir(directory)), visit)
        content = b"".join(file.pieces())
        assert len(content) == file.size
        with file.compressed() as packed:
            assert packed.size == len(b"".join(packed.pieces()))
        return content


def as_stored(tree: Tree) -> dict[str, Entry]:
    return {path: replace(entry, ctime_ns=0, mtime_ns=entry.mtime_ns // S * S) for path, entry in tree.items()}


def change(top: Path) -> None:
    (top / "dir/one").write_bytes(b"changed")
    (top / "dir/two").unlink()
    (top / "kept").chmod(0o600)
    (top / "linked").hardlink_to(top / "dir/one")
    (top / "becomes").unlink()
    (top / "becomes/deep").mkdir(parents=True)
    os.utime(top / "touched", (5, 5))
    os.mkfifo(top / "pipe", 0o640)
    (top / os.fsdecode(b"n\xff\n")).symlink_to(os.fsdecode(b"t\xfe" + b"x" * 150))
    long = top / ("l" * 90) / ("m" * 90)
    long.mkdir(parents=True)
    (long / "ü").write_bytes(b"u")
    with (top / "holes").open("wb") as file:
        file.seek(3 << 20)
        file.write(b"end")
    os.utime(top / "pipe", (-5, -5))


def test_a_layer_makes_the_later_tree_of_the_earlier_one(tmp_path: Path) -> None:
    top = tmp_path / "upper"
    (top / "dir").mkdir(parents=True)
    for name in ("dir/one", "dir/two", "kept", "becomes", "touched"):
        (top / name).write_bytes(name.encode())
    before = apply({}, [read_layer_dir(top)])
    change(top)
    after = apply({}, [read_layer_dir(top)])
    content = layer_of(before, after, top, tmp_path)
    layer = read_layer_tar(io.BytesIO(content))
    assert as_stored(apply(as_stored(before), [layer])) == as_stored(after)
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:  # another reader
        assert [member.size for member in tar if member.name == "holes"] == [(3 << 20) + 3]
        links = [(member.name, member.linkname) for member in tar if member.islnk()]
    assert links == [("linked", "dir/one")]
    assert "/touched" in layer.entries and layer.whiteouts == {"/dir/two"}
    assert layer_of(after, after, top, tmp_path) == bytes(1024)


def test_the_file_takes_no_space_for_zeros_and_goes_with_its_end(tmp_path: Path) -> None:
    file = LayerFile(tmp_path)
    for _ in range(64):
        file.write(bytes(1 << 20))
    assert list(tmp_path.iterdir()) == []
    assert os.fstat(file._file.fileno()).st_blocks * 512 < 1 << 20
    assert sum(map(len, file.pieces())) == file.size == 64 << 20
    file.close()


def edit(path: Path) -> None:
    path.write_bytes(b"another length")


@pytest.mark.parametrize("meddle", [edit, Path.unlink])
def test_a_file_that_is_not_as_it_was_read_is_an_error(meddle: Callable[[Path], None], tmp_path: Path) -> None:
    top = tmp_path / "upper"
    top.mkdir()
    (top / "x").write_bytes(b"x")
    after = apply({}, [read_layer_dir(top)])
    meddle(top / "x")
    with (
        pytest.raises(LayerError, match="changed while"),
        LayerFile(tmp_path) as file,
        in_directories(top, tuple) as visit,
    ):
        write_layer(file, after, Difference(frozenset({"/x"}), frozenset()), visit)


def test_a_tree_of_packed_entries_is_compared_without_its_change_times() -> None:
    packed = Packed({"/x": pack(FILE)})
    assert found(packed, Packed.of({"/x": replace(FILE, ctime_ns=9)})).is_empty


def test_what_is_not_in_the_containers_layer_is_read_from_those_below(tmp_path: Path) -> None:
    found: dict[str, bytes] = {}
    for layer, name in (("low", "x"), ("low", "y"), ("mid", "y"), ("top", "z")):
        (tmp_path / layer).mkdir(exist_ok=True)
        (tmp_path / layer / name).write_text(f"{layer} {name}")
    asked = []

    def lower() -> list[Path]:
        asked.append(1)
        return [tmp_path / "low", tmp_path / "mid"]

    with in_directories(tmp_path / "top", lower) as visit:
        for name in "zxyn":
            visit(f"/{name}", lambda path, _: lambda piece: found.update({path: piece}))
            assert len(asked) == (name != "z")
    assert found == {"/z": b"top z", "/x": b"low x", "/y": b"mid y"}
