from __future__ import annotations

import pytest
from msgspec.structs import replace

from snapshotter.model import Entry, Layer
from snapshotter.rootfs.layer.as_committed import as_committed
from snapshotter.rootfs.layer.engine_files import is_placeholder, without_placeholders
from snapshotter.rootfs.packed import copied
from tests.rootfs.samples import DIRECTORY, file

LINK = Entry("symlink", 0o777, 0, 0, link="/proc/mounts")


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/.dockerenv", file()),
        ("/etc/hosts", file()),
        ("/etc/hostname", file()),
        ("/etc/resolv.conf", file()),
        ("/etc/mtab", LINK),
        ("/dev/console", file()),
        ("/dev/shm", DIRECTORY),
        ("/proc/x", None),
    ],
)
def test_what_the_engine_makes(path: str, entry: Entry | None) -> None:
    assert is_placeholder(path, entry)


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/etc/hosts", file(b"10.0.0.1 db\n")),
        ("/etc/mtab", file()),
        ("/etc/hosts", None),
        ("/etc", DIRECTORY),
        ("/dev", DIRECTORY),
        ("/etc/hostname", DIRECTORY),
        ("/srv/etc/hosts", file()),
    ],
)
def test_what_the_engine_did_not_make(path: str, entry: Entry | None) -> None:
    assert not is_placeholder(path, entry)


def test_empty_mount_points_are_left_out_and_others_kept() -> None:
    layer = Layer(
        {"/data": DIRECTORY, "/conf": file(), "/full": DIRECTORY, "/full/x": file(), "/more": DIRECTORY},
        frozenset({"/dev/x", "/etc/hosts"}),
    )
    kept = without_placeholders(layer, ["/data", "/conf", "/full/"])
    assert set(kept.entries) == {"/full", "/full/x", "/more"}
    assert kept.whiteouts == {"/etc/hosts"}


def test_what_a_commit_loses() -> None:
    attributes = (("security.capability", "00"), ("user.colour", "01"))
    layer = Layer(
        {"/s": Entry("socket", 0o755, 0, 0), "/d/.wh.x": file(), "/d/.wh..wh.y": file(), "/f": file(xattrs=attributes)}
    )
    docker = as_committed(layer, "docker")
    assert set(docker.entries) == {"/f"}
    assert docker.entries["/f"].xattrs == attributes[:1]
    assert docker.whiteouts == {"/d/x"}
    assert as_committed(layer, "podman").entries["/f"].xattrs == attributes
    assert list(docker.lost) == ["/d/.wh..wh.y", "/d/.wh.x", "/f", "/s"]
    assert docker.lost["/f"] == "docker's images do not keep user.colour"
    assert list(as_committed(layer, "podman").lost) == ["/d/.wh..wh.y", "/d/.wh.x", "/s"]
    packed = as_committed(replace(layer, entries=copied(layer.entries)), "docker")
    assert (dict(packed.entries), packed.lost) == (dict(docker.entries), docker.lost)


MADE_BY_PODMAN = {
    "/dev": replace(DIRECTORY, mode=0o1755),
    "/etc": DIRECTORY,
    "/etc/hosts": file(),
    "/etc/mtab": LINK,
    "/proc": DIRECTORY,
    "/run": DIRECTORY,
    "/run/.containerenv": file(),
    "/sys": DIRECTORY,
}


def test_directories_that_podman_makes_are_left_out() -> None:
    assert set(without_placeholders(Layer({**MADE_BY_PODMAN, "/x": file()})).entries) == {"/x"}
    own = {"/etc/conf": file(b"x"), "/run": replace(DIRECTORY, mode=0o700)}
    assert set(without_placeholders(Layer({**MADE_BY_PODMAN, **own})).entries) == {"/etc", "/etc/conf", "/run"}
    assert "/etc" in without_placeholders(Layer(MADE_BY_PODMAN, frozenset({"/etc/conf"}))).entries
    without_mark = {path: entry for path, entry in MADE_BY_PODMAN.items() if path != "/run/.containerenv"}
    assert "/run" in without_placeholders(Layer(without_mark)).entries
