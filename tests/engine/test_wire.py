"""The verbs that everybody uses do without docker-py, whose import takes as long as a small commit."""

from __future__ import annotations

import subprocess
import sys

import pytest

from snapshotter.engine.images import _pull_name
from snapshotter.engine.wire import _read
from snapshotter.errors import ContainerNotFound, EngineError


@pytest.mark.engine
def test_looking_at_a_container_imports_no_docker_py() -> None:
    program = ("import sys\nfrom snapshotter.engine import connect\nfrom snapshotter.errors import NotFound\n"
               "engine = connect()\nassert engine.info().version\n"
               "try:\n    engine.container('snap-no-such')\nexcept NotFound:\n    pass\n"
               "print(any(name in sys.modules for name in ('docker', 'requests', 'urllib3')))")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_an_answer_is_read() -> None:
    assert _read(b'HTTP/1.0 200 OK\r\nContent-Type: x\r\n\r\n{"Id": "a"}\n') == {"Id": "a"}
    assert _read(b"HTTP/1.1 204 No Content\r\n\r\n") is None


def test_a_refusal_is_our_error() -> None:
    with pytest.raises(ContainerNotFound, match="No such container: x"):
        _read(b'HTTP/1.0 404 Not Found\r\n\r\n{"message":"No such container: x"}')
    with pytest.raises(EngineError):
        _read(b"HTTP/1.0 500 Oh\r\n\r\n")


@pytest.mark.parametrize("cut", [b"", b"HTTP/1.0 200", b"HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n{}"])
def test_an_answer_that_is_cut_off_is_no_answer(cut: bytes) -> None:
    with pytest.raises(ConnectionError):
        _read(cut)


@pytest.mark.parametrize(("reference", "parts"), [
    ("debian", ("debian", "latest")), ("debian:bookworm", ("debian", "bookworm")),
    ("here:5000/a", ("here:5000/a", "latest")), ("here:5000/a:1", ("here:5000/a", "1")),
    ("a@sha256:0f", ("a", "sha256:0f"))])
def test_a_name_is_split_as_the_engine_wants_it(reference: str, parts: tuple[str, str]) -> None:
    assert _pull_name(reference) == parts
