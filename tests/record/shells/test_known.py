"""The environment and the command that each shell is started with."""

from __future__ import annotations

import pytest

from snapshotter.record.shells.known import KNOWN_SHELLS, environment, hook, interactive_command, shell_of


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/bin/bash", "bash"),
        ("-bash", "bash"),
        ("/bin/busybox", "ash"),
        ("/usr/bin/dash", "dash"),
        ("/bin/rbash", "bash"),
    ],
)
def test_a_program_is_known_by_its_name(path: str, name: str) -> None:
    shell = shell_of(path)
    assert shell is not None and shell.name == name


def test_other_programs_are_no_shells() -> None:
    assert shell_of("/usr/bin/python3") is None


@pytest.mark.parametrize("name", [name for name, shell in KNOWN_SHELLS.items() if shell.hook and name != "zsh"])
def test_the_environment_holds_the_nonce_and_no_comment(name: str) -> None:
    env = environment(KNOWN_SHELLS[name], "n0n", "prompt> ")
    assert env.get("HISTFILE", "") == ("/dev/shm/.snap-n0n" if name == "ksh" else "")
    assert any("n0n" in value for value in env.values())
    for variable, value in env.items():
        assert "=" not in variable and "@NONCE@" not in value and "@PROMPT@" not in value
        assert not any(line.lstrip().startswith("#") for line in value.split("\n"))
    assert sum(map(len, env.values())) < 15_000  # of bash, a half is gone from the first prompt on


def test_ash_keeps_its_prompt() -> None:
    assert ")\\w \\$ $(" in environment(KNOWN_SHELLS["ash"], "n")["PS1"]
    assert ")mine> $(" in environment(KNOWN_SHELLS["ash"], "n", "mine> ")["PS1"]


def test_a_shell_without_a_hook_gets_no_variables() -> None:
    assert environment(KNOWN_SHELLS["sh"], "n") == {}


def test_zsh_starts_with_a_file_of_its_own_that_has_all_it_needs() -> None:
    program, _, start, path, zshenv = interactive_command(KNOWN_SHELLS["zsh"], "/usr/bin/zsh", "n0n")
    assert (program, path, environment(KNOWN_SHELLS["zsh"], "n0n")) == ("/bin/sh", "/usr/bin/zsh", {})
    assert "/dev/shm/.snap-n0n" in start and "/dev/shm/.snap-n0n" in zshenv
    assert not any(f"@{name}@" in start + zshenv for name in ("NONCE", "FOLDER", "HOOKS", "CODE", "ASK"))
    assert not any(line.lstrip().startswith("#") for line in (start + zshenv).split("\n"))


@pytest.mark.parametrize("name", ["script.sh", "idle.sh", "probe.sh"])
def test_scripts_are_read_without_comments(name: str) -> None:
    assert hook(name).strip() and "\n#" not in hook(name)
