"""What was typed into a shell that reports only the last line of its history."""

from __future__ import annotations

from snapshotter.record.typed.ash_history import TypedCommand, TypedLines, is_blank, parse_entry


class Ash:
    """A simulated shell: a history without empty and repeated lines, and an echo."""

    def __init__(self, limit: int = 1000) -> None:
        self.lines = TypedLines(lambda: 80)
        self.history: list[str] = []
        self.limit = limit
        self.clock = 100.0
        assert self._prompt() is None

    def _last(self) -> str:
        return f"{len(self.history[-self.limit :]) - 1:4d} {self.history[-1]}" if self.history else ""

    def _prompt(self) -> TypedCommand | None:
        made = self.lines.prompt(self._last(), self.clock)
        self._drawn()
        return made

    def _drawn(self) -> None:
        self.lines.output(b"/ # ")
        self.lines.input()

    def _enter(self, line: str) -> None:
        self.lines.output(line.encode())
        self.clock += 1
        self.lines.key(b"\r", self.clock)
        self.lines.output(b"\r\noutput\r\n")
        if line and (not self.history or self.history[-1] != line):
            self.history.append(line)
        self.clock += 1

    def type(self, *lines: str) -> TypedCommand | None:
        for line in lines[:-1]:
            self._enter(line)
            self.lines.more(self._last(), self.clock)
            self._drawn()
        self._enter(lines[-1])
        return self._prompt()


def text(made: TypedCommand | None) -> str | None:
    return made.text if made else None


def test_a_line_and_when_enter_was_pressed() -> None:
    ash = Ash()
    assert ash.type("echo hi") == TypedCommand("echo hi", 101.0)


def test_the_same_line_twice_is_two_commands_and_an_empty_one_none() -> None:
    ash = Ash()
    assert [text(ash.type(line)) for line in ["x", "x", "", "x", " x", "# c", "  "]] == [
        "x",
        "x",
        None,
        "x",
        " x",
        None,
        None,
    ]


def test_a_full_history_no_longer_counts() -> None:
    ash = Ash(limit=2)
    assert [text(ash.type(line)) for line in ["a", "b", "c", "d", "d", "", "c"]] == ["a", "b", "c", "d", "d", None, "c"]


def test_lines_with_a_second_prompt_belong_together() -> None:
    ash = Ash()
    assert text(ash.type("cat <<E", "a", "a", "", "# b \\", "E")) == "cat <<E\na\na\n\n# b \\\nE"
    assert text(ash.type("x")) == "x"


def test_a_cancelled_line_is_no_command() -> None:
    ash = Ash()
    ash.type("x")
    ash.lines.output(b"x")
    ash.lines.key(b"\x03", 1.0)
    assert ash._prompt() is None
    assert ash.type("for i in 1", "do") is not None
    ash._enter("if true")
    ash.lines.more(ash._last(), 1.0)
    ash.lines.key(b"\x03", 1.0)
    assert ash._prompt() is None
    assert text(ash.type("y")) == "y"


def test_a_command_stopped_with_ctrl_c_has_run() -> None:
    ash = Ash()
    ash.type("sleep 9")
    ash._enter("sleep 9")
    ash.lines.key(b"\x03", ash.clock)
    assert text(ash._prompt()) == "sleep 9"


def test_without_a_history_the_text_is_read_from_the_screen() -> None:
    lines = TypedLines(lambda: 80)
    assert lines.prompt("", 0.0) is None
    lines.output(b"/ # ")
    lines.input()
    lines.output(b"ecko\b\bho x\x1b[6n")
    lines.key(b"\r", 5.0)
    lines.output(b"\r\nx\r\n")
    assert lines.pending() == TypedCommand("echo x", 5.0)
    assert lines.prompt("", 6.0) == TypedCommand("echo x", 5.0)


def test_keys_are_not_kept() -> None:
    lines = TypedLines(lambda: 80)
    lines.prompt("", 0.0)
    lines.key(b"secret", 1.0)
    lines.key(b"\r", 2.0)
    kept = [getattr(lines, name) for name in dir(lines) if name.startswith("_") and not name.startswith("__")]
    assert "secret" not in repr(kept)


def test_entries_of_a_history() -> None:
    assert parse_entry("bash", "   12  echo  x\ny") == (12, "echo  x\ny")
    assert parse_entry("bash", "   12*  x") == (12, " x")
    assert parse_entry("ash", "   3  x") == (3, " x")
    assert parse_entry("ash", "") == (-1, "")


def test_blank_is_what_a_shell_ignores() -> None:
    assert is_blank("") and is_blank("  \n# x\n\t#y") and not is_blank("# x\ny")
