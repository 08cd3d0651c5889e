"""The accounts that were made by hand."""

from __future__ import annotations

from snapshotter.changes.evidence.accounts import account_commands
from snapshotter.changes.evidence.model import Side
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Owners, Package
from snapshotter.model import Change, Entry

ROOT = "root:x:0:0:root:/root:/bin/sh\n"
USERADD = {"/usr/sbin/useradd": ""}
SKEL = {"/etc/skel/.profile": "profile"}


def side(files: dict[str, str], homes: dict[str, int] | None = None, at: float = 100.0) -> Side:
    stamp = int(at * 1e9)
    tree = {path: Entry("file", 0o644, 0, 0, len(text), text, mtime_ns=stamp) for path, text in files.items()} | {
        path: Entry("directory", 0o755, uid, uid) for path, uid in (homes or {}).items()
    }
    return Side(tree, Owners(()), lambda want: {path: files[path].encode() for path in want if path in files})


def files(passwd: str, group: str, **more: str) -> dict[str, str]:
    return {"/etc/passwd": ROOT + passwd, "/etc/group": "root:x:0:\nadm:x:4:" + group, **more, **USERADD, **SKEL}


def texts(after: Side, before: Side | None = None, found: PackageChanges | None = None) -> list[str]:
    known = before or side(files("", "\n"))
    return [one.text for one in account_commands(known, after, found or PackageChanges())]


def test_a_person_with_a_home_and_a_group_of_its_own() -> None:
    subuid = {"/etc/subuid": "anna:100000:65536\n"}
    now = files("anna:x:1000:1000:Anna, on call:/home/anna:/bin/bash\n", "anna\nanna:x:1000:\n", **subuid)
    now |= {"/home/anna/.profile": "profile"}
    assert texts(side(now, {"/home/anna": 1000})) == [
        "useradd -u 1000 -U -G adm -c 'Anna, on call' -d /home/anna -m -s /bin/bash anna"
    ]


def test_a_system_account_in_a_group_that_was_made_first() -> None:
    now = side(files("shopd:x:200:201::/nonexistent:/usr/sbin/nologin\n", "\nshop:x:201:\n"))
    assert texts(now) == [
        "groupadd --system -g 201 shop",
        "useradd --system -u 200 -g shop -d /nonexistent -M -s /usr/sbin/nologin shopd",
    ]


def test_a_change_and_a_removal() -> None:
    before = side(files("a:x:1:1:old:/:/bin/sh\nb:x:2:2::/:/bin/sh\n", "\na:x:1:\nb:x:2:\n"))
    now = side(files("a:x:1:1:new:/:/bin/sh\n", "a\na:x:1:\n"))
    assert texts(now, before) == ["userdel b", "usermod -c new a", "usermod -aG adm a"]


def test_accounts_that_a_package_made_need_no_command() -> None:
    script = {"/var/lib/dpkg/info/redis.postinst": "adduser --system redis"}
    now = side(files("redis:x:101:101::/:/bin/false\n", "\nredis:x:101:\n", **script))
    assert texts(now, found=PackageChanges(added=(Package("dpkg", "redis", "7"),))) == []


def test_busybox() -> None:
    now = files("k:x:1000:1000:Keeper:/home/k:/bin/ash\n", "k\nk:x:1000:\nnotes:x:1001:k\n")
    del now["/usr/sbin/useradd"]
    assert texts(side(now, {"/home/k": 1000})) == [
        "addgroup -g 1001 notes",
        "adduser -D -u 1000 -g Keeper -h /home/k -s /bin/ash k",
        "addgroup k adm",
        "addgroup k notes",
    ]


def test_an_account_is_made_before_what_it_owns_and_after_what_its_home_was_made_of() -> None:
    now = files("a:x:1000:1000::/home/a:/bin/sh\n", "\na:x:1000:\n") | {"/home/a/.profile": "profile"}
    after = side(now, {"/home/a": 1000})
    own = Change("/srv/x", "added", None, Entry("file", 0o644, 1000, 1000, mtime_ns=int(50e9)))
    (found,) = account_commands(side(files("", "\n")), after, PackageChanges(), [own])
    assert 49 < found.begin < 50
    skel = Change("/etc/skel/.profile", "changed", None, Entry("file", 0o644, 0, 0, 7, "profile", mtime_ns=int(60e9)))
    (found,) = account_commands(side(files("", "\n")), after, PackageChanges(), [own, skel])
    assert 60 < found.begin < 61
    assert found.explains(Change("/home/a/.profile", "added", None, after.tree["/home/a/.profile"]))
    assert found.explains(Change("/etc/shadow", "changed", None, None))


def test_a_home_that_was_made_of_what_skel_had_is_made_before_skel_changed() -> None:
    now = files("a:x:1000:1000::/home/a:/bin/sh\n", "\na:x:1000:\n") | {"/home/a/.profile": "profile"}
    after = side(now | {"/etc/skel/.profile": "edited"}, {"/home/a": 1000})
    skel = Change("/etc/skel/.profile", "changed", None, Entry("file", 0o644, 0, 0, 6, "edited", mtime_ns=int(60e9)))
    (found,) = account_commands(side(files("", "\n")), after, PackageChanges(), [skel])
    assert 59 < found.begin < 60
    assert found.explains(Change("/home/a/.profile", "added", None, after.tree["/home/a/.profile"]))
