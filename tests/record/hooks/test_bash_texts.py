"""The text of every command in this machine's bash, reported by a trap on DEBUG without a fork, or by the prompt."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshotter.record.marks import Mark, Parser
from snapshotter.record.shells.known import KNOWN_SHELLS, environment
from tests.record.person import NONCE, PROMPT, LocalShell, StartShell, bash, shell_starter

LINES = [
    "true | cat",
    "{ true; } | cat",
    "true & wait",
    "{ true; } & wait",
    "(true)",
    "! true",
    "time true",
    "time (true)",
    "coproc true; wait",
    "f() { :; }",
    "f",
    "[[ x ]]",
    "((1))",
    "case x in x) ;; esac",
    "x=1",
    "exec 3>&1",
    ">/dev/null",
    "if (true); then (true); fi",
    "for i in 1 2; do (true); done",
    "eval '(true)'",
]

USERS = [os.getuid(), *([65534] if os.getuid() == 0 else [])]
"""Ids of the users whose shells can be started here: root can also start one of another user."""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[StartShell]:
    yield from shell_starter(tmp_path, bash)


@pytest.mark.parametrize(
    "settings",
    ["", "set -T", "shopt -s extdebug", "set -u", "set -e", "trap 'true' DEBUG", "set -C; HISTCONTROL=ignoreboth"],
)
def test_the_text_of_every_kind_of_line_is_reported(start: StartShell, settings: str) -> None:
    shell = start(settings)
    shell.type(*LINES)
    assert shell.texts == LINES and shell.tracker.records.missed == 0


@pytest.mark.parametrize("user", USERS)
def test_no_prompt_forks(start: StartShell, user: int) -> None:
    shell = start("HISTCONTROL=ignoreboth; trap 'ended=$((ended + 1))' CHLD", user=user)
    shown = shell.type(
        ":",
        "ended=0",
        " :",
        "a=2",
        "(exit 3)",
        "f() { :; }",
        "f",
        "for i in 1 2; do :; done",
        "echo children: $ended",
        "echo `:`; echo children: $ended",
    )
    assert "children: 1\r\n" in shown and "children: 2\r\n" in shown, "the subshell, and the one in the last line"
    assert len(shell.texts) == 10


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("exit 4", "exit 4"),
        ("exec sh -c 'exit 4'", "exec sh -c 'exit 4'"),
        ("sh -c 'kill -9 $PPID'", "sh -c 'kill -9 $PPID'"),
    ],
)
def test_the_last_command_of_a_shell_is_reported_before_it_runs(start: StartShell, line: str, text: str) -> None:
    shell = start()
    shell.send(f"{line}\r")
    shell.until(lambda: shell.status is not None)
    assert shell.texts == [text]


@pytest.mark.parametrize("prompt", [PROMPT, r"\[\e[32m\]\u@box:\w\$\[\e[m\] "])
def test_a_subshell_that_goes_on_is_known_by_the_screen_and_then_exactly(start: StartShell, prompt: str) -> None:
    shell = start(f"PS1='{prompt}'")
    shell.type("true")
    shell.send("(sleep 1.5;  echo 1)\x1b[D\x7f2\r")

    def waited() -> bool:
        shell.tracker.tick(time.time())
        return len(shell.texts) == 2

    shell.until(waited)
    assert shell.texts == ["true", "(sleep 1.5;  echo 2)"] and shell.statuses == [0, None]
    shell.until(lambda: shell.statuses == [0, 0])
    assert shell.texts == ["true", "(sleep 1.5;  echo 2)"]


def test_a_subshell_that_ends_the_shell_is_recorded(start: StartShell) -> None:
    shell = start("set -e")
    shell.send("(exit 3)\r")
    shell.until(lambda: shell.status is not None)
    assert list(zip(shell.texts, shell.statuses, strict=True)) == [("(exit 3)", 3)]


def test_a_shell_in_a_subshell_is_one_deeper(start: StartShell) -> None:
    shell = start()
    shell.send("(bash --norc)\r")
    shell.wait()
    assert shell.texts == ["(bash --norc)"]
    shell.type("(exit 2)", "exit 5", "(true)")
    assert [(c.text, c.depth, c.status) for c in shell.commands] == [
        ("(bash --norc)", 1, 5),
        ("(exit 2)", 2, 2),
        ("exit 5", 2, 5),
        ("(true)", 1, 0),
    ]


def test_lines_pasted_at_once_are_reported_without_a_prompt_between_them(start: StartShell) -> None:
    shell = start("bind 'set enable-bracketed-paste on'")
    shell.send("\x1b[200~(exit 1)\n(exit 2)\ntrue\n(exit 4)\nexit 5\x1b[201~\r")
    shell.until(lambda: shell.status is not None)
    assert list(zip(shell.texts, shell.statuses, strict=True)) == [
        ("(exit 1)", 1),
        ("(exit 2)", 2),
        ("true", 0),
        ("(exit 4)", 4),
        ("exit 5", 5),
    ]


@pytest.mark.parametrize("settings", ["", "HISTCONTROL=ignoreboth; set -u", "trap : DEBUG"])
def test_comments_go_to_the_next_command_and_are_none(start: StartShell, settings: str) -> None:
    shell = start(f"bind 'set enable-bracketed-paste on'; {settings}")
    shell.type("# first", "true 1", "#two", "# three", "(true)", "  # spaced", "fi", "true 2 # why")
    shell.type(
        ": history; history -s '# not typed'", "true 3", "set +o history", "# off", "true", "set -o history", "true 4"
    )
    shell.send("\x1b[200~# four\ntrue 5\n# five\n(true 6)\n# six\x1b[201~\r")
    shell.wait()
    shell.type("true 7")
    shell.send("\x1b[200~(true 8)\n# seven\n(true 9)\n# eight\x1b[201~\r")
    shell.wait()
    shell.type("true 10", "# at the end")
    assert [(one.text, one.note) for one in shell.commands if one.note] == [
        ("true 1", "# first"),
        ("(true)", "#two\n# three"),
        ("true 2 # why", "# spaced"),
        ("true 5", "# four"),
        ("(true 6)", "# five"),
        ("true 7", "# six"),
        ("(true 9)", "# seven"),
        ("true 10", "# eight"),
    ]
    assert shell.texts[-4:] == ["true 7", "(true 8)", "(true 9)", "true 10"] and shell.tracker.records.missed == 2


def test_traps_are_those_of_the_user(start: StartShell) -> None:
    lines = [
        "trap -p",
        "trap",
        'x=$(trap -p DEBUG); echo "<$x>"',
        "f() { trap -p; }; f",
        "trap -p | cat",
        "eval 'trap -p'",
        "trap 'n=$((n+1))' DEBUG; trap -p",
        "trap - DEBUG; trap -p",
        "true",
        "trap -p",
        "for ((i = 0; i < 200; i++)); do :; done",
        "trap -p",
        "trap 'echo bye' EXIT; trap -p",
    ]
    shells = [start(hooked=hooked, HISTFILE="") for hooked in (True, False)]
    assert shells[0].type(*lines) == shells[1].type(*lines)
    assert shells[0].texts == lines


def test_a_trap_of_the_user_has_priority_and_ours_comes_back(start: StartShell) -> None:
    shell = start()
    lines = [
        "source /dev/stdin <<< 'trap last=\\$BASH_COMMAND DEBUG'",
        "(true)",
        "echo one",
        'echo "was: $last"',
        "trap - DEBUG",
        "(exit 3)",
        "echo two",
    ]
    shown = shell.type(*lines)
    assert 'was: echo "was: $last"\r\n' in shown
    assert shell.texts == lines


def test_what_runs_at_the_prompt_is_no_command(start: StartShell) -> None:
    shell = start(
        "\n".join(
            [
                "c() { COMPREPLY=(done); true; }",
                "complete -F c say",
                "say() { echo said $1; }",
                "bind -x '\"\\C-g\": echo pressed'",
                "PROMPT_COMMAND=(true 'eval true' \"$PROMPT_COMMAND\" 'true; true')",
            ]
        )
    )
    shown = shell.type("say \t", "\x07(exit 2)", "\x07echo $?")
    assert "said done" in shown and shown.count("pressed") == 2
    assert [text.strip() for text in shell.texts] == ["say done", "(exit 2)", "echo $?"]


def test_a_loop_is_not_slower(start: StartShell) -> None:
    shell = start()
    shell.type("for ((i = 0; i < 300; i++)); do :; done; [ \"$(trap -p DEBUG)\" ] || echo go' 'ne")
    assert "go ne" in shell.screen


def test_parameters_are_what_they_would_be_in_the_middle_of_a_line(start: StartShell) -> None:
    lines = [
        "true a b; echo $_",
        "false | true | (exit 4); echo ${PIPESTATUS[@]} $?",
        "true x y",
        "echo $_",
        "[[ abc =~ b ]]",
        "echo ${BASH_REMATCH[0]}",
        "RANDOM=7; echo $RANDOM",
        "echo $RANDOM",
        "echo $TMPDIR,$BASH_COMPAT",
        "TMPDIR=/var BASH_COMPAT=4.4",
        "echo $TMPDIR,$BASH_COMPAT",
        "exec 9</dev/null 10<&9",
        "cat <&9 <&10",
        "f() { return 3; }; f",
        "echo $?",
        "set -o | grep -c on$",
    ]
    shown = [start(hooked=hooked, HISTFILE="").type(*lines) for hooked in (True, False)]
    assert shown[0] == shown[1]


def test_a_text_longer_than_a_pipe_holds_is_reported_completely_and_soon() -> None:
    hooks = environment(KNOWN_SHELLS["bash"], NONCE)
    script = """set -o history; history -s "$(printf 'echo %0150000d\nb' 1)"; set +o history
        eval "$__SNAP_BASH5"; __snap_due[1]=1; __snap_texts; echo; ls -A /dev/shm"""
    before = set(Path("/dev/shm").iterdir())
    done = subprocess.run(
        ["bash", "-c", script],
        env={"PATH": os.environ["PATH"], **hooks},
        capture_output=True,
        text=True,
        check=True,
        timeout=10,
    )
    [text] = [part for part in Parser(NONCE, newlines=False).feed(done.stdout.encode()) if isinstance(part, Mark)]
    assert text.free[0].split(maxsplit=1)[1] == f"echo {1:0150000d}\nb"
    assert set(Path("/dev/shm").iterdir()) <= before


@pytest.mark.parametrize("user", USERS)
def test_a_change_is_reported_once_and_again_after_an_interrupt(start: StartShell, user: int) -> None:
    shell = start(user=user)
    shell.type("bodies=1 at=2 TMPDIR=/var/tmp", ":", ":")
    listings = [mark for mark in shell.marks if mark.verb == "state" and mark.fields[2] == "variables"]
    changes = {(change.name, change.value) for record in shell.records for change in getattr(record, "state", ())}
    assert changes == {("bodies", "1"), ("at", "2"), ("TMPDIR", "/var/tmp")}
    assert len(listings) <= 3
    shell.type("(exit 130)")
    assert len([mark for mark in shell.marks if mark.verb == "state" and mark.fields[2] == "variables"]) > len(listings)


def test_the_state_is_listed_only_after_what_may_have_changed_it(start: StartShell) -> None:
    shell = start("work() { count=$((count + 1)); }; alias go='way=1'; trap '' QUIT")

    def listed(line: str) -> bool:
        before = len(shell.marks)
        shell.type(line)
        return any(mark.verb == "state" for mark in shell.marks[before:])

    shell.type("x=1")
    same = ["ls /", " ls -la /etc/passwd", ":", "echo a b", "/bin/true", "nosuchprogram", "cd /", "pushd /tmp", "popd"]
    assert [line for line in same if listed(line)] == []
    other = ["work", "go", "x=2", "export x", "ls / && x=3", "echo ${y:=4}", "umask 027", "cd / && x=4"]
    assert [line for line in other if not listed(line)] == []
    assert changed_variables(shell)["count"] == changed_variables(shell)["way"] == "1"


def test_after_a_line_that_sets_one_variable_only_that_is_listed(start: StartShell) -> None:
    shell = start("declare -i whole; declare -n name=given; declare -r fixed=1")

    def kinds(line: str) -> set[str]:
        before = len(shell.marks)
        shell.type(line)
        return {mark.fields[2] for mark in shell.marks[before:] if mark.verb == "state"}

    shell.type("x=0")
    alone = [
        "x=1",
        "export Y='a b'",
        'Z="c  d"',
        "export x=2",
        "  x=3",
        "whole=7",
        "x=",
        "fixed=2",
        "PATH=/bin:/usr/bin",
    ]
    assert [line for line in alone if kinds(line) != {"variable"}] == []
    other = [
        "name=5",
        "q=$x",
        "q=`echo 1`",
        "x=0; true",
        "r=1 s=2",
        "u=(1 2)",
        "GLOBIGNORE=",
        "BASH_COMPAT=5.0",
        "export q",
        "v=1; true",
        'w="$x"',
        'export() { builtin export "$@"; }',
        "export t=1",
    ]
    assert [line for line in other if "variables" not in kinds(line)] == []
    set_now = {"x": "0", "Y": "a b", "Z": "c  d", "whole": "7", "given": "5", "q": "1", "t": "1", "w": "0", "v": "1"}
    assert set_now.items() <= changed_variables(shell).items() and "fixed" not in changed_variables(shell)


@pytest.mark.parametrize(
    ("own", "line"),
    [
        ("PROMPT_COMMAND='n=$((n + 1))'", "ls /"),
        ("PROMPT_COMMAND+=('n=$((n + 1))')", "ls /"),
        ("trap 'n=$((n + 1))' DEBUG", "ls /"),
        ("trap 'n=1' USR1", "/tmp/signal"),
        ("shopt -s autocd", "/usr"),
        ("trap \"'n'=1\" QUIT; n() { :; }; trap \"'export' n=1\" USR1", "/tmp/signal"),
    ],
)
def test_it_is_listed_after_plain_lines_too_where_something_else_may_change_it(
    start: StartShell, tmp_path: Path, own: str, line: str
) -> None:
    signal = tmp_path / "signal"
    signal.write_text("#!/bin/sh\nkill -USR1 $PPID\n")
    signal.chmod(0o755)
    shell = start(own)
    shell.type("x=1", line.replace("/tmp/signal", str(signal)), "ls -d /")
    assert shell.commands[-1].cwd == "/usr" if "autocd" in own else int(changed_variables(shell)["n"] or 0) > 0


def changed_variables(shell: LocalShell) -> dict[str, str | None]:
    return {change.name: change.value for record in shell.records for change in getattr(record, "state", ())}


@pytest.mark.parametrize(
    "own",
    [
        "trap 'echo ERR' ERR",
        "set -E; trap 'echo ERR' ERR; set -T",
        "readonly IFS",
        "readonly numbers number text line head at same status pattern gone own word REPLY",
        "ulimit -f 0",
        "ulimit -f 1",
        "declare() { echo D; }; shopt() { echo S; }; exec() { echo X; }",
    ],
)
def test_settings_of_the_user_neither_show_the_hooks_nor_hide_a_command(start: StartShell, own: str) -> None:
    is_as_bare([start(hooked=hooked, HISTFILE="") for hooked in (True, False)], own)


@pytest.mark.parametrize("own", ["trap 'echo ERR' ERR", "set -E; trap 'echo ERR' ERR", "readonly IFS"])
def test_settings_without_the_file_in_memory(start: StartShell, own: str) -> None:
    shells = [start("exec 243>/dev/null", hooked=hooked, HISTFILE="") for hooked in (True, False)]
    is_as_bare(shells, own)


def test_a_descriptor_of_the_user_at_the_number_of_our_file_is_kept(start: StartShell, tmp_path: Path) -> None:
    shell = start()
    log = tmp_path / "log"
    lines = ["exec 244>&-", f"exec 244>{log}", "echo kept >&244", "x=1", "(exit 3)", "echo two"]
    shell.type(*lines)
    assert shell.texts == lines and log.read_text() == "kept\n" and changed_variables(shell)["x"] == "1"


def test_no_program_gets_our_file_and_it_has_no_name(start: StartShell) -> None:
    before = set(Path("/dev/shm").iterdir())
    shown = start().type(
        "ls -l /proc/self/fd",
        "exec 3>&1; ls -l /proc/self/fd; exec 3>&-",
        "bash -c 'ls -l /proc/self/fd'",
        "umask; set -o | grep noclobber",
    )
    assert "/dev/shm" not in shown and "0022" in shown and "noclobber      \toff" in shown
    assert set(Path("/dev/shm").iterdir()) <= before


def test_what_the_memory_has_no_room_for_is_still_reported(start: StartShell) -> None:
    shell = start(f"x={'y' * 9000}; __snap_end() {{ :; }}")  # what is read back has no end
    shell.type("z=1", "(exit 3)")
    assert shell.texts == ["z=1", "(exit 3)"] and changed_variables(shell)["z"] == "1"


def is_as_bare(shells: list[LocalShell], own: str) -> None:
    lines = [own, "x=1", "(exit 3)", "echo $? a b", "echo $_", "f() { :; }", "false", "y=$(echo 5)", "trap -p"]
    assert shells[0].type(*lines) == shells[1].type(*lines)
    assert shells[0].texts[-len(lines) :] == lines
    changes = changed_variables(shells[0])
    assert (changes["x"], changes["y"]) == ("1", "5") and "PATH" not in changes


def test_a_shell_whose_functions_inherit_variables_does_not_grow(start: StartShell) -> None:
    shell = start("shopt -s localvar_inherit")
    shell.type(*[f"x={count}" for count in range(9)])
    listings = [len(mark.free[0]) for mark in shell.marks if mark.verb == "state" and mark.fields[2] == "variables"]
    assert max(listings) < 2 * min(listings)


def test_an_option_that_a_variable_sets_is_reported_with_it(start: StartShell) -> None:
    shell = start()
    shell.type("GLOBIGNORE='*.o'")
    assert changed_variables(shell)["dotglob"] == "on"


def test_a_trap_on_err_runs_once_whatever_stands_in_front_of_ours(start: StartShell) -> None:
    shell = start("PROMPT_COMMAND=\"true; $PROMPT_COMMAND; echo was \\$?\"; trap 'echo ERR' ERR")
    shown = shell.type(":", "(exit 3)")
    assert shown.count("ERR") == 1
