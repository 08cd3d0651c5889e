"""What has to be done to have a snapshot again: programs with their settings, files, and the state of shells."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.model import Base, Entry, ImageConfig, Snapshot
from snapshotter.work.versions.replay.actions import Replay, argv, conflicts, replay_of
from tests.recipe import story

STORY = """
[[snapshot]]
message = "one"
[[snapshot.command]]
text = "export WHO=me"
session = 1
state = [["export", "WHO", "me"]]
[[snapshot.command]]
text = "greet() { echo hi $1; }"
session = 1
state = [["function", "greet", "greet () { echo hi $1; }"]]
[[snapshot.command]]
text = "echo 1 > /srv/one"
session = 1
changes = [{path = "/srv/one", content = "1"}]

[[snapshot]]
message = "two"
[[snapshot.command]]
text = "echo $WHO > who"
cwd = "/srv"
session = 1
changes = [{path = "/srv/who", content = "me"}]
[[snapshot.command]]
text = "greet you > /srv/greeting"
session = 1
changes = [{path = "/srv/greeting", content = "hi you"}]
[[snapshot.command]]
text = "ls /srv"
session = 1
[[snapshot.command]]
text = "export LATER=1"
session = 1
state = [["export", "LATER", "1"]]
[[snapshot.command]]
text = "vim /etc/app.conf"
session = 1
changes = [{path = "/etc/app.conf", content = "x=1", before = {content = "x=0"}}]
[[snapshot.command]]
text = "rm /srv/one"
session = 1
changes = [{path = "/srv/one", change = "deleted", before = {content = "1"}}]
[[snapshot.command]]
text = "touch /srv/joes"
user = "joe"
cwd = "/home/joe"
session = 2
changes = [{path = "/srv/joes", content = "", uid = 1000, gid = 1000}]
[[snapshot.outside]]
path = "/srv/brought"
content = "brought"
"""


@pytest.fixture
def line(tmp_path: Path) -> tuple[Base, list[Snapshot]]:
    (tmp_path / "story.toml").write_text(STORY)
    base, snapshots, _ = story.load(tmp_path / "story.toml")
    return base, snapshots


def fates(found: Replay) -> dict[str, str]:
    return {one.command.text: one.fate for one in found.decisions}


def test_each_command_is_done_as_its_recipe_does_it(line: tuple[Base, list[Snapshot]]) -> None:
    base, (one, two) = line
    found = replay_of(base, [one], two)
    assert fates(found) == {
        "echo $WHO > who": "run",
        "greet you > /srv/greeting": "run",
        "ls /srv": "left out",
        "export LATER=1": "state",
        "vim /etc/app.conf": "carried",
        "rm /srv/one": "run",
        "touch /srv/joes": "run",
    }
    ran = {one.commands: " ".join(one.argv[-1].split()) for one in found.actions if one.argv}
    assert ran[0,] == "cd /srv && echo $WHO > who"
    assert "su -s /bin/sh joe -c" in ran[6,]
    copied = {one.commands: [change.path for change in one.changes] for one in found.actions if one.changes}
    assert copied == {(4,): ["/etc/app.conf"], (): ["/srv/brought"]}
    assert found.repeated == {3}


def test_the_state_of_earlier_snapshots_is_there_and_their_work_is_not(line: tuple[Base, list[Snapshot]]) -> None:
    base, (one, two) = line
    found = replay_of(base, [one], two)
    assert found.actions[0].env == ("WHO=me",)
    greeting = next(action for action in found.actions if action.commands == (1,))
    assert "greet() { echo hi $1; }" in greeting.argv[-1]
    assert not any("echo 1 > /srv/one" in " ".join(action.argv) for action in found.actions)


def test_what_undoes_an_earlier_snapshot_is_done(line: tuple[Base, list[Snapshot]]) -> None:
    base, (one, two) = line
    found = replay_of(base, [one], two)
    assert any(action.commands == (5,) and "rm /srv/one" in action.argv[-1] for action in found.actions)


def test_files_of_a_base_whose_user_is_not_root_are_by_that_user(line: tuple[Base, list[Snapshot]]) -> None:
    base, (one, _) = line
    base = replace(base, config=ImageConfig(user="app"))
    found = replay_of(base, [], one)
    assert {action.user for action in found.actions if action.argv} == {"root"}


def test_the_forms_of_run() -> None:
    assert argv("RUN a && \\\n    b") == ("/bin/sh", "-c", "a &&     b")
    assert argv('RUN ["/bin/bash", "-c", "x\\ny"]') == ("/bin/bash", "-c", "x\ny")
    assert argv("RUN --mount=type=secret,id=x cat /run/secrets/x") == ("/bin/sh", "-c", "cat /run/secrets/x")


def test_conflicts_are_copied_paths_that_are_neither_as_before_nor_as_after(line: tuple[Base, list[Snapshot]]) -> None:
    base, (one, two) = line
    found = replay_of(base, [one], two)
    changes = {change.path: change for change in two.changes}
    before, after = changes["/etc/app.conf"].before, changes["/etc/app.conf"].after
    assert before
    assert after
    other = Entry("file", 0o644, 0, 0, digest="other")
    assert conflicts(found, {"/etc/app.conf": before}) == []
    assert conflicts(found, {"/etc/app.conf": after}) == []
    assert conflicts(found, {"/etc/app.conf": other}) == ["/etc/app.conf"]
    assert conflicts(found, {}) == ["/etc/app.conf"]
    ran = {"/etc/app.conf": before, "/srv/who": other, "/srv/brought": other}
    assert conflicts(found, ran) == ["/srv/brought"]
    assert conflicts(found, {"/etc/app.conf": replace(before, mtime_ns=5, uid=3)}) == []
