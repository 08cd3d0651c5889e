from __future__ import annotations

import io
import tarfile

import pytest

from snapshotter.engine.api import Engine
from snapshotter.errors import BuildFailed
from tests.conftest import LABEL

pytestmark = pytest.mark.engine


def context(dockerfile: str) -> io.BytesIO:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        member = tarfile.TarInfo("Dockerfile")
        member.size = len(dockerfile.encode())
        tar.addfile(member, io.BytesIO(dockerfile.encode()))
    out.seek(0)
    return out


def test_steps_are_reported_and_labels_are_set(engine: Engine, busybox: str) -> None:
    shown: list[str] = []
    tag = "snap-test/built:1"
    made = engine.build(
        context(f"FROM {busybox}\nRUN echo hello\n"),
        tag=tag,
        labels={LABEL: "built"},
        no_cache=True,
        progress=shown.append,
    )
    try:
        image = engine.image(tag)
        assert image.id == made
        assert (LABEL, "built") in image.config.labels
    finally:
        engine.remove_image(tag)
    assert [line.lower() for line in shown][:2] == [f"step 1/3: from {busybox}", "step 2/3: run echo hello"]


def test_a_failing_step_is_named_with_its_output(engine: Engine, busybox: str) -> None:
    dockerfile = f"FROM {busybox}\nRUN true\nRUN echo said this; echo and that >&2; exit 9\nRUN true\n"
    with pytest.raises(BuildFailed) as failure:
        engine.build(context(dockerfile), tag="", labels={}, no_cache=True, progress=lambda line: None)
    assert failure.value.step == 3
    assert failure.value.instruction == "RUN echo said this; echo and that >&2; exit 9"
    assert "said this\n" in failure.value.output
    assert "and that" in failure.value.output
    assert "9" in failure.value.message


def test_a_failed_build_leaves_no_image_behind(engine: Engine, busybox: str) -> None:
    dockerfile = f"FROM {busybox}\nLABEL {LABEL}.left=over\nRUN echo x > /x\nRUN false\n"
    with pytest.raises(BuildFailed):
        engine.build(context(dockerfile), tag="", labels={}, no_cache=True, progress=lambda line: None)
    assert engine.images_labelled(LABEL + ".left", "over") == []
    assert engine.image(busybox)


def test_a_dockerfile_that_cannot_be_parsed_is_an_error(engine: Engine) -> None:
    with pytest.raises(BuildFailed, match=r"(?i)unknown instruction:.*NONSENSE") as failure:
        engine.build(context("FROM scratch\nNONSENSE\n"), tag="", labels={}, no_cache=True, progress=lambda line: None)
    assert failure.value.step == (2 if engine.info().name == "podman" else 0)


def test_a_base_that_does_not_exist(engine: Engine) -> None:
    with pytest.raises(BuildFailed):
        engine.build(
            context("FROM localhost:9/nobody:1\n"), tag="", labels={}, no_cache=True, progress=lambda line: None
        )
