from __future__ import annotations

import gzip
import hashlib
import os
from pathlib import Path

import pytest

from snapshotter.engine.api import Container
from snapshotter.rootfs import cache
from snapshotter.rootfs.contents import digests_in_place, read_contents, read_digests, read_spooled
from snapshotter.rootfs.image import base_tree, container_layer, image_layers
from snapshotter.rootfs.spool import Spool
from tests.rootfs.samples import DIRECTORY, FakeEngine, file, files, member, tar

LOWER, UPPER = files({"a": b"1", "b": b"2"}), files({".wh.a": b"", "c": b"3"})


def directories(tmp_path: Path) -> list[Path]:
    (tmp_path / "lower").mkdir()
    (tmp_path / "lower/a").write_bytes(b"1")
    (tmp_path / "upper").mkdir()
    (tmp_path / "upper/c").write_bytes(b"3")
    return [tmp_path / "lower", tmp_path / "upper"]


def test_layers_come_from_the_stream_or_in_place(tmp_path: Path) -> None:
    streaming = FakeEngine([LOWER, UPPER])
    (top,) = image_layers(streaming.as_engine(), "x", skip=1)
    assert set(top.entries) == {"/c"}
    assert top.whiteouts == {"/a"}
    local = FakeEngine([LOWER, UPPER], directories=directories(tmp_path))
    (top,) = image_layers(local.as_engine(), "x", skip=1)
    assert set(top.entries) == {"/c"}
    assert local.saves == 0
    assert image_layers(local.as_engine(), "x", skip=2) == []


@pytest.mark.parametrize("in_place", [True, False])
def test_progress_of_reading_a_large_image(tmp_path: Path, in_place: bool) -> None:
    large = files({"big": bytes(20 << 20)})
    made = directories(tmp_path)
    (made[0] / "big").write_bytes(bytes(20 << 20))
    engine = FakeEngine([large, UPPER], directories=made if in_place else None)
    lines: list[str] = []
    base_tree(engine.as_engine(), engine.image("x"), tmp_path / "cache", lines.append)
    assert lines[0] == "reading the base image"
    assert all(line.startswith("reading the base image  ") and " MB" in line for line in lines[1:])
    assert len(lines) > 1
    lines.clear()
    base_tree(engine.as_engine(), engine.image("x"), tmp_path / "cache", lines.append)
    assert lines == []


def test_layers_that_point_below_come_from_the_stream(tmp_path: Path) -> None:
    made = directories(tmp_path)
    try:
        os.setxattr(made[1] / "c", "user.overlay.metacopy", b"")
    except OSError:
        pytest.skip("this file system keeps no user attributes")
    engine = FakeEngine([LOWER, UPPER], directories=made)
    assert image_layers(engine.as_engine(), "x", skip=1)[0].whiteouts == {"/a"}
    assert engine.saves == 1


def test_a_base_is_read_once(tmp_path: Path) -> None:
    engine = FakeEngine([LOWER, UPPER])
    image = engine.image("x")
    first = base_tree(engine.as_engine(), image, tmp_path / "cache")
    assert set(first) == {"/b", "/c"}
    assert base_tree(engine.as_engine(), image, tmp_path / "cache") == first
    assert engine.saves == 1


@pytest.mark.parametrize("base_is_cached", [True, False])
def test_lower_layers_are_read_once_and_upper_contents_with_the_layers(tmp_path: Path, base_is_cached: bool) -> None:
    base = FakeEngine([LOWER], saved=blobs(LOWER))
    if base_is_cached:
        base_tree(base.as_engine(), base.image("x"), tmp_path)
    engine = FakeEngine([LOWER, UPPER], saved=blobs(LOWER, UPPER))
    read: list[str] = []
    for times in range(2):
        with Spool(tmp_path) as spool:
            layers = image_layers(
                engine.as_engine(), "x", skip=1, tap=lambda path, size: read.append(path), cache=tmp_path
            )
            assert [set(layer.entries) for layer in layers] == [{"/c"}]
            assert read_spooled(spool, {"/c": 9}) == {}
            image_layers(engine.as_engine(), "x", skip=1, cache=tmp_path, spool=spool)
            assert read_spooled(spool, {"/c": 9}) == {"/c": b"3"}
        assert read.count("/b") == (not base_is_cached)
        assert read.count("/c") == times + 1


def blobs(*layers: bytes) -> bytes:
    """Return a saved image with its layers compressed, lowest first, as where images are in containerd's store."""
    packed = [gzip.compress(layer) for layer in layers]
    return tar(*(member(f"blobs/sha256/{hashlib.sha256(one).hexdigest()}", one) for one in packed))


