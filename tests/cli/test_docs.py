"""Tests that the generated pages are up to date and contain every verb with examples."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from snapshotter.cli.app import VERBS, build

ROOT = Path(__file__).parent.parent.parent


def test_the_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "docs.py", "--check"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_verb_is_registered_and_has_examples() -> None:
    page = (ROOT / "docs" / "commands.md").read_text()
    known = {command.name or command.callback.__name__ for command in build("").registered_commands if command.callback}
    assert known == set(VERBS)
    for verb in VERBS:
        part = page.split(f"## snap {verb}\n")[1].split("\n## ")[0]
        assert "Examples:" in part or verb in {"list"}
