"""Installations that left nothing, since they failed unseen."""

from __future__ import annotations

import pytest

from snapshotter.model import Command
from snapshotter.recipe.decide.uninstalled import installs_nothing


@pytest.mark.parametrize(
    ("text", "later", "nothing"),
    [
        ("apt-get install -y gcc make | tail -3", "apt-get update && apt-get install -y make gcc", True),
        ("pip install flask 2>&1 | tail -1", "pip install --break-system-packages flask", True),
        ("apt-get install -y gcc make | tail -3", "apt-get update && apt-get install -y gcc", False),
        ("apt-get install -y gcc | tail -3", "echo gcc", False),
        ("apt-get update && apt-get install -y gcc | tail -3", "apt-get install -y gcc", False),
        ("ls", "apt-get install -y gcc", False),
    ],
)
def test_an_installation_that_is_repeated_with_effect_failed(text: str, later: str, nothing: bool) -> None:
    command = Command(text, 0, "/", "root", 1.0, 2.0, "bash", 1)
    assert installs_nothing(command, [later]) == nothing
