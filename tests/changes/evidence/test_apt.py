"""The commands of apt that its log shows, and those that only dpkg's database shows."""

from __future__ import annotations

from snapshotter.changes.evidence.apt import HISTORY, STATUS, apt_commands, lacks_recommended, transactions
from snapshotter.changes.evidence.gather import explained
from snapshotter.changes.evidence.model import Side
from snapshotter.changes.explain.evidence import owners_of
from snapshotter.changes.packages.installed import difference
from snapshotter.changes.packages.owners import Owners, Package
from snapshotter.model import Change, Entry

LOG = """
Start-Date: 2026-03-01  10:00:00
Commandline: apt install nginx-light
Install: nginx-light:amd64 (1.22), libnginx:amd64 (1.22, automatic)
End-Date: 2026-03-01  10:00:05
"""
NGINX = (
    "Package: nginx-light\nStatus: install ok installed\nVersion: 1.22\nArchitecture: amd64\n"
    "Recommends: docs | more, tools\n\n"
)
LIB = "Package: libnginx\nStatus: install ok installed\nVersion: 1.22\nArchitecture: amd64\n\n"
AUTO = "Package: libnginx\nArchitecture: amd64\nAuto-Installed: 1\n"


def side(files: dict[str, str], at: float = 0.0) -> Side:
    data = {path: text.encode() for path, text in files.items()}
    stamp = int(at * 1e9)
    tree = {path: Entry("file", 0o644, 0, 0, len(raw), path, mtime_ns=stamp) for path, raw in data.items()}

    def fetch(want: object) -> dict[str, bytes]:
        return {path: data[path] for path in want if path in data}  # type: ignore[attr-defined]

    return Side(tree, owners_of(tree, fetch), fetch)


def after(log: str = "", status: str = NGINX + LIB) -> Side:
    files = {STATUS: status, "/var/lib/apt/extended_states": AUTO}
    files |= {"/var/lib/dpkg/info/nginx-light.list": "/.\n/etc/nginx\n"}
    return side(files | ({HISTORY: log} if log else {}), 1772359206.0)  # a second after the end, UTC


def test_the_log_has_the_words() -> None:
    before, now = side({STATUS: ""}), after(LOG)
    (found,) = apt_commands(before, now, difference(before.owners, now.owners))
    assert found.text == "apt-get update && apt-get install -y nginx-light"
    assert found.witness == HISTORY
    assert found.begin == 1772359200.0


def test_the_zone_of_the_log_is_that_of_its_file() -> None:
    (found,) = transactions("", LOG, 1772359206.0 - 7200)
    assert found.begin == 1772359200.0 - 7200


def test_what_the_log_told_before_is_left_out() -> None:
    assert transactions(LOG, LOG, 0.0) == []


def test_without_the_log_the_database_names_what_was_asked_for() -> None:
    before, now = side({STATUS: ""}), after()
    (found,) = apt_commands(before, now, difference(before.owners, now.owners))
    assert found.text == "apt-get update && apt-get install -y --no-install-recommends nginx-light"
    assert found.witness == "dpkg's database"


def test_lists_that_are_there_need_no_update() -> None:
    before = side({STATUS: "", "/var/lib/apt/lists/x_Packages": ""})
    now = after(LOG)
    (found,) = apt_commands(before, now, difference(before.owners, now.owners))
    assert found.text == "apt-get install -y nginx-light"


def test_what_is_gone_is_purged() -> None:
    before, now = after(), side({STATUS: LIB})
    (found,) = apt_commands(before, now, difference(before.owners, now.owners))
    assert found.text == "apt-get purge -y nginx-light"
    assert found.explains(Change("/etc/nginx", "deleted", Entry("directory", 0o755, 0, 0), None))


def test_what_changed_meanwhile_is_its_work_and_what_came_later_is_not() -> None:
    before, now = side({STATUS: ""}), after(LOG)
    (found,) = apt_commands(before, now, difference(before.owners, now.owners))
    meanwhile, later = (Entry("symlink", 0o777, 0, 0, mtime_ns=int(at * 1e9)) for at in (1772359202.0, 1772359260.0))
    assert found.explains(Change("/etc/nginx/sites-enabled/default", "added", None, meanwhile))
    assert not found.explains(Change("/etc/nginx/sites-enabled/mine", "added", None, later))
    assert not found.explains(Change("/etc/nginx/nginx.conf", "changed", None, meanwhile, modifies="nginx-light 1.22"))


def test_recommended_packages_that_are_missing() -> None:
    assert lacks_recommended(NGINX, {"nginx-light"})
    there = NGINX + "".join(f"Package: {name}\nStatus: install ok installed\n\n" for name in ("more", "tools"))
    assert not lacks_recommended(there, {"nginx-light"})


def test_a_configuration_file_that_was_edited_before_is_copied_after_the_installation() -> None:
    before, now = side({STATUS: ""}), after(LOG)
    found = apt_commands(before, now, difference(before.owners, now.owners))
    entry = Entry("file", 0o644, 0, 0, mtime_ns=int(1772359000e9))
    (mine,) = explained([Change("/etc/nginx.conf", "added", None, entry, modifies="nginx-light 1.22")], found)
    assert mine.command is None
    assert mine.after is not None and mine.after.ctime_ns / 1e9 > found[0].end


def test_an_alternative_has_the_time_of_its_program() -> None:
    before, now = side({STATUS: ""}), after(LOG)
    old = int(1e18)
    tree = dict(now.tree) | {
        "/etc/alternatives/httpd": Entry("symlink", 0o777, 0, 0, link="/etc/nginx/bin", mtime_ns=old),
        "/usr/bin/httpd": Entry("symlink", 0o777, 0, 0, link="/etc/alternatives/httpd", mtime_ns=old),
        "/usr/bin/mine": Entry("symlink", 0o777, 0, 0, link="/etc/nginx/bin", mtime_ns=old),
    }
    owners = Owners([Package("dpkg", "nginx-light", "1.22", paths=("/etc/nginx/bin",))])
    now = Side(tree, owners, now.fetch)
    (found,) = apt_commands(before, now, difference(before.owners, owners))
    assert [found.explains(Change(path, "added", None, tree[path])) for path in list(tree)[-3:]] == [True, True, False]
