from __future__ import annotations

import io
import tarfile

import pytest

from snapshotter.rootfs.tar.forward import Readable
from snapshotter.rootfs.tar.header import CHAR, DIRECTORY, REGULAR, SYMLINK, Header
from snapshotter.rootfs.tar.members import TarStream
from snapshotter.rootfs.tar.write import END, header_bytes

HEADERS = [
    Header(b"etc/", DIRECTORY, 0o1777, 0, 0, 0, 10**18, b"", (0, 0)),
    Header(b"x" * 100, REGULAR, 0o644, 0o7777777, 0, 0, 0, b"", (0, 0)),
    Header(b"x" * 101, REGULAR, 0o644, 0o10000000, 2**32 - 2, 0, 0, b"", (0, 0)),
    Header(b"b\xff\n", SYMLINK, 0o777, 0, 0, 0, -3 * 10**9, b"t" * 3000, (0, 0)),
    Header(b"n", CHAR, 0o600, 0, 0, 0, 0, b"", (511, 2**20 - 1)),
    Header(b"n", CHAR, 0o600, 0, 0, 0, 0, b"", (2**21, 2**24)),
    Header(b"old", REGULAR, 0o600, 0, 0, 0, 2**33 * 10**9, b"", (0, 0)),
    Header(
        b"x", REGULAR, 0o755, 0, 0, 0, 0, b"", (0, 0), (("security.capability", "0100000200ff0a"), ("user.n", "00"))
    ),
]


@pytest.mark.parametrize("header", HEADERS)
def test_headers_are_read_as_they_were_written(header: Header) -> None:
    content = header_bytes(header) + END
    assert len(content) % 512 == 0
    stream: Readable = io.BytesIO(content)
    assert TarStream(stream).next() == header
    with tarfile.open(fileobj=io.BytesIO(content), errors="surrogateescape", encoding="utf-8") as tar:
        (member,) = tar
    assert member.name.encode("utf-8", "surrogateescape") == header.name.rstrip(b"/")
    assert (member.uid, member.gid, member.mtime) == (header.uid, header.gid, header.mtime_ns // 10**9)


def test_a_size_above_8_gb() -> None:
    header = Header(b"big", REGULAR, 0o644, 0, 0, 9 << 30, 0, b"", (0, 0))
    assert TarStream(io.BytesIO(header_bytes(header) + END)).next() == header


@pytest.mark.parametrize("length", [87, 88, 89, 101, 984, 985, 986, 987, 988, 9980, 9981, 9982, 9983])
def test_the_length_of_a_record_counts_itself(length: int) -> None:
    header = Header(b"\xff" + b"x" * (length - 1), REGULAR, 0o644, 0, 0, 0, 0, b"", (0, 0))
    with tarfile.open(fileobj=io.BytesIO(header_bytes(header) + END)) as tar:
        assert len(tar.getmembers()[0].name) == length


def test_whole_seconds() -> None:
    header = Header(b"x", REGULAR, 0o644, 0, 0, 0, 5 * 10**9 + 999_999_999, b"", (0, 0))
    read = TarStream(io.BytesIO(header_bytes(header) + END)).next()
    assert read is not None and read.mtime_ns == 5 * 10**9
