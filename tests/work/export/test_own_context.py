"""The files beside a Dockerfile with which a workspace was started."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.errors import NotFound
from snapshotter.model import Base
from snapshotter.proof.build import archive
from snapshotter.recipe.model import Recipe
from snapshotter.work.export.own_context import not_written, own_context, with_context

RECIPE = Recipe("FROM a\nRUN b\n", {"files/etc/motd": (0o644, b"hello")}, "", (), ())


@pytest.fixture
def base(tmp_path: Path) -> Base:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/run.sh").write_text("#!/bin/sh\n")
    (tmp_path / "src/run.sh").chmod(0o755)
    (tmp_path / "src/link").symlink_to("run.sh")
    (tmp_path / ".env").write_text("TOKEN=secret")
    (tmp_path / ".dockerignore").write_text("*\n!src\n")
    (tmp_path / "Dockerfile").write_text("FROM a\n")
    return Base("snap-base:0", "sha256:0", dockerfile="FROM a\n", context=str(tmp_path))


def test_only_what_the_build_sees_is_taken_over(base: Base) -> None:
    found = own_context(base)
    assert found["src/run.sh"] == (0o755, b"#!/bin/sh\n")
    assert ".env" not in found and not_written(found) == ["src/link"]
    made = with_context(RECIPE, found)
    assert made.files["files/etc/motd"] == (0o644, b"hello") and "Dockerfile" not in made.files
    assert made.files[".dockerignore"][1] == b"*\n!src\n!files\n"


def test_a_proof_builds_with_it(base: Base) -> None:
    with archive(RECIPE, own_context(base)) as stream, tarfile.open(fileobj=stream) as tar:
        members = {one.name: one for one in tar}
        assert members["src/link"].issym() and members["src/link"].linkname == "run.sh"
        assert members["src"].isdir() and members["src/run.sh"].mode == 0o755
        dockerfile = tar.extractfile("Dockerfile")
        assert dockerfile is not None and dockerfile.read() == RECIPE.dockerfile.encode()


def test_without_its_directory_there_is_no_export(base: Base, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="is gone"):
        own_context(replace(base, context=str(tmp_path / "away")))
    assert own_context(Base("debian", "sha256:0")) == {}


def test_a_containerfile_is_replaced_by_the_export(base: Base, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").rename(tmp_path / "Containerfile")
    (tmp_path / ".dockerignore").unlink()
    assert "Containerfile" not in own_context(base)
    (tmp_path / "Dockerfile").write_text("FROM a\n")
    found = own_context(base)  # now that is another file of the context
    assert "Containerfile" in found and "Dockerfile" not in found
