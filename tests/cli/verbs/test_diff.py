"""The forms of `snap diff`: lines and bytes, names, packages, configuration."""

from __future__ import annotations

import pytest

from snapshotter.cli.show.differences import count_lines, total_line
from snapshotter.work.look.line_counts import PathCount, counted
from tests.cli.conftest import Snap
from tests.work.fakes import Person

STATUS = "/var/lib/dpkg/status"
WORLD = "/etc/apk/world"


def paragraph(name: str, version: str) -> str:
    return f"Package: {name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: {version}\n\n"


@pytest.fixture
def line(snap: Snap, person: Person) -> Person:
    """Two snapshots and something uncommitted."""
    person.does("echo one", {"/etc/app.conf": "listen 1\nname x\n", "/srv/bin": "a\0b"})
    assert snap("commit", "-m", "one", "-c", "ENV LANG=C", "-c", "EXPOSE 80").code == 0
    person.does("echo two", {"/etc/app.conf": "listen 2\nname x\nmore\n", "/etc/motd": "hello\nthere\n"})
    assert snap("commit", "-m", "two", "-c", "ENV LANG=C.UTF-8", "-c", 'CMD ["app"]').code == 0
    person.does("echo three", {"/srv/new": "1\n"})
    return person


def test_stat(snap: Snap, line: Person) -> None:
    assert snap("diff", "1", "2", "--stat").out.splitlines() == [
        " /etc/app.conf | 3 ++-",
        " /etc/motd     | 3 ++-",
        " 2 paths, 4 lines added, 2 removed, 9 B more",
    ]
    assert " /srv/new | 1 +" in snap("diff", "--stat").out
    assert snap("diff", "base", "1", "/srv", "--stat").out.splitlines()[0] == " /srv/bin | 0 B → 3 B"
    assert snap("diff", "base", "1", "/srv/bin", "--stat", "--json").data == {
        "from": "base",
        "to": "snapshot 1",
        "paths": [
            {
                "path": "/srv/bin",
                "change": "added",
                "lines_added": None,
                "lines_removed": None,
                "bytes_before": 0,
                "bytes_after": 3,
            }
        ],
    }
    assert "nothing differs" in snap("diff", "1", "1", "--stat").err


def test_names(snap: Snap, line: Person) -> None:
    assert snap("diff", "1", "2", "--name-only").out == "/etc/app.conf\n/etc/motd\n"
    assert snap("diff", "2", "base", "--name-status").out.splitlines() == [
        "D\t/etc/app.conf",
        "M\t/etc/motd",
        "D\t/srv",
        "D\t/srv/bin",
    ]
    assert snap("diff", "--name-only", "--json").data == {"from": "snapshot 2", "to": "now", "paths": ["/srv/new"]}


def test_one_form_at_a_time(snap: Snap, line: Person) -> None:
    done = snap("diff", "1", "2", "--stat", "--packages")
    assert done.code == 2 and "--stat and --packages" in done.err
    assert snap("diff", "1", "2", "/etc", "--packages").code == 2


def test_no_line_is_wider_than_the_terminal() -> None:
    found = [
        PathCount("/srv/" + "long/" * 40 + "end", "changed", (900, 300), (1, 2)),
        PathCount("/x", "added", (1, 0), (0, 2)),
        PathCount("/blob", "changed", None, (123_000_000, 456_000_000)),
    ]
    for width in (40, 80, 132):
        lines = list(count_lines(found, width))
        assert all(len(one) <= width for one in lines[:-1]), lines
        assert "/end |" in lines[0] and lines[0].count("+") > lines[0].count("-") > 0
        assert lines[1].endswith(" 1 +") and lines[2].endswith("| 123 MB → 456 MB")
    assert total_line(found[1:2]) == "1 path, 1 line added, 0 removed, 2 B more"


