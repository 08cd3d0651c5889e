"""An export never overwrites foreign files, and removes those of an earlier export."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.errors import Conflict, StoreError
from snapshotter.recipe.model import Recipe
from snapshotter.work.export.folder import Folder


def recipe(**files: bytes) -> Recipe:
    return Recipe("FROM x\n", {name.replace("__", "/"): (0o644, data) for name, data in files.items()}, "")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "out", tmp_path / "exports.json")


def names(folder: Folder) -> set[str]:
    return {str(path.relative_to(folder.path)) for path in folder.path.rglob("*") if path.is_file()}


def test_a_second_export_replaces_its_own_files_and_removes_obsolete_ones(folder: Folder) -> None:
    folder.write(recipe(files__etc__a=b"1", files__b=b"2"))
    folder.write(recipe(files__b=b"3"))
    assert names(folder) == {"Dockerfile", "files/b"}
    assert not (folder.path / "files/etc").exists()
    assert (folder.path / "files/b").read_bytes() == b"3"


def test_a_foreign_file_is_not_overwritten(folder: Folder) -> None:
    folder.path.mkdir()
    (folder.path / "Dockerfile").write_text("FROM mine\n")
    with pytest.raises(Conflict, match="Dockerfile"):
        folder.write(recipe())
    assert (folder.path / "Dockerfile").read_text() == "FROM mine\n"


def test_a_file_changed_by_hand_is_neither_overwritten_nor_removed(folder: Folder) -> None:
    folder.write(recipe(files__b=b"2"))
    (folder.path / "files/b").write_bytes(b"edited")
    with pytest.raises(Conflict, match="files/b"):
        folder.write(recipe(files__b=b"3"))
    folder.write(recipe())
    assert (folder.path / "files/b").read_bytes() == b"edited"


def test_force_overwrites(folder: Folder) -> None:
    folder.path.mkdir()
    (folder.path / "Dockerfile").write_text("FROM mine\n")
    Folder(folder.path, folder.memory, force=True).write(recipe())
    assert (folder.path / "Dockerfile").read_text() == "FROM x\n"


def test_modes_do_not_depend_on_the_mask(folder: Folder) -> None:
    folder.write(Recipe("FROM x\n", {"files/run": (0o755, b"#!"), "files/data": (0o644, b"")}, ""))
    assert (folder.path / "files/run").stat().st_mode & 0o777 == 0o755
    assert (folder.path / "files/data").stat().st_mode & 0o777 == 0o644


def test_a_directory_in_the_way_is_named(folder: Folder) -> None:
    (folder.path / "Dockerfile").mkdir(parents=True)
    with pytest.raises(Conflict, match="Dockerfile"):
        folder.write(recipe())


def test_an_unwritable_place_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot write"):
        Folder(tmp_path / "file" / "out", tmp_path / "exports.json").write(recipe())


def test_a_folder_with_settings_of_its_own_for_git_keeps_them(folder: Folder) -> None:
    folder.path.mkdir()
    (folder.path / ".gitignore").write_text("/secret\n")
    made = Recipe("FROM x\n", {".gitignore": (0o644, b"!*\n"), ".gitattributes": (0o644, b"* -text\n")}, "")
    folder.write(made)
    folder.write(made)
    assert (folder.path / ".gitignore").read_text() == "/secret\n"
    assert (folder.path / ".gitattributes").read_text() == "* -text\n"
