from __future__ import annotations

import errno
import hashlib
import io
import os
import socket
import tarfile
from pathlib import Path

import pytest

from snapshotter.errors import LayerError
from snapshotter.rootfs.layer import openat
from snapshotter.rootfs.layer.from_tar import NotInPlace, read_layer_dir, read_layer_tar
from snapshotter.rootfs.layer.tap import Keep


def mark(path: Path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        pytest.skip(f"this file system keeps no attribute {name}: {error.strerror}")


def test_every_kind_with_its_attributes(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir(mode=0o700)
    (tmp_path / "etc/motd").write_bytes(b"hello\n")
    (tmp_path / "etc/motd").chmod(0o4755)
    (tmp_path / "etc/link").symlink_to(os.fsdecode(b"t\xff"))
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / os.fsdecode(b"bad\xffname\n")).write_bytes(b"")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
    layer = read_layer_dir(tmp_path)
    entries = layer.entries
    assert set(entries) == {"/etc", "/etc/motd", "/etc/link", "/pipe", "/bad\udcffname\n", "/s"}
    assert (entries["/etc"].kind, entries["/etc"].mode) == ("directory", 0o700)
    assert (entries["/etc/motd"].mode, entries["/etc/motd"].size) == (0o4755, 6)
    assert entries["/etc/motd"].digest == hashlib.sha256(b"hello\n").hexdigest()
    assert entries["/etc/motd"].uid == os.getuid()
    assert entries["/etc/motd"].ctime_ns == (tmp_path / "etc/motd").stat().st_ctime_ns
    assert entries["/etc/link"].link == "t\udcff"
    assert (entries["/pipe"].kind, entries["/s"].kind) == ("fifo", "socket")


def test_hard_links_form_a_group(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"x")
    (tmp_path / "a").hardlink_to(tmp_path / "b")
    outside = tmp_path / "lone"
    outside.write_bytes(b"x")
    assert {path: entry.hardlink for path, entry in read_layer_dir(tmp_path).entries.items()} == {
        "/a": "/a",
        "/b": "/a",
        "/lone": "",
    }


def test_marks_of_the_overlay_driver(tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir()
    mark(tmp_path / "hidden", "user.overlay.opaque", b"y")
    (tmp_path / "seen").mkdir()
    mark(tmp_path / "seen", "user.overlay.opaque", b"x")
    (tmp_path / "seen/gone").write_bytes(b"")
    mark(tmp_path / "seen/gone", "user.overlay.whiteout", b"y")
    (tmp_path / "kept").write_bytes(b"")
    mark(tmp_path / "kept", "user.colour", b"red")
    mark(tmp_path / "kept", "user.overlay.origin", b"\0\1")
    layer = read_layer_dir(tmp_path)
    assert layer.opaque == {"/hidden"}
    assert layer.whiteouts == {"/seen/gone"}
    assert layer.entries["/kept"].xattrs == (("user.colour", b"red".hex()),)
    assert layer.deleted_ns["/seen/gone"] <= (tmp_path / "seen").stat().st_ctime_ns


def test_a_device_0_0_is_a_whiteout(tmp_path: Path) -> None:
    try:
        os.mknod(tmp_path / "gone", 0o600 | 0o020000, os.makedev(0, 0))
    except PermissionError:
        pytest.skip("needs the right to make device nodes")
    layer = read_layer_dir(tmp_path)
    assert layer.whiteouts == {"/gone"}
    assert not layer.entries


@pytest.mark.parametrize("name", ["user.overlay.metacopy", "user.overlay.redirect"])
def test_layers_that_point_below_are_not_read_in_place(tmp_path: Path, name: str) -> None:
    (tmp_path / "a").write_bytes(b"")
    mark(tmp_path / "a", name, b"/b")
    with pytest.raises(NotInPlace):
        read_layer_dir(tmp_path)


def test_same_layer_as_its_tar(tmp_path: Path) -> None:
    (tmp_path / "d/e").mkdir(parents=True)
    (tmp_path / "d/a").write_bytes(b"x" * 3000)
    (tmp_path / "d/e/b").hardlink_to(tmp_path / "d/a")
    (tmp_path / "link").symlink_to("d")
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(3 << 20)
    for path in tmp_path.rglob("*"):
        os.utime(path, (1, 7), follow_symlinks=False)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.add(tmp_path, arcname=".")
    out.seek(0)
    from_tar = read_layer_tar(out).entries
    in_place = read_layer_dir(tmp_path).entries
    assert {
        path: (e.kind, e.mode, e.uid, e.size, e.digest, e.link, e.mtime_ns, e.hardlink) for path, e in in_place.items()
    } == {
        path: (e.kind, e.mode, e.uid, e.size, e.digest, e.link, e.mtime_ns, e.hardlink) for path, e in from_tar.items()
    }


def test_files_removed_during_the_reading_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"")
    (tmp_path / "b").write_bytes(b"")

    def open_file(directory: int, name: str | bytes) -> int:
        if name == "a":
            raise FileNotFoundError(errno.ENOENT, "gone", name)
        return os.open(name, os.O_RDONLY, dir_fd=directory)

    monkeypatch.setattr(openat, "open_file", open_file)
    assert set(read_layer_dir(tmp_path).entries) == {"/b"}


def test_what_cannot_be_read_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"")

    def refuse(directory: int, name: str | bytes) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", name)

    monkeypatch.setattr(openat, "open_file", refuse)
    with pytest.raises(LayerError, match="Permission denied"):
        read_layer_dir(tmp_path)
    with pytest.raises(LayerError, match="No such file"):
        read_layer_dir(tmp_path / "absent")


