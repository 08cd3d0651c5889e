"""The body of an answer that is read as it comes."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.connect.client import Client
from snapshotter.engine.connect.http import Body
from snapshotter.engine.images.export import open_stream
from snapshotter.errors import EngineError, ImageNotFound
from tests.engine.connect.test_open_stream import OneAnswer

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def body(answer: bytes) -> Body:
    """Return the body of an answer after which the engine closes the connection."""
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.sendall(answer)
    return Body(ours)


@pytest.mark.parametrize(
    "answer",
    [
        CHUNKED + b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello worldHTTP/1.1",
        b"HTTP/1.0 200 OK\r\n\r\nhello world",
    ],
)
@pytest.mark.parametrize("size", [1, 3, 5, 4096])
def test_a_body_is_read_in_pieces_of_any_size(answer: bytes, size: int) -> None:
    with body(answer) as stream:
        assert b"".join(iter(lambda: stream.read(size) or b"", b"")) == b"hello world"
        assert stream.read(1) == b""


def test_what_is_in_one_chunk_need_not_come_at_once() -> None:
    ours, theirs = socket.socketpair()
    theirs.sendall(CHUNKED + b"b\r\nhel")
    with theirs, Body(ours) as stream:
        assert stream.read(100) == b"hel"
        theirs.sendall(b"lo world\r\n0\r\n\r\n")
        assert stream.readall() == b"lo world"


@pytest.mark.parametrize(
    "answer",
    [
        CHUNKED,
        CHUNKED + b"5\r\nhel",
        CHUNKED + b"5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello",
    ],
)
def test_a_body_that_is_cut_off_is_an_error(answer: bytes) -> None:
    with body(answer) as stream, pytest.raises(ConnectionError, match="in the middle of an answer"):
        stream.readall()


def test_a_stream_that_breaks_off_is_an_error_of_the_engine(tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    client: Any = object.__new__(Client)
    client.open = lambda _: Body(ours)
    with theirs:
        theirs.sendall(CHUNKED + b"5\r\nhel")
    with open_stream(client, "/images/x/get") as stream, pytest.raises(EngineError, match="was lost during a call"):
        stream.read()


def test_a_refusal_is_that_of_the_engine(tmp_path: Path) -> None:
    content = b'{"message":"No such image: x"}'
    server = OneAnswer(
        tmp_path / "s", [b"HTTP/1.1 404 Not Found\r\nContent-Length: %d\r\n\r\n%s" % (len(content), content)]
    )
    client = object.__new__(Client)
    client._endpoint, client.api_version, client.timeout = Endpoint(server.endpoint.url, "a test"), "1.51", 5
    with pytest.raises(ImageNotFound, match="no such image: x"):
        client.open("/images/x/get")
    server.close()
    assert server.request.startswith(b"GET /v1.51/images/x/get HTTP/1.1\r\n")
