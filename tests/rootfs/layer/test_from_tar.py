from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import sys
import tarfile
import tracemalloc
from collections.abc import Callable

import pytest
from backports import zstd

from snapshotter.errors import LayerError
from snapshotter.model import Layer
from snapshotter.rootfs.layer.from_tar import read_layer_tar
from snapshotter.rootfs.layer.tap import Digests, Keep
from tests.rootfs.samples import member, tar


def read(*members: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> Layer:
    return read_layer_tar(io.BytesIO(tar(*members, form=form)))


def test_every_kind_with_its_attributes() -> None:
    layer = read(
        member("./etc/", mode=0o700, uid=3, gid=4, mtime=5),
        member("./etc/motd", b"hello\n", mode=0o4755),
        member("etc/link", b"", kind=tarfile.SYMTYPE, linkname="../motd"),
        member("/dev/null", b"", kind=tarfile.CHRTYPE, devmajor=1, devminor=3),
        member("dev/disk", b"", kind=tarfile.BLKTYPE, devmajor=8, devminor=16),
        member("pipe", b"", kind=tarfile.FIFOTYPE),
    )
    entries = layer.entries
    assert (entries["/etc"].kind, entries["/etc"].mode, entries["/etc"].uid, entries["/etc"].gid) == (
        "directory",
        0o700,
        3,
        4,
    )
    assert entries["/etc"].mtime_ns == 5 * 10**9
    assert entries["/etc/motd"].mode == 0o4755
    assert entries["/etc/motd"].size == 6
    assert entries["/etc/motd"].digest == hashlib.sha256(b"hello\n").hexdigest()
    assert entries["/etc/link"].link == "../motd"
    assert entries["/dev/null"].device == (1, 3)
    assert entries["/dev/disk"].kind == "block"
    assert entries["/pipe"].kind == "fifo"


def test_deletion_marks_and_opaque_directories() -> None:
    layer = read(
        member("a/"),
        member("a/.wh.gone", b""),
        member("b/"),
        member("b/.wh..wh..opq", b""),
        member(".wh..wh.plnk", b""),
        member("a/stays.wh.", b""),
    )
    assert layer.whiteouts == {"/a/gone"}
    assert layer.opaque == {"/b"}
    assert set(layer.entries) == {"/a", "/b", "/a/stays.wh."}


def test_hard_links_form_a_group_named_for_its_first_path() -> None:
    layer = read(
        member("m", b"x"),
        member("z", b"", kind=tarfile.LNKTYPE, linkname="m"),
        member("a", b"", kind=tarfile.LNKTYPE, linkname="./z"),
        member("alone", b"x"),
    )
    assert {path: entry.hardlink for path, entry in layer.entries.items()} == {
        "/m": "/a",
        "/z": "/a",
        "/a": "/a",
        "/alone": "",
    }
    assert layer.entries["/z"].digest == layer.entries["/m"].digest


def test_a_later_member_of_the_same_name_leaves_the_group() -> None:
    layer = read(
        member("a", b"1"),
        member("b", b"", kind=tarfile.LNKTYPE, linkname="a"),
        member("b", b"2"),
        member("c", b"3"),
        member("d", b"", kind=tarfile.LNKTYPE, linkname="c"),
    )
    assert {path: entry.hardlink for path, entry in layer.entries.items()} == {
        "/a": "",
        "/b": "",
        "/c": "/c",
        "/d": "/c",
    }


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_odd_and_undecodable_names(form: int) -> None:
    names = [
        "n" * 255,
        "d/" * 60 + "e" * 200,
        "new\nline",
        "esc\x1b[2J",
        "-rf",
        "gr\u00fcn",
        "bad\udcff\udcfe",
        "Case",
        "case",
    ]
    target = "t" * 300 + "\udcff"
    layer = read(
        *(member(name, b"x") for name in names), member("link", b"", kind=tarfile.SYMTYPE, linkname=target), form=form
    )
    assert set(layer.entries) == {"/" + name for name in names} | {"/link"}
    assert layer.entries["/link"].link == target


def test_pax_records_override_the_header() -> None:
    capability = "0100000200040000000000000000000000000000"
    records = {
        "mtime": "1234567890.123456789",
        "uid": "4000000",
        "SCHILY.xattr.security.capability": bytes.fromhex(capability).decode("latin-1"),
        "SCHILY.xattr.trusted.overlay.opaque": "y",
    }
    entry = read(member("a", b"x", pax_headers=records)).entries["/a"]
    assert entry.mtime_ns == 1234567890123456789
    assert entry.uid == 4000000
    assert entry.xattrs == (("security.capability", capability),)


def test_numbers_beyond_octal_and_times_before_1970() -> None:
    layer = read(member("a", b"x", uid=0o7777777 + 1, mtime=-5), form=tarfile.GNU_FORMAT)
    assert layer.entries["/a"].uid == 0o10000000
    assert layer.entries["/a"].mtime_ns == -5 * 10**9


@pytest.mark.parametrize("compress", [gzip.compress, zstd.compress])
def test_compressed_layers(compress: Callable[[bytes], bytes]) -> None:
    whole = tar(member("a", b"x" * 5000))
    assert read_layer_tar(io.BytesIO(compress(whole))) == read_layer_tar(io.BytesIO(whole))
    assert read_layer_tar(io.BytesIO(compress(whole[:700]) + compress(whole[700:]))) == read_layer_tar(
        io.BytesIO(whole)
    )
    with pytest.raises(LayerError, match="damaged"):
        read_layer_tar(io.BytesIO(compress(whole)[:-3]))


def test_zstd_with_a_frame_that_holds_no_data() -> None:
    whole = tar(member("a", b"x"))
    frame = b"\x50\x2a\x4d\x18" + (3).to_bytes(4, "little") + b"abc"
    for packed in (frame + zstd.compress(whole), zstd.compress(whole) + frame):
        assert list(read_layer_tar(io.BytesIO(packed)).entries) == ["/a"]


def test_zstd_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "backports", None)
    monkeypatch.setitem(sys.modules, "compression", None)
    with pytest.raises(LayerError, match="zstd") as raised:
        read_layer_tar(io.BytesIO(zstd.compress(bytes(1024))))
    assert "backports.zstd" in raised.value.hint


