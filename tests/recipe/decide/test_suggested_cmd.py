"""Which command is suggested as CMD: a program that still ran, or was stopped, in the foreground at the end."""

from __future__ import annotations

import pytest

from snapshotter.model import Base, Command, ImageConfig, Snapshot
from snapshotter.recipe.plan import plan

BASE = Base("debian:bookworm", "sha256:base")


@pytest.mark.parametrize(
    ("text", "status", "end", "asked", "suggested"),
    [
        ("nginx -g 'daemon off;'", 130, 60.0, False, 'CMD ["nginx", "-g", "daemon off;"]'),
        ("nginx -g 'daemon off;'", None, None, False, 'CMD ["nginx", "-g", "daemon off;"]'),  # `snap commit --now`
        ("nginx -g 'daemon off;'", 130, 1.5, False, ""),
        ("make; snap commit", None, 60.0, True, ""),
        ("make", 0, 60.0, False, ""),
    ],
)
def test_a_server_that_ran_last_is_suggested(
    text: str, status: int | None, end: float | None, asked: bool, suggested: str
) -> None:
    command = Command(text, status, "/", "root", 1.0, end, "bash", 1, "s", asked=asked)
    snapshot = Snapshot("box", 1, "", "", BASE, "m", 0.0, ImageConfig(), (command,), ())
    assert plan(BASE, [snapshot]).suggested_cmd == suggested
