"""Answers to a program that has no options for them go in by a pipe."""

from __future__ import annotations

import pytest

from snapshotter.model import Base, Command, ImageConfig, Snapshot
from snapshotter.recipe.rewrite.answers.piped_answers import piped_answers


def rewritten(text: str, *answers: str) -> str:
    command = Command(text, 0, "/", "root", 1.0, 2.0, "bash", 1, answers=answers)
    box = Snapshot("b", 1, "sha256:1", "snap/b:1", Base("d", "sha256:0"), "m", 9.0, ImageConfig(), (command,), ())
    return piped_answers([box]).get((1, 0), text)


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("./setup.sh", "echo y | ./setup.sh"),
        ("cd /srv && A=1 bash setup.sh -v", "cd /srv && echo y | A=1 bash setup.sh -v"),
        ("sudo ./setup.sh 2>&1 | tee log", "echo y | sudo ./setup.sh 2>&1 | tee log"),
        ("./setup.sh | cat", "echo y | ./setup.sh | cat"),
        ("./setup.sh > log 2>&1; echo done", "echo y | ./setup.sh > log 2>&1; echo done"),
        ("python3 -c 'print(input())' > f", "echo y | python3 -c 'print(input())' > f"),
    ],
)
def test_the_program_that_asked_gets_the_answer(text: str, becomes: str) -> None:
    assert rewritten(text, "y") == becomes


@pytest.mark.parametrize(
    "text",
    [
        "./a; ./b",
        "read -p 'Port? ' port",
        ". ./setup.sh",
        "bash",
        "python3",
        "rm -i a",
        "apt-get install x",
        "pip uninstall flask",
        "dnf remove x",
        "vim f",
        "./setup.sh < answers",
        "yes | ./setup.sh",
        "for i in 1 2; do ./setup.sh; done",
        "f() { ./setup.sh; }",
    ],
)
def test_where_it_is_not_known_what_asked_nothing_is_changed(text: str) -> None:
    assert rewritten(text, "y") == text


def test_several_answers_and_those_that_echo_would_change_are_printed() -> None:
    assert rewritten("./setup.sh", "80 90", "", "y") == "printf '%s\\n' '80 90' '' y | ./setup.sh"
    assert rewritten("./setup.sh", "-n") == "printf '%s\\n' -n | ./setup.sh"


def test_without_answers_or_with_a_replaced_secret_nothing_is_changed() -> None:
    assert rewritten("./setup.sh") == "./setup.sh"
    assert rewritten("./setup.sh", "y", "SNAP_SECRET_0123abcd") == "./setup.sh"
