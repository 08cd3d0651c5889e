"""The hook for bash 3.2 to 4.3 against this machine's bash, which is told that it is such a one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshotter.record.shells.known import hook
from tests.record.person import Sit, bash, seats

OLD = "BASH_VERSION='4.2.46(2)-release'; unset PS0"


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Sit]:
    yield from seats(tmp_path, lambda home, rc, **more: bash(home, f"{OLD}\n{rc}", **more))


def test_commands_are_told_with_status_directory_and_times(sit: Sit, tmp_path: Path) -> None:
    person = sit()
    person.type(
        f"cd {tmp_path}",
        "",
        "false",
        "for i in 1 2; do",
        "echo $i; done",
        "# nothing",
        "(sleep 0.3; exit 3)",
        "echo 'a",
        "b'",
    )
    assert person.texts == [
        f"cd {tmp_path}",
        "false",
        "for i in 1 2; do\necho $i; done",
        "# nothing",
        "(sleep 0.3; exit 3)",
        "echo 'a\nb'",
    ]
    assert person.statuses == [0, 1, 0, 0, 3, 0]
    moved, failed, *_, alone, _ = person.commands
    assert (moved.cwd, failed.cwd) != (str(tmp_path), "") and failed.cwd == str(tmp_path)
    assert alone.end is not None and alone.end - alone.begin >= 0.3


def test_a_command_is_told_before_it_runs(sit: Sit) -> None:
    person = sit()
    person.send("sleep 30\r")
    person.until(lambda: person.texts == ["sleep 30"] and person.runs())
    person.type("\x03")
    assert person.statuses == [130]
    person.send("exit 7\r")
    person.until(lambda: person.status is not None)
    assert person.texts == ["sleep 30", "exit 7"] and person.statuses == [130, 7]


@pytest.mark.parametrize(
    "settings",
    [
        "",
        "HISTCONTROL=ignoreboth",
        "HISTIGNORE='*two:ls'",
        "HISTSIZE=0",
        "HISTTIMEFORMAT='%F %T '",
        "trap 'true' DEBUG",
        "shopt -s extdebug",
        'PROMPT_COMMAND="true; $PROMPT_COMMAND"',
        "set -u",
    ],
)
def test_nothing_is_kept_back_whatever_the_settings(sit: Sit, settings: str) -> None:
    person = sit(settings)
    person.type("echo one", "echo one", "  echo two", "echo one")
    assert person.texts == ["echo one", "echo one", "  echo two", "echo one"]


def test_the_shell_is_what_it_would_be_without_us(sit: Sit) -> None:
    lines = [
        "false",
        "echo $? $_",
        "true a b",
        "echo $_; echo ${PIPESTATUS[*]}",
        'echo "$HISTCONTROL"',
        "set -x",
        ":",
        "set +x",
        'x=$(trap -p EXIT); echo "[$x]"',
        "set -e",
        "echo still",
    ]
    shown = [sit("HISTCONTROL=ignorespace", hooked=hooked).type(*lines) for hooked in (True, False)]
    assert shown[0] == shown[1]


def test_what_a_command_changed_is_told(sit: Sit) -> None:
    person = sit()
    person.type("export GREETING='hello world'", "a=(x 'y z')", "f() { echo hi; }", "alias ll='ls -l'", "umask 027")
    told = {
        (change.kind, change.name): change.value for record in person.records for change in getattr(record, "state", ())
    }
    assert told["export", "GREETING"] == "hello world"
    assert ("array", "a") in told and told["alias", "ll"] == "ls -l" and told["umask", ""] == "0027"
    assert "echo hi" in (told["function", "f"] or "")


def test_nothing_is_used_that_old_ones_do_not_have() -> None:
    for newer in ("@P}", "@a}", "local -\n", "EPOCHREALTIME", "declare -A", "mapfile", "|&", "&>>", "[[ -v", ",,}"):
        assert newer not in hook("bash3.sh")
