"""A $SNAP_HOME that another user may change, or put another directory in the place of, is refused."""

from __future__ import annotations

import grp
import os
import pwd
from pathlib import Path

import pytest

from snapshotter.cli.bug_log import write_bug_log
from snapshotter.cli.main import main
from snapshotter.errors import StoreError
from snapshotter.store.ownership import check_owner

NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")


def refusal(home: Path) -> StoreError:
    with pytest.raises(StoreError) as caught:
        check_owner(home)
    return caught.value


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "above" / "home"
    place.mkdir(parents=True)
    place.chmod(0o700)
    place.parent.chmod(0o755)
    return place


@pytest.mark.parametrize("mode", [0o700, 0o755, 0o711, 0o1700])
def test_a_home_that_only_its_owner_writes_to_is_used(home: Path, mode: int) -> None:
    home.chmod(mode)
    check_owner(home)
    check_owner(home / "not" / "yet")


@pytest.mark.parametrize("mode", [0o707, 0o777, 0o1777, 0o702])
def test_a_home_that_others_may_write_to_is_refused_with_the_command_that_mends_it(home: Path, mode: int) -> None:
    home.chmod(mode)
    error = refusal(home)
    assert error.message == f"others may write to {home}, so what is stored there may not be yours"
    command = error.hint.partition("`")[2].partition("`")[0]
    assert command == f"chmod go-w {home}"
    assert os.system(command) == 0
    check_owner(home)


def test_so_is_a_directory_above_it(home: Path) -> None:
    home.parent.chmod(0o777)
    for place in (home, home / "not" / "yet"):
        error = refusal(place)
        assert error.message == f"others may write to {home.parent}, and so replace {place}"
        assert f"`chmod go-w {home.parent}`" in error.hint
    home.parent.chmod(0o1777)
    check_owner(home)


def test_a_path_with_blanks_is_quoted_in_the_command(tmp_path: Path) -> None:
    home = tmp_path / "a b"
    home.mkdir()
    home.chmod(0o777)
    assert f"`chmod go-w '{home}'`" in refusal(home).hint


def test_links_on_the_way_are_followed_and_checked(home: Path, tmp_path: Path) -> None:
    open_to_all = tmp_path / "open"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    for target in (home, home.parent):
        (tmp_path / "safe").symlink_to(target)
        check_owner(tmp_path / "safe")
        (tmp_path / "safe").unlink()
    (open_to_all / "link").symlink_to(home)
    (tmp_path / "first").symlink_to("open/link")
    assert f"others may write to {open_to_all}" in refusal(tmp_path / "first").message
    assert f"others may write to {open_to_all}" in refusal(tmp_path / "first" / ".." / "home").message


def test_a_circle_of_links_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("a")
    assert "cannot use" in refusal(tmp_path / "a").message


@as_root
def test_a_home_of_another_user_is_refused(home: Path) -> None:
    os.chown(home, NOBODY, NOBODY)
    error = refusal(home)
    assert error.message == f"{home} belongs to nobody, and this is root"
    assert error.hint == "set SNAP_HOME to a directory of your own; or run snap as nobody, without sudo"


@as_root
@pytest.mark.parametrize("mode", [0o755, 0o1777])
def test_so_is_one_in_a_directory_of_another_user(home: Path, mode: int) -> None:
    os.chown(home.parent, NOBODY, NOBODY)
    home.parent.chmod(mode)
    assert refusal(home).message == f"{home.parent} belongs to nobody, who may replace {home}"
    assert "without sudo" in refusal(home / "not" / "yet").hint


@as_root
def test_a_link_of_another_user_is_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(home)
    os.chown(tmp_path / "link", NOBODY, NOBODY, follow_symlinks=False)
    assert refusal(tmp_path / "link").message == f"{tmp_path}/link belongs to nobody, who may replace {tmp_path}/link"


@as_root
def test_a_home_that_sudo_made_is_given_back_by_the_command_in_the_hint(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY)
    error = refusal(home)
    assert error.message == f"{home} belongs to root, and this is nobody"
    assert f"`sudo chown -R nobody {home}`" in error.hint


@as_root
def test_a_group_of_its_own_user_alone_may_write(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.chmod(0o770)
    check_owner(home)  # the group root
    for members, refused in (["daemon"], True), (["root"], False):
        group = grp.struct_group(("root", "x", 0, members))
        monkeypatch.setattr(grp, "getgrgid", lambda _gid, found=group: found)
        if refused:
            assert "others may write" in refusal(home).message
        else:
            check_owner(home)
    monkeypatch.undo()
    os.chown(home, 0, pwd.getpwnam("daemon").pw_gid)
    assert "others may write" in refusal(home).message


def test_a_verb_says_so_and_touches_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home.chmod(0o777)
    monkeypatch.setenv("SNAP_HOME", str(home))
    for verb in ("list", "log", "start x", "export-dockerfile --no-verify", "cast", "doctor"):
        assert main(verb.split()) == 6, verb
        assert f"next: `chmod go-w {home}`" in capsys.readouterr().err
    assert list(home.iterdir()) == []


def test_no_log_of_a_bug_is_written_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.chmod(0o777)
    monkeypatch.setenv("SNAP_HOME", str(home))
    with pytest.raises(PermissionError, match="others may write to"):
        write_bug_log(ValueError("x"), ["log"])
    assert list(home.iterdir()) == []