def test_a_compression_that_no_engine_saves() -> None:
    with pytest.raises(LayerError, match="xz, which is not supported"):
        read_layer_tar(io.BytesIO(lzma.compress(bytes(1024))))


@pytest.mark.parametrize("name", [b"BZh9", b"(\xb5/\xfd", b"\x1f\x8b"])
def test_a_name_that_looks_like_a_compression(name: bytes) -> None:
    plain = tar(member(name.decode("utf-8", "surrogateescape"), b""), form=tarfile.GNU_FORMAT)
    assert plain.startswith(name)
    assert len(read_layer_tar(io.BytesIO(plain)).entries) == 1


def test_an_empty_layer_and_a_stream_of_small_reads() -> None:
    assert read_layer_tar(io.BytesIO(bytes(1024))) == Layer({})

    class SmallReads(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 7))

    whole = tar(member("a", b"x" * 5000), member("b", b"y"))
    assert read_layer_tar(SmallReads(whole)) == read_layer_tar(io.BytesIO(whole))


def test_taps_read_contents() -> None:
    stream = io.BytesIO(tar(member("a", b"one"), member("b", b"three"), member("c/")))
    keep = Keep(lambda path, size: size < 4)
    read_layer_tar(stream, tap=keep)
    assert keep.found() == {"/a": b"one"}
    stream.seek(0)
    digests = Digests({"/b": "md5", "/c": "md5"})
    read_layer_tar(stream, tap=digests)
    assert digests.found() == {"/b": hashlib.md5(b"three", usedforsecurity=False).hexdigest()}


