"""A directory with a Dockerfile: what the docker program and the classic builder are given, and what came of it."""

from __future__ import annotations

import itertools
import os
import socket
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from snapshotter.engine.build.choose import Builder
from snapshotter.engine.build.directory import (
    DirectoryBuild,
    context_paths,
    context_stream,
    failure,
    is_of_dockerfile,
    with_buildkit,
    with_classic,
)
from snapshotter.engine.build.steps import BuildStep, StepLog
from snapshotter.engine.connect.client import Client
from snapshotter.engine.errors import DISK_FULL_HINT
from snapshotter.errors import BuildFailed, Conflict, EngineError, UsageError

KEPT = '[ "$word" = --iidfile ] && file=1 || { [ -n "$file" ] && printf sha256:made > "$word"; file=; }'
MAKES = f'for word in "$@"; do {KEPT}; done'
"""What a docker program does that builds an image."""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    found = tmp_path / "app"
    (found / "sub").mkdir(parents=True)
    (found / "Dockerfile").write_text("FROM a\nRUN b\n")
    (found / "sub" / "file").write_text("text")
    return found


def wanted(directory: Path, **more: object) -> DirectoryBuild:
    return DirectoryBuild(directory, directory / "Dockerfile", **more)  # type: ignore[arg-type]


def with_program(tmp_path: Path, build: DirectoryBuild, then: str, kind: str = "session") -> tuple[StepLog, list[str]]:
    """Build with a docker program that does `then`; return what was reported, and the words that it was called with."""
    program, said = tmp_path / "docker", tmp_path / "words"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {said}\n{then}\n')
    program.chmod(0o755)
    log = with_buildkit(Builder(kind, str(program), "box"), os.environ, build, lambda _: None, ["s3cret"])
    return log, said.read_text().splitlines()


def test_the_docker_program_gets_the_options_of_the_build(tmp_path: Path, directory: Path) -> None:
    build = wanted(
        directory, tag="web:1", args=("A=1", "B"), secrets=("id=k,env=K",), ssh=("default",), no_cache=True, pull=True
    )
    log, words = with_program(tmp_path, build, MAKES)
    assert log.image == "sha256:made" and not log.reason
    assert words[0] == "build" and words[-1] == str(directory)
    pairs = list(itertools.pairwise(words))
    for pair in (
        ("--file", str(directory / "Dockerfile")),
        ("--tag", "web:1"),
        ("--build-arg", "A=1"),
        ("--build-arg", "B"),
        ("--secret", "id=k,env=K"),
        ("--ssh", "default"),
    ):
        assert pair in pairs
    assert {"--no-cache", "--pull"} < set(words) and not {"--target", "--platform"} & set(words)


def test_a_builder_of_buildx_hands_over_its_image(tmp_path: Path, directory: Path) -> None:
    _, words = with_program(tmp_path, wanted(directory), MAKES, "buildx")
    assert words[:5] == ["buildx", "build", "--builder", "box", "--load"]


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("#4 ERROR: it broke\n------\nERROR: failed to build: failed to solve: it broke", "it broke"),
        ("something odd", "something odd"),
        ("ERROR: failed to solve: it broke\n------\nView build details: ***", "it broke"),
        ("", "the docker program printed nothing"),
    ],
)
def test_the_reason_is_in_the_programs_last_lines(tmp_path: Path, directory: Path, printed: str, reason: str) -> None:
    log, _ = with_program(tmp_path, wanted(directory), f"printf '{printed}\\n' >&2; exit 1")
    assert (log.reason, log.image) == (reason, "")


def test_the_reason_has_no_secret(tmp_path: Path, directory: Path) -> None:
    log, _ = with_program(tmp_path, wanted(directory), "echo 'ERROR: no s3cret' >&2; exit 1")
    assert log.reason == "no ***"


class Classic:
    """A connection whose classic builder reports what was written down."""

    def __init__(self, *events: Mapping[str, object]) -> None:
        self.events = events
        self.query: Mapping[str, object] = {}
        self.names: list[str] = []

    def build_stream(
        self, context: BinaryIO, query: Mapping[str, object], _header: str
    ) -> Iterator[Mapping[str, object]]:
        self.query = query
        with tarfile.open(fileobj=context) as tar:
            self.names = tar.getnames()
        yield from self.events


def built(build: DirectoryBuild, *events: Mapping[str, object]) -> tuple[StepLog, Classic]:
    client = Classic(*events)
    return with_classic(cast("Client", client), build, lambda _: None), client


