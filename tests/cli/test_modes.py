"""Whatever the umask, only its owner can read $SNAP_HOME: files get the mode 0600 and directories 0700."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshotter.cli import bug_log
from snapshotter.errors import StoreError
from snapshotter.record.cast.asciicast import Writer
from snapshotter.rootfs import cache
from snapshotter.store.home import Home
from snapshotter.store.paths import make_directory, open_private, replace
from tests.cli.conftest import Snap
from tests.work.fakes import BASE, FakeEngine, Person

READ_ONLY = (".pack", ".idx", ".rev")
"""Files of git that nobody may write."""


@pytest.fixture(params=[0o000, 0o002, 0o022, 0o077, 0o277, 0o777], ids=oct)
def mask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield int(request.param)
    os.umask(before)


def wrong(top: Path) -> dict[str, str]:
    """Return the entries with another mode than theirs."""
    found = {}
    for path in (top, *top.rglob("*")):
        info = path.lstat()
        wanted = 0o700 if stat.S_ISDIR(info.st_mode) else 0o400 if path.suffix in READ_ONLY else 0o600
        if stat.S_IMODE(info.st_mode) != wanted:
            found[str(path)] = oct(stat.S_IMODE(info.st_mode))
    return found


@pytest.mark.skipif(os.geteuid() != 0, reason="with some masks, the files of the fake engine are readable by root only")
def test_whatever_verbs_write_is_their_owners_alone(
    mask: int, snap: Snap, fake: FakeEngine, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert snap("start", BASE, "--name", "web", "-d").code == 0
    person = Person(fake, home, home.workspaces.get("web"))
    for number in range(2):
        person.does(f"echo {number} > /etc/motd", {"/etc/motd": f"{number}\n"})
        assert snap("commit", "-m", "m").code == 0
    assert snap("volatile", "/srv/*", "--because", "why").code == 0
    assert snap("export-dockerfile", "--no-verify", "-o", str(tmp_path / "out")).code == 0
    monkeypatch.setattr(bug_log, "_engine_within_limit", lambda: "none")
    bug_log.write_bug_log(ValueError("x"), ["log"])
    cache.store(home.cache / "x.tree", {})
    assert wrong(home.path) == {}
    assert {path.name for path in home.path.iterdir()} >= {
        "line.git",
        "workspaces",
        "locks",
        "log",
        "cache",
        "exports.json",
    }


def test_single_files_too(mask: int, tmp_path: Path) -> None:
    home = tmp_path / "home"
    make_directory(home / "a" / "b")
    replace(home / "a" / "f", b"x")
    os.close(open_private(home / "a" / "g", os.O_WRONLY | os.O_CREAT))
    assert wrong(home) == {}


def test_a_file_of_an_earlier_version_is_closed_to_others(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    (tmp_path / "f").chmod(0o644)
    os.close(open_private(tmp_path / "f", os.O_RDWR))
    assert (tmp_path / "f").stat().st_mode & 0o777 == 0o600


def test_the_configuration_of_the_repository_does_not_open_it(snap: Snap, person: Person, home: Home) -> None:
    config = ["git", f"--git-dir={home.line.repository}", "config", "core.sharedRepository", "all"]
    subprocess.run(config, check=True)
    before = os.umask(0)
    try:
        person.does("echo > /etc/motd", {"/etc/motd": "\n"})
        assert snap("commit", "-m", "m").code == 0
    finally:
        os.umask(before)
    (home.line.repository / "config").chmod(0o600)  # `git config` of the line above opened it
    assert wrong(home.line.repository) == {}


def test_no_temporary_name_can_be_guessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    created: list[str] = []
    original = os.open

    def recorded(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if flags & os.O_CREAT:
            assert flags & os.O_EXCL and flags & os.O_NOFOLLOW
            created.append(str(path))
        return original(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", recorded)
    for _ in range(2):
        replace(tmp_path / "f", b"x")
    assert len(set(created)) == 2 and f".{os.getpid()}." not in created[0]
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(tmp_path / "f", b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="disk is full"):
        replace(tmp_path / "f", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("f", b"old")]


def test_the_output_of_a_session_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        writer = Writer(tmp_path / "home" / "casts" / "a.cast", (80, 24), {})
        writer.write()
        writer.close()
    finally:
        os.umask(before)
    assert wrong(tmp_path / "home") == {}


def test_what_a_link_leads_to_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("x")
    (tmp_path / "elsewhere").chmod(0o644)
    (tmp_path / "link").symlink_to("elsewhere")
    os.close(open_private(tmp_path / "link", os.O_RDWR))
    assert (tmp_path / "elsewhere").stat().st_mode & 0o777 == 0o644
