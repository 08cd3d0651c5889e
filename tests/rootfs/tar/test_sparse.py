from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import tarfile
import tracemalloc
from pathlib import Path

import pytest

from snapshotter.errors import LayerError
from snapshotter.rootfs.layer.from_tar import read_layer_tar
from tests.rootfs.samples import member, tar

GIGABYTE = "463e5a38"
"""The first digits of the digest of "xx" and zeros up to a gigabyte."""


@pytest.mark.skipif(shutil.which("tar") is None, reason="needs GNU tar")
@pytest.mark.parametrize(
    "options",
    [
        ["--format=gnu"],
        ["--format=pax", "--sparse-version=0.0"],
        ["--format=pax", "--sparse-version=0.1"],
        ["--format=pax", "--sparse-version=1.0"],
    ],
)
def test_every_form_of_gnu_tar(options: list[str], tmp_path: Path) -> None:
    with (tmp_path / "holes").open("wb") as file:
        for start in range(40):
            file.seek(start * 100000)
            file.write(b"piece %d" % start)
        file.truncate(5_000_000)
    (tmp_path / "after").write_bytes(b"after")
    done = subprocess.run(
        ["tar", "-S", *options, "-cf", "-", "-C", str(tmp_path), "holes", "after"], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"this tar does not know {options}")
    entries = read_layer_tar(io.BytesIO(done.stdout)).entries
    assert set(entries) == {"/holes", "/after"}
    assert entries["/holes"].size == 5_000_000
    assert entries["/holes"].digest == hashlib.sha256((tmp_path / "holes").read_bytes()).hexdigest()
    assert entries["/after"].size == 5
    if len(done.stdout) > 4_000_000:
        pytest.skip("this file system does not support sparse files")


def records(**values: str) -> dict[str, str]:
    return {f"GNU.sparse.{name}": value for name, value in values.items()}


@pytest.mark.parametrize(
    "headers",
    [
        records(map="0,1,5", size="10"),
        records(map="5,1,0,1", size="10"),
        records(map="0,9", size="10"),
        records(map="0,2", size="1"),
        records(map="0,2"),
        records(map="0,-2", size="10"),
        records(major="1", minor="0", realsize="10"),
        records(map="0,2", size=str(1 << 50)),
    ],
)
def test_maps_that_do_not_fit_are_refused(headers: dict[str, str]) -> None:
    with pytest.raises(LayerError):
        read_layer_tar(io.BytesIO(tar(member("a", b"xx", pax_headers=headers))))


def test_many_long_files_with_holes_are_refused_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("snapshotter.rootfs.tar.sparse.LIMIT", 1000)
    holes = [member(name, b"xx", pax_headers=records(map="0,2", size="400")) for name in "abc"]
    assert len(read_layer_tar(io.BytesIO(tar(*holes[:2]))).entries) == 2
    with pytest.raises(LayerError, match="together"):
        read_layer_tar(io.BytesIO(tar(*holes)))


def test_a_hole_of_a_gigabyte_is_read_in_little_memory() -> None:
    stream = io.BytesIO(tar(member("a", b"xx", pax_headers=records(map="0,2", size=str(1 << 30)))))
    tracemalloc.start()
    try:
        entry = read_layer_tar(stream).entries["/a"]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (entry.size, entry.digest[:8]) == (1 << 30, GIGABYTE)
    assert peak < 8 << 20


def test_a_hole_is_zeros() -> None:
    stream = tar(member("a", b"xx", pax_headers=records(map="3,2", size="9", name="real/name")))
    entries = read_layer_tar(io.BytesIO(stream)).entries
    assert entries["/real/name"].digest == hashlib.sha256(b"\0\0\0xx\0\0\0\0").hexdigest()


def test_tarfile_agrees_on_what_the_file_is() -> None:
    stream = tar(member("a", b"xx", pax_headers=records(map="3,2", size="9", name="a")))
    with tarfile.open(fileobj=io.BytesIO(stream)) as archive:
        body = archive.extractfile("a")
        assert body is not None
        assert body.read() == b"\0\0\0xx\0\0\0\0"
