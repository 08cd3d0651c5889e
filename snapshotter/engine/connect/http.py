"""Opens the raw two-way stream of an exec, the one call that docker-py is not used for.

docker-py hands out the socket below a buffered reader that may have read past the response's headers, so
the first bytes of output can be lost, and `select` on that socket does not see them.  Here the head is
taken off the socket to the byte: nothing is ever buffered on this side, so what `select` tells is true.
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from snapshotter.engine.connect.addresses import Endpoint, Tls
from snapshotter.engine.connect.tls import decrypted
from snapshotter.engine.errors import GONE_HINT, refusal
from snapshotter.errors import EngineError

BLOCK = 1 << 16


CONNECT_SECONDS = 30
MAX_HEAD = 65536
BLOCK = 65536


def open_stream(endpoint: Endpoint, path: str, body: Mapping[str, Any]) -> socket.socket:
    """POST `body` and give the connection after the response's head, every byte of output still in it.

    Raises `ConnectionError` or another `OSError` where the engine is gone, `SnapError` where it refuses.
    """
    connection = _connect(endpoint)
    try:
        connection.sendall(_request(path, json.dumps(body).encode()))
        status, headers = _parse_head(_read_head(connection))
        if status >= 400:
            raise refusal(status, _read_body(connection, headers).decode("utf-8", "replace"))
        connection.settimeout(None)
    except BaseException:
        connection.close()
        raise
    return connection


def _request(path: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
    )
    return head.encode("ascii") + body


def _read_head(connection: socket.socket) -> bytes:
    """Read up to and including the empty line, and not a byte more: a look first, then just that much."""
    head = b""
    while len(head) < MAX_HEAD:
        seen = connection.recv(8192, socket.MSG_PEEK)
        if not seen:
            raise ConnectionResetError("it closed the connection without an answer")
        end = (head + seen).find(b"\r\n\r\n")
        head += connection.recv(len(seen) if end < 0 else end + 4 - len(head))
        if end >= 0:
            return head
    raise EngineError("The engine's answer is not HTTP.", "Check that DOCKER_HOST is the address of an engine.")


def _parse_head(head: bytes) -> tuple[int, dict[str, str]]:
    first, *rest = head.decode("latin-1").split("\r\n")
    words = first.split(" ", 2)
    if len(words) < 2 or not words[1].isdigit():
        raise EngineError(
            f"The engine's answer is not HTTP: {first[:80]!r}.", "Check that DOCKER_HOST is the address of an engine."
        )
    headers = dict(line.split(":", 1) for line in rest if ":" in line)
    return int(words[1]), {name.strip().lower(): value.strip() for name, value in headers.items()}


def _read_body(connection: socket.socket, headers: Mapping[str, str]) -> bytes:
    left = int(headers.get("content-length", MAX_HEAD))
    body = b""
    while left > 0 and (data := connection.recv(min(left, BLOCK))):
        body += data
        left -= len(data)
    return body


def _connect(endpoint: Endpoint) -> socket.socket:
    """Connect, with a plain socket as the near side whatever the address is."""
    if endpoint.socket_path is not None:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(str(endpoint.socket_path))
        except OSError as error:
            connection.close()
            raise EngineError(f"The engine at {endpoint.url} went away: {error.strerror}.", GONE_HINT) from error
        return connection
    url = urlsplit(endpoint.url)
    host, port = url.hostname or "localhost", url.port or (2376 if endpoint.tls else 2375)
    try:
        connection = socket.create_connection((host, port), timeout=CONNECT_SECONDS)
    except OSError as error:
        raise EngineError(f"The engine at {endpoint.url} went away: {error.strerror or error}.", GONE_HINT) from error
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if endpoint.tls is None:
        return connection
    return decrypted(_context(endpoint.tls).wrap_socket(connection, server_hostname=host))


def _context(tls: Tls) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=tls.file("ca.pem"))
    if not tls.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    certificate = tls.file("cert.pem")
    if certificate:
        context.load_cert_chain(certificate, tls.file("key.pem"))
    return context


def read_response(answer: bytes) -> Any:  # noqa: ANN401
    """Return the JSON value of a whole answer, None for an empty one; raises `SnapError` for a refusal."""
    first, _, _ = answer.partition(b"\r\n")
    head, end, content = answer.partition(b"\r\n\r\n")
    words = first.split(b" ", 2)
    if not end or len(words) < 2 or not words[1].isdigit():
        raise ConnectionError("it closed the connection without an answer")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n")[1:] if line.lower().startswith(b"content-length:")),
        len(content),
    )
    if len(content) < length:
        raise ConnectionError("it closed the connection in the middle of an answer")
    status = int(words[1])
    if status >= 400:
        raise refusal(status, content.decode("utf-8", "replace"))
    return json.loads(content) if content.strip() else None
