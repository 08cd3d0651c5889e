"""Entries that are written as a tar stream are read as they were."""

from __future__ import annotations

import hashlib
import io

from msgspec.structs import replace

from snapshotter.model import Entry
from snapshotter.rootfs.layer.from_tar import read_layer_tar
from snapshotter.rootfs.tar.entries import writing

CAPABILITY = "0100000200200000000000000000000000000000"
CONTENT = b"abc"
FILE = Entry(
    "file",
    0o4755,
    3_000_000,
    5,
    3,
    hashlib.sha256(CONTENT).hexdigest(),
    mtime_ns=1_700_000_000_123_456_789,
    xattrs=(("security.capability", CAPABILITY), ("user.x", "ff00fe0a41")),
)
ENTRIES = {
    "/a": Entry("directory", 0o1755, 0, 0, mtime_ns=-5_500_000_000),
    "/a/f\udcff": FILE,
    "/a/" + "long" * 60: Entry("symlink", 0o777, 1, 2, link="x\udcfe" * 60, mtime_ns=1_700_000_000_000_000_001),
    "/a/null": Entry("char", 0o666, 1, 2, device=(1, 3)),
    "/a/pipe": Entry("fifo", 0o600, 70_000, 2, mtime_ns=4_000_000_000),
}


def test_everything_is_kept() -> None:
    stream = io.BytesIO()
    with writing(stream) as tar:
        for path, entry in ENTRIES.items():
            tar.add(path, entry, CONTENT if entry.kind == "file" else b"")
        tar.add_link("/a/second", FILE, "/a/f\udcff")
    stream.seek(0)
    linked = replace(FILE, hardlink="/a/f\udcff")
    assert dict(read_layer_tar(stream).entries) == ENTRIES | {"/a/f\udcff": linked, "/a/second": linked}
