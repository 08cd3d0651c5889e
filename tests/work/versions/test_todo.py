"""The plan as a text: what it shows, what it means edited, and the error for each way in which it can be wrong."""

from __future__ import annotations

import re

import pytest

from snapshotter.errors import NotFound, UsageError
from snapshotter.model import Base, Command, ImageConfig, Snapshot
from snapshotter.work.versions.commands import find_command
from snapshotter.work.versions.todo import Group, described, parse, render

BASE = Base("debian:bookworm", "sha256:base")


def snapshot(seq: int, message: str, *texts: str, order: tuple[int, ...] = ()) -> Snapshot:
    begin = seq * 100.0
    commands = tuple(Command(t, 0, "/", "root", begin + n, begin + n + 1, "bash", 1) for n, t in enumerate(texts))
    return Snapshot("web", seq, "", "", BASE, message, 0.0, ImageConfig(), commands, (), order=order)


LINE = [
    snapshot(1, "one\n\nmore", "make", "apt-get update", "cat > /a <<E\nb\nE"),
    snapshot(3, "three", "apt-get update", "make install"),
]
PLAN = """pick 1 one
  pick 1.1 make
  pick 1.2 apt-get update
  pick 1.3 cat > /a <<E…
pick 3 three
  pick 3.1 apt-get update
  pick 3.2 make install
"""


def test_the_plan_lists_snapshots_and_commands_and_says_what_can_be_written() -> None:
    text = render("web", LINE)
    assert text.startswith(PLAN + "#\n# The plan of web")
    assert all(line.startswith("#") for line in text.removeprefix(PLAN).splitlines())
    for word in ("pick", "keep", "drop", "reword", "squash"):
        assert f", {word} " in text


def test_an_unchanged_plan_changes_nothing_and_an_empty_one_neither() -> None:
    todo = parse(render("web", LINE), LINE)
    assert todo
    assert not described(todo, LINE)
    assert parse("# all\n\n  # gone\n", LINE) is None


def test_all_can_be_edited_at_once() -> None:
    plan = """r 1 the first
    d 1.2
    k 1.1 whatever stands here
    s 3
    p 3.2
    pick 1.3
    pick 3.1
    """
    todo = parse(plan, LINE)
    assert todo
    assert todo.groups == (Group((1, 3), ((1, 1), (1, 0), (3, 1), (1, 2), (3, 0))),)
    assert todo.messages == {1: "the first"}
    assert described(todo, LINE) == "reword 1, keep 1.1, drop 1.2, squash 1+3"


def test_the_order_of_a_snapshot_is_shown_and_read() -> None:
    line = [snapshot(1, "one", "a", "b", "c", order=(2, 0, 1))]
    text = render("web", line)
    assert text.splitlines()[1:4] == ["  pick 1.3 c", "  pick 1.1 a", "  pick 1.2 b"]
    todo = parse(text, line)
    assert todo
    assert not described(todo, line)
    moved = parse("pick 1\npick 1.1\npick 1.2\npick 1.3\n", line)
    assert moved
    assert described(moved, line) == "order of 1"


def test_a_dropped_snapshot_drops_its_commands_but_those_that_are_kept() -> None:
    todo = parse(PLAN.replace("pick 3 ", "drop 3 ").replace("pick 3.2", "keep 3.2"), LINE)
    assert todo
    assert {at: todo.choices[at] for at in [(1, 0), (3, 0), (3, 1)]} == {(1, 0): None, (3, 0): False, (3, 1): True}


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ("pick 1.1", "run 1.1", "line 2 of the plan: there is no 'run'"),
        ("pick 1.1 make", "pick", "line 2 of the plan: the number is missing after pick"),
        ("pick 1.1 make", "pick make", "line 2 of the plan: the number is missing after pick"),
        ("pick 1.1", "reword 1.1", "line 2 of the plan: reword is for snapshots"),
        ("pick 1 ", "keep 1 ", "line 1 of the plan: keep is for commands"),
        ("pick 1 ", "squash 1 ", "line 1 of the plan: there is no snapshot above 1"),
        ("pick 1 one", "reword 1", "line 1 of the plan: the new message is missing"),
        ("pick 3 ", "pick 2 ", "line 5 of the plan: the line has no snapshot 2"),
        ("pick 3 ", "pick 1 ", "line 5 of the plan: snapshot 1 is there twice"),
        ("pick 1.2", "pick 1.1", "line 3 of the plan: command 1.1 is there twice"),
        ("pick 1.2", "pick 1.4", "line 3 of the plan: there is no command 1.4"),
        ("pick 1.2", "pick 1.0", "line 3 of the plan: there is no command 1.0"),
        ("  pick 1.1 make\n", "", "command 1.1 is missing in the plan"),
        ("pick 1 one\n", "", "line 1 of the plan: command 1.1 is above all snapshots"),
        (PLAN[PLAN.index("pick 3 ") :], "", "snapshot 3 is missing in the plan"),
        ("pick 1.3", "pick 3.1", "command 3.1 is there twice"),
        ("  pick 1.3 cat > /a <<E…\npick 3 three\n", "pick 3 three\npick 1.3\n", "command 1.3 is below snapshot 3"),
    ],
)
def test_each_error_names_its_place(before: str, after: str, error: str) -> None:
    assert before in PLAN
    with pytest.raises(UsageError) as found:
        parse(PLAN.replace(before, after, 1), LINE)
    assert error in found.value.message
    assert found.value.hint


def test_snapshots_cannot_be_moved() -> None:
    first, second = PLAN[: PLAN.index("pick 3 ")], PLAN[PLAN.index("pick 3 ") :]
    with pytest.raises(UsageError, match="line 1 of the plan: snapshot 3 is above snapshot 1"):
        parse(second + first, LINE)


@pytest.mark.parametrize(
    ("wanted", "origin"),
    [
        ("2", (3, 1)),
        ("1.3", (1, 2)),
        ("make", (1, 0)),
        ("make i", (3, 1)),
        ("cat > /a <<E\nb\nE", (1, 2)),
        ("ca", (1, 2)),
    ],
)
def test_how_a_command_is_named(wanted: str, origin: tuple[int, int]) -> None:
    assert find_command(LINE, wanted) == origin


@pytest.mark.parametrize(
    ("wanted", "error", "hint"),
    [
        ("apt-get update", "is the text of 2 commands", r"1.2 \(apt-get update\), 3.1 \(apt-get update\)"),
        ("apt", "is the beginning of 2 commands", r"1.2 .*3.1"),
        ("install", "no command of the line begins with", r"choose one from 3.2 \(make install\)"),
        ("apt-get updaet", "no command of the line begins with", r"3.1 \(apt-get update\)"),
        ("3", "snapshot 3 has no command 3, but commands 3.1 to 3.2", "snap show 3"),
        ("0", "snapshot 3 has no command 0", "snap show 3"),
        ("2.1", "the line has no snapshot 2", "choose one from 1, 3"),
        ("", "there is no such command", "snap show"),
    ],
)
def test_a_command_that_is_not_clear_is_answered_with_candidates(wanted: str, error: str, hint: str) -> None:
    with pytest.raises((NotFound, UsageError), match=error) as found:
        find_command(LINE, wanted)
    assert re.search(hint, found.value.hint)
