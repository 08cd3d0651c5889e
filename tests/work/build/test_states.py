"""The image in front of a failed step, and how the step is played again in a workspace of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.engine.build.steps import BuildStep
from snapshotter.errors import SnapError
from snapshotter.recipe.dockerfile.parse import parse
from snapshotter.record import replay
from snapshotter.store.home import Home
from snapshotter.work import start as starting
from snapshotter.work.build import states
from snapshotter.work.build.request import Attempt
from tests.work.build.builders import Stages, Terminal, request
from tests.work.fakes import BASE


@pytest.fixture
def stages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stages:
    monkeypatch.setattr(starting, "find_shell", lambda _engine, _ident, wanted: wanted or "/bin/bash")
    found = Stages(tmp_path / "engine")
    found.plays(1)
    return found


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    found = tmp_path / "app"
    found.mkdir()
    return found


def attempt_at(directory: Path, text: str, line: int, *steps: BuildStep, interrupted: bool = False) -> Attempt:
    (directory / "Dockerfile").write_text(text)
    file = parse(text)
    step = steps[-1] if steps else None
    return Attempt(file, text.encode(), steps, "", file.at_line(line), step, "x", interrupted=interrupted)


def state(stages: Stages, home: Home, directory: Path, attempt: Attempt) -> states.States:
    terminal = Terminal()
    return states.failed_state(stages, home, request(directory), attempt, BASE, "build-app", terminal.screen())


@pytest.mark.parametrize(
    ("instruction", "typed"),
    [
        ("RUN a && \\\n    b", "a && b"),
        ("RUN a \\\n  'b  c'", "a   'b  c'"),
        ('RUN ["a", "b c"]', "a 'b c'"),
        ("RUN <<EOF\na\nb\nEOF", "a; b"),
        ("RUN cat <<EOF > /x\na\nEOF", "printf '%s\\n' 'a' > /x"),
        ("RUN <<EOF\necho 'a\n'\nEOF", ""),
    ],
)
def test_the_failing_command_is_typed_on_one_line(instruction: str, typed: str) -> None:
    found = states.one_line(parse(f"FROM a\n{instruction}\n").instructions[1])
    assert "\n" not in found and found == typed


def test_the_image_of_the_step_before_is_used_where_the_builder_keeps_it(stages: Stages, directory: Path) -> None:
    steps = (BuildStep("FROM a", 1, 2, image=stages.image(BASE).id), BuildStep("RUN b", 2, 2))
    attempt = attempt_at(directory, "FROM a\nRUN b\n", 2, *steps)
    name = states.good_image(stages, request(directory), attempt, "n")
    assert stages.image(name).id == stages.image(BASE).id and not stages.cut


def test_an_image_that_was_removed_meanwhile_is_built_again(stages: Stages, directory: Path) -> None:
    steps = (BuildStep("FROM a", 1, 2, image="sha256:gone"), BuildStep("RUN b", 2, 2))
    attempt = attempt_at(directory, "FROM a\nRUN b\n", 2, *steps)
    (directory / "Dockerfile.dockerignore").write_text("x\n")
    assert states.good_image(stages, request(directory), attempt, "n") == "snap/build/n:good"
    assert stages.cut == ["FROM a\n"]


@pytest.mark.parametrize(("text", "line"), [("FROM none\n", 1), ("ARG A\nFROM a\n", 1), ("RUN a\n", 1)])
def test_what_is_in_front_of_a_stage_has_no_image(stages: Stages, directory: Path, text: str, line: int) -> None:
    assert not states.good_image(stages, request(directory), attempt_at(directory, text, line), "n")


def test_the_step_has_its_arguments_its_shell_and_its_platform(
    stages: Stages, home: Home, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[tuple[list[str], str]] = []

    def play(_engine: object, _ws: object, _journal: object, words: list[str], **more: str) -> replay.Played:
        played.append((list(words), more["shell"]))
        return replay.Played(1, "")

    monkeypatch.setattr(replay, "play", play)
    stages.images[stages.image(BASE).id] = replace(stages.image(BASE), architecture="arm64")
    text = 'FROM a\nARG V=2\nARG TARGETARCH\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b\n'
    found = state(stages, home, directory, attempt_at(directory, text, 5))
    assert found.workspace.env == ("V=2", "TARGETARCH=arm64")
    assert played == [(["/bin/bash", "-o", "pipefail", "-c", "a | b"], "bash")]
    assert (found.typed, found.succeeded) == ("a | b", "")


def test_a_step_in_exec_form_is_played_without_a_shell(stages: Stages, home: Home, directory: Path) -> None:
    found = state(stages, home, directory, attempt_at(directory, 'FROM a\nRUN ["x", "y z"]\n', 2))
    recorded = home.recorded_since("build-app", None).commands
    assert [(one.argv, one.status) for one in recorded] == [(("x", "y z"), 1)] and found.played == 1


def test_what_of_the_step_succeeded_is_counted(stages: Stages, home: Home, directory: Path) -> None:
    stages.done = b"1 2\n"
    found = state(stages, home, directory, attempt_at(directory, "FROM a\nRUN a \\\n    && b && c\n", 2))
    assert found.succeeded == "a && b"
    assert [one.text for one in home.recorded_since("build-app", None).commands] == ["a && b && c"]


def test_a_step_that_was_interrupted_is_interrupted_again(
    stages: Stages, home: Home, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[float | None] = []

    def play(*_: object, seconds: float | None, **__: object) -> replay.Played:
        limits.append(seconds)
        return replay.Played(130, "")

    monkeypatch.setattr(replay, "play", play)
    for seconds in (1.0, 500.0):
        step = BuildStep("RUN b", 2, 2, seconds=seconds)
        attempt = attempt_at(directory, "FROM a\nRUN b\n", 2, step, interrupted=True)
        assert state(stages, home, directory, attempt).played == 130
        states.discard(stages, home, "build-app", "")
    assert limits == [1.5, 20.5]


def test_the_workspace_in_use_stays_that_without_a_terminal(stages: Stages, home: Home, directory: Path) -> None:
    starting.start(stages, home, starting.Request(BASE, "mine"), lambda _: None)
    state(stages, home, directory, attempt_at(directory, "FROM a\nUSER none\n", 2))
    assert home.workspaces.last() == "mine"


def test_a_lent_shell_is_said(stages: Stages, home: Home, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "find_shell", lambda *_: "/dev/snap/shell/sh")
    terminal = Terminal()
    wanted = replace(request(directory), shell_image="tools:1")
    attempt = attempt_at(directory, "FROM a\nUSER none\n", 2)
    states.failed_state(stages, home, wanted, attempt, BASE, "build-app", terminal.screen())
    assert terminal.said("the stage has no shell: that of tools:1 is lent")


def test_a_note_that_cannot_be_read_names_nothing(stages: Stages, home: Home, directory: Path) -> None:
    note = request(directory).note
    note.parent.mkdir(parents=True)
    note.write_text("[]")
    states.forget(stages, home, note)
    assert states.kept(home) == {} and note.exists()


def test_what_cannot_be_removed_is_left(stages: Stages, home: Home, directory: Path) -> None:
    found = state(stages, home, directory, attempt_at(directory, "FROM a\nUSER none\n", 2))
    stages.broken["remove_image"] = SnapError("it is in use")
    states.discard(stages, home, found.workspace.name, "snap/build/n:good")
    assert not home.workspaces.names()
