"""The verb restore with the fake engine: what is put back, what is refused, how the next commit accounts for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from snapshotter.engine.api import Mount
from snapshotter.model import HOST
from tests.cli.conftest import Snap
from tests.work.fakes import FakeEngine, Person, put

OLD = 981_173_106_789_000_000


@pytest.fixture
def line(snap: Snap, person: Person) -> Person:
    """Two snapshots: a tree, and the tree after changes of every kind."""
    upper = person.upper
    with person.runs("make") as goes_on:
        goes_on({"/srv/app/a": "one\n", "/srv/app/b": "b\n", "/srv/app/sub/x": "x\n", "/srv/other": "o\n"})
        os.link(upper / "srv/app/b", upper / "srv/app/c")
        (upper / "srv/app/l").symlink_to("a")
        (upper / "srv/app/a").chmod(0o640)
        os.utime(upper / "srv/app/a", ns=(OLD, OLD))
    assert snap("commit", "-m", "one").code == 0
    with person.runs("change") as goes_on:
        goes_on({"/srv/app/a": "two\n", "/srv/app/new/y": "y\n", "/srv/other": "p\n"})
        (upper / "srv/app/sub/x").unlink()
        (upper / "srv/app/sub").rmdir()
        (upper / "srv/app/l").unlink()
        (upper / "srv/app/c").unlink()
        goes_on({"/srv/app/c": "b\n"})
    assert snap("commit", "-m", "two").code == 0
    return person


def test_a_directory_is_as_it_was(snap: Snap, line: Person) -> None:
    before = snap("diff", "2", "1", "/srv/app", "--name-status").out
    done = snap("restore", "--json", "1", "--", "/srv/app")
    assert done.code == 0
    assert done.data == {
        "workspace": "web",
        "from": "snapshot 1",
        "done": True,
        "restored": ["/srv/app/a", "/srv/app/b", "/srv/app/c", "/srv/app/l", "/srv/app/sub", "/srv/app/sub/x"],
        "removed": ["/srv/app/new", "/srv/app/new/y"],
        "unchanged": 1,
        "skipped": {},
        "separated": [],
    }
    place = line.upper / "srv/app"
    assert (place / "a").read_text() == "one\n"
    assert (place / "a").stat().st_mode & 0o7777 == 0o640 and (place / "a").stat().st_mtime_ns == OLD
    assert (place / "b").stat().st_ino == (place / "c").stat().st_ino
    assert (place / "l").readlink() == Path("a") and not (place / "new").exists()
    assert snap("diff", "--name-status").out == before
    assert "o" not in snap("diff", "1", "/srv/app").out and snap("diff", "1", "/srv/other").out


def test_the_next_commit_says_where_it_comes_from(snap: Snap, line: Person) -> None:
    assert snap("restore", "1", "--", "/srv/app/a", "/srv/app/new").code == 0
    assert snap("commit", "-m", "three").code == 0
    shown = snap("show", "3", "--json").data
    assert [(one["text"], one["shell"], one["status"]) for one in shown["commands"]] == [
        ("snap restore 1 -- /srv/app/a /srv/app/new", HOST, 0)
    ]
    assert {one["path"]: one["by"] for one in shown["changes"]} == {
        "/srv/app/a": "command 1",
        "/srv/app/new": "command 1",
        "/srv/app/new/y": "command 1",
    }
    recipe = snap("export-dockerfile", "-o", "-", "--no-verify").out
    assert "# restored from snapshot 1" in recipe and "RUN snap" not in recipe
    assert "/srv/app/a" in recipe and "rm -rf /srv/app/new" in recipe


def test_other_commands_that_run_meanwhile_keep_their_files(snap: Snap, line: Person) -> None:
    with line.runs("server --log /srv/log /srv/app/a") as goes_on:
        assert snap("restore", "1", "--", "/srv/app/a").code == 0
        goes_on({"/srv/log": "x\n"})
    assert snap("commit").code == 0
    shown = snap("show", "3", "--json").data
    texts = [one["text"].split()[0] for one in shown["commands"]]
    by = {one["path"]: texts[int(one["by"].split()[1]) - 1] for one in shown["changes"]}
    assert by == {"/srv/app/a": "snap", "/srv/log": "server"}


def test_back_to_the_last_snapshot_leaves_nothing_to_account_for(snap: Snap, line: Person) -> None:
    (line.upper / "srv/app/a").unlink()
    assert snap("restore", "/srv/app/a").code == 0
    assert snap("status", "--json").data["commands"] == [] and snap("status", "--json").data["changes"] == []
    assert "nothing to commit" in snap("commit").err


def test_what_is_in_no_snapshot_is_not_overwritten(snap: Snap, line: Person) -> None:
    put(line.upper, "/srv/app/a", "three\n")
    put(line.upper, "/srv/app/draft", "mine\n")
    refused = snap("restore", "1", "--", "/srv/app")
    assert refused.code == 5
    assert "/srv/app/a, /srv/app/draft would lose changes" in refused.err and "--force" in refused.err
    assert (line.upper / "srv/app/a").read_text() == "three\n"
    assert snap("restore", "--force", "1", "--", "/srv/app").code == 0
    assert (line.upper / "srv/app/a").read_text() == "one\n" and not (line.upper / "srv/app/draft").exists()
    # now it is as in snapshot 1, so that nothing is lost
    assert snap("restore", "2", "--", "/srv/app").code == 0
    assert snap("diff").out == ""


def test_a_dry_run_and_nothing_to_do_change_nothing(snap: Snap, line: Person) -> None:
    line.engine.calls.clear()
    tried = snap("restore", "--dry-run", "base", "--", "/srv/app/b")
    assert tried.out == "removed   /srv/app/b\n" and "would be done" in tried.err
    same = snap("restore", "HEAD", "--", "/srv/app")
    assert same.code == 0 and same.out == "" and "0 paths restored from snapshot 2, 0 removed, 6 unchanged" in same.err
    assert not {"write_paths", "remove_paths", "start"} & set(line.engine.calls)
    assert snap("status", "--json").data["commands"] == []


def test_a_file_of_the_base_comes_back_with_its_directories(snap: Snap, line: Person) -> None:
    line.engine.remove_paths(line.workspace.container, ["/etc/motd"], ["/etc"])
    assert "/etc" in snap("diff").out
    assert snap("restore", "base", "/etc/motd").code == 0
    assert (line.upper / "etc/motd").read_text() == "welcome\n"


def test_only_the_time_is_put_back_too(snap: Snap, line: Person) -> None:
    os.utime(line.upper / "srv/other", ns=(5, 5))
    assert snap("restore", "/srv/other", "--json").data["restored"] == ["/srv/other"]
    assert (line.upper / "srv/other").stat().st_mtime_ns != 5


def test_a_file_and_a_directory_take_each_others_place(snap: Snap, line: Person) -> None:
    place = line.upper / "srv/app/new"
    (place / "y").unlink()
    place.rmdir()
    put(line.upper, "/srv/app/new", "file\n")
    other = snap("restore", "/srv/app/new/y", "-f")
    assert other.code == 2 and "/srv/app/new is a file in the container" in other.err
    assert snap("restore", "/srv/app/new", "-f").code == 0
    assert (place / "y").read_text() == "y\n"
    assert snap("diff").out == ""


def test_links_above_a_path_are_followed(snap: Snap, line: Person) -> None:
    (line.upper / "current").symlink_to("srv/app")
    assert snap("commit").code == 0
    assert snap("restore", "--json", "1", "--", "/current/a").data["restored"] == ["/srv/app/a"]


def test_a_stopped_container(snap: Snap, line: Person) -> None:
    line.engine.stop(line.workspace.container, 1)
    line.engine.calls.clear()
    assert snap("restore", "1", "--", "/srv/app/a").code == 0
    assert not {"start", "stop"} & set(line.engine.calls)
    assert snap("restore", "base", "--", "/srv/app/a").code == 0
    assert [call for call in line.engine.calls if call in ("start", "remove_paths", "stop")] == [
        "start",
        "remove_paths",
        "stop",
    ]


REFUSED = [
    (["/"], "all of the container"),
    (["/proc/1"], "belongs to the kernel"),
    (["/dev"], "belongs to the kernel"),
    (["/etc/hosts"], "written by the engine"),
    (["/etc/../etc//resolv.conf"], "written by the engine"),
    (["/data/x"], "in the volume /data"),
    (["/data"], "in the volume /data"),
    (["1"], "no path is given"),
    (["1", "2", "/srv"], "2 is no absolute path"),
    (["/srv", "1"], "no absolute path"),
    (["1", "--", "/srv", "--force"], "before `--`"),
]


def test_refusals(snap: Snap, line: Person) -> None:
    line.engine.boxes[line.workspace.container].mounts = (Mount("volume", "v", "/data/"),)
    for words, message in REFUSED:
        done = snap("restore", *words)
        assert done.code == 2 and message in done.err and "next:" in done.err, (words, done.err)


def test_what_does_not_exist(snap: Snap, line: Person) -> None:
    assert snap("restore", "/nowhere").code == 4
    assert snap("restore", "9", "--", "/srv").code == 4


def test_a_volume_below_the_path_is_left_alone(snap: Snap, line: Person) -> None:
    put(line.upper, "/srv/app/data/inside", "")
    line.engine.boxes[line.workspace.container].mounts = (Mount("volume", "v", "/srv/app/data"),)
    assert snap("restore", "-f", "1", "--", "/srv/app").code == 0
    assert (line.upper / "srv/app/data/inside").exists()


def test_a_container_that_cannot_be_read_in_place(snap: Snap, line: Person, fake: FakeEngine) -> None:
    fake.in_place = False
    done = snap("restore", "--force", "--json", "1", "--", "/srv/app/a", "/srv/app/sub/x", "/srv/app/new")
    assert done.code == 0, done.err
    assert done.data["restored"] == ["/srv/app/a", "/srv/app/sub", "/srv/app/sub/x"]
    assert done.data["removed"] == ["/srv/app/new", "/srv/app/new/y"]
    assert (line.upper / "srv/app/sub/x").read_text() == "x\n"
    assert snap("restore", "--json", "1", "--", "/srv/app/a").data["done"] is False


def test_what_the_engine_leaves_otherwise_is_an_error(
    snap: Snap, line: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line.engine, "write_paths", lambda *_: None)
    done = snap("restore", "1", "--", "/srv/app/a")
    assert done.code == 3 and "could not be put back exactly" in done.err
