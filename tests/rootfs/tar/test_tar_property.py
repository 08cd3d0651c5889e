"""Tar streams written by Python are read correctly; damaged ones give a layer or a `LayerError`, without delay."""

from __future__ import annotations

import gzip
import hashlib
import io
import resource
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from snapshotter.errors import LayerError
from snapshotter.model import Layer
from snapshotter.rootfs.layer.from_save import read_saved
from snapshotter.rootfs.layer.from_tar import read_layer_tar
from tests.rootfs.samples import member, saved_by_old_docker, tar

NAME = (
    st.binary(min_size=1, max_size=40)
    .filter(
        lambda name: (
            b"/" not in name and b"\0" not in name and name not in (b".", b"..") and not name.startswith(b".wh.")
        )
    )
    .map(lambda name: name.decode("utf-8", "surrogateescape"))
)
KINDS = st.sampled_from([tarfile.REGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
FORMS = st.sampled_from([tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
MODEL_KINDS = {
    tarfile.REGTYPE: "file",
    tarfile.DIRTYPE: "directory",
    tarfile.SYMTYPE: "symlink",
    tarfile.FIFOTYPE: "fifo",
    tarfile.CHRTYPE: "char",
}


@st.composite
def members(draw: st.DrawFn) -> list[tuple[tarfile.TarInfo, bytes]]:
    """Return members with distinct names, some of them deep, none below another that is not a directory."""
    found = []
    for name in draw(st.lists(NAME, unique=True, max_size=6)):
        kind = draw(KINDS)
        content = draw(st.binary(max_size=1500)) if kind == tarfile.REGTYPE else b""
        path = "/".join(["top", *draw(st.lists(st.just("d" * 30), max_size=5)), name])
        found.append(
            member(
                path,
                content,
                kind=kind,
                mode=draw(st.integers(0, 0o7777)),
                uid=draw(st.integers(0, 1 << 40)),
                gid=draw(st.integers(0, 70000)),
                mtime=draw(st.integers(-(1 << 33), 1 << 36)),
                linkname=draw(NAME) if kind == tarfile.SYMTYPE else "",
                devmajor=draw(st.integers(0, 4095)),
                devminor=draw(st.integers(0, 255)),
            )
        )
    return found


@pytest.fixture(scope="module", autouse=True)
def _bounded_memory() -> Iterator[None]:
    """Limit the memory, so that an endless reader fails."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (in_use + (1 << 30), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


# other work on the machine must not fail these tests
without_deadline = settings(deadline=None)


@without_deadline
@given(members(), FORMS)
def test_round_trip_through_tarfile(made: list[tuple[tarfile.TarInfo, bytes]], form: int) -> None:
    if len({info.name.rsplit("/", 1)[1] for info, _ in made} & {"d" * 30}):
        return
    entries = read_layer_tar(io.BytesIO(tar(*made, form=form))).entries
    assert set(entries) == {"/" + info.name for info, _ in made}
    for info, content in made:
        entry = entries["/" + info.name]
        assert entry.kind == MODEL_KINDS[info.type]
        assert (entry.mode, entry.uid, entry.gid) == (info.mode, info.uid, info.gid)
        assert entry.mtime_ns == int(info.mtime) * 10**9
        assert entry.link == info.linkname
        if info.type == tarfile.REGTYPE:
            assert (entry.size, entry.digest) == (len(content), hashlib.sha256(content).hexdigest())
        if info.type == tarfile.CHRTYPE:
            assert entry.device == (info.devmajor, info.devminor)


def read_or_refuse(stream: bytes) -> Layer | None:
    try:
        return read_layer_tar(io.BytesIO(stream))
    except LayerError:
        return None


SAMPLE = tar(
    member("etc/"),
    member("etc/" + "n" * 150, b"content", pax_headers={"SCHILY.xattr.user.a": "b"}),
    member("etc/hard", b"", kind=tarfile.LNKTYPE, linkname="etc/" + "n" * 150),
    member("etc/holes", b"xx", pax_headers={"GNU.sparse.map": "3,2", "GNU.sparse.size": "9"}),
)


@without_deadline
@given(st.binary(max_size=3000))
@example(b"\x1f\x8b")
@example(bytes(512))
def test_garbage_is_refused(stream: bytes) -> None:
    layer = read_or_refuse(stream)
    assert layer is None or not layer.entries or len(stream) >= 512


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damage_with_right_check_sums_is_survived(data: st.DataObject) -> None:
    stream = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(stream) - 1))
        change = data.draw(st.binary(min_size=1, max_size=12))
        stream[at : at + len(change)] = change[: len(stream) - at]
        block = at - at % 512
        if stream[block + 257 : block + 262] == b"ustar":
            stream[block + 148 : block + 156] = b" " * 8
            stream[block + 148 : block + 156] = b"%06o\0 " % sum(stream[block : block + 512])
    layer = read_or_refuse(bytes(stream))
    assert layer is None or all(path.startswith("/") and "/../" not in path + "/" for path in layer.entries)


@without_deadline
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=4))
def test_damaged_compression_is_survived(at: int, change: bytes) -> None:
    stream = bytearray(gzip.compress(SAMPLE))
    at %= len(stream)
    stream[at : at + len(change)] = change
    read_or_refuse(bytes(stream))


@without_deadline
@given(st.integers(0, 20000), st.binary(min_size=1, max_size=40))
def test_a_damaged_saved_image_is_survived(at: int, change: bytes) -> None:
    stream = bytearray(saved_by_old_docker([SAMPLE]))
    at %= len(stream)
    stream[at : at + len(change)] = change
    try:
        read_saved(lambda: io.BytesIO(bytes(stream)), ["sha256:1"], 0, read_layer_tar)
    except LayerError:
        return
