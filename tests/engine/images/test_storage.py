"""Layers in containerd's store, whose databases are written here as containerd writes them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from snapshotter.engine.images import containerd_snapshots, overlay_mounts, storage
from snapshotter.engine.images.overlay_mounts import Layers
from snapshotter.engine.images.storage import Storage
from tests.engine.images.test_bolt import Tree, Writer

IDENT = "5d1c9a7f0b3e48264fd2a1c07be9835610cfe2d4a8b7966e3f50217dc4ab8e93"
DIFFS = ["sha256:" + letter * 64 for letter in "ab"]
DRIVER_STATUS = [["driver-type", "io.containerd.snapshotter.v1"]]


class Store:
    """An engine's directory with a base image of two layers, a container of it, and images."""

    def __init__(self, place: Path, namespace: str = "moby") -> None:
        self.data = place / "docker"
        self.root = self.data / "containerd/daemon"
        self.keys: dict[str, tuple[int, str, bytes]] = {}
        self.namespace = namespace
        self.status: dict[str, Any] = {"Driver": "overlayfs", "DriverStatus": DRIVER_STATUS}
        self.status |= {"DockerRootDir": str(self.data)}
        for number, key in enumerate(containerd_snapshots.chain_ids(DIFFS), start=1):
            self.add(key, number, b"\x03")
        self.add(f"{IDENT}-init", 298, b"\x03")
        self.upper = self.add(IDENT, 299, b"\x02")

    def add(self, key: str, number: int, kind: bytes) -> Path:
        """Add a snapshot and return its directory."""
        self.keys[key] = (number, f"{self.namespace}/{number + 3}/{key}", kind)
        made = self.root / "io.containerd.snapshotter.v1.overlayfs/snapshots" / str(number) / "fs"
        made.mkdir(parents=True, exist_ok=True)
        known: Tree = {key.encode(): {b"name": name.encode()} for key, (_, name, _) in self.keys.items()}
        self._write(
            "io.containerd.metadata.v1.bolt/meta.db", {self.namespace.encode(): {b"snapshots": {b"overlayfs": known}}}
        )
        own: Tree = {
            name.encode(): {b"id": _uvarint(number), b"kind": kind} for number, name, kind in self.keys.values()
        }
        self._write("io.containerd.snapshotter.v1.overlayfs/metadata.db", {b"snapshots": own})
        return made

    def _write(self, name: str, tree: Tree) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        made = Writer()
        made.write({b"v1": tree}, 5)
        made.save(self.root / name)

    def storage(self) -> Storage:
        return Storage(None, lambda: self.status)

    def container(self, pid: int = 0) -> Mapping[str, Any]:
        return {
            "Id": IDENT,
            "Driver": "overlayfs",
            "GraphDriver": {"Name": "overlayfs", "Data": None},
            "HostsPath": f"{self.data}/containers/{IDENT}/hosts",
            "State": {"Pid": pid},
            "Image": "sha256:base",
        }


def _uvarint(number: int) -> bytes:
    return bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])


def image(diff_ids: list[str], ident: str = "sha256:1") -> Mapping[str, Any]:
    return {"Id": ident, "RootFS": {"Layers": diff_ids}}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(overlay_mounts, "_table", lambda process: b"")
    return Store(tmp_path)


def mounted(store: Store, monkeypatch: pytest.MonkeyPatch, layers: Layers | None) -> None:
    monkeypatch.setattr(overlay_mounts, "of_container", lambda ident, pid, view, engine: layers)


def test_a_container_that_does_not_run_is_found_by_its_id(store: Store) -> None:
    assert store.storage().of_container(store.container()) == store.upper
    other = {**store.container(), "Id": IDENT[::-1]}
    assert store.storage().of_container(other) is None
    assert store.storage().of_container({**store.container(), "Id": f"{IDENT}-init"}) is None, "not writable"


def test_a_running_container_is_found_in_the_table_of_mounts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    mounted(store, monkeypatch, Layers(store.upper, ()))
    assert store.storage().of_container(store.container(os.getpid())) == store.upper


def test_two_sources_that_differ_are_not_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    mounted(store, monkeypatch, Layers(store.add("other", 300, b"\x02"), ()))
    assert store.storage().of_container(store.container(os.getpid())) is None


def test_a_running_container_whose_mount_is_not_found_is_not_read(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overlay_mounts, "belongs_to", lambda pid, ident: pid == os.getpid())
    assert store.storage().of_container(store.container(os.getpid())) is None
    assert store.storage().of_container(store.container()) == store.upper


