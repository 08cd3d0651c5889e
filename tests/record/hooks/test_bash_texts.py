"""The text of every command in this machine's bash, which a trap on DEBUG tells without a fork, or else the prompt."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshotter.record.marks import Mark, Parser
from snapshotter.record.shells.known import KNOWN_SHELLS, environment
from tests.record.person import NONCE, PROMPT, Person, Sit, bash, seats

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
"""Who can sit down here: root may as somebody else."""


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Sit]:
    yield from seats(tmp_path, bash)


@pytest.mark.parametrize(
    "settings",
    ["", "set -T", "shopt -s extdebug", "set -u", "set -e", "trap 'true' DEBUG", "set -C; HISTCONTROL=ignoreboth"],
)
def test_whatever_a_line_is_made_of_its_text_is_told(sit: Sit, settings: str) -> None:
    person = sit(settings)
    person.type(*LINES)
    assert person.texts == LINES and person.tracker.missed == 0


@pytest.mark.parametrize("user", USERS)
def test_no_prompt_forks(sit: Sit, user: int) -> None:
    person = sit("HISTCONTROL=ignoreboth; trap 'ended=$((ended + 1))' CHLD", user=user)
    shown = person.type(
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
    assert len(person.texts) == 10


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("exit 4", "exit 4"),
        ("exec sh -c 'exit 4'", "exec sh -c 'exit 4'"),
        ("sh -c 'kill -9 $PPID'", "sh -c 'kill -9 $PPID'"),
    ],
)
def test_the_last_command_of_a_shell_is_told_before_it_runs(sit: Sit, line: str, text: str) -> None:
    person = sit()
    person.send(f"{line}\r")
    person.until(lambda: person.status is not None)
    assert person.texts == [text]


@pytest.mark.parametrize("prompt", [PROMPT, r"\[\e[32m\]\u@box:\w\$\[\e[m\] "])
def test_a_subshell_that_goes_on_is_known_by_the_screen_and_then_exactly(sit: Sit, prompt: str) -> None:
    person = sit(f"PS1='{prompt}'")
    person.type("true")
    person.send("(sleep 1.5;  echo 1)\x1b[D\x7f2\r")

    def waited() -> bool:
        person.tracker.tick(time.time())
        return len(person.texts) == 2

    person.until(waited)
    assert person.texts == ["true", "(sleep 1.5;  echo 2)"] and person.statuses == [0, None]
    person.until(lambda: person.statuses == [0, 0])
    assert person.texts == ["true", "(sleep 1.5;  echo 2)"]


def test_a_subshell_that_ends_the_shell_is_recorded(sit: Sit) -> None:
    person = sit("set -e")
    person.send("(exit 3)\r")
    person.until(lambda: person.status is not None)
    assert list(zip(person.texts, person.statuses, strict=True)) == [("(exit 3)", 3)]


def test_a_shell_in_a_subshell_is_one_deeper(sit: Sit) -> None:
    person = sit()
    person.send("(bash --norc)\r")
    person.wait()
    assert person.texts == ["(bash --norc)"]
    person.type("(exit 2)", "exit 5", "(true)")
    assert [(c.text, c.depth, c.status) for c in person.commands] == [
        ("(bash --norc)", 1, 5),
        ("(exit 2)", 2, 2),
        ("exit 5", 2, 5),
        ("(true)", 1, 0),
    ]


def test_lines_pasted_at_once_are_told_though_no_prompt_comes_between(sit: Sit) -> None:
    person = sit("bind 'set enable-bracketed-paste on'")
    person.send("\x1b[200~(exit 1)\n(exit 2)\ntrue\n(exit 4)\nexit 5\x1b[201~\r")
    person.until(lambda: person.status is not None)
    assert list(zip(person.texts, person.statuses, strict=True)) == [
        ("(exit 1)", 1),
        ("(exit 2)", 2),
        ("true", 0),
        ("(exit 4)", 4),
        ("exit 5", 5),
    ]


def test_traps_are_those_of_the_person(sit: Sit) -> None:
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
    people = [sit(hooked=hooked, HISTFILE="") for hooked in (True, False)]
    assert people[0].type(*lines) == people[1].type(*lines)
    assert people[0].texts == lines


def test_a_trap_of_the_persons_own_has_priority_and_ours_comes_back(sit: Sit) -> None:
    person = sit()
    lines = [
        "source /dev/stdin <<< 'trap last=\\$BASH_COMMAND DEBUG'",
        "(true)",
        "echo one",
        'echo "was: $last"',
        "trap - DEBUG",
        "(exit 3)",
        "echo two",
    ]
    shown = person.type(*lines)
    assert 'was: echo "was: $last"\r\n' in shown
    assert person.texts == lines


def test_what_runs_at_the_prompt_is_no_command_and_uses_nothing_up(sit: Sit) -> None:
    person = sit(
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
    shown = person.type("say \t", "\x07(exit 2)", "\x07echo $?")
    assert "said done" in shown and shown.count("pressed") == 2
    assert [text.strip() for text in person.texts] == ["say done", "(exit 2)", "echo $?"]


def test_a_loop_is_not_slower(sit: Sit) -> None:
    person = sit()
    person.type("for ((i = 0; i < 300; i++)); do :; done; [ \"$(trap -p DEBUG)\" ] || echo go' 'ne")
    assert "go ne" in person.screen


def test_parameters_are_what_they_would_be_in_the_middle_of_a_line(sit: Sit) -> None:
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
    shown = [sit(hooked=hooked, HISTFILE="").type(*lines) for hooked in (True, False)]
    assert shown[0] == shown[1]


def test_a_text_longer_than_a_pipe_takes_is_told_whole_and_soon() -> None:
    hooks = environment(KNOWN_SHELLS["bash"], NONCE)
    script = """set -o history; history -s "$(printf 'echo %0150000d\nb' 1)"; set +o history
        eval "$__SNAP_BASH5"; __snap_due[1]=1; __snap_tell; echo; ls -A /dev/shm"""
    before = set(Path("/dev/shm").iterdir())
    done = subprocess.run(
        ["bash", "-c", script],
        env={"PATH": os.environ["PATH"], **hooks},
        capture_output=True,
        text=True,
        check=True,
        timeout=10,
    )
    [told] = [part for part in Parser(NONCE, newlines=False).feed(done.stdout.encode()) if isinstance(part, Mark)]
    assert told.free[0].split(maxsplit=1)[1] == f"echo {1:0150000d}\nb"
    assert set(Path("/dev/shm").iterdir()) <= before


@pytest.mark.parametrize("user", USERS)
def test_what_changed_is_told_once_and_again_after_an_interrupt(sit: Sit, user: int) -> None:
    person = sit(user=user)
    person.type("bodies=1 at=2 TMPDIR=/var/tmp", ":", ":")
    told = [mark for mark in person.marks if mark.verb == "state" and mark.fields[2] == "variables"]
    changes = {(change.name, change.value) for record in person.records for change in getattr(record, "state", ())}
    assert changes == {("bodies", "1"), ("at", "2"), ("TMPDIR", "/var/tmp")}
    assert len(told) <= 3
    person.type("(exit 130)")
    assert len([mark for mark in person.marks if mark.verb == "state" and mark.fields[2] == "variables"]) > len(told)


def test_the_state_is_listed_only_after_what_may_have_changed_it(sit: Sit) -> None:
    person = sit("work() { count=$((count + 1)); }; alias go='way=1'; trap '' QUIT")

    def listed(line: str) -> bool:
        before = len(person.marks)
        person.type(line)
        return any(mark.verb == "state" for mark in person.marks[before:])

    person.type("x=1")
    same = ["ls /", " ls -la /etc/passwd", ":", "echo a b", "/bin/true", "nosuchprogram", "cd /", "pushd /tmp", "popd"]
    assert [line for line in same if listed(line)] == []
    other = ["work", "go", "x=2", "export x", "ls / && x=3", "echo ${y:=4}", "umask 027", "cd / && x=4"]
    assert [line for line in other if not listed(line)] == []
    assert told(person)["count"] == told(person)["way"] == "1"


def test_of_a_line_that_sets_one_variable_only_that_is_told(sit: Sit) -> None:
    person = sit("declare -i whole; declare -n name=given; declare -r fixed=1")

    def kinds(line: str) -> set[str]:
        before = len(person.marks)
        person.type(line)
        return {mark.fields[2] for mark in person.marks[before:] if mark.verb == "state"}

    person.type("x=0")
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
    assert set_now.items() <= told(person).items() and "fixed" not in told(person)


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
    sit: Sit, tmp_path: Path, own: str, line: str
) -> None:
    signal = tmp_path / "signal"
    signal.write_text("#!/bin/sh\nkill -USR1 $PPID\n")
    signal.chmod(0o755)
    person = sit(own)
    person.type("x=1", line.replace("/tmp/signal", str(signal)), "ls -d /")
    assert person.commands[-1].cwd == "/usr" if "autocd" in own else int(told(person)["n"] or 0) > 0


def told(person: Person) -> dict[str, str | None]:
    return {change.name: change.value for record in person.records for change in getattr(record, "state", ())}


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
def test_what_a_person_sets_neither_shows_us_nor_hides_a_command(sit: Sit, own: str) -> None:
    is_as_bare([sit(hooked=hooked, HISTFILE="") for hooked in (True, False)], own)


@pytest.mark.parametrize("own", ["trap 'echo ERR' ERR", "set -E; trap 'echo ERR' ERR", "readonly IFS"])
def test_nor_does_it_where_the_file_in_memory_is_gone(sit: Sit, own: str) -> None:
    people = [sit("exec 243>/dev/null", hooked=hooked, HISTFILE="") for hooked in (True, False)]
    is_as_bare(people, own)


def test_a_descriptor_of_the_persons_at_the_number_of_our_file_stays_theirs(sit: Sit, tmp_path: Path) -> None:
    person = sit()
    log = tmp_path / "log"
    lines = ["exec 244>&-", f"exec 244>{log}", "echo kept >&244", "x=1", "(exit 3)", "echo two"]
    person.type(*lines)
    assert person.texts == lines and log.read_text() == "kept\n" and told(person)["x"] == "1"


def test_no_program_gets_our_file_and_it_has_no_name(sit: Sit) -> None:
    before = set(Path("/dev/shm").iterdir())
    shown = sit().type(
        "ls -l /proc/self/fd",
        "exec 3>&1; ls -l /proc/self/fd; exec 3>&-",
        "bash -c 'ls -l /proc/self/fd'",
        "umask; set -o | grep noclobber",
    )
    assert "/dev/shm" not in shown and "0022" in shown and "noclobber      \toff" in shown
    assert set(Path("/dev/shm").iterdir()) <= before


def test_what_the_memory_has_no_room_for_is_told_all_the_same(sit: Sit) -> None:
    person = sit(f"x={'y' * 9000}; __snap_end() {{ :; }}")  # what is read back has no end
    person.type("z=1", "(exit 3)")
    assert person.texts == ["z=1", "(exit 3)"] and told(person)["z"] == "1"


def is_as_bare(people: list[Person], own: str) -> None:
    lines = [own, "x=1", "(exit 3)", "echo $? a b", "echo $_", "f() { :; }", "false", "y=$(echo 5)", "trap -p"]
    assert people[0].type(*lines) == people[1].type(*lines)
    assert people[0].texts[-len(lines) :] == lines
    changes = told(people[0])
    assert (changes["x"], changes["y"]) == ("1", "5") and "PATH" not in changes


def test_a_shell_whose_functions_inherit_variables_does_not_grow(sit: Sit) -> None:
    person = sit("shopt -s localvar_inherit")
    person.type(*[f"x={count}" for count in range(9)])
    listings = [len(mark.free[0]) for mark in person.marks if mark.verb == "state" and mark.fields[2] == "variables"]
    assert max(listings) < 2 * min(listings)


def test_an_option_that_a_variable_switches_is_told_with_it(sit: Sit) -> None:
    person = sit()
    person.type("GLOBIGNORE='*.o'")
    assert told(person)["dotglob"] == "on"


def test_a_trap_on_err_runs_once_whatever_stands_in_front_of_ours(sit: Sit) -> None:
    person = sit("PROMPT_COMMAND=\"true; $PROMPT_COMMAND; echo was \\$?\"; trap 'echo ERR' ERR")
    shown = person.type(":", "(exit 3)")
    assert shown.count("ERR") == 1
