"""The record of what came from elsewhere: what was known first stays, and damage is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.store.damage import notices
from snapshotter.store.repository import git
from snapshotter.store.repository.objects import Objects, put
from snapshotter.store.repository.remote.received import RECEIVED, Received, images_here, read_received, to_bytes
from snapshotter.store.repository.remote.scratch import scratch


def stored(place: Path, data: bytes) -> Path:
    repository = place / "line.git"
    git.create(repository, {})
    git.update_refs(repository, {RECEIVED: (put(repository, b"blob", data), None)})
    return repository


def test_what_was_known_first_stays_and_images_are_those_found_last(tmp_path: Path) -> None:
    known = Received({"1": "a"}, {"x": "y"}) | Received({"1": "b", "2": "b"}, {"x": "z"})
    assert known == Received({"1": "a", "2": "b"}, {"x": "z"})
    with Objects(stored(tmp_path, to_bytes(known))) as objects:
        assert read_received(objects) == known and images_here(objects) == {"x": "z"}


@pytest.mark.parametrize("data", [b"", b"[]", b'{"images":[]}'])
def test_a_damaged_record_is_told_and_knows_no_image(
    tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(notices, "_listener", [told.append])
    monkeypatch.setattr(notices, "_told", set[str]())
    with Objects(stored(tmp_path, data)) as objects:
        assert images_here(objects) == {} and images_here(objects) == {}
    assert len(told) == 1 and "the record of what came from elsewhere is damaged" in told[0]


def test_what_a_killed_process_left_is_removed_by_the_next(tmp_path: Path) -> None:
    git.create(tmp_path / "line.git", {})
    (tmp_path / ".transfer-left").mkdir()
    with scratch(tmp_path / "line.git") as first:
        assert not (tmp_path / ".transfer-left").exists()
        with scratch(tmp_path / "line.git") as second:
            assert first.exists() and second.exists()  # that of a process that runs is kept
    assert not list(tmp_path.glob(".transfer-*"))
