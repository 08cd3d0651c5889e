"""A command line as parts, with a mark between them, and the parts that succeeded."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from snapshotter.shell.one_line.chain import chain


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a && b > x && c | d", ("a", "b > x", "c | d")),
        ("set -e\nmkdir x\ncp a b", ("set -e", "mkdir x", "cp a b")),
        ("a || b && c", ("a || b", "c")),
        ("{ a && b; } && c", ("{ a && b; }", "c")),
    ],
)
def test_the_parts_of_a_line(text: str, parts: tuple[str, ...]) -> None:
    found = chain(text)
    assert found is not None and found.parts == parts


@pytest.mark.parametrize("text", ["a", "a || b", "a && b || c", "a; echo $?", "cat <<E\nx\nE\nb", "a & b", "if"])
def test_what_cannot_be_taken_apart(text: str) -> None:
    assert chain(text) is None


@pytest.mark.parametrize(
    ("text", "status", "succeeded"),
    [
        ("true && mkdir a && false && mkdir b", 1, "true && mkdir a"),
        ("set -e\nmkdir a\nexit 7\nmkdir b", 7, "mkdir a"),
        ("false && true", 1, ""),
        ("false; false", 1, "false"),
    ],
)
def test_the_marks_tell_what_succeeded_and_change_no_status(
    text: str, status: int, succeeded: str, tmp_path: Path
) -> None:
    found = chain(text)
    assert found is not None
    marks = tmp_path / "marks"
    marks.mkdir()
    assert subprocess.run(["sh", "-c", found.marked(str(marks))], cwd=tmp_path, check=False).returncode == status
    assert found.first(len(list(marks.iterdir()))) == succeeded
