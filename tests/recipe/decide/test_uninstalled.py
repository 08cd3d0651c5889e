"""Installations that left nothing, since they failed unseen."""

from __future__ import annotations

import pytest

from snapshotter.model import Command
from snapshotter.recipe.decide.uninstalled import installs_nothing, without_idle_install


@pytest.mark.parametrize(
    ("text", "later", "nothing"),
    [
        ("apt-get install -y gcc make | tail -3", "apt-get update && apt-get install -y make gcc", True),
        ("pip install flask 2>&1 | tail -1", "pip install --break-system-packages flask", True),
        ("pip install flask 2>&1 | tail -1", "pip install --break-system-packages flask==3.0", True),
        ("apt-get install -y gcc make | tail -3", "apt-get update && apt-get install -y gcc", False),
        ("apt-get install -y gcc | tail -3", "echo gcc", False),
        ("apt-get update && apt-get install -y gcc | tail -3", "apt-get install -y gcc", False),
        ("ls", "apt-get install -y gcc", False),
    ],
)
def test_an_installation_that_is_repeated_with_effect_failed(text: str, later: str, nothing: bool) -> None:
    command = Command(text, 0, "/", "root", 1.0, 2.0, "bash", 1)
    assert installs_nothing(command, [later], [later, "apt-get purge -y gcc"]) == nothing


@pytest.mark.parametrize(
    ("later", "nothing"),
    [
        ("pip install django", True),
        ("rm -f /tmp/log", True),
        ("pip uninstall -y djanggo", False),
        ("pip uninstall -y flask", True),
        ("rm -rf venv", False),
        ("mv venv /opt", False),
        ("apt-get autoremove -y", False),
    ],
)
def test_an_installation_that_left_nothing_failed_where_nothing_later_removes_packages(
    later: str, nothing: bool
) -> None:
    command = Command("pip install djanggo 2>&1 | tail -1", 0, "/", "root", 1.0, 2.0, "bash", 1)
    assert installs_nothing(command, [], [later]) == nothing


@pytest.mark.parametrize(
    ("text", "made", "kept"),
    [
        ("mkdir -p /a/b && cd /a/b && pip install x 2>&1 | tail -5", {"/a", "/a/b"}, "mkdir -p /a/b && cd /a/b"),
        ("mkdir /a && pip install x", {"/a", "/usr/lib/x"}, ""),
        ("mkdir /a && make", {"/a"}, ""),
        ("mkdir /a || pip install x", {"/a"}, ""),
        ("mkdir /a; pip install x", {"/a"}, ""),
        ("pip install x", set(), ""),
        ("make && pip install x", {"/a"}, ""),
    ],
)
def test_an_installation_at_the_end_that_left_nothing_goes(text: str, made: set[str], kept: str) -> None:
    command = Command(text, 0, "/", "root", 1.0, 2.0, "sh", 1)
    assert without_idle_install(command, made).text == (kept or text)
