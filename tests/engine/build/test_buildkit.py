"""What the docker program is asked for, with a program that only writes down its arguments."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from snapshotter.engine.build import buildkit
from snapshotter.engine.build.choose import Builder
from snapshotter.errors import BuildFailed, EngineError, ImageNotFound
from snapshotter.model import Image, ImageConfig, no_progress

BASE = Image("sha256:base", ("debian:bookworm",), (), ImageConfig(), (), 1, architecture="arm64")


def run(
    tmp_path: Path,
    builder: Builder,
    known: Mapping[str, Image],
    secrets: Mapping[str, str],
    then: str = "cat > /dev/null",
) -> list[str]:
    """Build with a program that does `then`, and return the words that it was called with."""
    program, said = tmp_path / "docker", tmp_path / "words"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {said}\n{then}\n')
    program.chmod(0o755)

    def image(name: str) -> Image:
        if name.startswith("snap-proof:"):
            if "built" not in known:
                raise ImageNotFound(name)
            return known["built"]
        return known[name]

    text = b"FROM debian:bookworm\nRUN x\n"
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w") as tar:
        info = tarfile.TarInfo("Dockerfile")
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text))
    context.seek(0)
    found = buildkit.build(
        Builder(builder.kind, str(program), builder.name, builder.driver),
        os.environ,
        context,
        tag="",
        labels={"a": "b"},
        no_cache=True,
        secrets=secrets,
        progress=no_progress,
        image=image,
        layout=lambda image: (Path("/layout"), "sha256:00"),
    )
    assert found == "sha256:built"
    return said.read_text().splitlines()


BUILT = Image("sha256:built", (), (), ImageConfig(), (), 1)
KNOWN = {"debian:bookworm": BASE, "built": BUILT}


def test_a_container_builder_gets_the_base_and_hands_over_the_image(tmp_path: Path) -> None:
    words = run(tmp_path, Builder("buildx", "", "box", "docker-container"), KNOWN, {})
    assert words[:5] == ["buildx", "build", "--builder", "box", "--load"]
    assert words[words.index("--build-context") + 1] == "debian:bookworm=oci-layout:///layout@sha256:00"
    assert words[words.index("--platform") + 1] == "linux/arm64"
    assert "--no-cache" in words and words[-1] == "-"


def test_the_engines_own_buildkit_sees_the_engines_images(tmp_path: Path) -> None:
    words = run(tmp_path, Builder("buildx", "", "default", "docker"), KNOWN, {})
    assert not {"--load", "--build-context", "--platform"} & set(words)
    assert run(tmp_path, Builder("session"), KNOWN, {})[0] == "build"


def test_each_build_has_a_name_and_a_label_of_its_own(tmp_path: Path) -> None:
    first, second = (run(tmp_path, Builder("session"), KNOWN, {}) for _ in range(2))
    name = first[first.index("--tag") + 1]
    assert name != second[second.index("--tag") + 1] and f"io.snapshotter.build={name}" in first and "a=b" in first


def test_a_secret_is_in_no_argument(tmp_path: Path) -> None:
    words = run(tmp_path, Builder("session"), KNOWN, {"key": "s3cret"})
    assert words[words.index("--secret") + 1] == "id=key,env=SNAP_BUILD_0" and "s3cret" not in " ".join(words)


def test_an_image_that_does_not_reach_the_engine(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="the builder far did not hand the image"):
        run(tmp_path, Builder("buildx", "", "far", "remote"), {"debian:bookworm": BASE}, {})


def test_a_program_that_fails_without_reading_the_context(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match="the build failed: context deadline exceeded") as caught:
        run(tmp_path, Builder("session"), KNOWN, {}, "echo 'ERROR: context deadline exceeded' >&2; exit 1")
    assert caught.value.by_builder
