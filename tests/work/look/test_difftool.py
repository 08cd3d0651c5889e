"""The choice of a comparison program, and the files that it gets."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from snapshotter.errors import NotFound, UsageError
from snapshotter.work.look import difftool
from snapshotter.work.look.diff import NOW, Contents, difference
from snapshotter.work.look.difftool import Tool, Written
from tests.work.fakes import Person

TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"


def no_config(_: str) -> str:
    return ""


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory of programs, which is the whole PATH."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("SNAP_DIFFTOOL", raising=False)
    return folder


def program(folder: Path, name: str) -> None:
    (folder / name).write_text("#!/bin/sh\n")
    (folder / name).chmod(0o755)


def test_the_tool_is_chosen_in_order(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFound, match="no program"):
        difftool.choose(None, no_config, directories=False)
    for name in ("vimdiff", "meld", "mine", "nvim"):
        program(programs, name)
    assert difftool.choose(None, no_config, directories=False).argv == ("vimdiff", "-f")
    assert difftool.choose(None, no_config, directories=True).argv == ("meld",)
    config = {
        "diff.tool": "special",
        "difftool.special.cmd": "cat $LOCAL",
        "difftool.meld.path": str(programs / "mine"),
    }
    assert difftool.choose(None, lambda key: config.get(key, ""), directories=False).command == "cat $LOCAL"
    assert difftool.choose("meld", lambda key: config.get(key, ""), directories=False).argv == (str(programs / "mine"),)
    monkeypatch.setenv("SNAP_DIFFTOOL", "mine --flag")
    assert difftool.choose(None, lambda key: config.get(key, ""), directories=False).argv == ("mine", "--flag")
    assert difftool.choose("nvimdiff", no_config, directories=False).argv == ("nvim", "-d")
    with pytest.raises(NotFound, match="kdiff3 is not found"):
        difftool.choose("kdiff3", no_config, directories=False)


def test_the_files_of_both_states(person: Person, tmp_path: Path) -> None:
    person.does(
        "x",
        {
            "/etc/motd": "hello\n",
            "/srv/new": "n\n",
            "/srv/blob": "a\0",
            "/srv/.env": f"TOKEN={TOKEN}\n",
            "/etc/passwd": "",
        },
    )
    found = difference(lambda: person.engine, person.home, "web", [], [])
    contents = Contents(lambda: person.engine, person.home, "web", found.snapshots)
    assert found.new == NOW
    folder = tmp_path / "shown"
    written = difftool.write(person.home, contents, found, folder, secrets=False)
    assert [path for path, _, _ in written.pairs] == ["/etc/motd", "/etc/passwd", "/srv/new"]
    assert (folder / "old/etc/motd").read_text() == "welcome\n" and (folder / "new/etc/motd").read_text() == "hello\n"
    assert not (folder / "old/srv/new").exists() and (folder / "new/etc/passwd").read_text() == ""
    assert dict(written.left_out) == {"/srv/.env": "withheld: holds an access token", "/srv/blob": "not text"}
    assert not any(TOKEN in file.read_text() for file in folder.rglob("*") if file.is_file())
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o700 for one in folder.rglob("etc"))
    every = difftool.write(person.home, contents, found, tmp_path / "all", secrets=True)
    assert "/srv/.env" in [path for path, _, _ in every.pairs]


def test_each_pair_is_shown_until_one_fails(tmp_path: Path) -> None:
    log = tmp_path / "log"
    tool = Tool("x", command=f'echo "$MERGED $(cat "$LOCAL") $(cat "$REMOTE")" >> {log}; test "$MERGED" != /b')
    pairs = []
    for name in ("a", "b", "c"):
        (tmp_path / f"new-{name}").write_text(f"new {name}")
        pairs.append((f"/{name}", tmp_path / f"old-{name}", tmp_path / f"new-{name}"))
    said: list[str] = []
    assert difftool.show(tool, Written(tuple(pairs), ()), tmp_path, said.append, directories=False) == 1
    assert log.read_text() == "/a  new a\n/b  new b\n"
    assert said == ["1 of 3: /a", "2 of 3: /b"]
    whole = Tool("x", ("ls", "-d"))
    assert difftool.show(whole, Written(tuple(pairs), ()), tmp_path, said.append, directories=True) == 0


def test_without_a_terminal_it_is_refused() -> None:
    with pytest.raises(UsageError, match="needs a terminal"):
        difftool.check_terminal([True, False])
