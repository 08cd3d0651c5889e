from __future__ import annotations

import pytest
from msgspec.structs import replace

from snapshotter.changes.compare import compare, differing
from snapshotter.model import Entry
from tests.rootfs.samples import DIRECTORY, file

LINK = Entry("symlink", 0o777, 0, 0, link="a")
NODE = Entry("char", 0o600, 0, 0, device=(1, 3))


def test_what_happened_to_each_path_in_order() -> None:
    before = {"/z": file(b"1"), "/same": file(), "/gone": DIRECTORY, "/dir": DIRECTORY}
    after = {"/z": file(b"2"), "/same": file(), "/new": LINK, "/dir": replace(DIRECTORY, mtime_ns=7)}
    found = compare(before, after)
    assert [(change.path, change.change) for change in found] == [
        ("/gone", "deleted"),
        ("/new", "added"),
        ("/z", "changed"),
    ]
    assert found[0].before == DIRECTORY
    assert found[0].after is None
    assert [change.path for change in compare(before, after, {"/new", "/same", "/nowhere"})] == ["/new"]


@pytest.mark.parametrize(
    ("a", "b", "names"),
    [
        (file(b"1"), file(b"2"), ("content",)),
        (file(b"1"), replace(file(b"1"), mode=0o4644), ("mode",)),
        (file(), replace(file(), uid=1, gid=2), ("uid", "gid")),
        (file(), replace(file(), mtime_ns=1, ctime_ns=2), ()),
        (file(), replace(file(), xattrs=(("user.a", "00"),)), ("xattrs",)),
        (file(), replace(file(), hardlink="/a"), ("hardlink",)),
        (LINK, replace(LINK, link="b"), ("link",)),
        (LINK, replace(LINK, mode=0o755), ()),
        (NODE, replace(NODE, device=(1, 5)), ("device",)),
        (NODE, replace(NODE, kind="block"), ("kind",)),
        (file(b"1"), replace(DIRECTORY, uid=9), ("kind", "mode", "uid")),
        (LINK, file(), ("kind",)),
    ],
)
def test_differing_names_what_differs(a: Entry, b: Entry, names: tuple[str, ...]) -> None:
    assert differing(a, b) == names
    assert differing(b, a) == names
