"""Each verb that needs no engine reads a long line once: what takes its time is counted, so that no load matters."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from snapshotter.cli.main import main
from snapshotter.store import home as homes
from snapshotter.store.repository import git, objects
from tests.work.long_line import PATHS, long_line

COUNT = 40
SUMMARY = 4
"""Objects of a snapshot that are read for its summary: the commit, two trees, one file."""
WHOLE = SUMMARY + 2
FEW = 40
"""Objects that are read of the line besides, whatever its length."""
VERBS = {
    "log": SUMMARY * COUNT,
    "log -3": SUMMARY * 4,
    "log --oneline --graph --all": SUMMARY * COUNT,
    "log --stat": WHOLE * COUNT,
    "log --commands": WHOLE * COUNT,
    "log /etc/app/3.conf": WHOLE * COUNT,
    "show 1": SUMMARY * COUNT,
    "diff 1 2": WHOLE * COUNT,
    "diff 1 40 --stat": (WHOLE + 2 * PATHS) * COUNT,
    "cat 20:/etc/app/147.conf": WHOLE * COUNT,
    "grep listen.39": (WHOLE + 2 * PATHS) * COUNT,
    "branch": SUMMARY,
    "tag": SUMMARY,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with a line, of which each snapshot changes some files."""
    made = tmp_path_factory.mktemp("long")
    long_line(homes.at(made), "long", COUNT)
    return made


@pytest.mark.parametrize("verb", VERBS)
def test_each_object_is_read_once(home: Path, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    monkeypatch.setenv("SNAP_HOME", str(home))
    monkeypatch.setenv("SNAP_NAME", "long")
    asked: list[str] = []
    started: list[list[str]] = []
    ask, spawn = objects.Objects._ask, git.spawn

    def counted_ask(self: objects.Objects, names: str) -> None:
        asked.append(names)
        ask(self, names)

    def counted_spawn(repository: Path | None, words: list[str]) -> subprocess.Popen[bytes]:
        started.append(words)
        return spawn(repository, words)

    monkeypatch.setattr(objects.Objects, "_ask", counted_ask)
    monkeypatch.setattr(objects, "spawn", counted_spawn)
    monkeypatch.setattr(git, "spawn", counted_spawn)
    assert main(verb.split()) == 0
    assert sum(names.count("\n") for names in asked) <= VERBS[verb] + FEW
    assert len(asked) <= 2 * FEW  # git's answer is waited for this often
    assert len(started) <= 5
