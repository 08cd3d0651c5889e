"""What the container of a failed step is given of its mounts and secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.engine.build.directory import DirectoryBuild
from snapshotter.errors import ImageNotFound
from snapshotter.recipe.dockerfile.parse import parse
from snapshotter.work.build import mounted
from snapshotter.work.build.request import Attempt, Request
from tests.work.fakes import FakeEngine


def given(fake: FakeEngine, directory: Path, options: str, *secrets: str) -> tuple[mounted.Mounted, list[str]]:
    text = f"FROM a AS tools\nRUN x\nFROM a\nRUN {options} y\n"
    (directory / "Dockerfile").write_text(text)
    file, told = parse(text), list[str]()
    build = DirectoryBuild(directory, directory / "Dockerfile", secrets=secrets)
    attempt = Attempt(file, b"", (), "", file.at_line(4))
    return mounted.mounted(fake, Request(build), attempt, "w", {}, "/", told.append), told


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
