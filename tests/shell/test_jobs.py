"""Jobs in the background, and the commands that wait for them."""

from __future__ import annotations

import pytest

from snapshotter.model import Command
from snapshotter.shell.jobs import in_background, only_waits, waited_for


def commands(*texts: str, pid: int = 1) -> list[Command]:
    return [Command(text, 0, "/", "root", float(at), at + 0.5, "bash", 1, "s", pid) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("make &", True), ("(sleep 1; make) & ", True), ("make && ls", False), ("make &&", False), ("make & wait", False)],
)
def test_a_line_that_ends_with_a_job(text: str, expected: bool) -> None:
    assert in_background(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wait", True),
        ("wait $!", True),
        ("wait %1 ", True),
        ("wait; ls", False),
        ("waitress", False),
        ("wait > x", False),
    ],
)
def test_a_line_that_only_waits(text: str, expected: bool) -> None:
    assert only_waits(text) is expected


def test_all_jobs_of_a_shell_are_waited_for_by_its_next_wait() -> None:
    assert waited_for(commands("a &", "b &", "ls", "wait", "c &", "echo wait", "wait; ls")) == {0: 3, 1: 3, 4: 6}
    assert waited_for(commands("a &", "ls")) == {}
    assert waited_for([*commands("a &"), *commands("ls", "wait", pid=2)]) == {}
