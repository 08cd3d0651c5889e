"""The hook for bash 3.2 to 4.3 in this machine's bash, with a changed BASH_VERSION."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshotter.record.shells.known import hook
from tests.record.person import StartShell, bash, shell_starter

OLD = "BASH_VERSION='4.2.46(2)-release'; unset PS0"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[StartShell]:
    yield from shell_starter(tmp_path, lambda home, rc, **more: bash(home, f"{OLD}\n{rc}", **more))


def test_commands_are_recorded_with_status_directory_and_times(start: StartShell, tmp_path: Path) -> None:
    shell = start()
    shell.type(
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
    assert shell.texts == [
        f"cd {tmp_path}",
        "false",
        "for i in 1 2; do\necho $i; done",
        "(sleep 0.3; exit 3)",
        "echo 'a\nb'",
    ]
    assert shell.statuses == [0, 1, 0, 3, 0] and shell.commands[3].note == "# nothing"
    moved, failed, *_, alone, _ = shell.commands
    assert (moved.cwd, failed.cwd) != (str(tmp_path), "") and failed.cwd == str(tmp_path)
    assert alone.end is not None and alone.end - alone.begin >= 0.3


def test_a_command_is_reported_before_it_runs(start: StartShell) -> None:
    shell = start()
    shell.send("sleep 30\r")
    shell.until(lambda: shell.texts == ["sleep 30"] and shell.runs_program())
    shell.type("\x03")
    assert shell.statuses == [130]
    shell.send("exit 7\r")
    shell.until(lambda: shell.status is not None)
    assert shell.texts == ["sleep 30", "exit 7"] and shell.statuses == [130, 7]


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
def test_every_command_is_recorded_whatever_the_settings(start: StartShell, settings: str) -> None:
    shell = start(settings)
    shell.type("echo one", "echo one", "  echo two", "echo one")
    assert shell.texts == ["echo one", "echo one", "  echo two", "echo one"]


def test_the_shell_is_what_it_would_be_without_us(start: StartShell) -> None:
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
    shown = [start("HISTCONTROL=ignorespace", hooked=hooked).type(*lines) for hooked in (True, False)]
    assert shown[0] == shown[1]


def test_changes_of_a_command_are_recorded(start: StartShell) -> None:
    shell = start()
    shell.type("export GREETING='hello world'", "a=(x 'y z')", "f() { echo hi; }", "alias ll='ls -l'", "umask 027")
    recorded = {
        (change.kind, change.name): change.value for record in shell.records for change in getattr(record, "state", ())
    }
    assert recorded["export", "GREETING"] == "hello world"
    assert ("array", "a") in recorded and recorded["alias", "ll"] == "ls -l" and recorded["umask", ""] == "0027"
    assert "echo hi" in (recorded["function", "f"] or "")


def test_nothing_is_used_that_old_ones_do_not_have() -> None:
    for newer in ("@P}", "@a}", "local -\n", "EPOCHREALTIME", "declare -A", "mapfile", "|&", "&>>", "[[ -v", ",,}"):
        assert newer not in hook("bash3.sh")
