"""Tests for `snap` typed inside a session: only its own workspace, and no files of this host."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from snapshotter.cli import in_session
from tests.cli.conftest import Snap
from tests.work.fakes import FakeEngine


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNAP_INSIDE", "web")
    monkeypatch.setenv("SNAP_NAME", "web")


@pytest.mark.parametrize("verb", ["start", "shell", "run", "stop", "rm", "verify", "doctor"])
@pytest.mark.usefixtures("inside", "fake")
def test_other_verbs_are_refused_with_a_message(snap: Snap, verb: str) -> None:
    done = snap(verb, "x")
    assert done.code == 2 and "does not work inside a session" in done.err and "another terminal" in done.err


@pytest.mark.parametrize(
    "argv",
    [
        ["status", "-n", "other"],
        ["log", "--name=other"],
        ["show", "-nother"],
        ["commit", "-n", "other"],
        ["status", "-an", "other"],
        ["export-dockerfile", "-o", "-", "-n", "other"],
    ],
)
@pytest.mark.usefixtures("inside", "fake")
def test_other_workspaces_are_refused(snap: Snap, argv: list[str]) -> None:
    done = snap(*argv)
    assert done.code == 2 and "cannot use the workspace other" in done.err


@pytest.mark.parametrize(
    "where", [[], ["-o", "dir"], ["-o", "-", "-o", "dir"], ["--force"], ["-o", "-", "--secret", "TOKEN=/etc/hostname"]]
)
@pytest.mark.usefixtures("inside", "fake")
def test_no_files_of_the_host_are_written(
    snap: Snap, where: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    done = snap("export-dockerfile", "--no-verify", *where)
    assert (
        done.code == 2
        and "inside a session" in done.err
        and "the host" in done.err
        and set(tmp_path.iterdir()) == before
    )


def test_the_program_runs_in_its_workspace(snap_home: Path, fake: FakeEngine) -> None:
    done = subprocess.run([*in_session.program("absent"), "log"], capture_output=True, text=True, check=False)
    assert done.returncode == 4 and "absent" in done.stderr
    done = subprocess.run([*in_session.program("web"), "stop"], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "inside" in done.stderr
