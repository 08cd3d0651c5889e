"""Steps out of what the builders print."""

from __future__ import annotations

from snapshotter.engine.build.steps import BuildKitLog, BuildStep, ClassicLog

BUILDKIT = """\
#1 [internal] load build definition from Dockerfile
#1 DONE 0.0s

#2 [app 1/3] FROM docker.io/library/debian:bookworm
#2 CACHED

#3 [linux/amd64 app 2/3] RUN echo hello
#3 0.201 hello tok-en
#3 DONE 0.4s

#4 [stage-1 2/2] RUN sh /check
#4 0.1 bad
#4 ERROR: process "/bin/sh -c sh /check" did not complete successfully: exit code: 3
------
 > [stage-1 2/2] RUN sh /check:
------
ERROR: failed to solve: process "/bin/sh -c sh /check" did not complete successfully: exit code: 3
"""


def test_buildkit_tells_stage_number_time_cache_output_and_status() -> None:
    seen: list[tuple[str, bool]] = []
    log = BuildKitLog(lambda step: seen.append((step.text, step.seconds is None)), ["tok-en"])
    for line in BUILDKIT.splitlines(keepends=True):
        log.line(line)
    first, second, third = log.steps
    assert (first.stage, first.number, first.total, first.cached) == ("app", 1, 3, True)
    assert (second.stage, second.number, second.seconds, second.output) == ("app", 2, 0.4, "hello ***\n")
    assert log.failed is third and (third.stage, third.status, third.output) == ("stage-1", 3, "bad\n")
    assert seen.count(("RUN sh /check", True)) == seen.count(("RUN sh /check", False)) == 1


def test_buildkit_tells_of_an_image_that_is_missing() -> None:
    log = BuildKitLog(lambda _: None)
    log.line("#2 [internal] load metadata for docker.io/library/debian:bookwrom\n")
    log.line("#2 ERROR: docker.io/library/debian:bookwrom: not found\n")
    assert log.failed is not None and log.failed.number == 0 and "bookwrom" in log.failed.text


def classic(*events: str | dict[str, object]) -> ClassicLog:
    log = ClassicLog(lambda _: None)
    for event in events:
        log.event({"stream": event} if isinstance(event, str) else event)
    return log


def test_the_classic_builder_tells_number_image_cache_and_status() -> None:
    log = classic(
        "Step 1/3 : FROM debian\n",
        " ---> 0123456789ab\n",
        "Step 2/3 : RUN a\n",
        " ---> Using cache\n",
        " ---> 1123456789ab\n",
        "Step 3/3 : RUN b\n",
        " ---> Running in 2123456789ab\n",
        "\x1b[91mout\x1b[0m",
        {"error": "The command '/bin/sh -c b' returned a non-zero code: 7"},
    )
    assert [(one.number, one.stage, one.image, one.cached) for one in log.steps] == [
        (1, None, "0123456789ab", False),
        (2, None, "1123456789ab", True),
        (3, None, "", False),
    ]
    assert log.failed is log.steps[2] and (log.failed.status, log.failed.output) == (7, "out")


def test_podman_names_the_stage() -> None:
    log = classic("[2/3] STEP 1/4: FROM debian AS app\n", "--> 0123456789ab\n")
    assert (log.steps[0].stage, log.steps[0].number, log.steps[0].image) == ("1", 1, "0123456789ab")


def test_a_step_without_a_status_has_none() -> None:
    assert BuildStep("COPY a b", error="a: not found").status is None
