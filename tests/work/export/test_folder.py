"""An export never overwrites foreign files, and removes those of an earlier export."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A directory outside of the export with a file that must not change."""
    place = tmp_path / "elsewhere"
    (place / "etc").mkdir(parents=True)
    (place / "etc/a").write_bytes(b"not yours")
    return place


def state(place: Path) -> dict[str, tuple[int, bytes]]:
    """Return every entry below a directory, with its mode and its content or target."""
    found = {}
    for path in sorted(place.rglob("*")):
        info = path.lstat()
        data = path.read_bytes() if stat.S_ISREG(info.st_mode) else b""
        found[str(path.relative_to(place))] = (info.st_mode, bytes(path.readlink()) if path.is_symlink() else data)
    return found


@pytest.mark.parametrize("link", ["files", "files/etc", "files/etc/a", "Dockerfile"])
def test_a_link_is_neither_followed_nor_replaced(folder: Folder, elsewhere: Path, link: str) -> None:
    (folder.path / link).parent.mkdir(parents=True)
    (folder.path / link).symlink_to(elsewhere / "etc/a" if link in ("files/etc/a", "Dockerfile") else elsewhere)
    before = state(elsewhere), state(folder.path)
    with pytest.raises(Conflict, match="did not write"):
        folder.write(recipe(files__etc__a=b"1"))
    assert (state(elsewhere), state(folder.path)) == before


@pytest.mark.parametrize("link", ["files", "files/etc", "files/etc/a", "Dockerfile"])
def test_force_replaces_a_link_and_not_what_it_points_to(folder: Folder, elsewhere: Path, link: str) -> None:
    (folder.path / link).parent.mkdir(parents=True)
    (folder.path / link).symlink_to(elsewhere)
    before = state(elsewhere)
    Folder(folder.path, folder.memory, force=True).write(recipe(files__etc__a=b"1"))
    assert state(elsewhere) == before
    assert (folder.path / "files/etc/a").read_bytes() == b"1" and not (folder.path / "files").is_symlink()


def test_a_link_in_place_of_an_earlier_folder_is_not_followed_to_remove_files(folder: Folder, elsewhere: Path) -> None:
    folder.write(recipe(files__etc__a=b"not yours"))
    shutil.rmtree(folder.path / "files")
    (folder.path / "files").symlink_to(elsewhere)
    folder.write(recipe())
    assert (elsewhere / "etc/a").read_bytes() == b"not yours"


def test_the_directory_itself_may_be_a_link(folder: Folder, elsewhere: Path) -> None:
    folder.path.symlink_to(elsewhere)
    folder.write(recipe(files__b=b"1"))
    assert (elsewhere / "files/b").read_bytes() == b"1"


@pytest.mark.parametrize("name", ["../x", "files/../../x", "/x", "files//x", "files/./x", "x\0", ""])
def test_no_name_leaves_the_directory(folder: Folder, tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="cannot contain a file named"):
        folder.write(Recipe("FROM x\n", {name: (0o644, b"")}, ""))
    assert not (tmp_path / "x").exists()


def test_a_pipe_in_the_way_is_not_opened(folder: Folder) -> None:
    folder.path.mkdir()
    os.mkfifo(folder.path / "Dockerfile")
    with pytest.raises(Conflict, match="Dockerfile"):
        folder.write(recipe())


def test_a_temporary_file_has_a_name_that_cannot_be_guessed(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[object, int]] = []
    original = os.open

    def recorded(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        opened.append((path, flags))
        return original(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", recorded)
    for _ in range(2):
        folder.write(recipe())
    created = [(str(path), flags) for path, flags in opened if flags & os.O_CREAT and "tmp" in str(path)]
    assert len({path for path, _ in created}) == len(created) >= 2
    assert all(flags & os.O_EXCL and flags & os.O_NOFOLLOW for _, flags in created)
    assert sorted(path.name for path in folder.path.iterdir()) == ["Dockerfile"]


def test_a_file_that_appears_meanwhile_is_not_overwritten(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    original = os.link

    def late(source: str, target: str, *, src_dir_fd: int, dst_dir_fd: int, follow_symlinks: bool) -> None:
        (folder.path / "Dockerfile").write_text("FROM mine\n")
        original(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(Conflict, match="Dockerfile"):
        folder.write(recipe())
    assert (folder.path / "Dockerfile").read_text() == "FROM mine\n"


def test_a_file_system_without_hard_links_is_written_to(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    folder.write(recipe(files__b=b"1"))
    assert names(folder) == {"Dockerfile", "files/b"}


def test_the_mask_applies_to_directories_but_not_to_what_a_build_copies(folder: Folder) -> None:
    before = os.umask(0o077)
    try:
        folder.write(recipe(files__b=b"1"))
    finally:
        os.umask(before)
    assert [(folder.path / name).stat().st_mode & 0o777 for name in (".", "files", "files/b")] == [0o700, 0o700, 0o644]
    assert folder.memory.stat().st_mode & 0o777 == 0o600


PLACES = ("Dockerfile", "files", "files/a", "files/a/b", "files/c", ".gitignore")


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from(PLACES), st.sampled_from(["link", "loop", "file", "directory", "pipe", "absent"])),
    st.booleans(),
)
def test_whatever_is_in_the_directory_nothing_outside_of_it_changes(places: dict[str, str], force: bool) -> None:
    with tempfile.TemporaryDirectory() as directory:
        top = Path(directory)
        for name in ("out", "away/a"):
            (top / name).mkdir(parents=True)
        (top / "away/a/b").write_text("not yours")
        for place, kind in places.items():
            put(top / "out" / place, kind, top / "away")
        before, inside = state(top / "away"), state(top / "out")
        made = Recipe("FROM x\n", dict.fromkeys(("files/a/b", "files/c", ".gitignore"), (0o644, b"new")), "")
        try:
            Folder(top / "out", top / "exports.json", force).write(made)
        except Conflict:
            assert not force and state(top / "out") == inside
        except StoreError as error:
            assert force and "irectory" in error.message
        else:
            written = {"Dockerfile": b"FROM x\n", "files/a/b": b"new", "files/c": b"new"}
            assert {name: state(top / "out")[name][1] for name in written} == written
        assert state(top / "away") == before


def put(path: Path, kind: str, away: Path) -> None:
    if not path.parent.is_dir() or path.is_symlink() or path.exists() or path.parent.resolve() != path.parent:
        return
    match kind:
        case "link":
            path.symlink_to(away)
        case "loop":
            path.symlink_to(path)
        case "file":
            path.write_text("mine")
        case "directory":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)


def test_a_home_that_cannot_be_read_is_not_taken_for_the_directory_of_the_export(tmp_path: Path) -> None:
    memory = tmp_path / "home" / "exports.json"
    memory.mkdir(parents=True)  # reading it fails
    with pytest.raises(StoreError, match=r"home/exports\.json") as failure:
        Folder(tmp_path / "out", memory).write(recipe())
    assert "-o DIR" not in failure.value.hint
