"""Backups: all of a home but its caches, whole or not at all, and restored only where everything is right."""

from __future__ import annotations

import fcntl
import gzip
import io
import json
import os
import stat
import tarfile
from pathlib import Path

import pytest

from snapshotter.errors import Conflict, ContainerNotFound, EngineError, SnapError, StoreError, StoreTooNew, UsageError
from snapshotter.model import Proof, Snapshot
from snapshotter.store import home as homes
from snapshotter.store import memory
from snapshotter.store.damage import notices
from snapshotter.store.home import Home
from snapshotter.store.journal.records import Begin, Close, End, encode
from snapshotter.store.journal.spool import Spool
from snapshotter.work import start as starting
from snapshotter.work.commit.commit import commit
from snapshotter.work.container import find
from snapshotter.work.upkeep import archive
from snapshotter.work.upkeep.backup import Written, backup
from snapshotter.work.upkeep.restore import Restored, restore
from tests.work.fakes import BASE, FakeEngine, Person


def commits(person: Person) -> Snapshot:
    made = commit(person.engine, person.home, person.workspace, "", (), lambda _: None)
    assert made is not None
    return made.snapshot


@pytest.fixture
def worked(person: Person) -> Person:
    """A person with two snapshots, a proof, a cast and one command after them."""
    for number in ("1", "2"):
        person.does(number, {f"/{number}": number})
        commits(person)
    person.home.line.add_proof("web", 2, Proof("equal", "x"))
    person.does("3", {"/3": "3"})
    casts = person.home.casts("web")
    casts.mkdir()
    (casts / "s1.cast").write_text('{"version":2,"width":80,"height":24,"timestamp":1}\n')
    return person


@pytest.fixture
def other(tmp_path: Path) -> Home:
    return homes.at(tmp_path / "other")


@pytest.fixture
def elsewhere(tmp_path: Path) -> FakeEngine:
    """The engine of another machine."""
    (tmp_path / "elsewhere").mkdir()
    return FakeEngine(tmp_path / "elsewhere")


def written(person: Person, file: Path, *, images: bool = False, force: bool = False) -> Written:
    return backup(lambda: person.engine, person.home, file, images=images, force=force, progress=lambda _: None)


def restored(engine: FakeEngine, home: Home, file: Path, *, images: bool = True) -> Restored:
    return restore(lambda: engine, home, file, images=images, progress=lambda _: None)


def test_all_of_a_home_comes_back(worked: Person, other: Home, tmp_path: Path, elsewhere: FakeEngine) -> None:
    file = tmp_path / "snap.backup"
    done = written(worked, file)
    assert (done.workspaces, done.images, stat.S_IMODE(file.stat().st_mode)) == (("web",), (), 0o600)
    assert restored(elsewhere, other, file).workspaces == ("web",)
    assert other.line.snapshots("web") == worked.home.line.snapshots("web")
    assert other.line.check("web") == [] and other.identity == worked.home.identity
    assert other.workspaces.get("web") == worked.workspace
    last = other.line.snapshots("web")[-1]
    assert [command.text for command in other.recorded_since("web", last).commands] == ["3"]
    assert (other.casts("web") / "s1.cast").exists()
    assert not (other.path / "cache").exists()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in other.path.rglob("*")}
    assert modes == {0o600, 0o700}


