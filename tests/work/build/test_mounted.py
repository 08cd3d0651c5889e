"""What the container of a failed step is given of its mounts and secrets."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.engine.api import EngineInfo, Exec
from snapshotter.engine.build.directory import DirectoryBuild
from snapshotter.errors import ImageNotFound
from snapshotter.model import Base, Workspace
from snapshotter.recipe.dockerfile.parse import parse
from snapshotter.work.build import mounted
from snapshotter.work.build.request import Attempt, Request
from tests.work.build.builders import Stages
from tests.work.fakes import FakeEngine, FakeExec


def given(fake: FakeEngine, directory: Path, options: str, *secrets: str) -> tuple[mounted.Mounted, list[str]]:
    text = f"FROM a AS tools\nRUN x\nFROM a\nRUN {options} y\n"
    (directory / "Dockerfile").write_text(text)
    file, told = parse(text), list[str]()
    build = DirectoryBuild(directory, directory / "Dockerfile", secrets=secrets)
    attempt = Attempt(file, b"", (), "", file.at_line(4))
    return mounted.mounted(fake, Request(build, directory / "note"), attempt, "w", {}, "/", told.append), told


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The volumes that are filled, with the directory."""
    found: list[tuple[str, str]] = []
    monkeypatch.setattr(mounted, "fill_volume", lambda _engine, volume, _image, path: found.append((volume, path)))
    return found


def test_a_directory_of_another_image_is_mounted(
    fake: FakeEngine, tmp_path: Path, filled: list[tuple[str, str]]
) -> None:
    fake.add_image("tools:1", {})
    found, told = given(fake, tmp_path, "--mount=from=tools:1,source=/out,target=/in")
    assert filled == [("snap-from-w-0", "/out")] and "snap-from-w-0:/in:ro" in found.volumes and not told


def test_what_cannot_be_mounted_is_said(
    fake: FakeEngine, tmp_path: Path, filled: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_reference: str) -> None:
        raise ImageNotFound("there is no image none:1")

    monkeypatch.setattr(fake, "image", missing)
    options = "--mount=from=none:1,source=/out,target=/in --mount=from=tools,target=/all --mount=type=ssh"
    found, told = given(fake, tmp_path, options)
    assert not filled and len(found.volumes) == 1
    assert [any(words in line for line in told) for words in ("no image none:1", "/all of tools", "type=ssh")] == [
        True,
        True,
        True,
    ]


def test_a_secret_of_a_file_is_at_its_own_place(fake: FakeEngine, tmp_path: Path, filled: list[object]) -> None:
    (tmp_path / "word").write_text("sesame")
    option = "--mount=type=secret,id=a,target=/root/word"
    found, told = given(fake, tmp_path, option, f"id=a,src={tmp_path}/word")
    assert f"{tmp_path}/word:/root/word:ro" in found.volumes and not found.files and not told


