from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import pytest

from snapshotter.engine.api import Engine
from snapshotter.model import Image, ImageConfig
from snapshotter.rootfs import kept_files
from snapshotter.rootfs.kept_files import keep_last_files, last_files, read_base_files
from tests.rootfs.samples import DIRECTORY, file

BASE = Image("sha256:1", (), (), ImageConfig(), ("sha256:a", "sha256:b"), 0)
NAME = "/caf\udce9"


class Files:
    """An engine that counts what is read from it."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def read_files(self, image: str, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        self.asked.append(sorted(paths))
        yield from ((path, path.encode("utf-8", "surrogateescape")) for path in self.asked[-1] if path != "/missing")


def test_a_file_of_a_base_image_is_asked_for_once(tmp_path: Path) -> None:
    engine = Files()
    for want in ({"/a": 9, "/missing": 9}, {"/a": 9, NAME: 9}, {"/a": 1, "/missing": 9, NAME: 9}):
        found = read_base_files(cast(Engine, engine), BASE, tmp_path, want)
        assert found == {
            path: path.encode("utf-8", "surrogateescape")
            for path in want
            if path != "/missing" and len(path) <= want[path]
        }
    assert engine.asked == [["/a", "/missing"], [NAME]]


def test_damage_and_too_much_are_asked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Files()
    read_base_files(cast(Engine, engine), BASE, tmp_path, {"/a": 9})
    for stored in tmp_path.iterdir():
        stored.write_bytes(stored.read_bytes()[:-1])
    monkeypatch.setattr(kept_files, "TOTAL_LIMIT", 1)
    for _ in range(2):
        assert read_base_files(cast(Engine, engine), BASE, tmp_path, {"/a": 9}) == {"/a": b"/a"}
    assert engine.asked == [["/a"]] * 3


def test_files_of_the_last_commit_are_known_by_their_digest(tmp_path: Path) -> None:
    tree = {"/a": file(b"1"), "/b": file(b"2"), "/d": DIRECTORY, "/big": file(b"333")}
    assert last_files(BASE, tmp_path, tree, {"/a": 9}) == {}
    keep_last_files(BASE, tmp_path, {"/a": b"1", "/b": b"other", "/big": b"333"})
    keep_last_files(BASE, tmp_path, {})
    want = {"/a": 9, "/b": 9, "/d": 9, "/none": 9, "/big": 2}
    assert last_files(BASE, tmp_path, tree, want) == {"/a": b"1"}
