from __future__ import annotations

import pytest

from snapshotter.engine.build.classic import MAX_OUTPUT, BuildLog
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
