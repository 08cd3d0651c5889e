"""The directory of all state, and errors of the operating system."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from snapshotter.errors import StoreError
from snapshotter.store.paths import home, make_directory, replace, store_error


def test_snap_home_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SNAP_HOME", str(tmp_path / "x"))
    assert home() == tmp_path / "x"


def test_a_relative_snap_home_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SNAP_HOME", "here")
    assert home() == tmp_path / "here"


def test_without_it_the_platforms_directory_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SNAP_HOME", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert home().is_relative_to(tmp_path)
    assert home().name == "snapshotter"


def test_only_the_owner_can_read_a_new_home(tmp_path: Path) -> None:
    make_directory(tmp_path / "data" / "home" / "workspaces")
    for place in ("data", "data/home", "data/home/workspaces"):
        assert (tmp_path / place).stat().st_mode & 0o777 == 0o700
    make_directory(tmp_path / "data" / "home")


def test_a_home_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    for place in ("home", "home/workspaces"):
        with pytest.raises(StoreError, match="cannot use"):
            make_directory(tmp_path / place)


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    replace(tmp_path / "a" / "f", b"one")
    replace(tmp_path / "a" / "f", b"two")
    assert (tmp_path / "a" / "f").read_bytes() == b"two"
    assert len(list((tmp_path / "a").iterdir())) == 1


@pytest.mark.parametrize(
    "code, words",
    [
        (errno.ENOSPC, "full"),
        (errno.EDQUOT, "full"),
        (errno.EACCES, "no permission"),
        (errno.EPERM, "no permission"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "cannot use"),
    ],
)
def test_the_error_for_what_the_system_refuses_has_a_hint(code: int, words: str, tmp_path: Path) -> None:
    error = store_error(OSError(code, "reason", "/some/file"), tmp_path)
    assert words in error.message
    assert "/some/file" in error.message
    assert "SNAP_HOME" in error.hint
