"""What a mended Dockerfile needs of a session: no failed try, and of the failed step what succeeded."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot
from snapshotter.work.build.tries import is_alike, without_tries

FILE = Entry("file", 0o644, 0, 0)


def command(text: str, status: int = 0) -> Command:
    return Command(text, status, "/", "root", 0.0, 1.0, "sh", 1)


def change(path: str, index: int | None, by: str = "", *, volatile: str = "") -> Change:
    by = by or (f"command {index + 1}" if index is not None else "outside")
    return Change(path, "added", None, FILE, by, index, volatile=volatile)


def snapshot(commands: list[Command], changes: list[Change]) -> Snapshot:
    return Snapshot("w", 1, "i", "t", Base("b", "b"), "m", 0.0, ImageConfig(), tuple(commands), tuple(changes))


def texts(found: Snapshot) -> list[str]:
    return [one.text for one in found.commands]


def test_the_step_and_what_it_left_are_dropped_where_nothing_of_it_succeeded() -> None:
    found = without_tries(snapshot([command("bad", 1), command("good")], [change("/a", 0), change("/b", 1)]), "")
    assert texts(found) == ["good"]
    assert [(one.path, one.command, one.by) for one in found.changes] == [("/b", 0, "command 1")]


def test_what_of_the_step_succeeded_is_kept() -> None:
    found = without_tries(snapshot([command("mkdir a && bad", 1), command("good")], [change("/a", 0)]), "mkdir a")
    assert texts(found) == ["mkdir a", "good"] and found.commands[0].status == 0


def test_what_a_later_command_did_again_is_kept_once() -> None:
    found = without_tries(
        snapshot([command("mkdir a && bad", 1), command("mkdir  a && good")], [change("/a", 0)]), "mkdir a"
    )
    assert texts(found) == ["mkdir  a && good"]
    assert [(one.path, one.command) for one in found.changes] == [("/a", 0)]


def test_other_tries_without_a_lasting_change_and_mount_points_are_dropped() -> None:
    found = without_tries(
        snapshot(
            [command("try", 2), command("x", 1), command("good")],
            [change("/log", 0, volatile="log"), change("/dev/x", None, "outside (mount point)"), change("/x", 1)],
        ),
        None,
    )
    assert texts(found) == ["x", "good"]
    assert [one.path for one in found.changes] == ["/x"]


def test_a_step_that_succeeded_is_an_ordinary_command() -> None:
    whole = snapshot([command("fine"), command("more")], [change("/a", 0)])
    assert without_tries(whole, "") == replace(whole)


def test_a_check_that_succeeds_now_is_kept_though_it_changes_nothing() -> None:
    whole = snapshot([command("sh check -v", 1), command("fix"), command("sh check"), command("ls")], [change("/a", 1)])
    found = without_tries(whole, "", "sh check -v")
    assert [(one.text, one.in_recipe) for one in found.commands] == [("fix", None), ("sh check", True), ("ls", None)]
    changed = without_tries(replace(whole, changes=(change("/a", 2),)), "", "sh check -v")
    assert [one.in_recipe for one in changed.commands] == [None, None, None]


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("mkdir -p /x && cat /etc/motd", True),
        ("cat /etc/mtod > /y", True),
        ("ls; mkdir /x && cat /etc/motd", True),
        ("cat README", False),
        ("ls /etc/mtod", False),
        ("", False),
    ],
)
def test_what_does_the_step_again(text: str, *, alike: bool) -> None:
    assert is_alike(text, "true && cat /etc/mtod") is alike
