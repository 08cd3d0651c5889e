"""One line at a commit where a server was started that no CMD starts."""

from __future__ import annotations

import pytest

from snapshotter.model import Command, ImageConfig
from snapshotter.work.commit.services import without_cmd


def said(*texts: str, cmd: tuple[str, ...] = ("bash",)) -> str:
    commands = [Command(text, 0, "/", "root", at, at + 0.5, "bash", 1) for at, text in enumerate(texts)]
    return without_cmd(commands, ImageConfig(cmd=cmd))


@pytest.mark.parametrize(
    "texts",
    [("nginx",), ("service nginx start",), ("nginx -t", "nginx"), ("nginx", "nginx -s reload"), ("crond", "nginx")],
)
def test_a_server_that_runs_is_named_with_its_cmd(texts: tuple[str, ...]) -> None:
    line = said(*texts)
    assert line.startswith("nginx runs now") and """--change 'CMD ["nginx", "-g", "daemon off;"]'""" in line
    assert "\n" not in line


@pytest.mark.parametrize(
    "texts",
    [
        (),
        ("nginx -t",),
        ("nginx -v",),
        ("nginx", "nginx -s stop"),
        ("nginx", "pkill nginx"),
        ("service nginx stop",),
        ("nginx", "kill 12"),
    ],
)
def test_a_server_that_does_not_run_is_not_named(texts: tuple[str, ...]) -> None:
    assert said(*texts) == ""


def test_a_cmd_that_starts_it_is_enough() -> None:
    assert said("nginx", cmd=("nginx", "-g", "daemon off;")) == ""
    assert said("nginx", cmd=("sh", "-c", "exec nginx")) == ""
