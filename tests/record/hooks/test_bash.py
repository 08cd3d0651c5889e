"""The hook of bash in this machine's bash, on a pseudo-terminal."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshotter.store.journal.records import Begin
from tests.record.person import MORE, PROMPT, StartShell, bash, shell_starter


@pytest.fixture
def start(tmp_path: Path) -> Iterator[StartShell]:
    yield from shell_starter(tmp_path, bash)


def test_a_command_is_recorded_with_status_directory_user_and_times(start: StartShell, tmp_path: Path) -> None:
    shell = start()
    shell.type(f"cd {tmp_path}", "(exit 3)")
    first, second = shell.commands
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
def test_text_is_exactly_what_was_typed(start: StartShell, lines: list[str]) -> None:
    shell = start(LANG="C.UTF-8")
    shell.type(*lines)
    assert shell.texts == ["\n".join(lines)]


def test_a_continued_line_is_joined_as_the_shell_joins_it(start: StartShell) -> None:
    shell = start()
    shell.type("echo \\", "  a")
    assert shell.texts == ["echo   a"]


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
def test_every_command_is_recorded_whatever_the_history_settings(start: StartShell, settings: str) -> None:
    shell = start(settings)
    shell.type("echo one", "echo one", "  echo two", "echo one", "for i in 1", "do :; done")
    assert shell.texts == ["echo one", "echo one", "  echo two", "echo one", "for i in 1\ndo :; done"]


@pytest.mark.parametrize("settings", ["", "HISTCONTROL=ignoreboth", "HISTCONTROL=ignorespace", "HISTIGNORE='*two:&'"])
def test_the_history_is_what_it_would_be_without_us(start: StartShell, settings: str) -> None:
    lines = ["echo one", "echo one", " echo two", "echo three", "echo $HISTCONTROL,$HISTIGNORE", "history"]
    shown = [start(settings, hooked=hooked, HISTFILE="").type(*lines) for hooked in (True, False)]
    assert shown[0] == shown[1]


def test_empty_lines_comments_and_syntax_errors_are_no_commands(start: StartShell) -> None:
    shell = start()
    shell.type("", "   ", "# only this", "echo )", "echo x")
    assert shell.texts == ["echo x"]


def test_history_expansion_is_done(start: StartShell) -> None:
    shell = start()
    shell.type("echo first word", "!!", "echo !$ !#")
    assert shell.texts == ["echo first word", "echo first word", "echo word echo word "]


def test_parameters_are_what_they_would_be_without_us(start: StartShell) -> None:
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
    shown = [start(hooked=hooked, HISTFILE="").type(*lines) for hooked in (True, False)]
    assert _without_numbers(shown[0]) == _without_numbers(shown[1])


def _without_numbers(text: str) -> list[str]:
    return [line for line in text.split("\r\n") if not line.startswith("[1]")]


def test_the_screen_shows_no_trace(start: StartShell) -> None:
    lines = ["echo a", "for i in 1 2", "do echo $i", "done", "set -x", "echo b", "(echo c)", "set +x", "echo d"]
    shown = [start("HISTCONTROL=ignorespace", hooked=hooked, HISTFILE="").type(*lines) for hooked in (True, False)]
    assert shown[0] == shown[1]


def test_errexit_ends_the_shell_just_when_it_would(start: StartShell) -> None:
    shell = start()
    shell.type("set -e", "! true", "echo still here", "false")
    assert shell.texts[-2:] == ["echo still here", "false"]
    assert shell.status == 1 and shell.statuses == [0, 1, 0, 1]


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
def test_a_prompt_command_of_ones_own_keeps_working(start: StartShell, own: str) -> None:
    shell = start(own)
    shown = shell.type("(exit 5)", "echo seen=$seen", "(exit 6)")
    assert "seen=5" in shown.split("\r\n")
    assert shell.texts == ["(exit 5)", "echo seen=$seen", "(exit 6)"]
    assert shell.statuses == [5, 0, 6]


def test_hooks_that_are_overwritten_come_back(start: StartShell) -> None:
    shell = start("PROMPT_COMMAND='echo mine'")
    lines = [
        "echo 1",
        "PROMPT_COMMAND=(true 'echo also mine')",
        "echo 2",
        "unset PROMPT_COMMAND",
        "(exit 3)",
        "PS0='<mine>'",
        "echo 4",
    ]
    shown = shell.type(*lines)
    assert shell.texts == lines
    assert shell.statuses == [0, 0, 0, 0, 3, 0, 0]
    assert "also mine" in shown and "<mine>4" in shown


def test_a_prompt_command_that_is_read_only_is_left_alone(start: StartShell) -> None:
    shell = start("readonly PROMPT_COMMAND='echo mine'")
    shown = shell.type("false", "echo 2")
    assert "readonly" not in shown and shown.count("mine") == 2
    shell.type("exit 7")
    assert list(zip(shell.texts, shell.statuses, strict=True)) == [("false", 1), ("echo 2", 0), ("exit 7", 7)]


def test_a_debug_trap_of_ones_own_sees_the_commands(start: StartShell) -> None:
    shell = start()
    shown = shell.type("trap 'last=$BASH_COMMAND' DEBUG", "echo one", 'echo "was: $last"', "trap - DEBUG")
    assert 'was: echo "was: $last"' in shown
    assert len(shell.texts) == 4


def test_a_history_that_is_off_is_counted_and_never_taken_for_something_else(start: StartShell) -> None:
    shell = start()
    shell.type("echo 1", "set +o history", "echo 2", "echo 2", "set -o history", "echo 3")
    assert shell.texts == ["echo 1", "set +o history", "echo 3"]
    assert shell.tracker.records.missed == 3


def test_exit_is_recorded_with_the_status_of_the_shell(start: StartShell) -> None:
    shell = start()
    shell.type("exit 3")
    assert shell.status == 3
    assert [(c.text, c.status) for c in shell.commands] == [("exit 3", 3)]


def test_a_shell_inside_the_shell_is_one_deeper(start: StartShell, tmp_path: Path) -> None:
    shell = start()
    shell.type("bash --norc", "echo inner", "exit 4", "echo $?")
    assert [(c.text, c.depth, c.status) for c in shell.commands] == [
        ("bash --norc", 1, 4),
        ("echo inner", 2, 0),
        ("exit 4", 2, 4),
        ("echo $?", 1, 0),
    ]
    assert len({c.pid for c in shell.commands}) == 2


def test_a_nested_shell_reports_its_first_command_whatever_that_is(start: StartShell) -> None:
    shell = start("PROMPT_COMMAND=('true')")
    shell.type("bash --norc", "for i in 1", "do (exit 6); done", "exit", "echo back")
    assert [(c.depth, c.status) for c in shell.commands] == [(1, 6), (2, 6), (2, 6), (1, 0)]


def test_exec_of_another_shell_goes_on(start: StartShell) -> None:
    shell = start()
    shell.type("exec bash --norc", "echo new", "exit 2")
    assert shell.texts == ["exec bash --norc", "echo new", "exit 2"]
    assert [c.depth for c in shell.commands] == [1, 1, 1]
    assert shell.status == 2 and None not in shell.statuses


def test_several_lines_at_once_are_several_commands(start: StartShell) -> None:
    shell = start()
    shell.send("echo 1\rfalse\recho 3\rfor i in 1\rdo (exit 2); done\r")
    shell.wait()
    shell.type("bind 'set enable-bracketed-paste on'")
    shell.send("\x1b[200~echo 4\n(exit 5)\necho '6\n7'\x1b[201~\r")
    shell.wait()
    pasted = [(c.text, c.status) for c in shell.commands]
    assert pasted[:4] == [("echo 1", 0), ("false", 1), ("echo 3", 0), ("for i in 1\ndo (exit 2); done", 2)]
    assert pasted[5:] == [("echo 4", 0), ("(exit 5)", 5), ("echo '6\n7'", 0)]


def test_ctrl_c_at_the_prompt_is_nothing_and_at_a_command_is_130(start: StartShell) -> None:
    shell = start()
    shell.send("echo never")
    time.sleep(0.2)  # while bash draws the line, Ctrl-C causes no new prompt, with and without the hook
    shell.send("\x03")
    shell.wait()
    shell.send("sleep 20\r")
    shell.until(lambda: len(shell.records) == 1 and shell.runs_program())
    time.sleep(0.2)  # between fork and exec the program still ignores Ctrl-C as the shell does
    shell.send("\x03")
    shell.wait()
    assert [(c.text, c.status) for c in shell.commands] == [("sleep 20", 130)]


def test_output_that_is_sent_elsewhere_catches_no_mark(start: StartShell, tmp_path: Path) -> None:
    shell = start()
    shell.type(f"exec 3>&1 >{tmp_path}/out", "echo caught", "(exit 2)", "exec >&3 3>&-")
    assert (tmp_path / "out").read_text() == "caught\n"
    assert shell.statuses == [0, 0, 2, 0]


def test_the_environment_has_no_more_than_is_documented(start: StartShell) -> None:
    shell = start()
    plain = start(hooked=False)
    shown = shell.type("env -0 | cut -z -d= -f1 | tr '\\0' ' '")
    without = plain.type("env -0 | cut -z -d= -f1 | tr '\\0' ' '")
    assert set(shown.split()) - set(without.split()) == {
        "PROMPT_COMMAND",
        "PS0",
        "HISTFILE",
        "__SNAP_PS0",
        "__SNAP_BASH",
        "__SNAP_ASK",
        "__SNAP_BASH5",
        "__SNAP_PROMPT",
    }


def test_a_directory_with_odd_characters_is_recorded_exactly(start: StartShell, tmp_path: Path) -> None:
    odd = tmp_path / "a;b\n\x07c \\n ü 'q'"
    odd.mkdir()
    shell = start(LANG="C.UTF-8")
    shell.type(f"cd {tmp_path}/a*", "echo x")
    assert shell.commands[1].cwd == str(odd)


def test_no_history_file_is_written(start: StartShell, tmp_path: Path) -> None:
    shell = start()
    shell.type("echo x", "ls -A ~", "exit")
    assert shell.status == 0
    assert [path.name for path in tmp_path.glob("home0/.*")] == [".bashrc"]


def test_the_prompts_are_those_of_the_shell(start: StartShell) -> None:
    shell = start()
    shown = shell.type("for i in 1", "do :; done")
    assert shown == f"for i in 1\r\n{MORE}do :; done\r\n{PROMPT}"


def test_a_very_long_line_does_not_end_the_shell(start: StartShell) -> None:
    shell = start()
    shell.type(f"x={'a' * 120_000}", "echo ${#x}")
    assert [len(command.text) for command in shell.commands] == [120_002, 10]
    assert shell.statuses == [0, 0]


EDITOR = "sed -i s/draft/final/"


def test_what_an_editor_makes_of_a_line_at_the_prompt_is_recorded(start: StartShell, tmp_path: Path) -> None:
    shell = start(EDITOR=EDITOR)
    shell.type(f"cd {tmp_path}")
    shell.send("echo draft > one\x18\x05")
    shell.until((tmp_path / "one").exists)
    shell.wait()
    shell.type("test -e two")
    shell.send("cd /tmp; (exit 4) # draft\x18\x05")
    shell.until(lambda: "final" in shell.screen.rpartition("draft")[2])
    shell.wait()
    shell.type("")
    assert [(c.text, c.status, c.cwd) for c in shell.commands[1:]] == [
        ("echo final > one", 0, str(tmp_path)),
        ("test -e two", 1, str(tmp_path)),
        ("cd /tmp; (exit 4) # final", 0, str(tmp_path)),
    ]
    edited, after = shell.commands[1:3]
    assert edited.end is not None and edited.begin <= edited.end <= after.begin


def test_an_edited_line_is_recorded_although_the_shell_ends_behind_it(start: StartShell, tmp_path: Path) -> None:
    shell = start(EDITOR=EDITOR)
    shell.send(f"echo draft > {tmp_path}/one\x18\x05")
    shell.until((tmp_path / "one").exists)
    shell.wait()
    shell.send("\x04")
    shell.until(lambda: shell.status is not None)
    assert shell.texts == [f"echo final > {tmp_path}/one"]


def test_two_edited_lines_and_an_edit_that_failed(start: StartShell, tmp_path: Path) -> None:
    shell = start(EDITOR=EDITOR)
    for name in ("one", "two"):
        shell.send(f"echo draft > {tmp_path}/{name}\x18\x05")
        shell.until((tmp_path / name).exists)
        shell.wait()
    shell.type("export EDITOR=false")
    shell.send("echo never\x18\x05")
    shell.wait()
    shell.type("true")
    assert shell.texts == [
        f"echo final > {tmp_path}/one",
        f"echo final > {tmp_path}/two",
        "export EDITOR=false",
        "true",
    ]


@pytest.mark.parametrize(
    ("line", "ran"),
    [
        ("fc -s draft=final echo", "echo final"),
        ("fc -1", "echo final"),
        ("fc -e 'printf \"echo 1\\necho 2\\n\" >'", "echo 1\necho 2"),
        ("r", "echo draft"),
        ("!!:s/draft/final/", "echo final"),
        ("fc -l", "fc -l"),
        ("fc -s nothing", "fc -s nothing"),
        ("fc -s; true", "fc -s; true"),
    ],
)
def test_a_line_that_fc_ran_again_is_recorded_as_it_ran(start: StartShell, line: str, ran: str) -> None:
    shell = start(EDITOR=EDITOR)
    shell.type("alias r='fc -s'", "echo draft", line, "true")
    assert shell.texts == ["alias r='fc -s'", "echo draft", ran, "true"]


@pytest.mark.parametrize("settings", ["", "set -e", "IFS=:; shopt -s failglob"])
def test_the_state_after_the_startup_files_is_told_with_the_first_command(start: StartShell, settings: str) -> None:
    shell = start(f"alias mk=mkdir; umask 027; put() {{ echo 1; }}; also() {{ echo 2; }}; _not() {{ :; }}; {settings}")
    shell.type("true", "true again")
    first, second = [record for record in shell.records if isinstance(record, Begin)]
    found = {(one.kind, one.name): (one.value or "").split() for one in first.start}
    assert found["alias", "mk"] == ["mkdir"] and found["umask", ""] == ["0027"] and second.start == ()
    assert found["function", "put"] == ["{", "echo", "1", "}"] and found["function", "also"] == ["{", "echo", "2", "}"]