def test_the_classic_builder_gets_the_context_and_the_options(directory: Path) -> None:
    build = wanted(directory, tag="web:1", args=("A=1", "NOT_SET_ANYWHERE"), no_cache=True)
    log, client = built(build, {"stream": "Step 1/1 : FROM a"}, {"aux": {"ID": "sha256:made"}})
    assert log.image == "sha256:made" and [one.text for one in log.steps] == ["FROM a"]
    assert client.names == ["Dockerfile", "sub", "sub/file"]
    assert client.query["buildargs"] == '{"A": "1"}' and client.query["nocache"] is True
    assert client.query["t"] == "web:1" and "target" not in client.query and "pull" not in client.query


def test_an_argument_without_a_value_is_a_variable_of_this_process(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_VERSION", "2")
    assert wanted(directory, args=("SOME_VERSION", "EMPTY=")).arguments() == {"SOME_VERSION": "2", "EMPTY": ""}


def test_the_classic_builder_takes_no_secret(directory: Path) -> None:
    with pytest.raises(UsageError, match="neither --secret nor --ssh"):
        built(wanted(directory, secrets=("id=a,src=b",)))


def test_a_refusal_of_the_dockerfile_is_its_failure(directory: Path) -> None:
    log, _ = built(
        wanted(directory), {"error": "dockerfile parse error on line 2: unknown instruction", "refused": 400}
    )
    assert log.reason.startswith("dockerfile parse error")
    assert is_of_dockerfile("failed to process Dockerfile: x") and not is_of_dockerfile("context deadline exceeded")


def test_a_refusal_of_the_engine_is_an_error(directory: Path) -> None:
    with pytest.raises(EngineError, match="context deadline exceeded"):
        built(wanted(directory), {"error": "context deadline exceeded", "refused": 500})


def test_an_answer_without_an_image_is_an_error(directory: Path) -> None:
    with pytest.raises(EngineError, match="ended before there was an image"):
        built(wanted(directory), {"stream": "Step 1/1 : FROM a"})


def test_a_dockerfile_outside_of_the_context_is_sent_with_it(tmp_path: Path, directory: Path) -> None:
    other = tmp_path / "Other"
    other.write_text("FROM b\n")
    with context_stream(DirectoryBuild(directory, other)) as (stream, name), tarfile.open(fileobj=stream) as tar:
        content = tar.extractfile(name)
        assert content is not None and content.read() == b"FROM b\n"
        assert name.startswith(".dockerfile.") and "Dockerfile" in tar.getnames()


def test_files_of_the_context_are_roots_and_a_socket_is_left_out(
    tmp_path: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(directory)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        with context_stream(wanted(directory)) as (stream, name), tarfile.open(fileobj=stream) as tar:
            assert name == "Dockerfile" and "socket" not in tar.getnames()
            assert {(one.uid, one.gid, one.uname) for one in tar.getmembers()} == {(0, 0, "")}


def test_a_context_that_cannot_be_read_is_named(directory: Path) -> None:
    with (
        pytest.raises(UsageError, match="the build context cannot be read") as raised,
        context_stream(DirectoryBuild(directory / "none", directory / "Dockerfile")),
    ):
        pass
    assert ".dockerignore" in raised.value.hint


def test_the_dockerignore_of_one_dockerfile_is_used_instead_of_the_common_one(directory: Path) -> None:
    (directory / ".dockerignore").write_text("Dockerfile*\n")
    (directory / "Dockerfile.dockerignore").write_text("sub\n")
    assert context_paths(directory, directory / "Dockerfile") == [
        ".dockerignore",
        "Dockerfile",
        "Dockerfile.dockerignore",
    ]


def failed(step: BuildStep | None, reason: str, *said: str) -> EngineError:
    log = StepLog(lambda _: None)
    log.failed, log.reason, log.said = step, reason, list(said)
    return failure(log)


def test_a_failure_has_the_step_and_its_output() -> None:
    found = failed(BuildStep("RUN x", 2, 2, error="returned a non-zero code: 1", printed=["bad\n"]), "other")
    assert isinstance(found, BuildFailed) and found.message == "returned a non-zero code: 1"
    assert (found.instruction, found.output, found.by_builder) == ("RUN x", "bad\n", False)


def test_a_failure_without_a_step_has_the_builders_last_words() -> None:
    found = failed(None, "", "one\n", "two\n")
    assert isinstance(found, BuildFailed) and (found.message, found.output) == ("the build failed", "one\ntwo\n")


def test_a_full_disk_of_the_builder_is_no_failure_of_the_dockerfile() -> None:
    found = failed(None, "write /x: no space left on device")
    assert not isinstance(found, BuildFailed | Conflict) and found.hint == DISK_FULL_HINT
    step = BuildStep("RUN x", 2, 2, error="returned a non-zero code: 1")
    assert isinstance(failed(step, "no space left on device"), BuildFailed)
