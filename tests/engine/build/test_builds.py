"""Where the builds of a connection go, with a docker program that only writes down its arguments."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from msgspec.structs import replace

from snapshotter.engine.api import EngineInfo
from snapshotter.engine.build import builds, choose, classic, oci_layout
from snapshotter.engine.build.builds import Builds
from snapshotter.engine.build.choose import Builder
from snapshotter.engine.build.directory import DirectoryBuild
from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.errors import EngineNotFound, NoBuildKit
from snapshotter.model import Image, ImageConfig, no_progress

ENDPOINT = Endpoint("unix:///fake/engine.sock", "DOCKER_HOST")
DOCKERFILE = b"FROM debian:bookworm\nRUN x\n"


class Engine:
    """An engine with one image, which notes how often it is written out."""

    def __init__(self, name: str = "docker") -> None:
        self.name, self.saved = name, 0

    def info(self) -> EngineInfo:
        return EngineInfo(self.name, "28.5", "1.51", ENDPOINT.url, "overlay2", True)

    def image(self, reference: str) -> Image:
        return Image("sha256:made", (reference,), (), ImageConfig(), (), 1, architecture="amd64")

    def save(self, image: str) -> BinaryIO:
        assert image == "sha256:made"
        self.saved += 1
        return io.BytesIO(b"saved")


class Connection:
    """A client whose classic builder makes an image of everything."""

    def build_stream(self, *_: object) -> Iterator[dict[str, Any]]:
        yield {"aux": {"ID": "sha256:classic"}}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """For which builders the docker programs are asked."""
    found: list[tuple[str, bool]] = []

    def choice(_environment: object, _setting: str, _home: Path, wanted: str, **more: bool) -> Builder:
        found.append((wanted, more["needed"]))
        assert more["engine_prefers"]
        return Builder(wanted or "session", "/none/docker")

    monkeypatch.setattr(choose, "choose", choice)
    return found


def of(engine: Engine) -> Builds:
    return Builds(cast("Any", Connection()), ENDPOINT, engine)


def context() -> BinaryIO:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        info = tarfile.TarInfo("Dockerfile")
        info.size = len(DOCKERFILE)
        tar.addfile(info, io.BytesIO(DOCKERFILE))
    stream.seek(0)
    return stream


def build(made: Builds, builder: str = "", **secrets: str) -> str:
    return made.build(
        context(), tag="t", labels={}, no_cache=False, progress=no_progress, builder=builder, secrets=secrets
    )


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A docker program that builds whatever it is told to, and writes down its words."""
    found = tmp_path / "docker"
    found.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/words\ncat > /dev/null\n')
    found.chmod(0o755)
    return found


def wanted(directory: Path, builder: str = "") -> DirectoryBuild:
    (directory / "Dockerfile").write_bytes(DOCKERFILE)
    return DirectoryBuild(directory, directory / "Dockerfile", builder=builder)


def test_a_directory_is_built_by_the_builder_of_docker_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Path
) -> None:
    monkeypatch.setattr(choose, "choose", lambda *_, **__: Builder("session", str(program)))
    assert not of(Engine()).build_directory(wanted(tmp_path), lambda _: None, ()).reason
    assert (tmp_path / "words").read_text().splitlines()[0] == "build"


def test_a_builder_is_chosen_once_for_each_need(asked: list[tuple[str, bool]], tmp_path: Path) -> None:
    made = of(Engine())
    for _ in range(2):
        found = made.build_directory(wanted(tmp_path, "classic"), lambda _: None, ())
        assert found.image == "sha256:classic"
    assert asked == [("classic", False)]


def test_the_classic_builder_is_named_without_asking_a_program(
    asked: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classic, "build", lambda _client, _context, **more: more["tag"])
    assert build(of(Engine()), "classic") == "t" and not asked


def test_podman_builds_by_its_own_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classic, "build", lambda _client, _context, **more: more["tag"])
    assert build(of(Engine("podman"))) == "t"
    with pytest.raises(NoBuildKit, match="podman cannot build with secrets"):
        build(of(Engine("podman")), key="value")


def test_podman_builds_what_needs_buildkit_elsewhere_but_without_secrets(tmp_path: Path) -> None:
    build = replace(wanted(tmp_path), needs_buildkit=True)
    assert of(Engine("podman")).build_directory(build, lambda _: None, ()).image == "sha256:classic"
    with pytest.raises(NoBuildKit, match="podman cannot build with secrets"):
        of(Engine("podman")).build_directory(replace(build, secrets=("id=a,src=b",)), lambda _: None, ())


def test_a_builder_with_images_of_its_own_gets_a_base_that_is_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: Path
) -> None:
    written: list[Path] = []

    def write(stream: BinaryIO, directory: Path, architecture: str) -> str:
        assert stream.read() == b"saved" and architecture == "amd64"
        written.append(directory)
        return "sha256:00"

    builder = Builder("buildx", str(program), "box", "docker-container")
    monkeypatch.setattr(choose, "choose", lambda *_, **__: builder)
    monkeypatch.setattr(oci_layout, "write_layout", write)
    engine = Engine()
    made = of(engine)
    for _ in range(2):
        assert build(made) == "sha256:made"
        words = (tmp_path / "words").read_text().splitlines()
        assert f"debian:bookworm=oci-layout://{written[0]}@sha256:00" in words
    assert engine.saved == len(written) == 1
    assert made._scratch is not None
    made._scratch.cleanup()


def test_a_context_of_the_docker_program_that_was_removed_since_is_not_looked_for(
    asked: list[tuple[str, bool]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> list[Endpoint]:
        raise EngineNotFound("there is no context gone")

    monkeypatch.setattr(builds, "from_environment", gone)
    (tmp_path / "Dockerfile").write_bytes(DOCKERFILE)
    found = of(Engine()).build_directory(wanted(tmp_path, "classic"), lambda _: None, ())
    assert found.image == "sha256:classic" and asked


def test_what_is_expected_is_asked_at_once_and_ended_with_the_choice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "docker"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.delenv("DOCKER_BUILDKIT", raising=False)
    given: list[choose.Begun] = []

    def choice(*_: object, begun: choose.Begun, **__: object) -> Builder:
        given.append(begun)
        return Builder("classic")

    monkeypatch.setattr(choose, "choose", choice)
    made = of(Engine())
    made.expect("")
    made.build_directory(wanted(tmp_path), lambda _: None, ())
    assert given[0].program == str(program)
    assert all(run.end().returncode < 0 for run in given[0].runs.values())  # killed, as nobody waited for them


def test_nothing_is_asked_where_no_program_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    made = of(Engine())
    monkeypatch.setenv("DOCKER_BUILDKIT", "0")
    for builder in ("classic", ""):
        made.expect(builder)
        assert made._begun is None