def test_lines_are_counted() -> None:
    assert counted([b"a", b"b", b"c"], [b"a", b"x", b"c", b"d"]) == (2, 1)
    assert counted([b"a", b"a"], [b"a"]) == (0, 1)
    assert counted([], [b"a"]) == (1, 0)
    many = [b"%d" % at for at in range(5000)]
    assert counted([b"x", *many, b"y"], [b"z", *many[1:], b"z"]) == (2, 3)


def test_packages_are_those_of_the_two_states(snap: Snap, person: Person) -> None:
    first = paragraph("less", "590") + paragraph("libssl3", "3.0.11")
    person.does("dpkg", {STATUS: first, "/usr/lib/node_modules/n/package.json": '{"name": "n", "version": "1"}'})
    assert snap("commit").code == 0
    site = "/usr/lib/python3/dist-packages"
    second = paragraph("libssl3", "3.0.17") + paragraph("nano", "7")
    person.does("dpkg", {STATUS: second, f"{site}/six-1.16.dist-info/RECORD": "six.py,,\n"})
    assert snap("commit").code == 0
    gem = "/var/lib/gems/3.1.0/specifications/rake-13.0.gemspec"
    person.does("dpkg", {STATUS: first + paragraph("nginx-light", "1.22.1-9"), gem: ""})
    person.does("npm", {"/usr/lib/node_modules/n/package.json": '{"name": "n", "version": "2"}'})
    assert snap("diff", "1", "2", "--packages").out.splitlines() == [
        "less 590 removed",
        "libssl3 3.0.11 → 3.0.17",
        "nano 7 added",
        "pip:six 1.16 added",
    ]
    assert snap("diff", "1", "--packages").out.splitlines() == [
        "gem:rake 13.0 added",
        "nginx-light 1.22.1-9 added",
        "npm:n 1 → 2",
        "pip:six 1.16 added",
    ]
    data = snap("diff", "2", "1", "--packages", "--json").data
    assert data["packages"][1] == {
        "name": "libssl3",
        "manager": "dpkg",
        "change": "changed",
        "old": "3.0.17",
        "new": "3.0.11",
        "automatic": False,
    }
    assert "no package differs" in snap("diff", "2", "2", "--packages").err


def test_packages_of_alpine(snap: Snap, person: Person) -> None:
    database = "/lib/apk/db/installed"
    person.does("apk add", {database: "P:curl\nV:8.1-r0\n\nP:musl\nV:1.2-r1\n\n", WORLD: "curl\n"})
    assert snap("commit").code == 0
    person.does("apk upgrade", {database: "P:curl\nV:8.2-r0\n\nP:musl\nV:1.2-r1\n\n"})
    assert snap("diff", "--packages").out == "curl 8.1-r0 → 8.2-r0\n"


def test_configuration(snap: Snap, line: Person) -> None:
    found = snap("diff", "1", "2", "--config").out.splitlines()
    assert found[:2] == ["ENV LANG: C → C.UTF-8", 'CMD: ["bash"] → ["app"]']
    assert "-listen 1" in found and "+listen 2" in found and "+++ /etc/motd (snapshot 2)" in found
    data = snap("diff", "2", "base", "--config", "--json").data
    assert {"instruction": "EXPOSE", "name": "80/tcp", "old": "80/tcp", "new": None} in data["config"]
    assert [one["path"] for one in data["files"]] == ["/etc/app.conf", "/etc/motd"]
    assert "no configuration differs" in snap("diff", "--config").err


def test_secrets_of_the_configuration_are_not_shown(snap: Snap, person: Person) -> None:
    token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"
    person.does("x", {"/etc/tool.conf": f"token = {token}\n", "/etc/shadow": "root:$y$j9T$abc$def:19000::::::\n"})
    uncommitted = snap("diff", "--config").out
    assert snap("commit").code == 0
    for shown in (uncommitted, snap("diff", "base", "1", "--config").out):
        assert token not in shown and "$y$" not in shown
        assert "/etc/tool.conf: withheld: holds an access token" in shown
        assert "/etc/shadow: withheld: holds hashes" in shown
