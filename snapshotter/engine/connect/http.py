"""HTTP/1 messages as bytes: requests to an engine and the heads of its answers; `client.py` opens the connections."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from snapshotter.engine.errors import refusal
from snapshotter.errors import EngineError

MAX_HEAD = 65536
"""Maximum size of a head in bytes; no engine sends a longer one."""
BLOCK = 65536


class Head(Struct, frozen=True):
    """The head of an answer."""

    status: int
    headers: Mapping[str, str]
    """Name in lower case → value."""


def request(method: str, target: str, body: Mapping[str, Any] | None = None, *, upgrade: bool = False) -> bytes:
    """Return a request; with `upgrade` one for a raw two-way stream.

    Any other request is HTTP/1.0: its answer ends with the connection and is not chunked.
    """
    payload = b"" if body is None else json.dumps(body).encode()
    lines = [
        f"{method} {target} HTTP/{'1.1' if upgrade else '1.0'}",
        "Host: docker",
        "Content-Type: application/json",
        f"Content-Length: {len(payload)}",
    ]
    if upgrade:
        lines += ["Connection: Upgrade", "Upgrade: tcp"]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + payload


def parse_head(head: bytes) -> Head:
    """Return the head that ends with an empty line; raises `EngineError` where it is not HTTP."""
    first, *rest = head.decode("latin-1").split("\r\n")
    words = first.split(" ", 2)
    if len(words) < 2 or not (words[1].isascii() and words[1].isdigit()):
        raise EngineError(
            f"the engine's answer is not HTTP: {first[:80]!r}", "check that DOCKER_HOST is the address of an engine"
        )
    pairs = (line.split(":", 1) for line in rest if ":" in line)
    return Head(int(words[1]), {name.strip().lower(): value.strip() for name, value in pairs})


def split_answer(answer: bytes) -> tuple[Head, bytes]:
    """Return the head and the content of a whole answer; raises `ConnectionError` where it was cut off."""
    text, end, content = answer.partition(b"\r\n\r\n")
    if not end:
        raise ConnectionError("the engine closed the connection without an answer")
    head = parse_head(text)
    if len(content) < int(head.headers.get("content-length", 0)):
        raise ConnectionError("the engine closed the connection in the middle of an answer")
    return head, content


def json_value(head: Head, content: bytes) -> Any:  # noqa: ANN401 - any JSON
    """Return the JSON value of an answer, None for an empty one; raises `SnapError` for a refusal."""
    if head.status >= 400:
        raise refusal(head.status, content.decode("utf-8", "replace"))
    return json.loads(content) if content.strip() else None


def receive_head(connection: socket.socket) -> Head:
    """Read a head and no byte beyond it, so that `select` reports what follows.

    Raises `ConnectionResetError` where there is no answer, `EngineError` where it is not HTTP.
    """
    head = b""
    while len(head) < MAX_HEAD:
        seen = connection.recv(8192, socket.MSG_PEEK)
        if not seen:
            raise ConnectionResetError("the engine closed the connection without an answer")
        end = (head + seen).find(b"\r\n\r\n")
        head += connection.recv(len(seen) if end < 0 else end + 4 - len(head))
        if end >= 0:
            return parse_head(head)
    raise EngineError("the engine's answer is not HTTP", "check that DOCKER_HOST is the address of an engine")


def receive_content(connection: socket.socket, head: Head) -> bytes:
    """Read the content of an answer up to the length that its head gives, or up to `MAX_HEAD` bytes."""
    left = int(head.headers.get("content-length", MAX_HEAD))
    content = b""
    while left > 0 and (data := connection.recv(min(left, BLOCK))):
        content += data
        left -= len(data)
    return content
