from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshotter.model import Layer
from snapshotter.rootfs.contents import collect_spooled, read_spooled
from snapshotter.rootfs.layer.from_tar import read_layer_tar
from snapshotter.rootfs.layer.tap import Digests
from snapshotter.rootfs.spool import Section, Spool
from tests.rootfs.samples import member, tar

MUCH = 1 << 30


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with Spool(tmp_path) as made:
        yield made


def read(spool: Spool, *members: tuple[tarfile.TarInfo, bytes]) -> tuple[Layer, Section]:
    section = spool.section()
    return read_layer_tar(io.BytesIO(tar(*members)), tap=section), section


def test_the_topmost_content_of_each_file(spool: Spool, tmp_path: Path) -> None:
    lower = read(spool, member("a", b"old"), member("b", b"b" * 3_000_000), member("c", b"c"), member("d", b"d"))
    upper = read(spool, member("a", b"new"), member(".wh.c", b""), member("d", b"", kind=tarfile.DIRTYPE))
    spool.hold([lower, upper])
    assert spool.holds
    want = dict.fromkeys(("/a", "/b", "/c", "/d", "/missing"), MUCH)
    assert read_spooled(spool, want) == {"/a": b"new", "/b": b"b" * 3_000_000}
    assert read_spooled(spool, {"/a": 2, "/b": 3_000_000}) == {"/b": b"b" * 3_000_000}
    assert [spool.has(path) for path in want] == [True, True, True, True, False]
    assert list(tmp_path.iterdir()) == []


def test_hard_links_and_empty_files(spool: Spool) -> None:
    spool.hold(
        [
            read(
                spool,
                member("z", b"content"),
                member("a", b"", kind=tarfile.LNKTYPE, linkname="z"),
                member("empty", b""),
            )
        ]
    )
    assert read_spooled(spool, {"/a": MUCH, "/z": MUCH, "/empty": MUCH}) == {
        "/a": b"content",
        "/z": b"content",
        "/empty": b"",
    }


def test_long_runs_of_zeros_are_holes(spool: Spool) -> None:
    zeros = bytes(3 << 20)
    spool.hold([read(spool, member("a", zeros), member("b", zeros + b"end"), member("c", b"c" + zeros))])
    want = {"/a": "md5", "/b": "md5", "/c": "md5"}
    expected = {"/a": zeros, "/b": zeros + b"end", "/c": b"c" + zeros}
    assert collect_spooled(spool, want, Digests) == {
        path: hashlib.md5(content, usedforsecurity=False).hexdigest() for path, content in expected.items()
    }
    assert read_spooled(spool, dict.fromkeys(expected, MUCH)) == expected


def test_a_listener_that_has_enough_gets_no_more(spool: Spool) -> None:
    spool.hold([read(spool, member("a", b"a" * (3 << 20)))])
    got: list[bytes] = []
    spool.visit({"/a": 0}, lambda path, size: lambda piece: got.append(piece) or True)  # type: ignore[func-returns-value]
    assert len(got) == 1


def test_without_room_the_spool_holds_nothing(tmp_path: Path) -> None:
    with Spool(tmp_path / "missing") as spool:
        layer = read(spool, member("a", b"a"), member("b", b"b"))
        spool.hold([layer])
        assert set(layer[0].entries) == {"/a", "/b"}
        assert not spool.holds
