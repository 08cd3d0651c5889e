"""A step that failed: its two states, the shell in one of them, and the Dockerfile that is mended from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.errors import EngineError, SnapError, UsageError
from snapshotter.model import Workspace
from snapshotter.recipe.dockerfile.parse import parse
from snapshotter.store.home import Home
from snapshotter.work import shell as sessions
from snapshotter.work import start as starting
from snapshotter.work.build import failed, states
from snapshotter.work.build.build import build
from snapshotter.work.build.request import Attempt, Outcome, Request
from snapshotter.work.build.states import go_back, kept, remove_state
from tests.work.build.builders import Stages, Terminal, failing, request
from tests.work.fakes import Person

FILE = "FROM debian:bookworm\nRUN one\n\n# two\nRUN first && two\nCMD true\n"
STEP = failing("returned a non-zero code: 2", "bad\n", text="RUN first && two")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    found = tmp_path / "app"
    found.mkdir()
    (found / "Dockerfile").write_text(FILE)
    return found


@pytest.fixture
def stages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stages:
    monkeypatch.setattr(starting, "find_shell", lambda _engine, _ident, wanted: wanted or "/bin/bash")
    found = Stages(tmp_path / "engine")
    found.steps = (STEP,)
    found.plays(2, left="behind")
    return found


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


class Shell:
    """The shell of a failed state, in which a person works."""

    def __init__(self, engine: Stages, home: Home, *works: Callable[[Person], None]) -> None:
        self._engine, self._home, self._works = engine, home, list(works)
        self.typed: list[str] = []
        self.programs: list[object] = []

    def enter(
        self, _engine: object, _home: object, workspace: Workspace, _tell: object, program: object, *, typed: str
    ) -> int:
        self.typed.append(typed)
        self.programs.append(program)
        self._works.pop(0)(Person(self._engine, self._home, workspace))
        return 0


def mends(person: Person) -> None:
    """Type what mends the step, and let the next build succeed."""
    assert isinstance(person.engine, Stages)
    person.does("first && good", {"/srv/made": "made"})
    person.engine.steps = ()


def debugged(
    monkeypatch: pytest.MonkeyPatch,
    engine: Stages,
    home: Home,
    wanted: Request,
    terminal: Terminal,
    *works: Callable[[Person], None],
) -> tuple[Outcome, Shell]:
    shell = Shell(engine, home, *works)
    monkeypatch.setattr(sessions, "enter", shell.enter)
    return build(engine, lambda: home, wanted, terminal.screen(interactive=True, table=True)), shell


def test_both_states_are_kept_and_the_step_is_recorded(
    stages: Stages, home: Home, directory: Path, terminal: Terminal
) -> None:
    stages.done = b"1\n"
    found = build(stages, lambda: home, replace(request(directory), keep=True), terminal.screen())
    assert found.failed is not None and found.failed.workspace == "build-app"
    assert (found.failed.line, found.failed.status, found.failed.good) == (5, 2, "snap/build/build-app:good")
    assert stages.cut == [FILE[: FILE.index("RUN first")]]
    recorded = home.recorded_since("build-app", None).commands
    assert [(one.text, one.status, one.shell) for one in recorded] == [("first && two", 2, "sh")]
    assert list(kept(home)) == ["build-app"]
    assert terminal.said("`snap shell build-app` opens one in the failed state")


def test_a_state_in_which_nobody_worked_is_removed_at_once(
    stages: Stages, home: Home, directory: Path, terminal: Terminal
) -> None:
    build(stages, lambda: home, replace(request(directory), keep=True), terminal.screen())
    assert remove_state(stages, home, "build-app", force=False)
    assert not kept(home) and not home.workspaces.names() and "snap/build/build-app:good" not in stages.tagged


def test_a_state_in_which_somebody_worked_is_removed_by_force_alone(
    stages: Stages, home: Home, directory: Path, terminal: Terminal
) -> None:
    build(stages, lambda: home, replace(request(directory), keep=True), terminal.screen())
    Person(stages, home, home.workspaces.get("build-app")).does("more")
    with pytest.raises(SnapError, match="work that is not in the Dockerfile"):
        remove_state(stages, home, "build-app", force=False)
    assert remove_state(stages, home, "build-app", force=True) and not home.workspaces.names()


def test_the_next_build_that_succeeds_removes_the_states(
    stages: Stages, home: Home, directory: Path, terminal: Terminal
) -> None:
    build(stages, lambda: home, replace(request(directory), keep=True), terminal.screen())
    stages.steps = ()
    assert build(stages, lambda: home, request(directory), terminal.screen()).exit_code == 0
    assert not kept(home) and not home.workspaces.names()


def test_the_shell_mends_the_dockerfile_and_the_whole_is_built_from_nothing(
    stages: Stages, home: Home, directory: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.answers = [True]
    found, shell = debugged(monkeypatch, stages, home, replace(request(directory), debug=True), terminal, mends)
    assert (found.exit_code, found.mended, shell.typed) == (0, (5,), ["first && two"])
    assert shell.programs == [["snap", "build-app"]]
    assert (directory / "Dockerfile").read_text() == FILE.replace("first && two", "first && good")
    assert Path(found.kept_old).read_text() == FILE
    assert [one.no_cache for one in stages.built if not one.tag] == [False, False, True]
    assert "-RUN first && two\n+RUN first && good" in "\n".join(terminal.told)
    assert not kept(home)


def test_without_a_yes_the_dockerfile_stays(
    stages: Stages, home: Home, directory: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.answers = [False]
    found, _ = debugged(monkeypatch, stages, home, replace(request(directory), debug=True), terminal, mends)
    assert found.exit_code == 1 and found.failed is not None and not found.mended
    assert (directory / "Dockerfile").read_text() == FILE
    assert terminal.said("`--apply` writes it without a question") and terminal.asked


def test_with_apply_nothing_is_asked(
    stages: Stages, home: Home, directory: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = replace(request(directory), debug=True, apply=True)
    assert debugged(monkeypatch, stages, home, wanted, terminal, mends)[0].exit_code == 0
    assert "good" in (directory / "Dockerfile").read_text()


@pytest.mark.parametrize("work", [lambda person: None, lambda person: person.does("look", status=1)])
def test_where_nothing_was_done_the_dockerfile_stays(
    stages: Stages,
    home: Home,
    directory: Path,
    terminal: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[[Person], None],
) -> None:
    wanted = replace(request(directory), debug=True, apply=True)
    found, _ = debugged(monkeypatch, stages, home, wanted, terminal, work)
    assert found.exit_code == 1 and terminal.said("nothing was done there that the Dockerfile needs")


def test_undo_in_the_shell_opens_one_in_front_of_the_step(
    stages: Stages, home: Home, directory: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def back(person: Person) -> None:
        go_back(stages, home, person.workspace.name)

    wanted = replace(request(directory), debug=True, apply=True)
    found, shell = debugged(monkeypatch, stages, home, wanted, terminal, back, mends)
    assert found.exit_code == 0 and terminal.said("back to the state before the step")
    assert shell.typed == ["first && two", "first && two"]
    assert ["/bin/bash", "-c", "kill -HUP -1"] in [list(words) for words in stages.ran]


def test_the_state_before_the_step_has_not_played_it(
    stages: Stages, home: Home, directory: Path, terminal: Terminal
) -> None:
    build(stages, lambda: home, replace(request(directory), keep=True, good=True), terminal.screen())
    assert not home.recorded_since("build-app", None).commands


def test_a_step_that_is_asked_for_has_the_status_that_it_has_there(
    stages: Stages, home: Home, directory: Path, terminal: Terminal
) -> None:
    stages.steps = (replace(STEP, error=""),)
    found = build(stages, lambda: home, replace(request(directory), keep=True, step=":5"), terminal.screen())
    assert found.failed is not None and found.failed.status == 2
    assert terminal.said("Dockerfile:5: stopped in front of RUN first && two")


def test_without_an_image_in_front_of_the_step_nothing_is_kept(
    stages: Stages, home: Home, directory: Path, terminal: Terminal
) -> None:
    stages.refused = "it does not build"
    found = build(stages, lambda: home, replace(request(directory), keep=True), terminal.screen())
    assert found.failed is not None and found.failed.good is None and not kept(home)


def test_why_a_state_cannot_be_kept_is_said(stages: Stages, home: Home, directory: Path, terminal: Terminal) -> None:
    stages.broken["create"] = EngineError("no container today", "wait")
    found = build(stages, lambda: home, replace(request(directory), keep=True), terminal.screen())
    assert found.failed is not None and found.failed.workspace is None
    assert terminal.said("the failed state cannot be kept: no container today") and terminal.said("next: wait")


def test_a_stage_without_a_shell_takes_no_lines(
    stages: Stages, home: Home, directory: Path, terminal: Terminal
) -> None:
    build(stages, lambda: home, replace(request(directory), keep=True), terminal.screen())
    workspace = replace(home.workspaces.get("build-app"), shell="")
    attempt = Attempt(parse(FILE), FILE.encode(), (), "")
    with pytest.raises(UsageError, match="the stage has no shell"):
        failed.enter(stages, home, attempt, states.States("g", workspace, 2, ""), terminal.screen())


def test_without_a_terminal_the_lines_of_stdin_are_typed(
    stages: Stages, home: Home, directory: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def feed(_engine: object, _home: object, workspace: Workspace, _script: object, _tell: object) -> None:
        mends(Person(stages, home, workspace))

    monkeypatch.setattr(sessions, "feed", feed)
    wanted = replace(request(directory), debug=True, apply=True)
    assert build(stages, lambda: home, wanted, terminal.screen()).mended == (5,)


def test_the_network_without_a_line_is_an_error(
    stages: Stages, home: Home, directory: Path, terminal: Terminal
) -> None:
    stages.steps = (failing("dial tcp: lookup registry.example.org: no such host", text="[auth] x", number=0),)
    with pytest.raises(EngineError, match="the build could not reach the network"):
        build(stages, lambda: home, request(directory), terminal.screen())


def test_the_line_that_needs_a_missing_user_is_named_too(
    stages: Stages, home: Home, directory: Path, terminal: Terminal
) -> None:
    (directory / "Dockerfile").write_text("FROM debian:bookworm\nUSER nobdy\nRUN two\n")
    stages.steps = (failing("unable to find user nobdy: no matching entries in passwd file"),)
    found = build(stages, lambda: home, replace(request(directory), keep=True), terminal.screen())
    assert found.failed is not None and (found.failed.line, found.exit_code) == (2, 1)
    assert terminal.said("the first step that needs it is on line 3")
    assert stages.cut == ["FROM debian:bookworm\n"] and not home.recorded_since("build-app", None).commands
