"""The line: what is written and read, what is refused, what is left after a crash or a conflict."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from snapshotter.errors import Conflict, NotFound, StoreError, StoreTooNew
from snapshotter.model import Proof, Snapshot
from snapshotter.store import layout, read
from snapshotter.store.line import Line
from snapshotter.store.repository import git
from snapshotter.store.repository.access import FORMAT_FILE
from snapshotter.store.repository.objects import Object, Objects
from tests.speed import TRIES, seconds
from tests.store import samples
from tests.store.samples import added, snapshot

RECIPE = {"Dockerfile": b"FROM debian:bookworm\n", "files/etc/motd": b"hello\n"}


def git_output(line: Line, *words: str) -> str:
    return git.run(line.repository, *words).decode()


def key(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_only_the_owner_can_read_the_line(line: Line) -> None:
    line.repository.parent.mkdir(mode=0o755)  # as the user may have created it
    line.write(snapshot(1), {}, RECIPE, None)
    assert line.repository.stat().st_mode & 0o777 == 0o700


def test_snapshots_are_written_and_read(line: Line) -> None:
    first = line.write(snapshot(1, added("/etc/b"), added("/etc/a")), {}, RECIPE, None)
    second = line.write(snapshot(2, added("/etc/c")), {}, RECIPE, first.id)
    assert line.head("web") == second.id
    assert line.names() == ["web"]
    assert [c.path for c in line.snapshots("web")[0].changes] == ["/etc/a", "/etc/b"]
    assert line.snapshots("web")[1] == second == line.snapshot("web", 2)
    assert [s.seq for s in line.snapshots("web", until=1)] == [1]


@pytest.mark.parametrize("has_log", [True, False])
def test_many_snapshots_are_read_together(line: Line, monkeypatch: pytest.MonkeyPatch, has_log: bool) -> None:
    parent = None
    for seq in range(1, 8):
        parent = line.write(snapshot(seq, added(f"/etc/{seq}")), {}, RECIPE, parent).id
    if not has_log:
        git.remove_log(line.repository, "refs/heads/web")
    whole, summaries = line.readable("web"), line.summaries("web")
    monkeypatch.setattr(read, "_ALONE", 1)
    monkeypatch.setattr(read, "_FIRST_AHEAD", 4)
    asked: list[str] = []
    ask = Objects._ask

    def counted(self: Objects, names: str) -> None:
        asked.append(names)
        ask(self, names)

    monkeypatch.setattr(Objects, "_ask", counted)
    assert (line.readable("web"), line.summaries("web")) == (whole, summaries)
    assert len(asked) < 40 < sum(names.count("\n") for names in asked)
    asked.clear()
    assert [one.seq for one in line.summaries("web", count=1)] == [7]
    assert len(asked) < 8


def test_a_damaged_snapshot_is_named_where_many_are_read_together(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [line.write(snapshot(1), {}, RECIPE, None)]
    for seq in range(2, 7):
        made.append(line.write(snapshot(seq), {}, RECIPE, made[-1].id))
    monkeypatch.setattr(read, "_ALONE", 1)
    answer = Objects._answer

    def damaged(self: Objects, name: str) -> Object | None:
        found = answer(self, name)
        if found and found.id == made[2].id:
            raise git.GitError("the object does not match its id")
        return found

    monkeypatch.setattr(Objects, "_answer", damaged)
    found = line.summaries("web")
    assert [one.seq for one in found][2:] == [3, 4, 5, 6]
    assert [one.seq for one in found if one.damage][-1] == 3 and not any(one.damage for one in found[3:])


def test_a_missing_line_is_empty_and_reading_creates_nothing(line: Line, home: Path) -> None:
    assert (line.head("web"), line.snapshots("web"), line.summaries("web"), line.names()) == (None, [], [], [])
    assert line.check("web") == []
    line.delete("web")
    assert not home.exists()


def test_a_summary_has_the_counts_and_needs_no_changes(line: Line) -> None:
    first = line.write(snapshot(1, added("/a"), replace(added("/b"), change="deleted", after=None)), {}, RECIPE, None)
    found = line.summaries("web")[0]
    assert (found.seq, found.id, found.tag, found.commands) == (1, first.id, "snap/web:1", 1)
    assert (found.added, found.changed, found.deleted, found.changes) == (1, 0, 1, 2)
    assert found.proof is None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(samples.snapshots)
def test_any_snapshot_survives_a_round_trip(line: Line, wild: Snapshot) -> None:
    line.delete("web")
    written = line.write(replace(wild, workspace="web", proof=None), {}, RECIPE, None)
    assert line.snapshots("web") == [written]


def test_a_content_is_found_from_every_later_snapshot(line: Line) -> None:
    data = b"\x00\xff not text"
    first = line.write(snapshot(1, added("/a", key(data))), {key(data): data}, RECIPE, None)
    line.write(snapshot(2), {key(b"two"): b"two"}, RECIPE, first.id)
    assert line.content("web", key(data)) == data
    with line.contents("web") as content:
        assert (content(key(data)), content(key(b"two"))) == (data, b"two")
        with pytest.raises(NotFound, match="does not hold the content"):
            content("0" * 64)


def test_the_tree_of_a_commit_is_a_build_context(line: Line) -> None:
    first = line.write(snapshot(1), {}, RECIPE | {"old": b""}, None)
    line.write(snapshot(2), {}, RECIPE | {'odd "na\\me\n\udcff': b"x"}, first.id)
    names = git.run(line.repository, "ls-tree", "-r", "-z", "--name-only", "web").split(b"\0")
    assert names[0] == b".dockerignore"
    assert names[4:] == [b"Dockerfile", b"files/etc/motd", b'odd "na\\me\n\xff', b""]
    assert git_output(line, "show", "web:Dockerfile") == "FROM debian:bookworm\n"
    assert git_output(line, "show", "web:.dockerignore").splitlines()[-1] == ".snapshot"


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "a/../x", ".snapshot/x", "a/.git/config", ".GIT", ""])
def test_a_context_path_that_no_tree_can_hold_is_refused(line: Line, path: str) -> None:
    with pytest.raises(StoreError, match="cannot hold a file named"):
        line.write(snapshot(1), {}, {path: b""}, None)
    assert line.head("web") is None


def test_the_commit_of_another_process_is_a_conflict_and_stays(line: Line) -> None:
    first = line.write(snapshot(1), {}, RECIPE, None)
    second = line.write(snapshot(2), {}, RECIPE, first.id)
    with pytest.raises(Conflict, match="another process has changed web meanwhile"):
        line.write(snapshot(2, message="rival"), {}, RECIPE, first.id)
    with pytest.raises(Conflict, match="another process has changed web meanwhile"):
        line.write(snapshot(1, message="rival"), {}, RECIPE, None)
    assert line.head("web") == second.id


def test_a_crash_while_writing_leaves_the_old_line(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    first = line.write(snapshot(1), {}, RECIPE, None)

    def cut(*_: object) -> Iterator[bytes]:
        yield b"commit refs/heads/web\ncommitter a <b> 0 +0000\ndata 0\n"
        raise KeyboardInterrupt

    monkeypatch.setattr("snapshotter.store.line.commit_stream", cut)
    with pytest.raises(KeyboardInterrupt):
        line.write(snapshot(2), {}, RECIPE, first.id)
    monkeypatch.undo()
    assert line.head("web") == first.id
    assert line.write(snapshot(2), {}, RECIPE, first.id).seq == 2


def test_the_same_snapshot_has_the_same_id_everywhere(line: Line, tmp_path: Path) -> None:
    other = Line(tmp_path / "other")
    assert line.write(snapshot(1), {}, RECIPE, None).id == other.write(snapshot(1), {}, RECIPE, None).id


def test_the_users_git_configuration_has_no_effect(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".gitconfig").write_text("[core]\n  bare = maybe\n  compression = lots\n[i18n]\n  commitEncoding = x\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", "/nonexistent")
    line.write(snapshot(1), {}, RECIPE, None)
    assert line.summaries("web")[0].seq == 1


def test_a_proof_is_stored_without_a_new_id(line: Line) -> None:
    first = line.write(snapshot(1), {}, RECIPE, None)
    line.add_proof("web", 1, Proof("different", "one path", ("/etc/x: mode",)))
    line.add_proof("web", 1, Proof("equal", "519 changed paths"))
    assert line.head("web") == first.id
    assert line.summaries("web")[0].proof == line.snapshots("web")[0].proof == Proof("equal", "519 changed paths")
    with pytest.raises(NotFound, match="no snapshot 9"):
        line.add_proof("web", 9, Proof("equal", ""))


def test_a_deleted_line_leaves_no_proof_for_a_new_one(line: Line) -> None:
    line.write(snapshot(1), {}, RECIPE, None)
    line.write(snapshot(1, name="web-2"), {}, RECIPE, None)
    line.add_proof("web", 1, Proof("equal", ""))
    line.delete("web")
    assert line.names() == ["web-2"]
    line.write(snapshot(1), {}, RECIPE, None)
    assert line.summaries("web")[0].proof is None


def test_objects_that_only_a_deleted_line_held_are_removed(line: Line) -> None:
    contents = {key(b"secret"): b"secret"}
    line.write(snapshot(1, added("/s", key(b"secret"))), contents, RECIPE, None)
    blob = git_output(line, "rev-parse", f"web:{layout.content_path(key(b'secret'))}").strip()
    kept = line.write(snapshot(1, name="kept"), {}, RECIPE, None)
    assert git_output(line, "cat-file", "-p", blob) == "secret"
    line.delete("web")
    with pytest.raises(git.GitError):
        git_output(line, "cat-file", "-p", blob)
    assert line.snapshots("kept") == [kept]
    assert line.check("kept") == []
    line.delete("kept")
    assert git_output(line, "count-objects", "-v").splitlines()[:3] == ["count: 0", "size: 0", "in-pack: 0"]
    line.write(snapshot(1), {}, RECIPE, None)


def test_only_the_executable_bit_of_a_context_file_is_kept(line: Line) -> None:
    line.write(snapshot(1), {}, RECIPE, None, executable={"files/etc/motd"})
    assert git_output(line, "ls-tree", "-r", "web", "Dockerfile", "files").split()[0::4] == ["100644", "100755"]


def test_a_missing_snapshot_is_an_error(line: Line) -> None:
    with pytest.raises(NotFound, match="workspace web has no snapshot 3"):
        line.snapshot("web", 3)


def test_a_store_of_a_newer_version_is_refused(line: Line) -> None:
    line.write(snapshot(1), {}, RECIPE, None)
    (line.repository / FORMAT_FILE).write_text("2\n")
    for touch in (
        lambda: line.summaries("web"),
        lambda: line.write(snapshot(2), {}, RECIPE, None),
        lambda: line.delete("web"),
        line.names,
    ):
        with pytest.raises(StoreTooNew, match="has format 2; this version reads up to 1"):
            touch()


def test_a_missing_git_is_an_error(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(StoreError, match="`git` is not on the PATH"):
        line.write(snapshot(1), {}, RECIPE, None)


def test_a_full_disk_is_an_error_and_the_line_stays(small_disk: Path) -> None:
    line = Line(small_disk / "home")
    first = line.write(snapshot(1), {}, RECIPE, None)
    noise = hashlib.shake_256(b"").digest(2_000_000)
    with pytest.raises(StoreError, match="full") as caught:
        line.write(snapshot(2), {key(noise): noise}, RECIPE, first.id)
    assert "free some space" in caught.value.hint
    assert [s.id for s in line.summaries("web")] == [first.id]
    assert line.write(snapshot(2), {}, RECIPE, first.id).seq == 2


def test_a_read_only_disk_is_read_and_writing_is_an_error(small_disk: Path) -> None:
    line = Line(small_disk / "home")
    first = line.write(snapshot(1), {}, RECIPE, None)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert line.summaries("web")[0].id == first.id
    with pytest.raises(StoreError, match="read-only") as caught:
        line.write(snapshot(2), {}, RECIPE, first.id)
    assert "SNAP_HOME" in caught.value.hint
    with pytest.raises(StoreError, match="read-only"):
        Line(small_disk / "other").write(snapshot(1), {}, RECIPE, None)


def test_a_home_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(StoreError, match="cannot use"):
        Line(tmp_path / "home").write(snapshot(1), {}, RECIPE, None)


def test_ten_thousand_changes_are_written_in_a_second(tmp_path: Path) -> None:
    many = [added(f"/usr/share/doc/pkg{n // 100}/{n}", key(b"%d" % n)) for n in range(10_000)]
    lines = (Line(tmp_path / str(number)) for number in range(TRIES))
    assert seconds(lambda: next(lines).write(snapshot(1, *many), {}, RECIPE, None), 1, time.perf_counter) < 1


def test_a_lock_of_git_that_a_power_cut_left_does_not_block_for_ever(line: Line) -> None:
    first = line.write(snapshot(1), {}, {"Dockerfile": b""}, None)
    left = [line.repository / "refs/heads/web.lock", line.repository / "packed-refs.lock"]
    left.append(line.repository / "objects/pack/pack-0.keep")
    for file in left:
        file.touch()
    with pytest.raises(StoreError):  # another git may hold it
        line.write(snapshot(2), {}, {"Dockerfile": b""}, first.id)
    for file in left:
        os.utime(file, (1e9, 1e9))
    line.write(snapshot(2), {}, {"Dockerfile": b""}, first.id)
    assert [one.seq for one in line.snapshots("web")] == [1, 2]
    assert not any(file.exists() for file in left)
