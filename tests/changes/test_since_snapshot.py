import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from snapshotter.changes import since_snapshot
from snapshotter.changes.masked_names import NameMask
from snapshotter.changes.since_snapshot import (
    CommittedState,
    ContainerState,
    Seen,
    committed_state,
    container_state,
    keep_committed,
)
from snapshotter.model import Base, Change, Entry, ImageConfig, Snapshot, Tree
from snapshotter.rootfs import cache as tree_cache
from snapshotter.rootfs.layer.difference import difference
from snapshotter.rootfs.layer.from_overlay import read_layer_dir
from snapshotter.rootfs.layer.last_scan import LastScan
from snapshotter.rootfs.packed import Packed, pack

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
    return dict(found.committed), frozenset(found.touched)


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


class Box:
    """A container's layer on a disk, changed at random and committed with and without what was kept."""

    def __init__(self, cache: Path, upper: Path, seed: int) -> None:
        self.cache, self.upper, self.chance = cache, upper, Random(seed)
        self.line: list[Snapshot] = []
        self.before: Tree = TREE
        tree_cache.store(tree_cache.location(cache / "empty", BASE.layers), TREE)
        for folder in ("etc", "opt", "opt/in"):
            (upper / folder).mkdir()

    def change(self) -> None:
        files = sorted(path for path in self.upper.rglob("*") if path.is_file() and not path.is_symlink())
        folder = self.chance.choice([self.upper / "opt", self.upper / "opt" / "in", self.upper / "etc"])
        match self.chance.randrange(10 if files else 4):
            case 0 | 1:
                (folder / f"new{self.chance.randrange(9)}").write_bytes(self.chance.randbytes(3))
            case 2:
                (self.upper / "etc" / "a").write_bytes(self.chance.randbytes(1))
            case 3:
                (self.upper / "etc" / "a").unlink(missing_ok=True)
                os.mknod(self.upper / "etc" / "a", stat.S_IFCHR)  # refused to those who are not root
            case 4:
                self.chance.choice(files).write_bytes(self.chance.randbytes(2))
            case 5:
                self.chance.choice(files).unlink()
            case 6:
                self.chance.choice(files).chmod(self.chance.choice([0o600, 0o755]))
            case 7:
                os.utime(self.chance.choice(files), (1, self.chance.randrange(2)))
            case 8:
                self.chance.choice(files).replace(folder / "moved")
            case 9:
                (link := folder / f"link{self.chance.randrange(2)}").unlink(missing_ok=True)
                link.hardlink_to(self.chance.choice([file for file in files if file != link] or [self.upper / "etc"]))

    def commit(self) -> None:
        number, names = len(self.line) + 1, NameMask(lambda: b"")
        kept = state(self.cache, self.line)
        scan = kept.scan("box")
        layer = read_layer_dir(self.upper, last=kept.committed, scan=scan)
        found = container_state(kept, [layer], names, scan=scan)
        plain = committed_state(_Engine(), BASE, self.line, self.cache / "empty")  # type: ignore[arg-type]
        expected = container_state(plain, [read_layer_dir(self.upper)], names)
        assert found.changes == expected.changes
        assert dict(found.tree) == dict(expected.tree)
        assert (found.paths is not None) == (number > 1)
        if number > 1:
            before = kept.image([f"layer {number - 1}"])
            assert before is not None
            assert dict(before) == dict(self.before)
            assert difference(before, found.tree, layer, found.paths) == difference(self.before, found.tree, layer)
        self.line.append(snapshot(number, *found.changes))
        self.before = found.tree
        keep_committed(kept, BASE, self.line, self.cache, Seen(found, scan, "box", [f"layer {number}"]))


@pytest.mark.parametrize("seed", range(12))
def test_what_is_kept_gives_the_same_changes_and_the_same_layer(
    cache: Path, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    box = Box(cache, tmp_path_factory.mktemp("upper"), seed)
    for _ in range(12):
        for _ in range(box.chance.randrange(1, 5)):
            with suppress(OSError):  # a link to a directory, or to one that is deleted
                box.change()
        box.commit()
    assert len(list(cache.glob("*.state"))) == 1


def test_what_is_kept_of_another_container_or_image_is_not_used(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "upper").mkdir()
    box = Box(cache, tmp_path / "upper", 1)
    box.change()
    box.commit()
    kept = state(cache, box.line)
    assert kept.scan("box").compares
    assert not kept.scan("other").compares
    assert kept.image(["layer 1"]) is not None
    assert kept.image(["layer 2"]) is None


def test_names_that_hold_secrets_are_not_kept(cache: Path) -> None:
    before = state(cache, ())
    masked = ContainerState(Packed({"/secret": pack(entry("1"))}), [], {}, {}, masked=True)
    keep_committed(before, BASE, LINE[:1], cache, Seen(masked, LastScan(), "box", ["layer"]))
    (file,) = cache.glob("*.state")
    assert b"/secret" not in file.read_bytes()
    assert state(cache, LINE[:1]).image(["layer"]) is None
