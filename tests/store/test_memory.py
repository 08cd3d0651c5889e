"""The memory for secrets: what is kept, how long, and that nobody else can read it."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from snapshotter.store import home as homes
from snapshotter.store import memory
from snapshotter.store.memory import LIFETIME, SecretMemory, memory_directory


@pytest.fixture
def kept(tmp_path: Path) -> SecretMemory:
    directory = tmp_path / "memory"
    directory.mkdir()
    return SecretMemory(tmp_path / "home", "web", directory)


def test_values_are_kept_for_other_sessions_with_the_key_of_their_words(kept: SecretMemory, tmp_path: Path) -> None:
    assert kept.load() is None
    first = kept.begin()
    kept.add("two\nlines")
    kept.add("\udcff not UTF-8")
    kept.add("two\nlines")
    again = kept.begin()
    assert again.key == first.key and len(first.key) == 32
    assert again.values == ("two\nlines", "\udcff not UTF-8")
    assert SecretMemory(tmp_path / "home", "api", tmp_path / "memory").load() is None
    assert SecretMemory(tmp_path / "other", "web", tmp_path / "memory").load() is None
    assert "two" not in repr(again)


def test_only_the_owner_can_read_them(kept: SecretMemory, tmp_path: Path) -> None:
    kept.begin()
    (file,) = (tmp_path / "memory").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_they_are_removed_on_request_and_when_no_session_used_them(kept: SecretMemory, tmp_path: Path) -> None:
    kept.begin()
    kept.forget()
    kept.forget()
    assert kept.load() is None
    kept.begin()
    (file,) = (tmp_path / "memory").iterdir()
    os.utime(file, (0, time.time() - LIFETIME - 1))
    kept.touch()
    assert kept.load() is not None
    os.utime(file, (0, time.time() - LIFETIME - 1))
    assert kept.load() is None
    assert not file.exists()


def test_those_of_a_workspace_that_is_gone_are_removed_by_the_next_session(kept: SecretMemory, tmp_path: Path) -> None:
    (tmp_path / "memory" / "other").write_text("secret")
    os.utime(tmp_path / "memory" / "other", (0, time.time() - LIFETIME - 1))
    kept.begin()
    assert not (tmp_path / "memory" / "other").exists()


def test_a_link_in_place_of_the_file_is_not_followed(kept: SecretMemory, tmp_path: Path) -> None:
    kept.begin()
    (file,) = (tmp_path / "memory").iterdir()
    file.unlink()
    file.symlink_to(tmp_path / "elsewhere")
    kept.begin()
    kept.add("secret")
    assert kept.load() is None
    assert not (tmp_path / "elsewhere").exists()


def test_a_damaged_file_is_nothing(kept: SecretMemory, tmp_path: Path) -> None:
    kept.begin()
    (file,) = (tmp_path / "memory").iterdir()
    file.write_bytes(b"not a key\n")
    assert kept.load() is None


def test_without_a_directory_nothing_is_kept(tmp_path: Path) -> None:
    nowhere = SecretMemory(tmp_path, "web", None)
    assert nowhere.begin().values == ()
    nowhere.add("secret")
    nowhere.touch()
    nowhere.forget()
    assert nowhere.load() is None


def test_the_directory_is_in_memory_and_private(monkeypatch: pytest.MonkeyPatch) -> None:
    directory = memory_directory()
    if directory is None:
        pytest.skip("this host has no file system in memory")
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    directory.chmod(0o755)
    other = memory_directory()
    assert other != directory
    directory.chmod(0o700)


def test_a_directory_on_a_disk_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(memory, "_in_memory", lambda directory: False)
    assert memory_directory() is None
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    lines = ["22 1 8:1 / / rw - ext4 /dev/a rw", "23 22 0:2 / /run\\040me rw shared:1 - tmpfs tmpfs rw", "broken"]
    assert dict(memory._mounts(lines)) == {"/": "ext4", "/run me": "tmpfs"}


def test_a_home_opens_the_memory_of_a_workspace(tmp_path: Path) -> None:
    home = homes.at(tmp_path)
    if memory_directory() is None:
        pytest.skip("this host has no file system in memory")
    home.memory("web").begin()
    home.memory("web").add("secret")
    found = home.memory("web").load()
    assert found is not None and found.values == ("secret",)
    home.memory("web").forget()