def test_bad_streams_are_refused_with_a_message() -> None:
    def refused(*members: tuple[tarfile.TarInfo, bytes]) -> str:
        with pytest.raises(LayerError) as caught:
            read(*members)
        return caught.value.message

    assert "leaves the root" in refused(member("a/../../etc/passwd", b"x"))
    assert "is not a file before it" in refused(member("a", b"", kind=tarfile.LNKTYPE, linkname="nowhere"))
    assert "is not a file before it" in refused(member("d/"), member("a", b"", kind=tarfile.LNKTYPE, linkname="d"))
    assert "unknown type" in refused(member("a", b"", kind=b"Z"))
    assert "below something that is not a directory" in refused(member("a", b"x"), member("a/b", b"y"))
    assert "has no name" in refused(member("a/.wh.", b""))
    assert "has no name" in refused(member("a/.wh...", b""))
    # each directory in it would be a path of its own
    assert "a name in it has 4097 bytes" in refused(member("a/" * 2048 + "b", b""))


def test_truncated_streams_are_refused_wherever_they_end() -> None:
    whole = tar(member("a", b"x" * 700), member("b" * 300, b"y"))
    end = whole.rindex(b"y") + 512
    for cut in range(1, end, 97):
        with pytest.raises(LayerError):
            read_layer_tar(io.BytesIO(whole[:cut]))
    with pytest.raises(LayerError, match="cut off"):
        read_layer_tar(io.BytesIO(whole[:1536]))
    assert set(read_layer_tar(io.BytesIO(whole[:1536]), end_mark=False).entries) == {"/a"}


def _with_field(at: slice, value: bytes) -> bytes:
    block = bytearray(tar(member("a", b"x")))
    block[at] = value
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block[:512])
    return bytes(block)


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (slice(124, 136), b"\xff" * 12),
        (slice(124, 136), b"-0000000001\0"),
        (slice(124, 136), b"\x80" + b"\x7f" * 11),
        (slice(124, 136), b"99999999999\0"),
        (slice(108, 116), b"\xff" * 8),
    ],
)
def test_impossible_numbers_are_refused(at: slice, value: bytes) -> None:
    with pytest.raises(LayerError, match="damaged"):
        read_layer_tar(io.BytesIO(_with_field(at, value)))


def test_a_wrong_checksum_is_refused() -> None:
    block = bytearray(tar(member("a", b"x")))
    block[0] ^= 1
    with pytest.raises(LayerError, match="checksum of a header is wrong"):
        read_layer_tar(io.BytesIO(bytes(block)))


def test_two_extended_headers_for_one_entry_are_refused() -> None:
    whole = tar(member("a" * 300, b"x"))
    with pytest.raises(LayerError, match="two extended headers"):
        read_layer_tar(io.BytesIO(whole[:1024] + whole))


@pytest.mark.parametrize(
    "body",
    [
        b"9 key=vv\nnospace",
        b"9 key=vv\n 9 key=vv\n",
        b"9 key=vv\n0 k=v\n",
        b"9 key=vv\n1 k=v\n",
        b"99 key=v\n",
        b"7 =val\n",
        b"8 keyval\n",
        b"-9 key=v\n",
        b"9" * 30 + b" k=v\n",
    ],
)
def test_malformed_records_are_refused_and_never_loop(body: bytes) -> None:
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, len(body)
    stream = header.tobuf(tarfile.USTAR_FORMAT) + body.ljust(512, b"\0") + tar(member("a", b"x"))
    with pytest.raises(LayerError, match="damaged"):
        read_layer_tar(io.BytesIO(stream))


def test_an_extended_header_of_a_gigabyte_is_refused_unread() -> None:
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 1 << 30
    with pytest.raises(LayerError, match="claims 1073741824 bytes"):
        read_layer_tar(io.BytesIO(header.tobuf(tarfile.USTAR_FORMAT) + bytes(2048)))


def test_many_entries_take_little_memory() -> None:
    class Many:
        """A stream of 10 000 empty files that is never in memory as a whole."""

        def __init__(self) -> None:
            self._parts = iter([*(f"d{n}/f" for n in range(100)), ""])

        def read(self, _size: int = -1, /) -> bytes:
            part = next(self._parts, None)
            if part is None:
                return b""
            return b"".join(tarfile.TarInfo(f"{part}{n}").tobuf() for n in range(100)) if part else bytes(1024)

    tracemalloc.start()
    try:
        layer = read_layer_tar(Many())
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(layer.entries) == 10_000
    assert held / 10_000 < 400 and peak < 10_000 * 500  # bytes: a million entries fit into half a gigabyte
