from __future__ import annotations

import errno
import http.server
import os
import socket
import socketserver
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.connect.connect import UnreachableError, connect, reach
from snapshotter.engine.connect.unreachable import Attempt, not_found_error
from snapshotter.errors import EngineError, EngineNotFound


class Answers(http.server.BaseHTTPRequestHandler):
    """An engine that answers only the request for its version."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = b'{"ApiVersion": "1.41", "Version": "20.10"}' if self.path == "/version" else b'{"message": "no"}'
        self.send_response(200 if self.path == "/version" else 500)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return

    def address_string(self) -> str:
        return ""


class FakeEngine(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[Endpoint]:
    path = tmp_path / "engine.sock"
    with FakeEngine(str(path), Answers) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        yield Endpoint(f"unix://{path}", "a test")
        server.shutdown()


def test_an_engine_that_answers_is_returned(fake: Endpoint) -> None:
    found = reach(fake)
    with pytest.raises(EngineError, match="refused: no"):
        found.image("x")
    found.close()


def test_close_calls_the_closers(fake: Endpoint) -> None:
    closed: list[bool] = []
    reach(fake, lambda: closed.append(True)).close()
    assert closed == [True]


def test_connect_names_the_address_and_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nobody.sock")
    with pytest.raises(EngineNotFound) as failure:
        connect()
    assert f"unix://{tmp_path}/nobody.sock (DOCKER_HOST): No such file or directory" in failure.value.message
    assert "DOCKER_HOST" in failure.value.hint
    assert failure.value.exit_code == 3


def test_a_socket_where_no_process_listens(tmp_path: Path) -> None:
    path = tmp_path / "dead.sock"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    with pytest.raises(UnreachableError) as failure:
        reach(Endpoint(f"unix://{path}", "x"))
    assert failure.value.attempt.number == errno.ECONNREFUSED


def test_a_port_where_no_process_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UnreachableError, match="refused"):
        reach(Endpoint(f"tcp://127.0.0.1:{port}", "x"))


def test_a_server_that_is_not_an_engine(tmp_path: Path) -> None:
    path = tmp_path / "other.sock"
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(path))
        other.listen()

        def hang_up_twice() -> None:
            for _ in range(2):
                other.accept()[0].close()

        hang_up = threading.Thread(target=hang_up_twice)
        hang_up.start()
        with pytest.raises(UnreachableError):
            reach(Endpoint(f"unix://{path}", "x"))
        hang_up.join()


@pytest.mark.parametrize("url", ["npipe:////./pipe/x", "nonsense://x", "tcp://host:notaport"])
def test_an_invalid_address(url: str) -> None:
    with pytest.raises(UnreachableError):
        reach(Endpoint(url, "DOCKER_HOST"))


def attempt(number: int, source: str = "default socket") -> Attempt:
    return Attempt(Endpoint("unix:///x.sock", source), number, os.strerror(number))


@pytest.mark.parametrize(
    ("attempts", "dockerd", "words"),
    [
        ([attempt(errno.EACCES), attempt(errno.ENOENT)], True, "usermod -aG docker"),
        ([attempt(errno.ECONNREFUSED), attempt(errno.ENOENT)], False, "systemctl start docker"),
        ([attempt(errno.ENOENT), attempt(errno.ENOENT)], True, "systemctl start docker"),
        ([attempt(errno.ENOENT), attempt(errno.ENOENT)], False, "apt-get install docker.io"),
        ([attempt(errno.ENOENT, "DOCKER_HOST")], True, "DOCKER_HOST"),
        ([attempt(errno.ENOENT, "docker context 'x'")], True, "docker context use"),
    ],
)
def test_the_next_step_fits_the_reason(attempts: list[Attempt], dockerd: bool, words: str) -> None:
    error = not_found_error(attempts, dockerd=dockerd)
    assert words in error.hint
    assert error.message.count("unix:///x.sock") == len(attempts)


PODMAN = """
#!{python}
import sys, time
sys.path[:0] = {path!r}
assert sys.argv[1:3] == ["system", "service"], sys.argv
from tests.engine.connect.test_connect import Answers, FakeEngine
FakeEngine(sys.argv[-1].removeprefix("unix://"), Answers).serve_forever()
"""


def put_podman(directory: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = directory / "podman"
    program.write_text(textwrap.dedent(script).lstrip())
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{directory}:/usr/bin:/bin")
    monkeypatch.setattr(
        "snapshotter.engine.connect.connect.from_environment",
        lambda: [Endpoint(f"unix://{directory}/{number}.sock", "x") for number in (1, 2)],
    )


def test_podmans_service_is_started_and_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_podman(tmp_path, PODMAN.format(python=sys.executable, path=sys.path), monkeypatch)
    from snapshotter.engine.connect.connect import connect

    found = connect()
    path = found._endpoint.socket_path
    assert path is not None and path.is_socket()
    found.close()
    assert not path.exists()


def test_the_error_quotes_podman_when_its_service_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_podman(tmp_path, "#!/bin/sh\necho cannot do that >&2\nexit 1\n", monkeypatch)
    with pytest.raises(EngineNotFound, match="cannot do that"):
        connect()
