from __future__ import annotations

from snapshotter.changes.packages import Owners, Package
from snapshotter.changes.packages.installed import describe, difference


def owners(**versions: str) -> Owners:
    return Owners(
        Package("dpkg", name, version.lstrip("~"), version.startswith("~")) for name, version in versions.items()
    )


def test_added_removed_and_changed_packages() -> None:
    found = difference(owners(a="1", b="1", c="1"), owners(b="2", c="1", d="~1", e="1"))
    assert [package.label for package in found.added] == ["d 1", "e 1"]
    assert [package.label for package in found.removed] == ["a 1"]
    assert [package.label for package in found.changed] == ["b 2"]
    assert found.fresh == {"b 2", "d 1", "e 1"}
    assert not difference(owners(a="1"), owners(a="1"))


def test_description_in_one_line() -> None:
    assert describe(difference(owners(nano="1", b="1"), owners(nginx="1.22", lib="~3", b="2"))) == (
        "install nginx 1.22, upgrade b 2, remove nano"
    )
    assert describe(difference(owners(), owners(lib="~3"))) == "install lib 3"
    assert describe(difference(owners(), owners())) == ""
    assert describe(difference(None, owners(a="1", b="1", c="1", d="1", e="1"))) == "install a 1, b 1, c 1 and 2 more"
