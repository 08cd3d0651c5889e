"""The commands of dnf: by its history, else by what differs."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Package
from tests.changes.evidence.roots import Files, shown

OLD, NEW = "/var/lib/dnf/history.sqlite", "/usr/lib/sysimage/libdnf5/transaction_history.sqlite"
STORE = "/var/lib/rpm/rpmdb.sqlite"
HELLO = Package("rpm", "hello", "2.1-1.el9", paths=("/usr/bin/hello",))
LIBRARY = Package("rpm", "library", "1.0-3", paths=("/usr/lib64/library.so",))
Runs = list[tuple[int, str, list[str]]]
"""When, the command, and names of packages."""


def history(path: str, runs: Runs, tmp_path: Path) -> bytes:
    """Return a history as dnf 4 or 5 writes it, as far as it is read."""
    file = tmp_path / "history"
    file.unlink(missing_ok=True)
    made = sqlite3.connect(file)
    command, state, done = ("description", "state_id", 2) if path == NEW else ("cmdline", "state", 1)
    made.execute(f"create table trans (id integer primary key, dt_begin int, dt_end int, {command} text, {state} int)")
    made.execute("create table trans_item (id integer primary key, trans_id int, item_id int)")
    made.execute("create table rpm (item_id int, name text, name_id int)")
    made.execute("create table pkg_names (id integer primary key, name text)")
    item = 0
    for number, (at, text, names) in enumerate(runs, 1):
        made.execute("insert into trans values (?, ?, ?, ?, ?)", (number, at, at + 5, text, done))
        for name in names:
            item += 1
            made.execute("insert into trans_item values (?, ?, ?)", (item, number, item))
            made.execute("insert into rpm values (?, ?, ?)", (item, name, item))
            made.execute("insert into pkg_names values (?, ?)", (item, name))
    made.commit()
    made.close()
    return file.read_bytes()


def texts(before: Files, after: Files, *added: Package, removed: tuple[Package, ...] = ()) -> list[str]:
    commands, _ = shown(before, after, PackageChanges(added=added, removed=removed), added)
    return [one.text for one in commands]


@pytest.mark.parametrize(("path", "typed"), [(OLD, "install -y hello"), (NEW, "dnf install -y hello")])
def test_the_history_has_what_was_typed(path: str, typed: str, tmp_path: Path) -> None:
    first = (10, "dnf install -y base", ["base"])
    before: Files = {path: history(path, [first], tmp_path), "/usr/bin/dnf": "", STORE: ""}
    runs = [first, (20, typed, ["hello", "library"])]
    after: Files = {path: history(path, runs, tmp_path), "/usr/bin/hello": "x", "/var/lib/dnf/y": "", "/srv/mine": ""}
    commands, by = shown(before, after, PackageChanges(added=(HELLO, LIBRARY)), (HELLO, LIBRARY))
    assert [(one.text, one.witness) for one in commands] == [("dnf install -y hello", path)]
    assert by["/usr/bin/hello"] == by["/var/lib/dnf/y"] == "dnf install -y hello"
    assert by["/srv/mine"] == ""


def test_what_was_removed_again_is_left_out(tmp_path: Path) -> None:
    runs = [(20, "install gcc", ["gcc"]), (30, "install hello", ["hello"]), (40, "remove gcc", ["gcc"])]
    after: Files = {OLD: history(OLD, runs, tmp_path), "/usr/bin/microdnf": "", "/usr/bin/hello": "x"}
    assert texts({}, after, HELLO) == ["microdnf install hello"]


def test_without_a_history_the_versions_are_named(tmp_path: Path) -> None:
    damaged: Files = {STORE: "", OLD: b"SQLite format 3\0" + bytes(200), "/usr/bin/hello": "x"}
    assert texts({}, damaged, HELLO, removed=(LIBRARY,)) == ["dnf remove -y library", "dnf install -y hello-2.1-1.el9"]
    incomplete: Files = {
        STORE: "",
        OLD: history(OLD, [(9, "install other", ["other"])], tmp_path),
        "/usr/bin/hello": "",
    }
    assert texts({}, incomplete, HELLO) == ["dnf install -y hello-2.1-1.el9"]


def test_a_second_architecture_is_of_the_same_transaction(tmp_path: Path) -> None:
    other = Package("rpm", "hello.i686", "2.1-1.el9", paths=("/usr/lib/hello",))
    made: Files = {OLD: history(OLD, [(9, "install hello", ["hello"])], tmp_path), "/usr/lib/hello": "x"}
    assert texts({}, made, HELLO, other) == ["dnf install hello"]
