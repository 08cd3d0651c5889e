"""Tests of command lines that failed in what only looked at their end."""

from __future__ import annotations

import pytest

from snapshotter.model import Command
from snapshotter.shell.calls.failing_end import before_last_look, without_failing_end


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("make && ls x", "make"),
        ("a; cat f", "a"),
        ("cat > f <<'E'\nx\nE\ngrep x f", "cat > f <<'E'\nx\nE"),
        ("a && b && grep x f && ls", "a && b"),
        ("ls", ""),
        ("cat > f <<E && ls\nx\nE", "cat > f <<E && ls\nx\nE"),
        ("a || ls", "a || ls"),
        ("a && b | grep x", "a && b | grep x"),
        ("a & ls", "a & ls"),
        ("a; X=1", "a; X=1"),
    ],
)
def test_what_only_looks_at_the_end_goes(text: str, kept: str) -> None:
    assert before_last_look(text) == kept


@pytest.mark.parametrize(
    ("text", "kept", "status"),
    [
        ("echo a > f; grep b f", "echo a > f", 0),
        ("mkdir d && ls x", "mkdir d", 0),
        ("make && ls x", "make && ls x", 1),
        ("echo a > f; make", "echo a > f; make", 1),
        ("ls x", "ls x", 1),
        ("cd /srv; ls x", "cd /srv; ls x", 1),
    ],
)
def test_a_line_that_failed_in_its_look_succeeded_before(text: str, kept: str, status: int) -> None:
    found = without_failing_end(Command(text, 1, "/", "root", 1.0, 2.0, "sh", 1))
    assert (found.text, found.status) == (kept, status)
