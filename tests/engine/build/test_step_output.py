"""What a step of a build prints: its last lines, and no mark of the search for a failing command."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from snapshotter.engine import patience
from snapshotter.engine.build.classic import BuildLog
from snapshotter.engine.build.progress_log import ProgressLog
from snapshotter.engine.build.step_output import LastLines, without_marks
from snapshotter.engine.patience import calling
from snapshotter.errors import BuildFailed
from snapshotter.model import ProgressLine
from snapshotter.recipe.steps.failure_marks import last_marked

MARKED = "RUN echo snap-command-1-0 && touch /a   && echo snap-command-1-1 && no"


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([], ()),
        (["a\n", "b\n", "\n", "c\n"], ("b", "c")),
        (["a\nGet:1 ", "http"], ("a", "Get:1 http")),
        (["10%\r", "20%\r"], ("20%",)),
        (["10%\r20", "%\r\n"], ("20%",)),
        (["\r\x1b[K", "one", "\r\n"], ("one",)),
        (["\x1b[31mred\x1b[0m\n"], ("red",)),
        (["said\nsnap-command-1-2\n"], ("said",)),
        (["x" * 3000, "\rnew"], ("new",)),
        (["x" * 3000 + "\r", "new"], ("new",)),
        (["x" * 3000, "y" * 3000], ("x" * 1000,)),
    ],
)
def test_the_last_lines(pieces: list[str], expected: tuple[str, ...]) -> None:
    last = LastLines()
    for piece in pieces:
        last.add(piece)
    assert last.lines() == expected


def test_text_without_marks() -> None:
    assert without_marks(MARKED) == "RUN touch /a   && no"
    assert without_marks("+ echo snap-command-1-2\n") == "\n"


def classic(told: list[str]) -> BuildFailed:
    log = BuildLog(told.append)
    for text in (f"Step 2/3 : {MARKED}", " ---> Running in 45\n", "snap-command-1-0\n", "said\n"):
        log.event({"stream": text})
    failed = log.failure(f"The command '/bin/sh -c {MARKED[4:]}' returned a non-zero code: 127")
    assert isinstance(failed, BuildFailed)
    return failed


def buildkit(told: list[str]) -> BuildFailed:
    log = ProgressLog(told.append, [], [1, 2])
    error = f'process "/bin/sh -c {MARKED[4:]}" did not complete successfully: exit code: 127'
    for line in (
        f"#5 [2/3] {MARKED}",
        "#5 0.1 snap-command-1-0",
        "#5 0.2 said",
        f"#5 ERROR: {error}",
        f"ERROR: {error}",
    ):
        log.line(line + "\n")
    failed = log.failure()
    assert isinstance(failed, BuildFailed)
    return failed


@pytest.mark.parametrize("build", [classic, buildkit])
def test_marks_are_neither_in_progress_nor_in_errors_and_only_printed_ones_count(
    build: Callable[[list[str]], BuildFailed],
) -> None:
    told: list[str] = []
    failed = build(told)
    (line,) = told
    assert line == "step 2/3: RUN touch /a && no"
    assert isinstance(line, ProgressLine) and line.printed() == ("said",)
    assert "snap-command" not in failed.message + failed.instruction
    assert last_marked(failed.output) == (1, 0)


def test_a_call_that_waits_names_no_mark() -> None:
    for build in (classic, buildkit):
        with calling("x"):
            build([])
            (call,) = patience._state.calls.values()
            assert "touch /a" in call.what and "snap-command" not in call.what


def test_steps_that_older_buildkits_number_alike_are_shown() -> None:
    told: list[str] = []
    log = ProgressLog(told.append, [], [1, 2])
    for line in ("#5 [2/3] RUN a", "#5 0.1 from a", "#5 [3/3] RUN b", "#5 [3/3] RUN b", "#5 0.1 from b"):
        log.line(line + "\n")
    assert told == ["step 2/3: RUN a", "step 3/3: RUN b"]
    assert isinstance(told[1], ProgressLine) and told[1].printed() == ("from b",)
