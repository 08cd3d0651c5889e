"""Workspaces on disk: names, the one last used, the lock, and the errors."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.errors import Conflict, NotFound, StoreError, StoreTooNew, UsageError
from snapshotter.model import Workspace
from snapshotter.store.damage.notices import listen
from snapshotter.store.workspaces import Workspaces, check_name
from tests.store.samples import BASE


@pytest.fixture
def workspaces(home: Path) -> Workspaces:
    return Workspaces(home)


def workspace(name: str) -> Workspace:
    return Workspace(name, "c0ffee", BASE, 1.5, "/bin/bash", env=("A=\udcff",), service=True)


def test_workspaces_are_written_and_read(workspaces: Workspaces) -> None:
    workspaces.put(workspace("web"))
    workspaces.put(workspace("db"))
    assert workspaces.get("web") == workspace("web")
    assert workspaces.names() == ["db", "web"]
    assert {p.name for p in workspaces.path("web").iterdir()} == {"workspace.json", "workspace.json.copy"}


def test_a_removed_workspace_is_gone(workspaces: Workspaces) -> None:
    workspaces.put(workspace("web"))
    workspaces.remove("web")
    workspaces.remove("web")
    assert workspaces.names() == []
    assert not workspaces.path("web").exists()


@pytest.mark.parametrize(
    "wanted, hint", [("wbe", "did you mean web"), ("zzzzz", "`snap list` shows all workspaces: db, web")]
)
def test_the_error_for_a_missing_workspace_names_the_others(workspaces: Workspaces, wanted: str, hint: str) -> None:
    workspaces.put(workspace("web"))
    workspaces.put(workspace("db"))
    with pytest.raises(NotFound, match=f"no workspace {wanted}") as caught:
        workspaces.get(wanted)
    assert hint in caught.value.hint


def test_the_error_without_workspaces_says_how_to_create_one(workspaces: Workspaces, home: Path) -> None:
    with pytest.raises(NotFound) as caught:
        workspaces.get("web")
    assert "snap start IMAGE --name web" in caught.value.hint
    assert not home.exists()


def test_the_workspace_last_used_is_stored(workspaces: Workspaces) -> None:
    assert workspaces.last() is None
    workspaces.put(workspace("web"))
    assert workspaces.last() == "web"
    workspaces.put(workspace("db"))
    assert workspaces.last() is None
    workspaces.use("db")
    assert workspaces.last() == "db"
    workspaces.remove("db")
    assert workspaces.last() == "web"


@pytest.mark.parametrize(
    "name",
    ["", "Web", "-web", "web-", "web.", "a..b", "a/b", "a b", "ü", "x.lock", ".", "..", "a" * 64, "web\n", "a___b"],
)
def test_a_name_that_no_image_or_ref_can_have_is_refused(workspaces: Workspaces, name: str) -> None:
    with pytest.raises(UsageError, match="cannot name a workspace"):
        workspaces.get(name)


@given(st.text("abz09._-", min_size=1, max_size=70))
def test_a_valid_name_is_a_valid_git_ref(name: str) -> None:
    try:
        check_name(name)
    except UsageError:
        return
    subprocess.run(["git", "check-ref-format", f"refs/heads/{name}"], check=True)


def test_a_directory_that_may_not_be_read_is_not_an_empty_one(
    workspaces: Workspaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspaces.put(workspace("web"))

    def denied(path: Path) -> Iterator[str]:
        raise PermissionError(13, "Permission denied", str(path))

    for function in ("listdir", "scandir"):
        monkeypatch.setattr(os, function, denied)
    with pytest.raises(StoreError, match="no permission"):
        workspaces.names()


def test_a_newer_format_is_refused(workspaces: Workspaces) -> None:
    workspaces.put(workspace("web"))
    file = workspaces.path("web") / "workspace.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"format": 2}))
    with pytest.raises(StoreTooNew, match="has format 2"):
        workspaces.get("web")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"name": 7}', "\udcff"])
def test_the_error_for_a_damaged_file_says_what_to_do(workspaces: Workspaces, text: str) -> None:
    workspaces.put(workspace("web"))
    for file in ("workspace.json", "workspace.json.copy"):
        (workspaces.path("web") / file).write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(StoreError, match="is damaged") as caught:
        workspaces.get("web")
    assert "snap rm --force" in caught.value.hint
    assert "snap doctor --repair" in caught.value.hint


@pytest.mark.parametrize("damage", [None, b"", b"{", b"\xff"])
def test_the_copy_is_read_where_the_file_is_damaged_and_that_is_told_once(
    workspaces: Workspaces, damage: bytes | None
) -> None:
    workspaces.put(workspace("web"))
    file = workspaces.path("web") / "workspace.json"
    file.unlink() if damage is None else file.write_bytes(damage)
    told: list[str] = []
    listen(told.append)
    assert workspaces.names() == ["web"]
    assert workspaces.get("web") == workspaces.get("web") == workspace("web")
    assert len(told) == 1 and "its copy is used" in told[0] and "snap doctor --repair" in told[0]


def test_no_flipped_bit_is_taken_for_true(workspaces: Workspaces) -> None:
    workspaces.put(workspace("web"))
    file = workspaces.path("web") / "workspace.json"
    whole = file.read_bytes()
    file.with_name("workspace.json.copy").unlink()
    for at in range(len(whole) - 1):
        data = bytearray(whole)
        data[at] ^= 1
        file.write_bytes(data)
        try:
            assert workspaces.get("web") == workspace("web")  # a bit in the checksum's name
        except StoreError:
            continue


def test_a_file_of_an_earlier_version_is_read_and_gets_a_copy(workspaces: Workspaces) -> None:
    workspaces.put(workspace("web"))
    file = workspaces.path("web") / "workspace.json"
    data = json.loads(file.read_text())
    del data["crc32"]
    file.write_text(json.dumps(data))
    file.with_name("workspace.json.copy").unlink()
    assert workspaces.get("web") == workspace("web")
    workspaces.use("web")
    file.unlink()
    assert workspaces.get("web") == workspace("web")


def test_a_held_lock_is_a_conflict_that_names_the_holder(workspaces: Workspaces) -> None:
    with workspaces.lock("web"):
        with workspaces.lock("db"):
            pass
        with pytest.raises(Conflict, match=rf"process {os.getpid()}\) holds the lock of web"), workspaces.lock("web"):
            pass
    with workspaces.lock("web"):
        pass


def test_a_lock_that_another_process_holds_for_a_moment_is_waited_for(
    workspaces: Workspaces, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = home / "locks/web"
    file.parent.mkdir(parents=True)
    with file.open("w+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write("1\n")
        held.flush()
        monkeypatch.setattr(time, "sleep", lambda _: fcntl.flock(held, fcntl.LOCK_UN))
        with workspaces.lock("web"):
            pass
        fcntl.flock(held, fcntl.LOCK_EX)
        file.write_text("1\n")
        monkeypatch.setattr(time, "sleep", lambda _: None)
        monkeypatch.setattr("snapshotter.store.workspaces.WAIT_SECONDS", 0.01)
        with pytest.raises(Conflict, match="process 1"), workspaces.lock("web"):
            pass


def test_a_killed_holder_leaves_no_lock(workspaces: Workspaces, home: Path) -> None:
    code = (
        "import os, signal, sys, pathlib; from snapshotter.store.workspaces import Workspaces\n"
        "with Workspaces(pathlib.Path(sys.argv[1])).lock('web'): os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(home)], check=False)
    assert killed.returncode == -9
    with workspaces.lock("web"):
        pass


def test_a_full_disk_keeps_the_old_file(small_disk: Path) -> None:
    workspaces = Workspaces(small_disk / "home")
    workspaces.put(workspace("web"))
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"):
        filler.write_bytes(bytes(1_000_000))
    with pytest.raises(StoreError, match="the disk is full") as caught:
        workspaces.put(Workspace("web", "other" * 10_000, BASE, 0.0, ""))
    assert "free some space" in caught.value.hint
    assert workspaces.get("web").container == "c0ffee"
    assert {p.name for p in workspaces.path("web").iterdir()} == {"workspace.json", "workspace.json.copy"}
