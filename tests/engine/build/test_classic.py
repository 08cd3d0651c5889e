from __future__ import annotations

import io
from collections.abc import Iterator
from typing import cast

import docker.errors
import pytest
import requests

from snapshotter.engine.build.classic import MAX_OUTPUT, BuildLog, build
from snapshotter.engine.errors import engine_errors
from snapshotter.errors import BuildFailed, EngineError


def stream(log: BuildLog, *texts: str) -> None:
    for text in texts:
        log.event({"stream": text})


@pytest.mark.parametrize("form", ["Step 2/3 : RUN make", "STEP 2/3: RUN make"])
def test_a_failure_has_the_step_its_instruction_and_its_output(form: str) -> None:
    shown: list[str] = []
    log = BuildLog(shown.append)
    stream(
        log,
        "Step 1/3 : FROM x\n",
        " ---> 0123\n",
        "noise of step one\n",
        form + "\n",
        " ---> Running in 456\n",
        "make: ***\n",
        "boom\n",
    )
    with pytest.raises(BuildFailed) as failure:
        log.event({"error": "The command '/bin/sh -c make' returned a non-zero code: 2", "errorDetail": {"code": 2}})
    assert failure.value.step == 2
    assert failure.value.instruction == "RUN make"
    assert failure.value.output == "make: ***\nboom\n"
    assert "step 2" in failure.value.message and "non-zero code: 2" in failure.value.message
    assert shown == ["step 1/3: FROM x", "step 2/3: RUN make"]


def test_a_long_instruction_is_shown_in_one_short_line() -> None:
    shown: list[str] = []
    stream(BuildLog(shown.append), "Step 1/1 : RUN a \n   && " + "b " * 100)
    assert shown[0].startswith("step 1/1: RUN a && b b")
    assert len(shown[0]) == 100 and shown[0].endswith("…")


def test_the_end_of_a_large_output_is_kept() -> None:
    log = BuildLog(lambda line: None)
    stream(log, "Step 1/1 : RUN x", *["x" * 1000 + "\n"] * 3000, "the end\n")
    failure = log.failure("why")
    assert isinstance(failure, BuildFailed)
    assert len(failure.output) <= MAX_OUTPUT and failure.output.endswith("the end\n")


def test_the_builders_colours_are_removed() -> None:
    log = BuildLog(lambda line: None)
    stream(log, "Step 1/1 : RUN x", "\x1b[91mnpm\x1b[0m\x1b[91m \x1b[0m\x1b[91mERR!\x1b[0m", "\x1b[91m 404\n\x1b[0m")
    failure = log.failure("why")
    assert isinstance(failure, BuildFailed)
    assert failure.output == "npm ERR! 404\n"


def test_the_image_id_is_found() -> None:
    log = BuildLog(lambda line: None)
    stream(log, "Successfully built 0123456789ab\n")
    assert log.image == "0123456789ab"
    log.event({"aux": {"ID": "sha256:full"}})
    assert log.image == "sha256:full"


def test_a_full_disk_is_not_a_failed_build() -> None:
    with pytest.raises(EngineError, match="disk is full") as failure:
        BuildLog(lambda line: None).event({"error": "write /x: no space left on device"})
    assert not isinstance(failure.value, BuildFailed)


class Answers:
    """A client whose builder answers with events, or refuses."""

    def __init__(self, answer: docker.errors.APIError | list[object]) -> None:
        self.answer = answer

    def build(self, **_: object) -> Iterator[object]:
        if isinstance(self.answer, docker.errors.APIError):
            raise self.answer
        yield from self.answer


def built(answer: docker.errors.APIError | list[object]) -> str:
    with engine_errors():
        return build(
            cast("docker.APIClient", Answers(answer)),
            io.BytesIO(),
            tag="",
            labels={},
            no_cache=False,
            progress=lambda _: None,
        )


def refused(status: int, reason: str) -> docker.errors.APIError:
    response = requests.Response()
    response.status_code = status
    return docker.errors.APIError("refused", response=response, explanation=reason)


@pytest.mark.parametrize(
    ("status", "reason"), [(500, "boom"), (404, "page not found"), (404, "No such image: x"), (409, "is in use")]
)
def test_a_refusal_of_the_engine_is_no_failed_build(status: int, reason: str) -> None:
    with pytest.raises(EngineError) as failure:
        built(refused(status, reason))
    assert not isinstance(failure.value, BuildFailed)
    assert failure.value.hint


@pytest.mark.parametrize("reason", ["dockerfile parse error line 2: unknown instruction: RUM", "Unknown flag: mount"])
def test_a_dockerfile_that_the_builder_does_not_understand_is_one(reason: str) -> None:
    with pytest.raises(BuildFailed):
        built(refused(400, reason))


@pytest.mark.parametrize("answer", [[], [{"stream": "Step 1/2 : FROM x\n"}], ["text"], [None], [{"aux": 3}]])
def test_an_answer_that_is_cut_off_or_none_is_no_failed_build(answer: list[object]) -> None:
    with pytest.raises(EngineError) as failure:
        built(answer)
    assert not isinstance(failure.value, BuildFailed)
    assert failure.value.hint


def test_a_step_of_none_is_no_division_by_zero() -> None:
    stream(BuildLog(lambda _: None), "Step 1/0 : RUN x", "Step 1/00 : RUN x")
