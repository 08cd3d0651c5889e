"""The most common verbs do not import docker-py, which takes as long as a small commit."""

from __future__ import annotations

import subprocess
import sys

import pytest

from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.connect.client import Client, docker_version
from snapshotter.engine.connect.connect import connect
from snapshotter.engine.connect.http import json_value, split_answer
from snapshotter.engine.images.images import _pull_name
from snapshotter.errors import ContainerNotFound, EngineError


@pytest.mark.engine
def test_inspecting_a_container_imports_no_docker_py() -> None:
    program = (
        "import sys\nfrom snapshotter.engine.connect.connect import connect\nfrom snapshotter.errors import NotFound\n"
        "engine = connect()\nassert engine.info().version\n"
        "try:\n    engine.container('snap-no-such')\nexcept NotFound:\n    pass\n"
        "print(any(name in sys.modules for name in ('docker', 'requests', 'urllib3', 'ssl')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def value(answer: bytes) -> object:
    return json_value(*split_answer(answer))


def version(answer: bytes) -> object:
    return docker_version(split_answer(answer)[0])


def test_an_answer_is_read() -> None:
    assert value(b'HTTP/1.0 200 OK\r\nContent-Type: x\r\n\r\n{"Id": "a"}\n') == {"Id": "a"}
    assert value(b"HTTP/1.1 204 No Content\r\n\r\n") is None


def test_a_refusal_is_translated() -> None:
    with pytest.raises(ContainerNotFound, match="no such container: x"):
        value(b'HTTP/1.0 404 Not Found\r\n\r\n{"message":"No such container: x"}')
    with pytest.raises(EngineError):
        value(b"HTTP/1.0 500 Oh\r\n\r\n")


@pytest.mark.parametrize("cut", [b"", b"HTTP/1.0 200", b"HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n{}"])
def test_an_answer_that_is_cut_off_is_an_error(cut: bytes) -> None:
    with pytest.raises(ConnectionError):
        value(cut)


def test_docker_reports_its_version_with_any_answer() -> None:
    answer = b"HTTP/1.0 200 OK\r\nApi-Version: 1.41\r\nServer: Docker/20.10.24+dfsg1 (linux)\r\n\r\nOK"
    assert version(answer) == {"Version": "20.10.24+dfsg1", "ApiVersion": "1.41"}


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.0 200 OK\r\nApi-Version: 1.41\r\nLibpod-Api-Version: 5.4.0\r\nServer: Libpod/5.4.0 (linux)\r\n\r\nOK",
        b"HTTP/1.0 200 OK\r\nServer: Docker/20.10 (linux)\r\n\r\nOK",
        b"HTTP/1.0 200 OK\r\nApi-Version: 1.41\r\n\r\nOK",
        b"HTTP/1.0 403 Forbidden\r\nApi-Version: 1.41\r\nServer: Docker/20.10 (linux)\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n",
    ],
)
def test_other_answers_have_no_version(answer: bytes) -> None:
    assert version(answer) is None


@pytest.mark.engine
def test_the_reported_version_is_the_requested_one() -> None:
    info = connect().info()
    if info.name == "docker" and info.address.startswith("unix://"):
        client = Client(Endpoint(info.address, "a test"), 20)
        requested = client._request_json("GET", "/version")
        assert client.version() == {key: requested[key] for key in ("Version", "ApiVersion")}


@pytest.mark.parametrize(
    ("reference", "parts"),
    [
        ("debian", ("debian", "latest")),
        ("debian:bookworm", ("debian", "bookworm")),
        ("here:5000/a", ("here:5000/a", "latest")),
        ("here:5000/a:1", ("here:5000/a", "1")),
        ("a@sha256:0f", ("a", "sha256:0f")),
    ],
)
def test_a_name_is_split_as_the_engine_takes_it(reference: str, parts: tuple[str, str]) -> None:
    assert _pull_name(reference) == parts
