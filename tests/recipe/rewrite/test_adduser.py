"""Answers to the prompts of `adduser` become its options."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.recipe.rewrite.adduser import answers
from tests.recipe.story import load

PASSWD = r"root:x:0:0:root:/root:/bin/bash\nbob:x:1000:1000:Bob Bee,7,,:/home/bob:/bin/bash\nal:x:1:1:,,,:/:/bin/sh\n"


def options(tmp_path: Path, text: str, more: str = "") -> str | None:
    story = tmp_path / "story.toml"
    story.write_text(
        f'[[snapshot]]\nmessage = "m"\n[[snapshot.command]]\ntext = "{text}"\n{more}\n'
        f'changes = [{{path = "/etc/passwd", content = "{PASSWD}"}}]\n'
    )
    _, snapshots, contents = load(story)
    return answers(snapshots, lambda _seq, change: contents.get(change.content)).get((1, 0))


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("adduser bob", "adduser --disabled-password --gecos 'Bob Bee,7' bob"),
        (
            "sudo /usr/sbin/adduser --uid 1000 bob && id bob",
            "sudo /usr/sbin/adduser --disabled-password --gecos 'Bob Bee,7' --uid 1000 bob && id bob",
        ),
        (
            "adduser al; adduser bob",
            "adduser --disabled-password --gecos '' al; adduser --disabled-password --gecos 'Bob Bee,7' bob",
        ),
    ],
)
def test_the_dialogue_becomes_options(tmp_path: Path, text: str, becomes: str) -> None:
    assert options(tmp_path, text) == becomes


@pytest.mark.parametrize(
    "text",
    [
        "adduser bob sudo",
        "adduser --system bob",
        "adduser --gecos x bob",
        "adduser $me",
        "adduser --disabled-login bob",
        "adduser nobody-else",
        "echo adduser",
        "adduser",
    ],
)
def test_a_command_that_does_not_prompt_stays(tmp_path: Path, text: str) -> None:
    assert options(tmp_path, text) is None


def test_a_failed_command_stays(tmp_path: Path) -> None:
    assert options(tmp_path, "adduser bob", "status = 1") is None


def test_busybox_has_an_option_of_its_own(tmp_path: Path) -> None:
    assert options(tmp_path, "adduser bob", 'shell = "ash"') == "adduser -D bob"
    assert options(tmp_path, "adduser -D bob", 'shell = "ash"') is None