def test_a_secret_of_a_variable_is_elsewhere_and_that_is_said(
    fake: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORD", "sesame")
    found, told = given(fake, tmp_path, "--mount=type=secret,id=a,target=/root/word", "id=a,env=WORD")
    assert list(found.files) == ["/run/secrets/a"] and "not at /root/word" in told[0]


def test_mounts_of_memory_caches_and_the_context_are_had(
    fake: FakeEngine, tmp_path: Path, filled: list[object]
) -> None:
    options = "--mount=type=tmpfs,target=/t --mount=type=cache,target=/c --mount=type=bind,source=sub,target=/b"
    found, told = given(fake, tmp_path, options)
    assert found.tmpfs == ("/t",) and "/c" in found.volumes
    assert f"{tmp_path}/sub:/b:ro" in found.volumes and f"{tmp_path}:/dev/snap/context:ro" in found.volumes
    assert len(told) == 1 and "/c is a cache of the builder" in told[0]


def test_where_the_engine_is_elsewhere_the_context_is_streamed(tmp_path: Path) -> None:
    far = Far(tmp_path / "engine")
    (tmp_path / "word").write_text("sesame")
    options = "--mount=type=bind,source=sub,target=/b --mount=type=secret,id=a,target=/root/word"
    found, told = given(far, tmp_path, options, f"id=a,src={tmp_path}/word")
    assert found.stream is not None and not found.volumes and [one.target for one in found.copies] == ["/b"]
    assert list(found.files) == ["/run/secrets/a"] and found.tmpfs == ("/b", "/run/secrets") and len(told) == 1


def test_a_secret_may_be_a_variable_or_in_a_place_below_its_directory(
    fake: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORD", "sesame")
    options = "--mount=type=secret,id=WORD,env=TOKEN --mount=type=secret,id=none"
    options += " --mount=type=secret,id=WORD,target=/run/secrets/sub/x"
    found, told = given(fake, tmp_path, options, "id=WORD")
    assert found.env == ("TOKEN=sesame",) and list(found.files) == ["/run/secrets/sub/x"] and not told


class Far(Stages):
    """An engine that is not on this machine, and keeps what is sent to its processes."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.words: list[list[str]] = []
        self.failing = ""
        """The program whose processes fail."""

    def info(self) -> EngineInfo:
        return replace(super().info(), mounts=False)

    def exec(self, ident: str, argv: Sequence[str], **_: object) -> Exec:
        self.words.append(list(argv))
        return Sink(1 if self.failing and self.failing in argv[2] else 0, b"output", self.sent)


class Sink(FakeExec):
    """A process that takes input."""

    def __init__(self, status: int, output: bytes, sent: list[bytes]) -> None:
        super().__init__(status, output)
        self._sent = sent

    def write(self, data: bytes) -> None:
        self._sent.append(data)


def filled_container(far: Far, found: mounted.Mounted) -> list[str]:
    told: list[str] = []
    workspace = Workspace("w", "box", Base("b", "b"), 0.0, "/bin/bash")
    mounted.fill(far, workspace, found, told.append)
    return told


def test_context_secrets_and_mounts_are_written_into_the_container(tmp_path: Path) -> None:
    far = Far(tmp_path / "engine")
    (tmp_path / "word").write_text("sesame")
    options = "--mount=type=bind,source=sub,target=/b --mount=type=secret,id=a,mode=0440,uid=7"
    found, _ = given(far, tmp_path, options, f"id=a,src={tmp_path}/word")
    assert filled_container(far, found) == ["the build context is at /dev/snap/context"]
    assert far.words[0][-3:] == ["/run/secrets/a", "440", "7:0"] and far.sent[0] == b"sesame"
    with tarfile.open(fileobj=io.BytesIO(b"".join(far.sent[1:]))) as tar:
        assert "Dockerfile" in tar.getnames()
    assert far.ran[-1][-2:] == ["/dev/snap/context/sub", "/b"]


def test_a_context_that_cannot_be_copied_is_said(tmp_path: Path) -> None:
    far = Far(tmp_path / "engine")
    found, _ = given(far, tmp_path, "--mount=type=bind,source=sub,target=/b")
    far.failing = "tar -x"
    assert "the image has no tar" in filled_container(far, found)[0]
    assert found.stream is not None
    nowhere = replace(found.stream.build, directory=tmp_path / "none")
    found.stream = replace(found.stream, build=nowhere)
    assert "the build context could not be copied" in filled_container(far, found)[0]


@pytest.mark.parametrize(("listed", "count"), [(b"*\n", 0), (b"1 2 3\n", 3), (b"1 3\n", 1)])
def test_the_parts_that_succeeded_are_counted_to_the_first_that_is_missing(
    tmp_path: Path, listed: bytes, count: int
) -> None:
    far = Far(tmp_path / "engine")
    far.done = listed
    assert mounted.marks(far, Workspace("w", "box", Base("b", "b"), 0.0, "")) == count


def test_a_directory_of_another_stage_is_built_and_its_image_removed(
    tmp_path: Path, filled: list[tuple[str, str]]
) -> None:
    stages = Stages(tmp_path / "engine")
    found, told = given(stages, tmp_path, "--mount=from=tools,source=/out,target=/in")
    assert filled == [("snap-from-w-0", "/out")] and "snap-from-w-0:/in:ro" in found.volumes and not told
    assert [one.target for one in stages.built] == ["tools"] and "snap/build/w:from1" not in stages.tagged


def test_a_stage_that_does_not_build_is_said(tmp_path: Path, filled: list[tuple[str, str]]) -> None:
    stages = Stages(tmp_path / "engine")
    stages.refused = "it is broken"
    _, told = given(stages, tmp_path, "--mount=from=0,source=/out,target=/in")
    assert not filled and told == ["the mount /in of 0 cannot be had in a container: it is broken"]
