"""`snap start --dockerfile`: which Dockerfiles are taken, and what is said of one that does not build."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.engine.build.steps import BuildStep
from snapshotter.errors import BuildFailed, UsageError
from snapshotter.model import ProgressLine
from snapshotter.work.build.begin import begin
from tests.work.build.builders import Builder, failing

TEXT = "FROM debian\nRUN one\nRUN two\n"


def builder(tmp_path: Path, *steps: BuildStep, text: str = TEXT) -> Builder:
    (tmp_path / "Dockerfile").write_text(text)
    found = Builder(tmp_path / "engine")
    found.steps = steps
    return found


def test_the_image_has_the_text_and_the_directory_that_it_was_built_from(tmp_path: Path) -> None:
    lines: list[object] = []
    engine = builder(tmp_path, BuildStep("RUN  one", 2, 3), BuildStep("load metadata"))
    found = begin(engine, str(tmp_path), lines.append)
    assert (found.image, found.text, found.context) == ("sha256:made", TEXT, str(tmp_path))
    assert lines[0] == ProgressLine("2/3 RUN one", 1 / 3) and lines[1].share is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "said"), [("# nothing\n", "has no FROM"), ("# escape=`\nFROM a\n", "sets another escape character: `")]
)
def test_a_dockerfile_that_cannot_be_gone_on_from_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        begin(builder(tmp_path, text=text), str(tmp_path), lambda _: None)


def test_a_build_that_fails_names_the_line_and_the_next_step(tmp_path: Path) -> None:
    engine = builder(tmp_path, failing("returned a non-zero code: 1"))
    with pytest.raises(BuildFailed) as raised:
        begin(engine, str(tmp_path), lambda _: None)
    assert raised.value.message == "Dockerfile:3: returned a non-zero code: 1"
    assert raised.value.hint == f"`snap build {tmp_path} --debug` opens a shell where it failed"
    engine.steps = (failing("no such thing", text="", number=0),)
    with pytest.raises(BuildFailed) as raised:
        begin(engine, str(tmp_path), lambda _: None)
    assert raised.value.message == "Dockerfile: no such thing"
