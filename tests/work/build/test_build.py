"""What `snap build` says and does: exit codes, the line, what is kept, and writing a mended Dockerfile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.engine import patience
from snapshotter.engine.build.directory import DirectoryBuild
from snapshotter.engine.build.steps import BuildStep, StepLog, Watch
from snapshotter.errors import UsageError
from snapshotter.store.home import Home
from snapshotter.work.build.build import build
from snapshotter.work.build.request import Outcome, Request, Screen
from snapshotter.work.build.states import kept, remove_state
from tests.work.build.builders import Builder, failing, request
from tests.work.fakes import FakeEngine

FILE = "FROM debian\nRUN one\nRUN two\n"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    found = tmp_path / "app"
    found.mkdir()
    (found / "Dockerfile").write_text(FILE)
    return found


def built(tmp_path: Path, home: Home, wanted: Request, *steps: BuildStep) -> tuple[Outcome, list[str]]:
    engine, told = Builder(tmp_path / "engine"), list[str]()
    engine.steps = steps
    screen = Screen(told.append, lambda _: None, lambda: None, None, lambda _: [])
    return build(engine, lambda: home, wanted, screen), told


def test_a_build_that_succeeds_has_a_row_for_each_step(tmp_path: Path, home: Home, directory: Path) -> None:
    steps = (BuildStep("FROM debian", 1, 2), BuildStep("RUN one", 2, 2, cached=True))
    found, told = built(tmp_path, home, request(directory), *steps)
    assert (found.exit_code, found.image) == (0, "sha256:made")
    assert [(row.line, row.cached) for row in found.rows] == [(1, False), (2, True)]
    assert "line 2" in told[1] and "cached" in told[1]


def test_a_failed_step_is_named_and_nothing_is_kept_without_a_terminal(
    tmp_path: Path, home: Home, directory: Path
) -> None:
    found, told = built(tmp_path, home, request(directory), failing("returned a non-zero code: 7", "it broke\n"))
    assert found.exit_code == 1 and found.failed is not None
    assert (found.failed.line, found.failed.status, found.failed.text) == (3, 7, "RUN two")
    assert (found.failed.good, found.failed.workspace) == (None, None)
    assert "  | it broke" in told
    assert any("Dockerfile:3: RUN two failed with status 7" in line for line in told)


def test_the_network_is_another_exit_code(tmp_path: Path, home: Home, directory: Path) -> None:
    step = failing("returned a non-zero code: 100", "Temporary failure resolving 'deb.example.org'\n")
    assert built(tmp_path, home, request(directory), step)[0].exit_code == 3


def test_a_build_stops_in_front_of_the_step_that_is_asked_for(tmp_path: Path, home: Home, directory: Path) -> None:
    steps = (BuildStep("FROM debian", 1, 3), BuildStep("RUN one", 2, 3), failing("never"))
    for wanted in ("3", ":3", "Dockerfile:3"):
        found, told = built(tmp_path, home, replace(request(directory), step=wanted), *steps)
        assert found.failed is not None and found.failed.line == 3
        assert any("stopped in front of RUN two" in line for line in told)
    with pytest.raises(UsageError, match="no step 9"):
        built(tmp_path, home, replace(request(directory), step="9"), *steps)


def test_what_is_no_failed_state_is_none(fake: FakeEngine, home: Home) -> None:
    assert kept(home) == {}
    assert not remove_state(fake, home, "web", force=True)


class Interrupted(Builder):
    def build_directory(self, build: DirectoryBuild, watch: Watch, hidden: Sequence[str] = ()) -> StepLog:
        watch(BuildStep("RUN one", 2, 3))
        patience.hurry()  # as a call does that is interrupted
        raise KeyboardInterrupt


def test_an_interrupted_step_leaves_time_for_what_follows(tmp_path: Path, home: Home, directory: Path) -> None:
    screen = Screen(lambda _: None, lambda _: None, lambda: None, None, lambda _: [])
    try:
        found = build(Interrupted(tmp_path / "engine"), lambda: home, request(directory), screen)
        assert found.failed is not None and (found.failed.line, found.failed.status) == (2, 130)
        assert not patience.hurried()
    finally:
        patience.forget()


class Waiting(Builder):
    def build_directory(self, build: DirectoryBuild, watch: Watch, hidden: Sequence[str] = ()) -> StepLog:
        raise KeyboardInterrupt


def test_an_interrupt_in_front_of_the_first_step_ends_the_build(tmp_path: Path, home: Home, directory: Path) -> None:
    screen = Screen(lambda _: None, lambda _: None, lambda: None, None, lambda _: [])
    with pytest.raises(KeyboardInterrupt):
        build(Waiting(tmp_path / "engine"), lambda: home, request(directory), screen)


def test_a_dockerfile_without_an_instruction_is_refused(tmp_path: Path, home: Home, directory: Path) -> None:
    (directory / "Dockerfile").write_text("# nothing\n")
    with pytest.raises(UsageError, match="has no instruction"):
        built(tmp_path, home, request(directory))
