"""Contents that need not be read are not read, and edits are still found."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from snapshotter.changes.compare import compare
from snapshotter.rootfs.layer import openat
from snapshotter.rootfs.layer.from_tar import read_layer_dir
from snapshotter.rootfs.layer.skip_reading import Known, reuse_unchanged, skip_if_changed
from snapshotter.rootfs.packed import Packed, pack, unequal


def digests(root: Path, known: Known | None = None) -> dict[str, str]:
    return {path: entry.digest for path, entry in read_layer_dir(root, known=known).entries.items()}


def test_the_digest_of_an_unchanged_file_is_reused(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one")
    before = read_layer_dir(tmp_path).entries
    called: list[str] = []

    def known(path: str, info: os.stat_result) -> str | None:
        called.append(path)
        return reuse_unchanged(before)(path, info)

    assert digests(tmp_path, known) == {"/a": before["/a"].digest}
    assert called == ["/a"]


def test_an_edit_of_the_same_size_with_its_time_put_back_is_found(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("one")
    os.utime(file, ns=(1, 1))
    before = read_layer_dir(tmp_path).entries
    while file.stat().st_ctime_ns == before["/a"].ctime_ns:  # the clock of file systems has a low resolution
        file.write_text("two")
        os.utime(file, ns=(1, 1))
    for known in (reuse_unchanged(before), skip_if_changed(before)):
        after = read_layer_dir(tmp_path, known=known).entries
        assert [change.change for change in compare(before, after)] == ["changed"]


def test_a_new_file_and_one_of_another_size_are_changes_unread(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one")
    before = read_layer_dir(tmp_path).entries
    (tmp_path / "a").write_text("longer")
    (tmp_path / "b").write_text("new")
    after = read_layer_dir(tmp_path, known=skip_if_changed(before)).entries
    assert {change.path: change.change for change in compare(before, after)} == {"/a": "changed", "/b": "added"}
    assert after["/a"].digest == after["/b"].digest == ""


def test_a_file_whose_digest_is_needed_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one")
    before = read_layer_dir(tmp_path).entries
    (tmp_path / "a").write_text("longer")
    (tmp_path / "b").write_text("new")
    (tmp_path / "c").write_text("new")
    after = read_layer_dir(tmp_path, known=skip_if_changed(before, {"/a", "/b"})).entries
    assert after["/a"].digest == hashlib.sha256(b"longer").hexdigest()
    assert after["/b"].digest == hashlib.sha256(b"new").hexdigest()
    assert after["/c"].digest == ""


def test_an_unchanged_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("same", "mode", "content", "linked", "new"):
        (tmp_path / name).write_text(name)
    layer = read_layer_dir(tmp_path)
    last = Packed({path: pack(entry) for path, entry in layer.entries.items() if path != "/new"})
    (tmp_path / "mode").chmod(0o600)
    (tmp_path / "content").write_text("another")
    (tmp_path / "again").hardlink_to(tmp_path / "linked")
    opened: list[str] = []
    open_file = openat.open_file

    def noted(directory: int, name: str | bytes) -> int:
        opened.append(str(name))
        return open_file(directory, name)

    monkeypatch.setattr(openat, "open_file", noted)
    found = read_layer_dir(tmp_path, last=last)
    assert sorted(opened) == ["again", "content", "linked", "mode", "new"]
    monkeypatch.undo()
    assert dict(found.entries) == dict(read_layer_dir(tmp_path).entries)
    assert found.entries["/again"].hardlink == "/again"
    assert [path for path, _, _ in unequal(last, found.entries, found.entries)] == [
        path for path in found.entries if path != "/same"
    ]
