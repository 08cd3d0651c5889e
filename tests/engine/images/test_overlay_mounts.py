from __future__ import annotations

import os
from pathlib import Path

import pytest

from snapshotter.engine.api import Engine
from snapshotter.engine.images import overlay_mounts
from snapshotter.engine.images.overlay_mounts import Layers, is_plain, mounts, of_container

IDENT = "5d1c9a7f0b3e48264fd2a1c07be9835610cfe2d4a8b7966e3f50217dc4ab8e93"


def row(options: str, point: str = "/x", root: str = "/", device: str = "0:65", kind: str = "overlay") -> bytes:
    return f"103 48 {device} {root} {point} rw,relatime shared:12 - {kind} overlay rw,{options}\n".encode()


def found(options: str) -> tuple[str, tuple[str, ...]]:
    (mount,) = mounts(row(options))
    return mount.upper, mount.lower


@pytest.mark.parametrize(
    ("options", "upper", "lower"),
    [
        ("lowerdir=/s/2/fs:/s/1/fs,upperdir=/s/3/fs,workdir=/s/3/work", "/s/3/fs", ("/s/2/fs", "/s/1/fs")),
        # of an engine that gives many layers relative to where they all are
        ("lowerdir=2/fs:1/fs,upperdir=/s/3/fs,workdir=/s/3/work,uuid=on", "/s/3/fs", ("2/fs", "1/fs")),
        # of the kernel's newer calls, by which layers are given one by one
        ("upperdir=/s/3/fs,lowerdir+=/s/2:x/fs,lowerdir+=/s/1/fs", "/s/3/fs", ("/s/2:x/fs", "/s/1/fs")),
        # names with a blank, a comma, a backslash, a colon
        (r"lowerdir=/a\040b\054c/fs:/d\134\134e\134:f,upperdir=/u\134v", "/u\\v", ("/a b,c/fs", "/d\\e:f")),
        # layers that only hold data for the layers above
        ("lowerdir=/s/2/fs::/s/1/fs,upperdir=/s/3/fs", "/s/3/fs", ()),
        ("lowerdir+=/s/2/fs,datadir+=/s/1/fs,upperdir=/s/3/fs", "/s/3/fs", ()),
    ],
)
def test_options_of_a_mount(options: str, upper: str, lower: tuple[str, ...]) -> None:
    assert found(options) == (upper, lower)


def test_rows_that_are_no_whole_overlay_are_passed_over() -> None:
    table = (
        row("upperdir=/a", kind="ext4")
        + row("upperdir=/a", root="/etc")  # a part of one, mounted elsewhere
        + row("lowerdir=/a:/b")  # read-only
        + row("upperdir=a")
        + b"no row\n\n" * 2
        + row("upperdir=/one", "/p")
        + row("upperdir=/two", "/p")
    )
    assert [mount.upper for mount in mounts(table)] == ["/two", "/one"]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Directories like those of an engine; a link stands for the mount, since it shows the same directory."""
    for number in ("1", "2", "3", "4"):
        (tmp_path / "snapshots" / number / "fs").mkdir(parents=True)
    (tmp_path / "rootfs").mkdir()
    (tmp_path / "rootfs" / IDENT).symlink_to(tmp_path / "snapshots/3/fs")
    return tmp_path


def told(store: Path, monkeypatch: pytest.MonkeyPatch, upper: str, lower: str, device: int | None = None) -> None:
    number = store.stat().st_dev if device is None else device
    table = row(
        f"lowerdir={lower},upperdir={upper}",
        f"{store}/rootfs/{IDENT}",
        device=f"{os.major(number)}:{os.minor(number)}",
    )
    monkeypatch.setattr(overlay_mounts, "_table", lambda process: table if process == "self" else b"")


def test_the_layers_of_a_mounted_container(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = store / "snapshots"
    expected = Layers(snapshots / "3/fs", (snapshots / "1/fs", snapshots / "2/fs"))
    for lower in (f"{snapshots}/2/fs:{snapshots}/1/fs", "2/fs:1/fs"):
        told(store, monkeypatch, f"{snapshots}/3/fs", lower)
        assert of_container(IDENT, 0, "", None) == expected
    assert of_container(IDENT.replace("3", "4"), 0, "", None) is None


def test_a_directory_that_is_not_the_mounted_one_is_never_read(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots = store / "snapshots"
    for upper in (f"{snapshots}/4/fs", "/etc", f"{store}/rootfs/{IDENT}", f"{snapshots}/9/fs", "/\udcff\0"):
        told(store, monkeypatch, upper.encode("utf-8", "replace").decode(), "2/fs")
        assert of_container(IDENT, 0, "", None) is None
    told(store, monkeypatch, f"{snapshots}/3/fs", "2/fs", device=os.makedev(0, 77))  # mounted over meanwhile
    assert of_container(IDENT, 0, "", None) is None


def test_the_table_of_a_process_counts_only_where_it_is_the_containers(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path("/").stat()
    table = row("lowerdir=2/fs,upperdir=/", "/", device=f"{os.major(own.st_dev)}:{os.minor(own.st_dev)}")
    monkeypatch.setattr(overlay_mounts, "_table", lambda process: table if process == os.getpid() else b"")
    assert of_container(IDENT, os.getpid(), "", None) is None
    monkeypatch.setattr(overlay_mounts, "belongs_to", lambda pid, ident: pid == os.getpid())
    found = of_container(IDENT, os.getpid(), "", None)
    assert found is not None
    assert found.upper == Path("/")
    # what is in it is a path of this process's view, never one of the container's
    assert of_container(IDENT, os.getpid(), "/proc/self/root", 1) is None


def test_a_path_in_another_view_has_no_links(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/link").symlink_to("/etc")
    (tmp_path / "a/file").write_text("")
    view = str(tmp_path)
    assert is_plain(view, "/a/b")
    for path in ("/a/link", "/a/link/apt", "/a/file", "/a/none", "/a/../a", "/a/\0"):
        assert not is_plain(view, path)


@pytest.mark.engine
def test_the_table_tells_what_the_engine_tells(engine: Engine, box: str) -> None:
    container = engine.container(box)
    if container.upper is None:
        pytest.skip("the engine's storage cannot be read in place here")
    pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]  # noqa: PTH208
    pid = next((pid for pid in pids if overlay_mounts.belongs_to(pid, container.id)), None)
    found = of_container(container.id, pid, "", None) if pid else None
    if found is None:
        pytest.skip("the engine has another view of the processes or file systems")
    assert found.upper.samefile(container.upper)
    assert all(directory.is_dir() for directory in found.lower)
    assert len(found.lower) - len(engine.layer_dirs(container.image) or ()) in (0, 1)
