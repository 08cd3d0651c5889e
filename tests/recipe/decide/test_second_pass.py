"""The second pass: a command that prompts for a password is replaced by the hash it wrote."""

from __future__ import annotations

import pytest

from snapshotter.model import Command
from snapshotter.recipe.decide.second_pass import revise
from snapshotter.recipe.decide.secret_mounts import AUTO, Handling
from snapshotter.recipe.decide.shell_state import ShellState
from snapshotter.recipe.model import Decision
from snapshotter.recipe.reasons import SECRET


@pytest.mark.parametrize(
    ("text", "fate"),
    [
        ("passwd", "carried"),
        ("sudo passwd app", "carried"),
        ("passwd -l app", "run"),
        ("passwd --delete app", "run"),
        ("passwd app < f", "run"),
        ("cat f | passwd app", "run"),
        ("useradd app", "run"),
    ],
)
def test_a_password_typed_at_a_prompt_is_carried(text: str, fate: str) -> None:
    command = Command(text, 0, "/", "root", 0.0, 1.0, "bash", 1, "s", 1)
    decision = Decision((1, 0), command, "run", "", ("/etc/shadow",))
    (revised,) = revise([decision], {(1, 0): ShellState()}, {}, AUTO)
    assert revised.fate == fate


@pytest.mark.parametrize("handling", [AUTO, Handling("carry")])
def test_a_command_in_a_directory_with_a_secret_in_its_name_does_not_run(handling: Handling) -> None:
    command = Command("make install", 0, "/srv/x-SNAP_SECRET_00000001", "root", 0.0, 1.0, "bash", 1, "s", 1)
    decision = Decision((1, 0), command, "run", "", ("/usr/bin/x",))
    (revised,) = revise([decision], {(1, 0): ShellState()}, {"SNAP_SECRET_00000001": "x"}, handling)
    assert (revised.fate, revised.reason, revised.paths) == ("carried", SECRET, ("/usr/bin/x",))