def test_images_are_found_layer_by_layer(store: Store) -> None:
    snapshots = store.root / "io.containerd.snapshotter.v1.overlayfs/snapshots"
    assert store.storage().of_image(image(DIFFS)) == [snapshots / "1/fs", snapshots / "2/fs"]
    assert store.storage().of_image(image(DIFFS[:1])) == [snapshots / "1/fs"]
    assert store.storage().of_image(image(DIFFS[1:])) is None
    assert store.storage().of_image(image([])) is None
    (snapshots / "1/fs").rmdir()
    assert store.storage().of_image(image(DIFFS)) is None


def test_the_namespace_is_the_one_that_the_engine_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path, "other")
    assert store.storage().of_container(store.container()) is None
    store.status["Containerd"] = {"Namespaces": {"Containers": "other"}}
    assert store.storage().of_container(store.container()) == store.upper


def test_where_containerd_has_a_place_of_its_own_a_mount_shows_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.root.rename(tmp_path / "elsewhere")
    (store.data / "containers").mkdir()
    snapshots = tmp_path / "elsewhere/io.containerd.snapshotter.v1.overlayfs/snapshots"
    kept = store.storage()
    assert kept.of_container(store.container()) is None
    mounted(store, monkeypatch, Layers(snapshots / "299/fs", ()))
    assert kept.of_container(store.container(os.getpid())) == snapshots / "299/fs"
    assert kept.of_image(image(DIFFS)) == [snapshots / "1/fs", snapshots / "2/fs"]


def test_without_readable_databases_the_mount_has_the_layers(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in store.root.rglob("*.db"):
        file.write_bytes(b"another format")
    snapshots = store.root / "io.containerd.snapshotter.v1.overlayfs/snapshots"
    lower = tuple(snapshots / name / "fs" for name in ("1", "2", "298"))
    mounted(store, monkeypatch, Layers(store.upper, lower))
    kept = store.storage()
    assert kept.of_container(store.container(os.getpid())) == store.upper
    assert kept.of_image(image(DIFFS, "sha256:base")) == list(lower[:2])
    assert kept.of_image(image(DIFFS[:1], "sha256:base")) is None, "more layers than the engine adds"
    assert kept.of_image(image(DIFFS, "sha256:other")) is None
    mounted(store, monkeypatch, None)
    assert store.storage().of_container(store.container()) is None


def test_what_hinders_reading_in_place(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here = Storage(tmp_path / "engine.sock", lambda: store.status)
    assert here.hindrance(store.status) == ""
    assert "another machine" in store.storage().hindrance(store.status)
    assert "virtual machine" in here.hindrance({**store.status, "DockerRootDir": "/nowhere/docker"})
    assert "maps users" in here.hindrance({**store.status, "SecurityOptions": ["name=rootless"]})
    assert "stargz" in here.hindrance({**store.status, "Driver": "stargz"})
    assert "vfs" in here.hindrance({"DockerRootDir": str(store.data), "Driver": "vfs"})
    assert here.hindrance({"DockerRootDir": str(store.data), "Driver": "overlay2"}) == ""
    monkeypatch.setattr("os.access", lambda *_: False)
    assert "only root" in here.hindrance(store.status)


def test_the_view_of_the_process_that_answers(tmp_path: Path) -> None:
    """A process with a mount namespace of its own, as an engine may have, in which a directory is mounted."""
    (tmp_path / "data/inner").mkdir(parents=True)
    (tmp_path / "other/inside").mkdir(parents=True)
    script = (
        "import socket, sys; s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); print(flush=True);"
        "input()"
    )
    mount = f"mount --bind {tmp_path}/other {tmp_path}/data && exec {sys.executable} -c '{script}' {tmp_path}/sock"
    with subprocess.Popen(
        ["unshare", "-m", "sh", "-c", mount], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stdin
        if not process.stdout.readline():
            pytest.skip("this machine lets no mount namespace be made")
        try:
            kept = Storage(tmp_path / "sock", dict)
            assert not kept.exists(f"{tmp_path}/data/nothing")
            assert kept.exists(f"{tmp_path}/data/inner"), "this process's own view comes first"
            assert kept.exists(f"{tmp_path}/data/inside")
            graph = {"GraphDriver": {"Name": "overlay2", "Data": {"UpperDir": f"{tmp_path}/data/inside"}}}
            upper = kept.of_container(graph)
            assert upper is not None
            assert upper.samefile(tmp_path / "other/inside")
            assert kept.of_image(graph) == [upper]
        finally:
            process.stdin.close()


def test_a_process_with_this_processs_own_view_is_not_asked(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "sock"))
        listening.listen()
        assert storage._answering(tmp_path / "sock") is None
    assert storage._answering(tmp_path / "none") is None
