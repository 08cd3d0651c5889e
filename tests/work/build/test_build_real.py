"""`snap build` in this process, with a real engine: a step that fails, its two states, and the build that succeeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.engine.api import Engine
from tests.cli.conftest import Snap, home, snap

__all__ = ["home", "snap"]

pytestmark = pytest.mark.engine
GOOD = "ARG WORD=hello\nENV A=1\nWORKDIR /srv\nRUN echo $WORD > word\n"


@pytest.fixture
def app(tmp_path: Path, busybox: str) -> Path:
    directory = tmp_path / "app"
    directory.mkdir()
    (directory / "kept").write_text("kept\n")
    (directory / "Dockerfile").write_text(f"FROM {busybox}\n{GOOD}RUN echo begun > begun && cat /missing\nCMD true\n")
    return directory


def test_a_failed_step_is_named_and_both_states_are_kept(snap: Snap, app: Path, engine: Engine) -> None:
    done = snap("build", str(app), "--keep", "--json")
    failed = done.data["failed"]
    try:
        assert done.code == 1
        assert (failed["line"], failed["status"], failed["text"]) == (6, 1, "RUN echo begun > begun && cat /missing")
        assert "Dockerfile:6" in done.err
        assert failed["good"] and engine.image(failed["good"]).config.workdir == "/srv"
        status = snap("status", "-n", failed["workspace"], "--json").data
        assert [(one["text"], one["status"]) for one in status["commands"]] == [
            ("echo begun > begun && cat /missing", 1)
        ]
        assert "/srv/begun" in {one["path"] for one in status["changes"]}
        assert failed["workspace"] in snap("list").out
    finally:
        snap("rm", "--force", "--purge", failed["workspace"])


def test_a_build_that_succeeds_tells_its_steps(snap: Snap, app: Path, engine: Engine) -> None:
    file = app / "Dockerfile"
    file.write_text(file.read_text().replace("cat /missing", "true"))
    done = snap("build", str(app), "-t", "snap-test/built:1", "--build-arg", "WORD=other", "--json")
    try:
        assert done.code == 0 and done.data["failed"] is None
        assert engine.image("snap-test/built:1").id == done.data["image"]
    finally:
        engine.remove_image("snap-test/built:1")


@pytest.mark.parametrize(
    ("line", "cause"),
    [("COPY keptt /srv/", "kept"), ("USER nobody-such\nRUN true", "nobody-such")],
)
def test_an_instruction_that_cannot_work_is_explained(
    snap: Snap, app: Path, busybox: str, line: str, cause: str
) -> None:
    (app / "Dockerfile").write_text(f"FROM {busybox}\n{line}\n")
    done = snap("build", str(app))
    assert done.code == 1 and "Dockerfile:" in done.err and cause in done.err


def test_a_workspace_begins_with_a_dockerfile(snap: Snap, app: Path) -> None:
    file = app / "Dockerfile"
    file.write_text(file.read_text().replace("cat /missing", "true"))
    assert snap("start", "-d", "--dockerfile", str(app), "--name", "snap-test-app").code == 0
    try:
        assert snap("status", "-n", "snap-test-app").code == 0
    finally:
        snap("rm", "--force", "--purge", "snap-test-app")
