"""Which file of a directory is its Dockerfile."""

from __future__ import annotations

from pathlib import Path

from snapshotter.recipe.dockerfile.names import dockerfile_of


def test_the_name_of_docker_comes_first(tmp_path: Path) -> None:
    assert dockerfile_of(tmp_path) == tmp_path / "Dockerfile"
    for name in ("Containerfile", "dockerfile", "Dockerfile"):
        (tmp_path / name).write_text("FROM a\n")
        assert dockerfile_of(tmp_path).samefile(tmp_path / name)


def test_a_directory_of_that_name_is_none(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").mkdir()
    (tmp_path / "Containerfile").write_text("FROM a\n")
    assert dockerfile_of(tmp_path).name == "Containerfile"
