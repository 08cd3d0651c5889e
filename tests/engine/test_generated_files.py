"""Which of the files that an engine writes for a container were edited."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from snapshotter.engine.generated_files import (
    HOSTNAME,
    HOSTS,
    RESOLV,
    GeneratedFiles,
    edited,
    of_container,
    read_in_place,
)

DOCKER = """127.0.0.1\tlocalhost
::1\tlocalhost ip6-localhost ip6-loopback
fe00::0\tip6-localnet
ff00::0\tip6-mcastprefix
ff02::1\tip6-allnodes
ff02::2\tip6-allrouters
10.0.0.5\tdb
172.17.0.3\t6e2f7f4d6c34
172.17.0.2\tcache 0d1f2a3b4c5d redis
"""
NAMESERVER = "nameserver 10.0.0.1\n"


def inspected(place: Path = Path("/engine"), **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as the engine's JSON
    return {
        "Name": "/snap-web",
        "HostnamePath": str(place / "hostname"),
        "HostsPath": str(place / "hosts"),
        "ResolvConfPath": str(place / "resolv.conf"),
        "Config": {"Hostname": "6e2f7f4d6c34", "Domainname": ""},
        "HostConfig": {
            "NetworkMode": "default",
            "ExtraHosts": ["db:10.0.0.5"],
            "Links": ["/redis:/snap-web/cache", "/0d1f2a3b4c5d:/snap-web/x"],
        },
        **more,
    }


@pytest.fixture
def files(tmp_path: Path) -> GeneratedFiles:
    (tmp_path / "hostname").write_text("6e2f7f4d6c34\n")
    (tmp_path / "hosts").write_text(DOCKER)
    (tmp_path / "resolv.conf").write_text(NAMESERVER)
    (tmp_path / "resolv.conf.hash").write_text("sha256:" + hashlib.sha256(NAMESERVER.encode()).hexdigest())
    found = of_container(inspected(tmp_path))
    assert found is not None
    return found


def found(files: GeneratedFiles, first_resolv: str = "") -> list[str]:
    contents = read_in_place(files)
    assert contents is not None
    return sorted(edited(files, contents, first_resolv))


def test_files_as_the_engine_wrote_them_are_not_edited(files: GeneratedFiles) -> None:
    assert found(files) == []


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (HOSTNAME, "web\n"),
        (HOSTS, DOCKER + "10.0.0.9 mirror\n"),
        (HOSTS, DOCKER.replace("127.0.0.1\tlocalhost", "127.0.0.1\tlocalhost web")),
        (HOSTS, DOCKER.partition("\n")[2]),
        (RESOLV, NAMESERVER + "search example.org\n"),
        (RESOLV, ""),
    ],
)
def test_what_a_person_writes_is_noticed(files: GeneratedFiles, path: str, content: str) -> None:
    files.places[path].write_text(content)
    assert found(files) == [path]


def test_comments_and_order_do_not_matter(files: GeneratedFiles) -> None:
    lines = DOCKER.splitlines(keepends=True)
    files.places[HOSTS].write_text("# 10.0.0.9 mirror\n\n" + "".join(reversed(lines)))
    assert found(files) == []


def test_a_stopped_container_keeps_the_address_that_it_had(files: GeneratedFiles) -> None:
    files.places[HOSTS].write_text(DOCKER.replace("172.17.0.3", "172.17.0.9"))
    assert found(files) == []


def test_without_the_digest_of_the_engine_the_first_look_decides(files: GeneratedFiles) -> None:
    first = hashlib.sha256(NAMESERVER.encode()).hexdigest()
    files.places[RESOLV].with_name("resolv.conf.hash").unlink()
    assert found(files, first) == []
    files.places[RESOLV].write_text("nameserver 8.8.8.8\n")
    assert found(files, first) == [RESOLV]
    assert found(files) == []  # it is not known what it was


def test_dockers_own_name_server_is_known_by_the_first_look_alone(files: GeneratedFiles) -> None:
    embedded = "nameserver 127.0.0.11\noptions ndots:0\n"
    first = hashlib.sha256(embedded.encode()).hexdigest()
    files.places[RESOLV].write_text(embedded)  # the digest that Docker keeps is still that of the first form
    assert found(files) == found(files, first) == []
    files.places[RESOLV].write_text(embedded + "search example.org\n")
    assert found(files, first) == [RESOLV]
    files.places[RESOLV].write_text(NAMESERVER)  # as on the default network
    assert found(files, first) == []


def test_files_that_this_process_cannot_read(files: GeneratedFiles) -> None:
    files.places[HOSTS].unlink()
    assert read_in_place(files) is None


def test_a_container_in_the_network_of_another_has_the_files_of_that_one() -> None:
    assert of_container(inspected(HostConfig={"NetworkMode": "container:0123"})) is None
    assert of_container({"Name": "/x"}) is None


def test_hosts_copied_from_the_machine_are_not_edited(files: GeneratedFiles) -> None:
    machine = Path("/etc/hosts").read_text()
    files.places[HOSTS].write_text(machine + "10.88.0.2\thost.containers.internal\n10.88.0.3\tsnap-web\n")
    contents = read_in_place(files) or {}
    assert list(edited(files, contents, podman=True)) == []
    shared = of_container(inspected(HostConfig={"NetworkMode": "host"}))
    assert shared is not None
    assert list(edited(shared, {HOSTS: machine.encode()})) == []
    assert list(edited(shared, {HOSTS: machine.encode() + b"10.0.0.9 mirror\n"})) == [HOSTS]
