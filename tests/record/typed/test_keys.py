"""What was typed into a shell that reports its last command only sometimes, or never."""

from __future__ import annotations

import pytest

from snapshotter.record.typed.ash_history import TypedCommand
from snapshotter.record.typed.keys import KeyedLines, edited_line


def dash() -> KeyedLines:
    lines = KeyedLines(lambda: 80, line_editor=False)
    assert lines.prompt("", 0.0) is None
    lines.input()
    return lines


def typed(lines: KeyedLines, keys: bytes, echo: bytes, history: str = "") -> str | None:
    lines.key(keys, 1.0)
    lines.output(echo)
    made = lines.prompt(history, 2.0)
    lines.input()
    return made.text if made else None


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (b"echo hi", "echo hi"),
        (b"ecgo\x7f\x7fho", "echo"),
        (b"bad\x15ok", "ok"),
        (b"\x7fa", "a"),
        (b"a\tb", "a\tb"),
        (b"\x1b[A", None),
        (b"a\x16\x03", None),
        ("ü\x7fé".encode(), "é"),
    ],
)
def test_what_a_terminal_makes_of_keys(keys: bytes, line: str | None) -> None:
    assert edited_line(keys) == line


def test_output_of_a_job_between_the_keys_is_not_taken_for_them() -> None:
    assert typed(dash(), b"echo a\tb\r", b"echo [1] Done\r\na\tb\r\n") == "echo a\tb"


def test_if_the_line_was_edited_the_screen_decides() -> None:
    assert typed(dash(), b"echx\x08o\r", b"echx\b \bo\r\n") == "echo"
    assert typed(dash(), b"ecgo\x7f\x7fho\r", b"ecgo\b \b\b \bho\r\n") == "echo"


def test_second_prompts_an_empty_line_and_a_cancelled_one() -> None:
    lines = dash()
    lines.key(b"cat <<E\r", 1.0)
    lines.more("", 1.0)
    assert lines.prompt_drawn
    lines.key(b"a\r", 1.1)
    lines.more("", 1.1)
    assert typed(lines, b"E\r", b"E\r\n") == "cat <<E\na\nE"
    assert typed(lines, b"\r", b"\r\n") is None
    assert typed(lines, b"rm -rf /\x03", b"rm -rf /^C\r\n") is None
    lines.key(b"for x in 1\r", 1.0)
    lines.more("", 1.0)
    assert typed(lines, b"\x03", b"^C\r\n") is None
    assert typed(lines, b"true\r", b"true\r\n") == "true"


def test_the_history_holds_all_lines_of_a_command() -> None:
    lines = KeyedLines(lambda: 80, line_editor=True)
    lines.prompt("no history", 0.0)
    assert typed(lines, b"cat <<E\rx\rE\r", b"", "1\tcat <<E\n\tx\n\tE") == "cat <<E\nx\nE"
    assert typed(lines, b" sp\r", b"", "1\tcat <<E\n\tx\n\tE") == " sp"
    assert typed(lines, b"cat <<E\r", b"", "1\tcat <<E\n\tx\n\tE") == "cat <<E\nx\nE"
    assert typed(lines, b"\x1b[A\r", b"", "1\tcat <<E\n\tx\n\tE") == "cat <<E\nx\nE"
    assert typed(lines, b"\r", b"", "1\tcat <<E\n\tx\n\tE") is None
    assert typed(lines, b"", b"", "2\tpasted") == "pasted"


def test_what_is_typed_into_a_program_is_not_kept() -> None:
    lines = dash()
    lines.key(b"passwd\r", 1.0)
    lines.key(b"secret\r", 2.0)
    assert lines.pending() == TypedCommand("passwd", 1.0)
    kept = [getattr(lines, name) for name in dir(lines) if name.startswith("_") and not name.startswith("__")]
    assert "secret" not in repr(kept)
