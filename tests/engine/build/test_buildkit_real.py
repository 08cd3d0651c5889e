"""Builds by the builder of `docker build`, with secrets and without, by a real engine and the docker program."""

from __future__ import annotations

import io
import os
import tarfile

import pytest

from snapshotter.engine.api import Engine
from snapshotter.engine.build.choose import clients
from snapshotter.engine.build.progress_log import HIDDEN
from snapshotter.errors import BuildFailed

VALUE = "s3cr3t 'of' $many\nlines"


def context(dockerfile: str) -> io.BytesIO:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        info = tarfile.TarInfo("Dockerfile")
        info.size = len(dockerfile.encode())
        tar.addfile(info, io.BytesIO(dockerfile.encode()))
    stream.seek(0)
    return stream


@pytest.fixture
def _able(engine: Engine) -> None:
    if engine.info().name != "docker":
        pytest.skip("the engine is no Docker Engine")
    if not any(not client.fault for client in clients(os.environ)):
        pytest.skip("NOT RUN: no docker program that the engine serves")


@pytest.mark.engine
@pytest.mark.usefixtures("_able")
def test_a_step_reads_its_secret_and_the_image_does_not_keep_it(engine: Engine, busybox: str) -> None:
    shown: list[str] = []
    text = (
        f"FROM {busybox}\n# why\nARG X=1\nRUN --mount=type=secret,id=a,required=true \\\n"
        "    cat /run/secrets/a | wc -c > /length\n"
    )
    image = engine.build(
        context(text),
        tag="",
        labels={"io.snapshotter.test": "1"},
        no_cache=True,
        secrets={"a": VALUE},
        progress=shown.append,
        builder="",
    )
    try:
        assert dict(engine.read_files(image, ["/length"])) == {"/length": b"%d\n" % len(VALUE)}
        assert dict(engine.image(image).config.labels)["io.snapshotter.test"] == "1"
        assert any(line.startswith("step 2/2: RUN --mount=type=secret,id=a") for line in shown)
        with engine.save(image) as stream:
            assert b"s3cr3t" not in stream.read()
    finally:
        engine.remove_image(image)


@pytest.mark.engine
@pytest.mark.usefixtures("_able")
def test_a_step_that_fails_is_named_and_its_output_shows_no_secret(engine: Engine, busybox: str) -> None:
    text = f"FROM {busybox}\nARG X=1\nRUN true\nRUN --mount=type=secret,id=a echo said && cat /run/secrets/a && false\n"
    with pytest.raises(BuildFailed) as caught:
        engine.build(
            context(text),
            tag="",
            labels={},
            no_cache=True,
            secrets={"a": "one-line-secret"},
            progress=lambda line: None,
            builder="",
        )
    assert caught.value.step == 4 and "echo said" in caught.value.instruction
    assert not caught.value.by_builder
    assert "said" in caught.value.output and HIDDEN in caught.value.output
    assert "one-line" not in caught.value.output + caught.value.message
