"""The most common verbs do not import docker-py, which takes as long as a small commit."""

from __future__ import annotations

import http.server
import io
import re
import socket
import subprocess
import sys
import threading

import pytest

from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.connect.client import Client, docker_version
from snapshotter.engine.connect.connect import connect
from snapshotter.engine.connect.http import json_value, read_answer, split_answer
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


class Engine:
    """An engine at a TCP port that speaks some versions of the API; it keeps connections open and sends chunks."""

    def __init__(self, oldest: int, newest: int) -> None:
        self.connections, self.asked = 0, list[str]()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                outer.connections += 1

            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                outer.asked.append(self.path)
                asked = re.match(r"/v1\.(\d+)/", self.path)
                fits = asked is None or oldest <= int(asked[1]) <= newest
                self.send_response(200 if fits else 400)
                self.send_header("Transfer-Encoding", "chunked")
                self.send_header("Api-Version", f"1.{newest}")
                self.end_headers()
                for piece in (b'{"Id": ', b'"c", "message": "too old"}', b""):
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))

            def do_POST(self) -> None:
                self.do_GET()

            def do_DELETE(self) -> None:
                self.do_GET()

            def version_string(self) -> str:
                return "Docker/29.0.0 (linux)"

            def log_message(self, *_: object) -> None:
                return

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.endpoint = Endpoint(f"tcp://127.0.0.1:{self.server.server_address[1]}", "a test")

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.mark.parametrize(
    ("oldest", "newest", "agreed"), [(24, 41, "1.41"), (44, 51, "1.51"), (44, 52, "1.51"), (52, 60, "1.60")]
)
def test_the_version_that_both_know_is_asked_for(oldest: int, newest: int, agreed: str) -> None:
    engine = Engine(oldest, newest)
    client = Client(engine.endpoint, 20)
    try:
        assert client.api_version == agreed
        assert client.inspect_container("c")["Id"] == "c"
    finally:
        client.close()
        engine.close()


def test_one_connection_serves_all_requests_over_a_network() -> None:
    engine = Engine(24, 41)
    client = Client(engine.endpoint, 20)
    try:
        client.create_container_from_config({"Image": "x"}, "n")
        client.start("c")
        client.exec_create("c", ["true"], stdin=False, tty=False, environment=[], user="", workdir=None)
        client.exec_inspect("e")
        client.exec_resize("e", height=1, width=2)
        client.stop("c", timeout=3)
        client.remove_container("c", v=True, force=True)
    finally:
        client.close()
        engine.close()
    assert engine.connections == 1
    assert [path.removeprefix("/v1.41") for path in engine.asked] == [
        "/_ping",
        "/containers/create?name=n",
        "/containers/c/start",
        "/containers/c/exec",
        "/exec/e/json",
        "/exec/e/resize?h=1&w=2",
        "/containers/c/stop?t=3",
        "/containers/c?v=True&force=True",
    ]


@pytest.mark.parametrize("cut", [b"3\r\nab", b"3\r\nabc\r\n", b""])
def test_chunks_that_are_cut_off_are_an_error(cut: bytes) -> None:
    with pytest.raises(ConnectionError):
        read_answer(io.BytesIO(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + cut))


def test_whether_a_connection_can_be_used_again() -> None:
    def keeps(answer: bytes) -> bool:
        return read_answer(io.BytesIO(answer))[2]

    assert keeps(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK")
    assert keeps(b"HTTP/1.1 204 No Content\r\n\r\n")
    assert not keeps(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK")
    assert not keeps(b"HTTP/1.1 200 OK\r\n\r\nOK")
    assert not keeps(b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nOK")


class Loader:
    """An engine that answers `docker load`; with `late` it reads the whole archive before."""

    def __init__(self, answer: bytes, *, late: bool = True) -> None:
        self.received = b""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.endpoint = Endpoint(f"tcp://127.0.0.1:{self._listening.getsockname()[1]}", "a test")
        self._answer, self._late = answer, late
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        ping = b"HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nServer: Docker/20.10\r\nContent-Length: 2\r\n\r\nOK"
        with self._listening:
            connection, _ = self._listening.accept()
            connection.recv(65536)
            connection.sendall(ping)
            second, _ = self._listening.accept()
            with connection, second:
                while self._late and not self.received.endswith(b"\r\n0\r\n\r\n"):
                    self.received += second.recv(65536)
                second.sendall(self._answer)
                second.shutdown(socket.SHUT_WR)
                while second.recv(65536):
                    pass

    def build(self, context: bytes) -> list[dict[str, object]]:
        client = Client(self.endpoint, 20)
        try:
            return list(client.build_stream(io.BytesIO(context), {"t": "a:1"}, "e30="))
        finally:
            client.close()
            self._thread.join(10)

    def load(self, archive: bytes | list[bytes]) -> list[dict[str, str]]:
        client = Client(self.endpoint, 20)
        try:
            return client.load_image(archive)
        finally:
            client.close()
            self._thread.join(10)


def test_an_archive_is_sent_in_pieces() -> None:
    engine = Loader(b'HTTP/1.1 200 OK\r\n\r\n{"stream": "Loaded"}\r\n{"error": "no"}\r\n')
    assert engine.load([b"abc", b"", b"x" * 17]) == [{"stream": "Loaded"}, {"error": "no"}]
    head, body = engine.received.split(b"\r\n\r\n", 1)
    assert head.startswith(b"POST /v1.41/images/load?quiet=True HTTP/1.1\r\n")
    assert body == b"3\r\nabc\r\n11\r\n" + b"x" * 17 + b"\r\n0\r\n\r\n"


def test_a_build_is_sent_in_pieces_and_reported_as_it_comes() -> None:
    engine = Loader(b'HTTP/1.1 200 OK\r\n\r\n{"stream": "Step 1/1 : FROM a"}\r\n\r\n{"error": "no"}\r\n')
    assert engine.build(b"context") == [{"stream": "Step 1/1 : FROM a"}, {"error": "no"}]
    head, body = engine.received.split(b"\r\n\r\n", 1)
    assert head.startswith(b"POST /v1.41/build?t=a%3A1 HTTP/1.1\r\n") and b"\r\nX-Registry-Config: e30=" in head
    assert body == b"7\r\ncontext\r\n0\r\n\r\n"


def test_a_refused_build_is_an_event_with_its_status() -> None:
    engine = Loader(b'HTTP/1.1 400 E\r\nContent-Length: 17\r\n\r\n{"message": "no"}', late=False)
    assert engine.build(b"x") == [{"error": "no", "refused": 400}]


def test_a_refused_archive_is_reported_as_an_error() -> None:
    engine = Loader(b'HTTP/1.1 500 E\r\nContent-Length: 18\r\n\r\n{"message": "full"}'[:-1] + b"}", late=False)
    (event,) = engine.load([b"x" * 100] * 10)
    assert "full" in event["error"]
