"""The verb build: its options, its output with and without a terminal, and its exit code."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from snapshotter.cli import options
from snapshotter.engine.build.steps import BuildStep
from snapshotter.model import Workspace
from snapshotter.store.home import Home
from snapshotter.work import shell as sessions
from snapshotter.work import start as starting
from tests.cli.conftest import Snap
from tests.work.build.builders import Stages, failing
from tests.work.fakes import Person

STEPS = (BuildStep("FROM debian:bookworm", 1, 2), BuildStep("RUN one", 2, 2, cached=True))


class Keys(io.StringIO):
    """A terminal on which somebody types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def stages(tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> Stages:
    found = Stages(tmp_path / "engine")
    found.plays(7)
    monkeypatch.setattr(options, "engine", lambda: found)
    monkeypatch.setattr(starting, "find_shell", lambda _engine, _ident, wanted: wanted or "/bin/bash")
    return found


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "app"
    found.mkdir()
    (found / "Dockerfile").write_text("FROM debian:bookworm\nRUN one\n")
    monkeypatch.chdir(found)
    return found


def test_the_options_are_those_of_the_build(
    snap: Snap, stages: Stages, app: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_DEFAULT_PLATFORM", "linux/arm64")
    words = "-t web:1 --target b --build-arg A=1 --build-arg B --secret id=k,env=K --ssh default --no-cache --pull"
    done = snap("build", *words.split(), "--builder", "box")
    assert (done.code, done.out) == (0, "sha256:made\n")
    wanted = stages.built[0]
    assert (wanted.directory, wanted.file) == (app, app / "Dockerfile")
    assert (wanted.tag, wanted.target, wanted.args, wanted.builder) == ("web:1", "b", ("A=1", "B"), "box")
    assert (wanted.secrets, wanted.ssh, wanted.platform) == (("id=k,env=K",), ("default",), "linux/arm64")
    assert wanted.no_cache and wanted.pull


def test_a_directory_that_is_none_is_refused(snap: Snap, stages: Stages, app: Path) -> None:
    done = snap("build", "Dockerfile")
    assert done.code == 2 and "Dockerfile is no directory" in done.err and "`snap build .`" in done.err


def test_the_steps_are_in_the_json(snap: Snap, stages: Stages, app: Path) -> None:
    stages.steps = STEPS
    data = snap("build", "--json").data
    assert data["image"] == "sha256:made" and data["failed"] is None and data["mended"] == []
    assert data["steps"][1] == {
        "step": 2,
        "line": 2,
        "text": "RUN one",
        "seconds": 1.0,
        "bytes": None,
        "cached": True,
    }


def test_a_failed_step_is_in_the_json_with_its_states_only_where_they_are_kept(
    snap: Snap, stages: Stages, app: Path
) -> None:
    stages.steps = (failing("returned a non-zero code: 7", text="RUN one", number=2),)
    failed = {"line": 2, "step": 2, "stage": "0", "text": "RUN one", "status": 7, "cause": None}
    done = snap("build", "--json")
    assert (done.code, done.data["failed"]) == (1, {**failed, "good": None, "workspace": None})
    kept = snap("build", "--json", "--keep").data["failed"]
    assert kept == {**failed, "good": "snap/build/build-app:good", "workspace": "build-app"}
    assert "Dockerfile:2: RUN one failed with status 7" in done.err


def test_on_a_terminal_the_steps_are_a_table(
    snap: Snap, stages: Stages, app: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages.steps = STEPS
    monkeypatch.setattr(sys, "stdin", Keys())
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True)
    lines = snap("build").out.splitlines()
    assert lines[0].split() == ["STEP", "LINE", "INSTRUCTION", "SECONDS", "BYTES", "CACHED"]
    assert lines[2].split() == ["2", "2", "RUN", "one", "1.0", "yes"]


@pytest.mark.parametrize(("typed", "written"), [("yes\n", True), ("Y\n", True), ("\n", False), ("no\n", False)])
def test_the_mended_dockerfile_is_asked_for(
    snap: Snap, stages: Stages, app: Path, monkeypatch: pytest.MonkeyPatch, *, typed: str, written: bool
) -> None:
    def enter(_engine: object, home: Home, workspace: Workspace, *_: object, typed: str) -> int:
        Person(stages, home, workspace).does(f"{typed} && two", {"/srv/made": "made"})
        stages.steps = ()
        return 0

    stages.steps = (failing("returned a non-zero code: 7", text="RUN one", number=2),)
    monkeypatch.setattr(sessions, "enter", enter)
    monkeypatch.setattr(sys, "stdin", Keys(typed))
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True)
    done = snap("build", "--debug")
    assert "write this to" in done.err and done.code == (0 if written else 1)
    assert ("RUN one && two" in (app / "Dockerfile").read_text()) is written
    assert ("the mended Dockerfile builds from nothing" in done.err) is written


def test_show_tells_what_the_failed_step_did(snap: Snap, stages: Stages, app: Path) -> None:
    stages.steps = (failing("returned a non-zero code: 7", text="RUN one", number=2),)
    snap("build", "--keep")
    done = snap("show", "-n", "build-app")
    assert done.code == 0 and "7" in done.out and "one" in done.out
    assert [one["text"] for one in snap("show", "-n", "build-app", "--json").data["commands"]] == ["one"]
    assert "has no snapshot" in snap("show", "1", "-n", "build-app").err
