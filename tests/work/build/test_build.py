"""What `snap build` says and does: exit codes, the line, what is kept, and writing a mended Dockerfile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.engine import patience
from snapshotter.engine.build.directory import DirectoryBuild, context_paths
from snapshotter.engine.build.steps import BuildStep, StepLog, Watch
from snapshotter.errors import Conflict, UsageError
from snapshotter.recipe.dockerfile.parse import parse
from snapshotter.store.home import Home
from snapshotter.work.build.build import build
from snapshotter.work.build.causes import cause
from snapshotter.work.build.mend import Mended, apply
from snapshotter.work.build.request import Attempt, Outcome, Request, Screen, dockerfile_in, secret_values
from snapshotter.work.build.states import kept, remove_state
from snapshotter.work.build.table import advice
from tests.work.fakes import FakeEngine

FILE = "FROM debian\nRUN one\nRUN two\n"


class Builder(FakeEngine):
    """An engine whose builder reports steps that were written down."""

    steps: tuple[BuildStep, ...] = ()

    def build_directory(self, build: DirectoryBuild, watch: Watch, hidden: Sequence[str] = ()) -> StepLog:
        log = StepLog(watch)
        for step in self.steps:
            log.steps.append(replace(step, seconds=None))
            watch(log.steps[-1])
            if step.error:
                log.failed, log.reason = log.steps[-1], step.error
            log.steps[-1].seconds = 1.0
            watch(log.steps[-1])
        log.image = "" if log.failed else "sha256:made"
        return log


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    found = tmp_path / "app"
    found.mkdir()
    (found / "Dockerfile").write_text(FILE)
    return found


def request(directory: Path) -> Request:
    return Request(DirectoryBuild(directory, dockerfile_in(directory, "")))


def built(tmp_path: Path, home: Home, wanted: Request, *steps: BuildStep) -> tuple[Outcome, list[str]]:
    engine, told = Builder(tmp_path / "engine"), list[str]()
    engine.steps = steps
    screen = Screen(told.append, lambda _: None, lambda: None, None, lambda _: [])
    return build(engine, home, wanted, screen), told


def failing(error: str, *printed: str) -> BuildStep:
    return BuildStep("RUN two", 3, 3, error=error, printed=list(printed))


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


def test_the_old_dockerfile_is_kept_and_one_that_was_changed_is_not_overwritten(home: Home, directory: Path) -> None:
    attempt = Attempt(parse(FILE), FILE.encode(), (), "")
    new = Mended("FROM debian\nRUN three\n", {"files/a": (0o755, b"a")})
    (directory / "Dockerfile").chmod(0o640)
    old = apply(home, request(directory), attempt, new)
    assert old.read_text() == FILE and (directory / "Dockerfile").read_text() == new.text
    assert (directory / "Dockerfile").stat().st_mode & 0o777 == 0o640
    assert (directory / "files" / "a").stat().st_mode & 0o777 == 0o755
    with pytest.raises(Conflict, match="changed meanwhile") as raised:
        apply(home, request(directory), attempt, replace(new, text="other"))
    assert (directory / "Dockerfile").read_text() == new.text
    rescued = next(word for word in raised.value.hint.split() if word.endswith(".mended;"))
    assert Path(rescued.rstrip(";")).read_text() == "other"


@pytest.mark.parametrize(
    ("text", "line", "reason", "said"),
    [
        ("FROM a\nCOPY setings.ini /x\n", 2, "not found", "not in the build context; did you mean settings.ini?"),
        ("FROM a\nCOPY secret.txt /x\n", 2, "not found", ".dockerignore leaves secret.txt out"),
        ("FROM a AS tools\nCOPY --from=tool /a /x\n", 2, "not found", "no stage or image tool; did you mean tools?"),
        ("FROM a\nUSR b\n", 2, "unknown instruction", "there is no instruction USR; did you mean USER?"),
        ("FROM debian:bookwrom\n", 1, "not found", "did you mean debian:bookworm?"),
        ("FROM ${NONE}\n", 1, "base name is empty", "no ARG in front of the first FROM gives it a value"),
    ],
)
def test_an_instruction_that_is_no_command_gets_a_cause(
    tmp_path: Path, directory: Path, fake: FakeEngine, text: str, line: int, reason: str, said: str
) -> None:
    for name in ("settings.ini", "secret.txt"):
        (directory / name).write_text("")
    (directory / ".dockerignore").write_text("secret.txt\n")
    file = parse(text)
    attempt = Attempt(file, b"", (), "", file.at_line(line), None, reason)
    assert said in cause(fake, request(directory), attempt, "")


def test_a_user_that_is_missing_gets_names_that_are_alike(directory: Path, fake: FakeEngine) -> None:
    file = parse("FROM a\nUSER rooot\n")
    attempt = Attempt(file, b"", (), "", file.instructions[1], None, "unable to find user rooot: no matching entries")
    fake.add_image("users:1", {"/etc/passwd": "root:x:0:0::/root:/bin/sh\n"})
    assert cause(fake, request(directory), attempt, "users:1") == ("the image has no user rooot; did you mean root?")


def test_the_context_is_what_dockerignore_leaves(directory: Path) -> None:
    (directory / "a").write_text("")
    (directory / "b").write_text("")
    (directory / ".dockerignore").write_text("# no\nb\n")
    assert context_paths(directory, directory / "Dockerfile") == [".dockerignore", "Dockerfile", "a"]


def test_secrets_come_from_files_and_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("k")
    monkeypatch.setenv("TOKEN", "t")
    assert secret_values((f"id=a,src={tmp_path}/key", "id=b,env=TOKEN", "id=TOKEN,type=env")) == {
        "a": b"k",
        "b": b"t",
        "TOKEN": b"t",
    }
    with pytest.raises(UsageError, match="secret c cannot be read"):
        secret_values(("id=c,src=/none",))


def test_a_changed_copy_in_front_of_an_expensive_step_gets_advice() -> None:
    file = parse("FROM a\nRUN b\nCOPY c d\nRUN slow\n")
    steps = [BuildStep(one.whole, one.number, 4, seconds=1.0, cached=one.number < 3) for one in file.instructions]
    steps[3].seconds = 40.0
    said = advice(Attempt(file, b"", tuple(steps), "sha256:x"))
    assert "line 3 changed" in said and "move line 3 below line 4" in said
    steps[3].seconds = 2.0
    assert not advice(Attempt(file, b"", tuple(steps), "sha256:x"))


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
        found = build(Interrupted(tmp_path / "engine"), home, request(directory), screen)
        assert found.failed is not None and (found.failed.line, found.failed.status) == (2, 130)
        assert not patience.hurried()
    finally:
        patience.forget()
