"""The hook of bash against this machine's own bash, on a pseudo-terminal."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.record.person import MORE, PROMPT, Sit, bash, seats


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Sit]:
    yield from seats(tmp_path, bash)


def test_a_command_is_told_with_status_directory_user_and_times(sit: Sit, tmp_path: Path) -> None:
    person = sit()
    person.type(f"cd {tmp_path}", "(exit 3)")
    first, second = person.commands
    assert (first.text, first.status) == (f"cd {tmp_path}", 0)
    assert (second.text, second.status, second.cwd) == ("(exit 3)", 3, str(tmp_path))
    assert second.shell == "bash" and second.depth == 1 and second.pid > 0
    assert second.user == ("root" if os.getuid() == 0 else os.environ.get("USER", second.user))
    assert first.end is not None and second.end is not None
    assert first.begin <= first.end <= second.begin <= second.end


@pytest.mark.parametrize(
    "lines",
    [
        ["echo 'a", "b'"],
        ["for i in 1 2", "do echo $i  $i;   done"],
        ["cat <<'E' >/dev/null", "a", "", "# b \\", "E"],
        ["if true; then", '  echo "x;y" # why', "fi"],
        ["cat <<E | tr a-z A-Z; echo after", " $HOME `true` \\$x", "", "", "E"],
        ["echo \"it's\" \\\\ \\a 'b\\c' $'\\t' %s %d"],
        ["echo ünïcödé 日本 😀 # ☃"],
        ["echo a;echo b  &&   echo c"],
        ["f() {", "  echo in f", "}"],
        ["echo ';0123456789abcdef' ]8671"],
    ],
    ids=lambda lines: lines[0][:12],
)
def test_text_is_exactly_what_was_typed(sit: Sit, lines: list[str]) -> None:
    person = sit(LANG="C.UTF-8")
    person.type(*lines)
    assert person.texts == ["\n".join(lines)]


def test_a_continued_line_is_joined_as_the_shell_joins_it(sit: Sit) -> None:
    person = sit()
    person.type("echo \\", "  a")
    assert person.texts == ["echo   a"]


@pytest.mark.parametrize(
    "settings",
    [
        "",
        "HISTCONTROL=ignoreboth",
        "HISTCONTROL=ignorespace:erasedups",
        "HISTCONTROL=ignoredups",
        "HISTCONTROL=erasedups",
        "HISTIGNORE='*two:ls'",
        "HISTSIZE=0",
        "HISTTIMEFORMAT='%F %T '",
        "HISTSIZE=3",
        "shopt -u cmdhist",
    ],
)
def test_nothing_is_kept_back_whatever_the_history_settings(sit: Sit, settings: str) -> None:
    person = sit(settings)
    person.type("echo one", "echo one", "  echo two", "echo one", "for i in 1", "do :; done")
    assert person.texts == ["echo one", "echo one", "  echo two", "echo one", "for i in 1\ndo :; done"]


@pytest.mark.parametrize("settings", ["", "HISTCONTROL=ignoreboth", "HISTCONTROL=ignorespace", "HISTIGNORE='*two:&'"])
def test_the_history_is_what_it_would_be_without_us(sit: Sit, settings: str) -> None:
    lines = ["echo one", "echo one", " echo two", "echo three", "echo $HISTCONTROL,$HISTIGNORE", "history"]
    shown = [sit(settings, hooked=hooked, HISTFILE="").type(*lines) for hooked in (True, False)]
    assert shown[0] == shown[1]


def test_empty_lines_comments_and_syntax_errors_are_no_commands(sit: Sit) -> None:
    person = sit()
    person.type("", "   ", "# only this", "echo )", "echo x")
    assert person.texts == ["echo x"]


def test_history_expansion_is_done(sit: Sit) -> None:
    person = sit()
    person.type("echo first word", "!!", "echo !$ !#")
    assert person.texts == ["echo first word", "echo first word", "echo word echo word "]


def test_parameters_are_what_they_would_be_without_us(sit: Sit) -> None:
    lines = [
        "true a b",
        "echo $_",
        "false | true | (exit 4)",
        "echo ${PIPESTATUS[@]} $?",
        "(exit 9)",
        "",
        "echo $?",
        "set -- x y; echo $# $LINENO",
        "sleep 0 & wait $!; echo $!| wc -l",
        "set -x",
        "echo $?",
        "set +x",
        "echo $-",
        "set -u",
        "echo ok",
        "shopt -s failglob nullglob",
        "echo ok",
        "alias",
        "trap",
        "jobs",
    ]
    shown = [sit(hooked=hooked, HISTFILE="").type(*lines) for hooked in (True, False)]
    assert _without_numbers(shown[0]) == _without_numbers(shown[1])


def _without_numbers(text: str) -> list[str]:
    return [line for line in text.split("\r\n") if not line.startswith("[1]")]


def test_the_screen_shows_no_trace(sit: Sit) -> None:
    lines = ["echo a", "for i in 1 2", "do echo $i", "done", "set -x", "echo b", "(echo c)", "set +x", "echo d"]
    shown = [sit("HISTCONTROL=ignorespace", hooked=hooked, HISTFILE="").type(*lines) for hooked in (True, False)]
    assert shown[0] == shown[1]


def test_errexit_ends_the_shell_just_when_it_would(sit: Sit) -> None:
    person = sit()
    person.type("set -e", "! true", "echo still here", "false")
    assert person.texts[-2:] == ["echo still here", "false"]
    assert person.status == 1 and person.statuses == [0, 1, 0, 1]


@pytest.mark.parametrize(
    "own",
    [
        "PROMPT_COMMAND='seen=$?'",
        "PROMPT_COMMAND=(true 'seen=$?')",
        'PROMPT_COMMAND="$PROMPT_COMMAND; seen=\\$?"',
        'PROMPT_COMMAND="seen=\\$?; $PROMPT_COMMAND"',
        "PROMPT_COMMAND+=('seen=$?')",
    ],
)
def test_a_prompt_command_of_ones_own_keeps_working(sit: Sit, own: str) -> None:
    person = sit(own)
    shown = person.type("(exit 5)", "echo seen=$seen", "(exit 6)")
    assert "seen=5" in shown.split("\r\n")
    assert person.texts == ["(exit 5)", "echo seen=$seen", "(exit 6)"]
    assert person.statuses == [5, 0, 6]


def test_hooks_that_are_overwritten_come_back(sit: Sit) -> None:
    person = sit("PROMPT_COMMAND='echo mine'")
    lines = [
        "echo 1",
        "PROMPT_COMMAND=(true 'echo also mine')",
        "echo 2",
        "unset PROMPT_COMMAND",
        "(exit 3)",
        "PS0='<mine>'",
        "echo 4",
    ]
    shown = person.type(*lines)
    assert person.texts == lines
    assert person.statuses == [0, 0, 0, 0, 3, 0, 0]
    assert "also mine" in shown and "<mine>4" in shown


def test_a_prompt_command_that_is_read_only_is_left_alone(sit: Sit) -> None:
    person = sit("readonly PROMPT_COMMAND='echo mine'")
    shown = person.type("false", "echo 2")
    assert "readonly" not in shown and shown.count("mine") == 2
    person.type("exit 7")
    assert list(zip(person.texts, person.statuses, strict=True)) == [("false", 1), ("echo 2", 0), ("exit 7", 7)]


def test_a_debug_trap_of_ones_own_sees_the_commands(sit: Sit) -> None:
    person = sit()
    shown = person.type("trap 'last=$BASH_COMMAND' DEBUG", "echo one", 'echo "was: $last"', "trap - DEBUG")
    assert 'was: echo "was: $last"' in shown
    assert len(person.texts) == 4


def test_a_history_that_is_off_is_counted_and_never_taken_for_something_else(sit: Sit) -> None:
    person = sit()
    person.type("echo 1", "set +o history", "echo 2", "echo 2", "set -o history", "echo 3")
    assert person.texts == ["echo 1", "set +o history", "echo 3"]
    assert person.tracker.missed == 3


def test_exit_is_recorded_with_the_status_of_the_shell(sit: Sit) -> None:
    person = sit()
    person.type("exit 3")
    assert person.status == 3
    assert [(c.text, c.status) for c in person.commands] == [("exit 3", 3)]


def test_a_shell_inside_the_shell_is_one_deeper(sit: Sit, tmp_path: Path) -> None:
    person = sit()
    person.type("bash --norc", "echo inner", "exit 4", "echo $?")
    assert [(c.text, c.depth, c.status) for c in person.commands] == [
        ("bash --norc", 1, 4),
        ("echo inner", 2, 0),
        ("exit 4", 2, 4),
        ("echo $?", 1, 0),
    ]
    assert len({c.pid for c in person.commands}) == 2


def test_a_shell_inside_tells_its_first_command_whatever_that_is(sit: Sit) -> None:
    person = sit("PROMPT_COMMAND=('true')")
    person.type("bash --norc", "for i in 1", "do (exit 6); done", "exit", "echo back")
    assert [(c.depth, c.status) for c in person.commands] == [(1, 6), (2, 6), (2, 6), (1, 0)]


def test_exec_of_another_shell_goes_on(sit: Sit) -> None:
    person = sit()
    person.type("exec bash --norc", "echo new", "exit 2")
    assert person.texts == ["exec bash --norc", "echo new", "exit 2"]
    assert [c.depth for c in person.commands] == [1, 1, 1]
    assert person.status == 2 and None not in person.statuses


def test_several_lines_at_once_are_several_commands(sit: Sit) -> None:
    person = sit()
    person.send("echo 1\rfalse\recho 3\rfor i in 1\rdo (exit 2); done\r")
    person.wait()
    person.type("bind 'set enable-bracketed-paste on'")
    person.send("\x1b[200~echo 4\n(exit 5)\necho '6\n7'\x1b[201~\r")
    person.wait()
    pasted = [(c.text, c.status) for c in person.commands]
    assert pasted[:4] == [("echo 1", 0), ("false", 1), ("echo 3", 0), ("for i in 1\ndo (exit 2); done", 2)]
    assert pasted[5:] == [("echo 4", 0), ("(exit 5)", 5), ("echo '6\n7'", 0)]


def test_ctrl_c_at_the_prompt_is_nothing_and_at_a_command_is_130(sit: Sit) -> None:
    person = sit()
    person.send("echo never")
    time.sleep(0.2)  # while it draws the line, bash takes Ctrl-C without a new prompt, with and without us
    person.send("\x03")
    person.wait()
    person.send("sleep 20\r")
    person.until(lambda: len(person.records) == 1 and person.runs())
    time.sleep(0.2)  # between fork and exec the program still shrugs at Ctrl-C as the shell does
    person.send("\x03")
    person.wait()
    assert [(c.text, c.status) for c in person.commands] == [("sleep 20", 130)]


def test_output_that_is_sent_elsewhere_catches_no_mark(sit: Sit, tmp_path: Path) -> None:
    person = sit()
    person.type(f"exec 3>&1 >{tmp_path}/out", "echo caught", "(exit 2)", "exec >&3 3>&-")
    assert (tmp_path / "out").read_text() == "caught\n"
    assert person.statuses == [0, 0, 2, 0]


def test_the_environment_has_no_more_than_is_documented(sit: Sit) -> None:
    person = sit()
    plain = sit(hooked=False)
    shown = person.type("env -0 | cut -z -d= -f1 | tr '\\0' ' '")
    without = plain.type("env -0 | cut -z -d= -f1 | tr '\\0' ' '")
    assert set(shown.split()) - set(without.split()) == {
        "PROMPT_COMMAND",
        "PS0",
        "HISTFILE",
        "__SNAP_PS0",
        "__SNAP_BASH",
        "__SNAP_BASH5",
        "__SNAP_PROMPT",
    }


def test_a_directory_with_odd_characters_is_told_exactly(sit: Sit, tmp_path: Path) -> None:
    odd = tmp_path / "a;b\n\x07c \\n ü 'q'"
    odd.mkdir()
    person = sit(LANG="C.UTF-8")
    person.type(f"cd {tmp_path}/a*", "echo x")
    assert person.commands[1].cwd == str(odd)


def test_no_history_file_is_written(sit: Sit, tmp_path: Path) -> None:
    person = sit()
    person.type("echo x", "ls -A ~", "exit")
    assert person.status == 0
    assert [path.name for path in tmp_path.glob("home0/.*")] == [".bashrc"]


def test_the_prompts_are_those_of_the_shell(sit: Sit) -> None:
    person = sit()
    shown = person.type("for i in 1", "do :; done")
    assert shown == f"for i in 1\r\n{MORE}do :; done\r\n{PROMPT}"