def test_a_stored_tree_of_the_lower_layers_is_used(tmp_path: Path) -> None:
    base = FakeEngine([LOWER])
    base_tree(base.as_engine(), base.image("x"), tmp_path)
    engine = FakeEngine([LOWER, UPPER], saved=b"")
    engine.directories = [tmp_path / "never read", tmp_path / "upper"]
    (tmp_path / "upper").mkdir()
    assert set(base_tree(engine.as_engine(), engine.image("x"), tmp_path)) == {"/a", "/b"}


@pytest.mark.parametrize("damage", [b"", b"snap-tree 1 x\n{}", b"snap-tree 9 \n", None])
def test_a_damaged_cache_is_read_again(tmp_path: Path, damage: bytes | None) -> None:
    engine = FakeEngine([LOWER])
    image = engine.image("x")
    first = base_tree(engine.as_engine(), image, tmp_path)
    stored = cache.location(tmp_path, image.layers)
    stored.write_bytes(stored.read_bytes()[:-3] if damage is None else damage)
    assert base_tree(engine.as_engine(), image, tmp_path) == first
    assert engine.saves == 2


def test_the_cache_keeps_all_but_change_times(tmp_path: Path) -> None:
    tree = {
        "/a\udcff\n": file(b"x", xattrs=(("security.capability", "00ff"),), mtime_ns=-5, hardlink="/a\udcff\n"),
        "/d": DIRECTORY,
    }
    cache.store(tmp_path / "deep/t", tree)
    assert dict(cache.load(tmp_path / "deep/t") or {}) == tree
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["t"]
    cache.store(tmp_path / "deep/t/below-a-file", tree)


def test_contents_from_the_stream_and_in_place(tmp_path: Path) -> None:
    want = {"/c": 1, "/b": 1, "/absent": 10, "/z": 10}
    links = tar(member("c", b"3"), member("z", b"", kind=b"1", linkname="c"), member("long", b"12345"))
    streaming = FakeEngine([LOWER, links])
    image = streaming.image("x")
    assert read_contents(streaming.as_engine(), image, 1, want) == {"/c": b"3", "/z": b"3"}
    assert read_contents(streaming.as_engine(), image, 1, {"/z": 1}) == {"/z": b"3"}
    assert read_contents(streaming.as_engine(), image, 0, {"/b": 1, "/long": 4}) == {"/b": b"2"}
    assert read_contents(streaming.as_engine(), image, 0, {}) == {}
    local = FakeEngine([LOWER, UPPER], directories=directories(tmp_path))
    assert read_contents(local.as_engine(), image, 0, {"/a": 1, "/c": 1, "/b": 1}) == {"/a": b"1", "/c": b"3"}
    assert read_contents(local.as_engine(), image, 1, {"/a": 1}) == {}


def test_digests_of_many_files_take_one_pass(tmp_path: Path) -> None:
    many = {f"f{number}": b"%d" % number for number in range(50)}
    links = tar(member("one", b"1"), member("two", b"", kind=b"1", linkname="one"))
    engine = FakeEngine([LOWER, files(many)])
    want = {f"/{name}": "md5" for name in many} | {"/f7": "sha1", "/absent": "md5"}
    expected = {f"/{name}": hashlib.md5(data).hexdigest() for name, data in many.items()} | {
        "/f7": hashlib.sha1(b"7").hexdigest()
    }
    assert read_digests(engine.as_engine(), engine.image("x"), 1, want) == expected
    assert engine.saves == 1
    linked = FakeEngine([links])
    assert read_digests(linked.as_engine(), linked.image("x"), 0, {"/two": "sha1"}) == {
        "/two": hashlib.sha1(b"1").hexdigest()
    }
    for name, data in many.items():
        (tmp_path / name).write_bytes(data)
    assert digests_in_place(tmp_path, want) == expected


def test_later_layers_hide_the_contents_of_earlier_ones() -> None:
    engine = FakeEngine([LOWER, UPPER, files({"b": b"new"})])
    assert read_contents(engine.as_engine(), engine.image("x"), 0, {"/a": 9, "/b": 9}) == {"/b": b"new"}


def test_a_containers_layer_is_as_a_commit_would_store_it(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/hosts").write_bytes(b"")
    (tmp_path / "data").mkdir()
    (tmp_path / ".wh.gone").write_bytes(b"")
    box = Container("1", "box", "running", "sha256:1", {}, "", "", (), tmp_path)
    engine = FakeEngine([]).as_engine()
    layer = container_layer(engine, box, mounts=["/data/"])
    assert layer is not None
    assert set(layer.entries) == {"/etc"}
    assert layer.whiteouts == {"/gone"}
    not_readable = Container("1", "box", "running", "sha256:1", {}, "", "", (), None)
    assert container_layer(engine, not_readable) is None
