from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from snapshotter.engine import containers, generated_files
from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.connect.here import is_here, may_be_here, sees_same_files

HERE = Endpoint("unix:///var/run/docker.sock", "default socket")
ID = "b3244bc7-7c44-4405-bb2f-50cf5fe53a4c"


def described(root: Path, **other: str) -> dict[str, object]:
    return {"DockerRootDir": str(root), "ID": ID, "KernelVersion": os.uname().release, **other}


@pytest.mark.parametrize(
    "endpoint",
    [
        Endpoint("unix:///home/me/.docker/desktop/docker.sock", "docker context 'desktop-linux'"),
        Endpoint("unix:///home/me/.docker/run/docker.sock", "DOCKER_HOST"),
        Endpoint("unix:///home/me/.colima/default/docker.sock", "docker context 'colima'"),
        Endpoint("unix:///home/me/.local/share/containers/podman/machine/qemu/podman.sock", "DOCKER_HOST"),
        Endpoint("unix:///tmp/snap-ssh-x/docker.sock", "DOCKER_HOST", relayed="ssh://far"),
        Endpoint("tcp://far:2376", "DOCKER_HOST"),
    ],
)
def test_engines_of_other_machines_and_virtual_ones_have_no_storage_here(endpoint: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "engine-id").write_text(ID)
    assert not may_be_here(endpoint)
    assert not is_here(endpoint, described(tmp_path))


def test_a_link_to_the_socket_of_docker_desktop_is_seen_through(tmp_path: Path) -> None:
    link = tmp_path / "docker.sock"
    link.symlink_to("/home/me/.docker/run/docker.sock")
    assert not may_be_here(Endpoint(f"unix://{link}", "default socket"))
    other = tmp_path / ".docker" / "desktop" / "docker.sock"
    other.parent.mkdir(parents=True)
    other.symlink_to(tmp_path / "relay.sock")
    assert not may_be_here(Endpoint(f"unix://{other}", "docker context 'desktop-linux'"))


def test_the_identity_in_the_storage_decides(tmp_path: Path) -> None:
    assert not is_here(HERE, described(tmp_path))  # an engine with such an identity has it in a file
    (tmp_path / "engine-id").write_text(ID)
    assert is_here(HERE, described(tmp_path))
    (tmp_path / "engine-id").write_text(ID.replace("b", "c"))
    assert not is_here(HERE, described(tmp_path))


def test_older_engines_and_podman_have_no_such_file(tmp_path: Path) -> None:
    assert is_here(HERE, described(tmp_path, ID="IPSF:RFIK:3PXX:VSCW:CMZX:RP2O:4JHG:4E4E:MQI3:UTMD:AWXV:DYAK"))
    assert is_here(HERE, described(tmp_path, BuildahVersion="1.43.2"))


@pytest.mark.parametrize("other", [{"OperatingSystem": "Docker Desktop"}, {"KernelVersion": "6.10.14-linuxkit"}])
def test_what_an_engine_tells_of_its_machine(tmp_path: Path, other: dict[str, str]) -> None:
    (tmp_path / "engine-id").write_text(ID)
    assert not is_here(HERE, described(tmp_path, **other))


class OneContainer:
    """A client whose engine has one container; its volume, layer and files are in `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def inspect_container(self, _ident: str) -> dict[str, object]:
        return {
            "Id": "c",
            "HostsPath": str(self.root / "containers" / "c" / "hosts"),
            "GraphDriver": {"Name": "overlay2", "Data": {"UpperDir": str(self.root / "overlay2" / "u" / "diff")}},
            "Mounts": [{"Type": "volume", "Name": "data", "Source": str(self.root / "volumes"), "Destination": "/d"}],
        }


def test_a_volume_is_read_here_only_where_the_containers_own_files_are(tmp_path: Path) -> None:
    (tmp_path / "volumes").mkdir()
    client = OneContainer(tmp_path)
    inspect = containers.inspect
    assert inspect(client, "c", in_place=lambda: True).mounts[0].place is None  # type: ignore[arg-type]
    (tmp_path / "containers" / "c").mkdir(parents=True)
    (tmp_path / "containers" / "c" / "hosts").write_text("127.0.0.1 localhost\n")
    assert inspect(client, "c", in_place=lambda: True).mounts[0].place == tmp_path / "volumes"  # type: ignore[arg-type]


def test_without_an_engine_here_nothing_is_read_at_its_paths(tmp_path: Path) -> None:
    (tmp_path / "overlay2" / "u" / "diff").mkdir(parents=True)
    (tmp_path / "containers" / "c").mkdir(parents=True)
    (tmp_path / "containers" / "c" / "hosts").write_text("127.0.0.1 localhost\n")
    client = OneContainer(tmp_path)
    here = containers.inspect(client, "c", in_place=lambda: True)  # type: ignore[arg-type]
    there = containers.inspect(client, "c", in_place=lambda: True, here=False)  # type: ignore[arg-type]
    assert here.generated is not None and generated_files.read_in_place(here.generated)
    assert there.generated is not None and generated_files.read_in_place(there.generated) is None
    assert (there.upper, there.mounts[0].place) == (None, None)
    assert here.upper is not None


def test_an_engine_sees_the_same_files_where_its_process_has_the_same_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "engine.sock"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()
        endpoint = Endpoint(f"unix://{path}", "a test")
        assert sees_same_files(endpoint)
        monkeypatch.setattr("os.path.samestat", lambda *_: False)
        assert not sees_same_files(endpoint)
    assert not sees_same_files(Endpoint("tcp://192.0.2.1:2375", "a test"))
