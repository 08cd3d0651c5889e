from __future__ import annotations

import contextlib
import json
import select
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshotter.engine.connect.addresses import Endpoint, Tls
from snapshotter.engine.connect.client import open_stream
from snapshotter.engine.connect.tls import plain_socket
from snapshotter.engine.exec.frames import Frames
from snapshotter.engine.exec.input import Outbox
from snapshotter.errors import ContainerNotFound, EngineError

HEAD = b"HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"


class OneAnswer:
    """A server on a Unix socket that sends one answer in several pieces and echoes later input in capitals."""

    def __init__(self, path: Path, pieces: list[bytes]) -> None:
        self.endpoint = Endpoint(f"unix://{path}", "a test")
        self.request = b""
        self._pieces = pieces
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection, contextlib.suppress(ConnectionError):
            self.request = connection.recv(65536)
            for piece in self._pieces:
                connection.sendall(piece)
                select.select([], [], [], 0.01)
            while data := connection.recv(65536):
                connection.sendall(data.upper())

    def close(self) -> None:
        self._thread.join(10)
        self._listener.close()


@pytest.mark.parametrize(
    "pieces",
    [
        [HEAD + b"early output"],
        [HEAD[:-3], HEAD[-3:] + b"early output"],
        [HEAD[:1], HEAD[1:-1], HEAD[-1:], b"early ", b"output"],
        [b"HTTP/1.1 200 OK\r\nX: " + b"x" * 9000 + b"\r\n\r\nearly output"],
    ],
)
def test_output_that_comes_with_the_head_is_neither_lost_nor_hidden_from_select(
    tmp_path: Path, pieces: list[bytes]
) -> None:
    server = OneAnswer(tmp_path / "s", pieces)
    with open_stream(server.endpoint, "/v1.41/exec/x/start", {"Tty": True}) as stream:
        output = b""
        while len(output) < len(b"early output"):
            assert select.select([stream], [], [], 5)[0]
            output += stream.recv(100)
        assert output == b"early output"
        stream.sendall(b"more")
        assert stream.recv(100) == b"MORE"
    server.close()
    assert server.request.startswith(b"POST /v1.41/exec/x/start HTTP/1.1\r\n")
    assert json.loads(server.request.split(b"\r\n\r\n", 1)[1]) == {"Tty": True}


def test_a_refusal_is_translated(tmp_path: Path) -> None:
    body = b'{"message":"No such exec instance: x"}'
    server = OneAnswer(tmp_path / "s", [b"HTTP/1.1 404 Not Found\r\nContent-Length: %d\r\n\r\n" % len(body) + body])
    with pytest.raises(ContainerNotFound, match="no such exec instance"):
        open_stream(server.endpoint, "/x", {})
    server.close()


@pytest.mark.parametrize("answer", [b"SSH-2.0-OpenSSH\r\n\r\n", b"x" * 70000])
def test_an_answer_that_is_not_http_is_an_error(tmp_path: Path, answer: bytes) -> None:
    server = OneAnswer(tmp_path / "s", [answer])
    with pytest.raises(EngineError, match="not HTTP"):
        open_stream(server.endpoint, "/x", {})
    server.close()


def test_an_engine_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no longer answers"):
        open_stream(Endpoint(f"unix://{tmp_path}/gone", "x"), "/x", {})


@pytest.mark.parametrize("step", [1, 3, 8, 9, 1000])
def test_frames_are_parsed_wherever_they_are_cut(step: int) -> None:
    stream = b"".join(
        bytes([kind, 0, 0, 0]) + len(data).to_bytes(4, "big") + data
        for kind, data in [(1, b"one"), (2, b""), (2, b"err" * 50), (1, b"two")]
    )
    frames, got = Frames(), {1: b"", 2: b""}
    for at in range(0, len(stream), step):
        for kind, piece in frames.feed(stream[at : at + step]):
            got[kind] += piece
    assert got == {1: b"onetwo", 2: b"err" * 50}


def test_input_never_waits_and_keeps_its_order() -> None:
    near, far = socket.socketpair()
    with near, far:
        outbox = Outbox(near)
        pieces = [bytes([number]) * 100_000 for number in range(50)]
        for piece in pieces:
            outbox.write(piece)
        outbox.end()
        received = b""
        while data := far.recv(1 << 20):
            received += data
    assert received == b"".join(pieces)


def test_input_for_a_process_that_is_gone_is_dropped() -> None:
    near, far = socket.socketpair()
    with near:
        far.close()
        outbox = Outbox(near)
        outbox.write(b"x" * 1_000_000)
        outbox.write(b"y")
        outbox.end()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("tls")
    if not shutil.which("openssl"):
        pytest.skip("openssl, which makes the certificates, is not installed")
    made = subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-keyout",
            "key.pem",
            "-out",
            "cert.pem",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
        ],
        cwd=directory,
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"openssl makes no certificate here: {made.stderr!r}")
    (directory / "ca.pem").write_bytes((directory / "cert.pem").read_bytes())
    return directory


@pytest.fixture
def tls_echo(certificates: Path) -> Iterator[Endpoint]:
    """A server with TLS that answers an upgrade and then echoes its input in capitals."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "cert.pem", certificates / "key.pem")
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with context.wrap_socket(connection, server_side=True) as tls:
            tls.recv(65536)
            tls.sendall(HEAD + b"early")
            inner = plain_socket(tls)  # both ends of the relay are tested at once
            with inner:
                while data := inner.recv(65536):
                    inner.sendall(data.upper())

    thread = threading.Thread(target=serve)
    thread.start()
    yield Endpoint(f"tcp://localhost:{listener.getsockname()[1]}", "a test", Tls(certificates, verify=True))
    thread.join(10)
    listener.close()


def test_with_tls_every_byte_passes_both_ways(tls_echo: Endpoint) -> None:
    text = b"".join(b"line %d\n" % number for number in range(100_000))
    with open_stream(tls_echo, "/x", {}) as stream:
        outbox = Outbox(stream)
        outbox.write(text)
        received = b""
        while len(received) < len(text) + 5:
            assert select.select([stream], [], [], 10)[0]
            received += stream.recv(65536)
        assert received == b"early" + text.upper()