def test_with_images_another_machine_can_go_on(
    worked: Person, other: Home, tmp_path: Path, elsewhere: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "snap.backup"
    assert set(written(worked, file, images=True).images) == {BASE, "snap/web:1", "snap/web:2", "snap/web:latest"}
    restored(elsewhere, other, file)
    assert {"snap/web:2", "snap/web:latest", BASE} <= elsewhere.tagged.keys()
    with pytest.raises(ContainerNotFound) as caught:
        find(elsewhere, other, other.workspaces.get("web"))
    assert "snap checkout -n web" in caught.value.hint
    made = starting.start(elsewhere, other, starting.Request("snap/web:latest", "web-2"), lambda _: None)
    assert made.base.id == worked.workspace.base.id
    assert other.line.head("web-2") == worked.home.line.head("web")


def test_branches_tags_and_snapshots_on_no_branch_come_back_with_their_images(
    worked: Person, other: Home, tmp_path: Path, elsewhere: FakeEngine
) -> None:
    from snapshotter.work.versions import checkout as versions

    versions.add_tag(worked.home, "web", "works", "2")
    versions.checkout(
        worked.engine, worked.home, "web", "1", lambda _: None, lambda _: None, new_branch="side"
    )  # what was not committed becomes snapshot 3
    file = tmp_path / "snap.backup"
    images = {BASE, "snap/web:1", "snap/web:2", "snap/web:3", "snap/web:latest"}
    assert set(written(worked, file, images=True).images) == images
    restored(elsewhere, other, file)
    assert images <= elsewhere.tagged.keys()
    assert other.line.all_refs("web") == worked.home.line.all_refs("web")
    assert list(other.line.operations()) == list(worked.home.line.operations())
    assert elsewhere.tagged["snap/web:latest"] == elsewhere.tagged["snap/web:1"]


def test_without_images_the_next_step_is_said(
    worked: Person, other: Home, tmp_path: Path, elsewhere: FakeEngine
) -> None:
    file = tmp_path / "snap.backup"
    written(worked, file, images=True)
    assert restored(elsewhere, other, file, images=False).left_out == 4
    with pytest.raises(ContainerNotFound) as caught:
        find(elsewhere, other, other.workspaces.get("web"))
    assert "snap backup --images" in caught.value.hint and "--no-verify" in caught.value.hint


def test_an_image_of_that_name_on_the_other_machine_stays(
    worked: Person, other: Home, tmp_path: Path, elsewhere: FakeEngine
) -> None:
    own = elsewhere.add_image(BASE, {"/etc/motd": "another\n"}).id
    file = tmp_path / "snap.backup"
    written(worked, file, images=True)
    restored(elsewhere, other, file)
    assert elsewhere.tagged[BASE] == own and worked.workspace.base.id in elsewhere.images


def test_a_failure_leaves_no_file_and_no_home(
    worked: Person, other: Home, tmp_path: Path, elsewhere: FakeEngine
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    worked.engine.broken["save_all"] = EngineError("no space")
    with pytest.raises(EngineError):
        written(worked, folder / "one", images=True)
    assert list(folder.iterdir()) == []
    del worked.engine.broken["save_all"]
    written(worked, folder / "one", images=True)
    elsewhere.broken["load"] = EngineError("no space")
    with pytest.raises(EngineError):
        restored(elsewhere, other, folder / "one")
    assert not other.path.exists()


def test_an_existing_file_is_overwritten_only_with_force(worked: Person, tmp_path: Path) -> None:
    file = tmp_path / "snap.backup"
    file.write_text("mine")
    with pytest.raises(Conflict, match="already exists"):
        written(worked, file)
    assert file.read_text() == "mine"
    written(worked, file, force=True)
    assert archive.check(file)[0]["format"] == 1


def test_a_home_that_has_something_is_not_overwritten(worked: Person, tmp_path: Path) -> None:
    file = tmp_path / "snap.backup"
    written(worked, file)
    before = sorted(worked.home.path.rglob("*"))
    with pytest.raises(Conflict, match="nothing was restored") as caught:
        restored(worked.engine, worked.home, file)
    assert "SNAP_HOME" in caught.value.hint
    assert sorted(worked.home.path.rglob("*")) == before


def test_caches_locks_and_logs_are_nothing(worked: Person, other: Home, tmp_path: Path) -> None:
    file = tmp_path / "snap.backup"
    written(worked, file)
    for folder in ("cache", "locks", "log", ".restore-1234"):
        (other.path / folder).mkdir(parents=True)
    assert restored(worked.engine, other, file).workspaces == ("web",)


def test_a_backup_inside_of_the_home_or_of_nothing_is_refused(worked: Person, other: Home, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is inside of"):
        written(worked, worked.home.path / "x")
    with pytest.raises(UsageError, match="nothing in"):
        backup(lambda: worked.engine, other, tmp_path / "x", images=False, force=False, progress=lambda _: None)


@pytest.mark.parametrize("at", [0.0, 0.01, 0.3, 0.6, 0.9, 1.0])
@pytest.mark.parametrize("cut", [True, False])
def test_a_damaged_backup_is_refused_before_anything_is_written(
    worked: Person, other: Home, tmp_path: Path, at: float, cut: bool
) -> None:
    file = tmp_path / "snap.backup"
    written(worked, file)
    data = bytearray(file.read_bytes())
    # the end is in the checksum: some bits of the byte in front of it mean nothing to gzip
    position = min(int(len(data) * at), len(data) - 6)
    if cut:
        del data[position:]
    else:
        data[position] ^= 0x10
    file.write_bytes(data)
    with pytest.raises(StoreError, match="damaged") as caught:
        restored(worked.engine, other, file)
    assert caught.value.hint and not other.path.exists()


def packed(path: Path, members: list[tuple[tarfile.TarInfo, bytes]], **head: object) -> None:
    """Write a backup with a valid manifest from any members."""
    import hashlib

    first = json.dumps({"format": 1, **head}).encode()
    every = [(tarfile.TarInfo(archive.HEAD), first), *members]
    listed = [{"name": i.name, "size": len(d), "sha256": hashlib.sha256(d).hexdigest()} for i, d in every]
    every.append((tarfile.TarInfo(archive.MANIFEST), json.dumps({"members": listed}).encode()))
    with gzip.open(path, "wb") as file, tarfile.open(fileobj=file, mode="w") as tar:
        for info, data in every:
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


@pytest.mark.parametrize(
    "name", ["../x", "home/../../x", "/etc/x", "home/a/../b", "other/x", "home", "home//x", "home/./x", "images"]
)
def test_a_path_that_leaves_the_home_is_refused(other: Home, tmp_path: Path, fake: FakeEngine, name: str) -> None:
    file = tmp_path / "x.backup"
    packed(file, [(tarfile.TarInfo(name), b"x")])
    with pytest.raises(StoreError):
        restored(fake, other, file)
    assert not other.path.exists() and not (tmp_path / "x").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_what_is_no_plain_file_is_refused(other: Home, tmp_path: Path, fake: FakeEngine, kind: bytes) -> None:
    file = tmp_path / "x.backup"
    info = tarfile.TarInfo("home/workspaces")
    info.type, info.linkname = kind, "/etc"
    packed(file, [(info, b""), (tarfile.TarInfo("home/workspaces/x"), b"x")])
    with pytest.raises(StoreError, match="not a plain file"):
        restored(fake, other, file)
    assert not other.path.exists()


def test_a_file_below_a_file_and_a_name_twice_are_refused(other: Home, tmp_path: Path, fake: FakeEngine) -> None:
    for names in (["home/a", "home/a/b"], ["home/a", "home/a"]):
        file = tmp_path / "x.backup"
        packed(file, [(tarfile.TarInfo(name), b"x") for name in names])
        with pytest.raises(StoreError):
            restored(fake, other, file)
    assert not other.path.exists()


def test_a_newer_format_is_refused(other: Home, tmp_path: Path, fake: FakeEngine) -> None:
    packed(tmp_path / "x", [], format=2)
    with pytest.raises(StoreTooNew, match="has format 2"):
        restored(fake, other, tmp_path / "x")


@pytest.mark.parametrize("content", [b"", b"hello", os.urandom(1000)])
def test_what_is_no_backup_is_refused(other: Home, tmp_path: Path, fake: FakeEngine, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(StoreError, match="no backup"):
        restored(fake, other, tmp_path / "x")
    with pytest.raises(SnapError, match="No such file"):
        restored(fake, other, tmp_path / "missing")


def test_gits_configuration_and_hooks_do_not_travel(worked: Person, other: Home, tmp_path: Path) -> None:
    repository = worked.home.line.repository
    with (repository / "config").open("a") as config:
        config.write('[core]\n\tfsmonitor = "touch /tmp/x"\n')
    (repository / "hooks").mkdir()
    (repository / "hooks/post-checkout").write_text("#!/bin/sh\n")
    file = tmp_path / "snap.backup"
    written(worked, file)
    restored(worked.engine, other, file)
    assert "fsmonitor" not in (other.line.repository / "config").read_text()
    assert not (other.line.repository / "hooks").exists()


def test_nothing_of_the_memory_is_in_a_backup(worked: Person, tmp_path: Path) -> None:
    if memory.memory_directory() is None:
        pytest.skip("this host has no file system in memory")
    kept = worked.home.memory("web")
    kept.begin()
    kept.add("correct-horse-battery")
    file = tmp_path / "snap.backup"
    written(worked, file)
    assert b"correct-horse-battery" not in gzip.decompress(file.read_bytes())


def test_a_journal_that_grows_and_a_commit_meanwhile(worked: Person, tmp_path: Path) -> None:
    with worked.runs("long"):
        written(worked, tmp_path / "one")
    with worked.home.workspaces.lock("web"):
        from snapshotter.work.upkeep import backup as module

        patience, module._PATIENCE = module._PATIENCE, 0.2
        try:
            with pytest.raises(Conflict, match="holds the lock of web"):
                written(worked, tmp_path / "two")
        finally:
            module._PATIENCE = patience
    assert not (tmp_path / "two").exists()


def test_what_killed_backups_left_is_removed_by_the_next_one(worked: Person, tmp_path: Path) -> None:
    left, running, other = (tmp_path / f".{name}.{'0' * 15}{n}.tmp" for name, n in (("b", 1), ("b", 2), ("c", 3)))
    for path in (left, running, other):
        path.write_bytes(b"half")
    with running.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        written(worked, tmp_path / "b")
    assert not left.exists() and running.exists() and other.exists()


def test_what_killed_restores_left_is_removed_by_the_next_one(
    worked: Person, other: Home, tmp_path: Path, elsewhere: FakeEngine
) -> None:
    written(worked, tmp_path / "b")
    (other.path / ".restore-0123" / "line.git").mkdir(parents=True)
    descriptor = os.open(other.path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with pytest.raises(Conflict, match="another restore"):
        restored(elsewhere, other, tmp_path / "b")
    assert (other.path / ".restore-0123").exists()
    os.close(descriptor)
    restored(elsewhere, other, tmp_path / "b")
    assert list(other.path.glob(".restore-*")) == []


def test_what_a_journal_refused_is_in_the_backup_or_named(
    worked: Person, other: Home, tmp_path: Path, elsewhere: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "spools").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "spools"))
    spool = Spool(worked.home.journal("web").path, "s9")
    for record in (Begin("s9", 1, 1e9, "echo 9", "/", "root", "bash", 1), End("s9", 1, 1e9 + 1, 0), Close("s9", 2e9)):
        spool.add(encode(record))
    told: list[str] = []
    notices.listen(told.append)
    written(worked, tmp_path / "b")
    assert len(told) == 1 and str(spool.path) in told[0] and "next:" in told[0]
    spool.leave()
    written(worked, tmp_path / "b", force=True)
    assert len(told) == 1
    restored(elsewhere, other, tmp_path / "b")
    assert "echo 9" in [command.text for command in other.journal("web").commands()]
