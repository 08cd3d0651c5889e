from collections.abc import Sequence
from pathlib import Path

import pytest

from snapshotter.changes import since_snapshot
from snapshotter.changes.since_snapshot import CommittedState, committed_state, keep_committed
from snapshotter.model import Base, Change, Entry, ImageConfig, Snapshot, Tree
from snapshotter.rootfs import cache as tree_cache

BASE = Base("debian:bookworm", "sha256:" + "b" * 64, layers=("sha256:" + "a" * 64,))
DIRECTORY = Entry("directory", 0o755, 0, 0)
TREE: Tree = {"/etc": DIRECTORY, "/etc/a": Entry("file", 0o644, 0, 0, 1, "1" * 64, mtime_ns=5)}


def entry(digit: str, link: str = "", hardlink: str = "") -> Entry:
    return Entry("file", 0o644, 0, 0, 1, digit * 64, link, 7, 9, hardlink=hardlink)


def snapshot(seq: int, *changes: Change) -> Snapshot:
    return Snapshot(
        workspace="w", seq=seq, id=f"{seq:040x}", image="", tag="", message="", created=0.0, base=BASE,
        config=ImageConfig(), commands=(), changes=changes,
    )  # fmt: skip


LINE = (
    snapshot(
        1,
        Change("/etc/a", "changed", TREE["/etc/a"], entry("2")),
        Change("/new", "added", None, entry("3", link="x\udcff", hardlink="/new")),
        Change("/gone", "added", None, entry("4")),
    ),
    snapshot(2, Change("/gone", "deleted", entry("4"), None), Change("/etc/a", "changed", entry("2"), TREE["/etc/a"])),
    snapshot(3, Change("/\udcfe", "added", None, entry("5")), Change("/new", "changed", entry("3"), entry("6"))),
    snapshot(4, Change("/etc/a", "deleted", TREE["/etc/a"], None)),
)


class _Engine:
    def image(self, ident: str) -> Base:
        return BASE


def state(cache: Path, line: Sequence[Snapshot]) -> CommittedState:
    return committed_state(_Engine(), BASE, line, cache)  # type: ignore[arg-type]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(since_snapshot, "WORTH_KEEPING", 1)
    tree_cache.store(tree_cache.location(tmp_path, BASE.layers), TREE)
    return tmp_path


def rows(found: CommittedState) -> tuple[dict[str, Entry], frozenset[str]]:
    return dict(found.committed), found.touched


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_the_kept_state_is_the_one_that_the_snapshots_make(
    cache: Path, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = rows(state(cache, LINE[:length]))
    for number in range(length):
        keep_committed(state(cache, LINE[:number]), BASE, LINE[: number + 1], cache)
    assert len(list(cache.glob("*.state"))) == 1
    monkeypatch.setattr(since_snapshot, "join_changes", None)
    assert rows(state(cache, LINE[:length])) == expected


def test_a_kept_state_that_is_damaged_or_of_another_line_is_not_used(cache: Path) -> None:
    expected = rows(state(cache, LINE))
    keep_committed(state(cache, LINE[:3]), BASE, LINE, cache)
    (file,) = cache.glob("*.state")
    data = file.read_bytes()
    for damaged in (b"", data[:40], data[:-1], data[:-1] + b"?", b"snap-state 0" + data[12:]):
        file.write_bytes(damaged)
        assert rows(state(cache, LINE)) == expected
    file.write_bytes(data)
    assert "/gone" in state(cache, LINE[:1]).committed


def test_a_few_changes_are_not_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(since_snapshot, "WORTH_KEEPING", 100)
    keep_committed(state(cache, ()), BASE, LINE[:1], cache)
    assert not list(cache.glob("*.state"))
