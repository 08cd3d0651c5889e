"""BuildKit's plain progress, as docker programs print it."""

from __future__ import annotations

import io
import tarfile

import pytest

from snapshotter.engine.build.buildkit import spool_context
from snapshotter.engine.build.progress_log import ProgressLog, bases, numbered_steps
from snapshotter.errors import BuildFailed, EngineError
from snapshotter.model import no_progress

DOCKERFILE = "# x\nFROM debian:bookworm\nENV A=b\nRUN true \\\n  && RUN\nRUN echo said; exit 3\n"

BUILDX = """#0 building with "default" instance using docker driver
#1 [internal] load build definition from Dockerfile
#2 [internal] load metadata for docker.io/library/debian:bookworm
#2 DONE 0.0s
#4 [1/3] FROM docker.io/library/debian:bookworm
#4 DONE 0.0s
#5 [2/3] RUN true   && RUN
#5 DONE 0.1s
#6 [3/3] RUN echo said; exit 3
#6 0.107 said
#6 ERROR: process "/bin/sh -c echo said; exit 3" did not complete successfully: exit code: 3
------
 > [3/3] RUN echo said; exit 3:
0.107 said
------
Dockerfile:5
--------------------
   5 | >>> RUN echo said; exit 3
--------------------
ERROR: failed to build: failed to solve: process "/bin/sh -c x" did not complete successfully: exit code: 3
View build details: docker-desktop://dashboard/build/default/default/x
"""
GIVEN_BASE = """#2 [context debian:bookworm] load metadata for docker.io/library/debian:bookworm@sha256:42478f
#2 DONE 0.1s
#4 [context debian:bookworm] OCI load from client
#4 CACHED
#5 [1/3] RUN true   && RUN
#6 [linux/amd64 2/3] RUN echo said; exit 3
#6 0.107 said
#6 ERROR: process "/bin/sh -c echo said; exit 3" did not complete successfully: exit code: 3
------
ERROR: failed to solve: process "/bin/sh -c echo said; exit 3" did not complete successfully: exit code: 3
"""
SESSION = """#4 [1/3] FROM docker.io/library/debian:bookworm
#4 CACHED
#5 [2/3] RUN true   && RUN
#5 [3/3] RUN echo said; exit 3
#5 sha256:c998c37a590b3ac987b524393713c46e13da8cf40ed174079316c5d7bc54cf75
#5 0.177 said
#5 ERROR: executor failed running [/bin/sh -c echo said; exit 3]: exit code: 3
------
 > [3/3] RUN echo said; exit 3:
------
executor failed running [/bin/sh -c echo said; exit 3]: exit code: 3
"""
NO_BASE = """#2 [internal] load metadata for docker.io/nosuch/image:1
#2 ERROR: failed to do request: Head "https://registry.invalid/v2/": dial tcp: lookup registry.invalid: no such host
------
 > [internal] load metadata for docker.io/nosuch/image:1:
------
ERROR: failed to build: failed to solve: nosuch/image:1: failed to resolve source metadata for docker.io/nosuch/image:1
"""
NO_BUILDER = """#1 [internal] booting buildkit
#1 pulling image moby/buildkit:buildx-stable-1
#1 ERROR: Error response from daemon: Get "https://registry.invalid/v2/": context deadline exceeded
------
ERROR: failed to build: Error response from daemon: Get "https://registry.invalid/v2/": context deadline exceeded
"""


def packed(dockerfile: str, first: tarfile.TarInfo | None = None) -> io.BytesIO:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        if first is not None:
            tar.addfile(first)
        info = tarfile.TarInfo("Dockerfile")
        info.size = len(dockerfile.encode())
        tar.addfile(info, io.BytesIO(dockerfile.encode()))
    stream.seek(0)
    return stream


def failure(text: str, *, given: bool = False) -> EngineError:
    log = ProgressLog(no_progress, ["s3cret"], numbered_steps(packed(DOCKERFILE), base_given=given))
    for line in text.splitlines(keepends=True):
        log.line(line)
    return log.failure()


@pytest.mark.parametrize(("text", "given"), [(BUILDX, False), (GIVEN_BASE, True), (SESSION, False)])
def test_the_step_that_failed(text: str, given: bool) -> None:
    error = failure(text, given=given)
    assert isinstance(error, BuildFailed)
    assert (error.step, error.instruction, error.by_builder) == (4, "RUN echo said; exit 3", False)
    assert error.message.endswith("exit code: 3") and error.output.startswith("said\n")


@pytest.mark.parametrize("text", [NO_BASE, NO_BUILDER, "", "ERROR: failed to solve: Unavailable: connection closed\n"])
def test_a_builder_that_fails_itself(text: str) -> None:
    error = failure(text)
    assert isinstance(error, BuildFailed) and error.by_builder and not error.step


def test_the_image_of_from_is_named() -> None:
    error = failure(NO_BASE)
    assert isinstance(error, BuildFailed) and error.instruction == "FROM docker.io/nosuch/image:1"


def test_a_full_disk_of_the_builder() -> None:
    error = failure(
        "#6 [2/3] RUN x\n#6 ERROR: write /var/lib/x: no space left on device\n"
        "ERROR: failed to solve: write /var/lib/x: no space left on device\n"
    )
    assert not isinstance(error, BuildFailed) and "disk is full" in error.message


def test_a_secret_is_not_shown() -> None:
    error = failure("#6 [2/3] RUN x\n#6 0.1 has s3cret\n#6 ERROR: s3cret\nERROR: failed to solve: s3cret\n")
    assert isinstance(error, BuildFailed) and "s3cret" not in error.message + error.output


def test_the_images_of_a_dockerfile() -> None:
    text = "FROM --platform=linux/amd64 a:1 AS first\nFROM scratch\nFROM first\nFROM b@sha256:00\nFROM a:1\n"
    assert bases(packed(text)) == ["a:1", "b@sha256:00"]


def test_a_context_begins_with_a_plain_header() -> None:
    long = tarfile.TarInfo("a" * 200)
    spool = io.BytesIO()
    spool_context(packed(DOCKERFILE, long), spool)
    assert tarfile.TarInfo.frombuf(spool.getvalue()[:512], "utf-8", "strict").name == "."
    spool.seek(0)
    with tarfile.open(fileobj=spool) as tar:
        assert tar.getnames()[1:] == ["a" * 200, "Dockerfile"]
    plain, copied = packed(DOCKERFILE), io.BytesIO()
    spool_context(plain, copied)
    assert copied.getvalue() == plain.getvalue()
