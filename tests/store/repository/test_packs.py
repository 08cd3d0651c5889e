"""Many small packs are joined, and none is lost: not an object, not a damaged pack."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from snapshotter.errors import StoreError
from snapshotter.store.line import Line
from snapshotter.store.repository import git, packs
from tests.store.samples import added, snapshot

RECIPE = {"Dockerfile": b"FROM debian:bookworm\n"}
COUNT = 9


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Join packs from a small number on."""
    monkeypatch.setattr(packs, "MOST", 4)


def written(line: Line, count: int = COUNT) -> None:
    parent = line.head("web")
    start = line.next_number("web")
    for seq in range(start, start + count):
        parent = line.write(snapshot(seq, added(f"/etc/{seq}")), {}, RECIPE, parent).id


def count(line: Line) -> int:
    return len(list(line.repository.glob("objects/pack/*.pack")))


@pytest.mark.usefixtures("few")
def test_a_long_line_has_few_packs_and_all_its_snapshots(line: Line) -> None:
    written(line)
    assert count(line) < packs.MOST
    assert [one.seq for one in line.snapshots("web")] == [*range(1, COUNT + 1)]
    assert line.check("web") == []
    git.run(line.repository, "fsck", "--strict")


@pytest.mark.usefixtures("few")
def test_objects_that_nothing_refers_to_stay(line: Line) -> None:
    written(line, 1)
    lost = git.run(line.repository, "hash-object", "-w", "--stdin", stdin=b"lost").decode().strip()
    made = git.run(line.repository, "pack-objects", f"{line.repository}/objects/pack/pack", stdin=f"{lost}\n".encode())
    git.run(line.repository, "prune-packed")
    written(line)
    assert not (line.repository / f"objects/pack/pack-{made.decode().strip()}.pack").exists()
    assert git.run(line.repository, "cat-file", "blob", lost) == b"lost"


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("suffix", [".pack", ".idx"])
def test_where_a_pack_is_damaged_all_stay_as_they_are(line: Line, suffix: str) -> None:
    written(line, 1)
    (damaged,) = line.repository.glob(f"objects/pack/*{suffix}")
    written(line, 1)
    data = bytearray(damaged.read_bytes())
    at = len(data) // 2 if suffix == ".pack" else 0
    data[at] ^= 0xFF
    damaged.chmod(0o600)
    damaged.write_bytes(data)
    before = {file: file.read_bytes() for file in line.repository.glob("objects/pack/pack-*")}
    with contextlib.suppress(StoreError):  # the oldest snapshot cannot be read
        written(line, 4)
    assert count(line) >= packs.MOST
    assert before.items() <= {file: file.read_bytes() for file in line.repository.glob("objects/pack/pack-*")}.items()


def test_a_large_pack_is_not_copied_each_time() -> None:
    sizes = {"large": 1000, "a": 10, "b": 9, "c": 8}
    found = [packs._Pack(Path(name), size) for name, size in sizes.items()]
    assert {file.name for file in packs._chosen(found)} == {"a", "b", "c"}