def test_directories_deeper_than_a_path_can_be_long(tmp_path: Path) -> None:
    current = os.open(tmp_path, os.O_RDONLY)
    for _ in range(40):
        os.mkdir("d" * 200, dir_fd=current)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=current)
        os.close(current)
        current = below
    os.close(current)
    assert max(path.count("/") for path in read_layer_dir(tmp_path).entries) == 40


def test_a_tap_reads_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * (3 << 20))
    keep = Keep(lambda path, size: True)
    read_layer_dir(tmp_path, tap=keep)
    assert keep.found() == {"/a": b"x" * (3 << 20)}


def test_reading_never_follows_a_link(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    root = tmp_path / "root"
    (root / "real").mkdir(parents=True)
    (root / "real/file").write_bytes(b"fine")
    (root / "link").symlink_to("..")
    (root / "real/link").symlink_to("../../secret")
    os.mkfifo(root / "pipe")
    assert openat.read_file(root, "/real/file", 10) == b"fine"
    assert openat.read_file(root, "/absent/file", 10) is None
    for path in ("/link/secret", "/real/link", "/pipe", "/real"):
        with pytest.raises(openat.NotThatFile):
            openat.read_file(root, path, 10)
    with pytest.raises(openat.NotThatFile):
        openat.read_file(root, "/real/file", 3)


def test_visits_open_each_directory_once_and_follow_no_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    root = tmp_path / "root"
    for path in ("a/one", "a/two", "b/one", "top"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path)
    (root / "link").symlink_to("..")
    os.mkfifo(root / "a/pipe")
    opened: list[tuple[bytes, ...]] = []
    open_directory = openat.open_directory

    def counted(descriptor: int, parts: list[bytes]) -> int:
        opened.append(tuple(parts))
        return open_directory(descriptor, parts)

    monkeypatch.setattr(openat, "open_directory", counted)
    keep = Keep(lambda path, size: True)
    before = len(list(Path("/proc/self/fd").iterdir()))
    visits = openat.Visits(root)
    assert [visits.visit(path, keep) for path in ("/a/one", "/a/two", "/a/no", "/b/one", "/top", "/no/x")] == [
        True,
        True,
        False,
        True,
        True,
        False,
    ]
    for path in ("/link/secret", "/a/pipe", "/a/one/x", "/a"):
        with pytest.raises(openat.NotThatFile):
            visits.visit(path, keep)
    visits.close()
    visits.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert keep.found() == {path: path[1:].encode() for path in ("/a/one", "/a/two", "/b/one", "/top")}
    assert opened[:4] == [(b"a",), (b"b",), (), (b"no",)]


@pytest.mark.parametrize("data", [(), (0,), (5 << 20,), ((9 << 20) - 4,), (1, 3 << 20, 7 << 20)])
def test_a_file_with_holes_has_the_digest_of_a_plain_read(tmp_path: Path, data: tuple[int, ...]) -> None:
    file = tmp_path / "disk.img"
    with file.open("wb") as disk:
        disk.truncate(9 << 20)
        for at in data:
            disk.seek(at)
            disk.write(b"data")
    assert file.stat().st_blocks * 512 < 9 << 20, "the file system of the tests keeps no holes"
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    entry = read_layer_dir(tmp_path).entries["/disk.img"]
    assert (entry.size, entry.digest) == (9 << 20, digest)
    assert openat.digest_file(tmp_path, "/disk.img") == digest


def test_holes_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "disk.img").open("wb") as disk:
        disk.truncate(64 << 20)
        disk.seek(32 << 20)
        disk.write(b"data")
    asked: list[int] = []
    read, read_at = os.read, os.pread

    def counted(file: int, count: int) -> bytes:
        asked.append(count)
        return read(file, count)

    def counted_at(file: int, count: int, at: int) -> bytes:
        asked.append(count)
        return read_at(file, count, at)

    monkeypatch.setattr(os, "read", counted)
    monkeypatch.setattr(os, "pread", counted_at)
    keep = Keep(lambda path, size: True)
    entry = read_layer_dir(tmp_path, tap=keep).entries["/disk.img"]
    assert entry.size == 64 << 20
    assert len(keep.found()["/disk.img"]) == 64 << 20
    assert 0 < sum(asked) <= 1 << 20


def test_a_file_with_holes_that_is_shortened_while_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "disk.img"
    with file.open("wb") as disk:
        disk.truncate(9 << 20)
        disk.seek(6 << 20)
        disk.write(b"data" * 1000)
    pieces: list[bytes] = []

    def shorten(piece: bytes) -> None:
        pieces.append(piece)
        os.truncate(file, 4 << 20)

    entry = read_layer_dir(tmp_path, tap=lambda path, size: shorten).entries["/disk.img"]
    assert entry.digest == hashlib.sha256(b"".join(pieces)).hexdigest()
    assert entry.size == sum(map(len, pieces)) == 6 << 20


def test_without_support_for_holes_all_of_a_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "disk.img"
    with file.open("wb") as disk:
        disk.truncate(3 << 20)

    def refuse(*_: object) -> int:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "lseek", refuse)
    assert openat.digest_file(tmp_path, "/disk.img") == hashlib.sha256(bytes(3 << 20)).hexdigest()
