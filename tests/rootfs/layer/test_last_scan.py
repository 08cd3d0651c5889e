import os
from pathlib import Path

import pytest

from snapshotter.model import Layer
from snapshotter.rootfs.layer import openat
from snapshotter.rootfs.layer.from_overlay import read_layer_dir
from snapshotter.rootfs.layer.last_scan import LastScan
from snapshotter.rootfs.packed import Packed


def first_scan(root: Path) -> tuple[Layer, LastScan]:
    scan = LastScan()
    layer = read_layer_dir(root, scan=scan)
    return layer, LastScan(Packed(dict(Packed(dict(layer.entries)).rows())), scan.folders)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    for folder in ("many", "many/below", "one"):
        (tmp_path / folder).mkdir()
        for number in range(3):
            (tmp_path / folder / f"file{number}").write_text(f"{folder} {number}")
    (tmp_path / "many" / "täg").write_text("not ascii")
    (tmp_path / "many" / "link").symlink_to("file0")
    (tmp_path / "one" / "second").hardlink_to(tmp_path / "one" / "file0")
    return tmp_path


def opened_by(root: Path, scan: LastScan, monkeypatch: pytest.MonkeyPatch) -> tuple[Layer, list[str]]:
    opened: list[str] = []
    open_file = openat.open_file

    def noted(directory: int, name: str | bytes) -> int:
        opened.append(str(name))
        return open_file(directory, name)

    with monkeypatch.context() as patched:
        patched.setattr(openat, "open_file", noted)
        layer = read_layer_dir(root, scan=scan)
    return layer, sorted(opened)


def test_a_layer_as_it_was_is_not_opened_and_nothing_of_it_is_fresh(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, scan = first_scan(filled)
    layer, opened = opened_by(filled, scan, monkeypatch)
    assert dict(layer.entries) == dict(before.entries)
    assert opened == ["file0", "second"]  # of several names
    assert scan.fresh == {"/many/link", "/one/file0", "/one/second"}
    assert scan.folders.keys() == {"/", "/many", "/many/below", "/one"}
    again = LastScan(scan.tree, scan.folders)
    assert dict(read_layer_dir(filled, scan=again).entries) == dict(before.entries)
    assert again.folders == scan.folders


def test_only_what_changed_is_read(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, scan = first_scan(filled)
    (filled / "many" / "file1").write_text("other")
    (filled / "many" / "täg").chmod(0o600)
    (filled / "one" / "file1").unlink()
    (filled / "many" / "below" / "file2").rename(filled / "new")
    layer, opened = opened_by(filled, scan, monkeypatch)
    assert opened == ["file0", "file1", "new", "second", "täg"]
    assert dict(layer.entries) == dict(read_layer_dir(filled).entries)
    assert {"/many/file1", "/many/täg", "/new"} < scan.fresh
    assert "/many/file0" not in scan.fresh
    later = LastScan(Packed(dict(Packed(dict(layer.entries)).rows())), scan.folders)
    assert dict(opened_by(filled, later, monkeypatch)[0].entries) == dict(layer.entries)
    assert later.fresh == {"/many/link", "/one/file0", "/one/second"}


def test_a_file_with_another_inode_is_read_although_its_change_time_is_the_same(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer, scan = first_scan(filled)
    names, stamps, others = scan.known("/many/below") or ("", b"", ())
    other = LastScan(scan.tree, {**_folders(scan), "/many/below": (names, b"\xff" * 8 + stamps[8:], others)})
    found, opened = opened_by(filled, other, monkeypatch)
    first = names.split("/")[0]
    assert opened == sorted(["file0", "second", first])
    assert f"/many/below/{first}" in other.fresh
    assert dict(found.entries) == dict(layer.entries)


def _folders(scan: LastScan) -> dict[str, tuple[str, bytes, tuple[int, ...]]]:
    return {path: folder for path in ("/", "/many", "/one") if (folder := scan.known(path))}


def test_a_file_that_the_tree_lacks_is_read(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layer, scan = first_scan(filled)
    assert scan.tree is not None
    del scan.tree["/many/file0"]
    found, opened = opened_by(filled, scan, monkeypatch)
    assert opened == ["file0", "file0", "second"]
    assert dict(found.entries) == dict(layer.entries)


def test_a_file_that_vanishes_while_its_directory_is_listed_is_left_out(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, scan = first_scan(filled)
    listdir = os.scandir

    class Vanishing:
        def __init__(self, directory: int) -> None:
            self._found = listdir(directory)

        def __enter__(self) -> list[os.DirEntry[str]]:
            with self._found as found:
                listed = list(found)
            if "second" in [item.name for item in listed]:
                (filled / "one" / "file2").unlink()
            return listed

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Vanishing)
    found = read_layer_dir(filled, scan=scan)
    monkeypatch.undo()
    assert found.entries.keys() == read_layer_dir(filled).entries.keys()
    assert "/one" not in scan.folders
