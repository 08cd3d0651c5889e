"""Which instruction a builder's step is, and which one is at fault."""

from __future__ import annotations

import pytest

from snapshotter.engine.build.steps import BuildStep, StepLog
from snapshotter.recipe.dockerfile.parse import parse
from snapshotter.work.build.causes import instruction_at_fault
from snapshotter.work.build.locate import failed_instruction, instruction_of
from snapshotter.work.build.request import Attempt

FILE = parse(
    """\
ARG V=1
FROM debian:$V AS app
ENV A=b
RUN one
USER wroker
WORKDIR /x
RUN two

FROM alpine
COPY --from=app /x /y
RUN three
"""
)


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (BuildStep("RUN two", 7, 10), 7),
        (BuildStep("COPY --from=app /x /y", 9, 10), 10),
        (BuildStep("RUN two", 4, 4, "app"), 7),
        (BuildStep("WORKDIR /x", 3, 4, "app"), 6),
        (BuildStep("RUN three", 3, 3, "stage-1"), 11),
        (BuildStep("RUN three", 3, 3, "1"), 11),
        (BuildStep("RUN two", 5, 5, "app"), 7),
        (BuildStep("RUN two", 6, 6, "0"), 7),
        (BuildStep("RUN three", 3, 3, ""), 11),
        (BuildStep("RUN two", 9, 9, "app"), 7),
        (BuildStep("ONBUILD RUN of-the-base", 1, 5, "app"), 4),
        (BuildStep("ONBUILD ADD of-the-base", 1, 5, "app"), 2),
        (BuildStep("RUN nothing-like-it", 9, 9, "app"), 7),
        (BuildStep("RUN x", 1, 1, "no-such-stage"), 0),
    ],
)
def test_a_step_is_found_by_its_count_and_checked_by_its_text(step: BuildStep, line: int) -> None:
    found = instruction_of(FILE, step)
    assert (found.line if found else 0) == line


def failing(step: BuildStep | None, reason: str = "") -> StepLog:
    log = StepLog(lambda _: None)
    log.failed, log.reason = step, reason
    return log


@pytest.mark.parametrize(
    ("log", "line"),
    [
        (failing(None, "dockerfile parse error on line 5: unknown instruction: USR"), 5),
        (failing(BuildStep("load metadata for docker.io/library/debian:1")), 2),
        (failing(None, "unknown instruction: usr"), 0),
        (failing(BuildStep("COPY --from=app /x /y", 9, 10), "x"), 10),
        (failing(None, "app: not found"), 10),
        (failing(None, "alpine: failed to resolve source metadata for docker.io/library/alpine:latest"), 9),
    ],
)
def test_a_build_that_failed_before_a_step_names_its_line(log: StepLog, line: int) -> None:
    found = failed_instruction(FILE, log, {})
    assert (found.line if found else 0) == line


def test_a_user_that_is_unknown_is_the_fault_of_its_line() -> None:
    reason = "unable to find user wroker: no matching entries in passwd file"
    attempt = Attempt(FILE, b"", (), "", FILE.instructions[6], None, reason)
    found = instruction_at_fault(attempt)
    assert found is not None and found.line == 5
