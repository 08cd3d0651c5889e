"""HTTP/1 messages as bytes: requests to an engine and the heads of its answers; `client.py` opens the connections."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, BinaryIO

from msgspec import Struct

from snapshotter.engine.errors import refusal
from snapshotter.errors import EngineError

MAX_HEAD = 65536
"""Maximum size of a head in bytes; no engine sends a longer one."""
BLOCK = 65536
_CUT = "the engine closed the connection in the middle of an answer"
_EMPTY = (204, 304)
"""Status codes of answers that have no content."""


class Head(Struct, frozen=True):
    """The head of an answer."""

    status: int
    headers: Mapping[str, str]
    """Name in lower case → value."""


def request(
    method: str, target: str, body: Mapping[str, Any] | None = None, *, upgrade: bool = False, keep: bool = False
) -> bytes:
    """Return a request; with `upgrade` one for a raw two-way stream, with `keep` one whose connection stays open.

    Any other request is HTTP/1.0: its answer ends with the connection and is not chunked.
    """
    payload = b"" if body is None else json.dumps(body).encode()
    lines = [
        f"{method} {target} HTTP/{'1.1' if upgrade or keep else '1.0'}",
        "Host: docker",
        "Content-Type: application/json",
        f"Content-Length: {len(payload)}",
    ]
    if upgrade:
        lines += ["Connection: Upgrade", "Upgrade: tcp"]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + payload


def upload_head(target: str, headers: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """Return the head of a POST whose body follows in chunks, and whose connection is closed afterwards."""
    lines = [
        f"POST {target} HTTP/1.1",
        "Host: docker",
        "Content-Type: application/x-tar",
        "Transfer-Encoding: chunked",
        "Connection: close",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def chunk(piece: bytes) -> bytes:
    """Return a piece of such a body; an empty one ends it."""
    return b"%x\r\n%b\r\n" % (len(piece), piece)


def parse_head(head: bytes) -> Head:
    """Return the head that ends with an empty line; raises `EngineError` where it is not HTTP."""
    first, *rest = head.decode("latin-1").split("\r\n")
    words = first.split(" ", 2)
    if len(words) < 2 or not (words[1].isascii() and words[1].isdigit()):
        raise _not_http(head)
    pairs = (line.split(":", 1) for line in rest if ":" in line)
    return Head(int(words[1]), {name.strip().lower(): value.strip() for name, value in pairs})


def split_answer(answer: bytes) -> tuple[Head, bytes]:
    """Return the head and the content of a whole answer; raises `ConnectionError` where it was cut off."""
    head, content, _ = read_answer(io.BytesIO(answer))
    return head, content


def read_answer(stream: BinaryIO) -> tuple[Head, bytes, bool]:
    """Read an answer; return its head, its content, and whether the connection can be used for another request.

    Raises `ConnectionError` where it was cut off, `EngineError` where it is not HTTP.
    """
    head, keep = _read_head(stream)
    if head.status in _EMPTY:
        return head, b"", keep
    if head.headers.get("transfer-encoding", "").lower() == "chunked":
        return head, _read_chunks(stream), keep
    length = head.headers.get("content-length")
    if length is None:
        return head, stream.read(), False
    return head, _read_exactly(stream, int(length)), keep


def _read_head(stream: BinaryIO) -> tuple[Head, bool]:
    """Read a head; return it, and whether the connection stays open after the answer."""
    text = b""
    while not text.endswith(b"\r\n\r\n"):
        line = stream.readline(MAX_HEAD)
        if not line:
            raise ConnectionError(_CUT if text else "the engine closed the connection without an answer")
        text += line
        if len(text) > MAX_HEAD or not text.startswith(b"HTTP/"):
            raise _not_http(text)
    head = parse_head(text[: -len(b"\r\n\r\n")])
    return head, text.startswith(b"HTTP/1.1") and head.headers.get("connection", "").lower() != "close"


class Body(io.RawIOBase):
    """The body of an answer as a file, which is read as it comes; closing it closes the connection."""

    def __init__(self, connection: socket.socket) -> None:
        """Read the head of the answer; raises as `read_answer` does."""
        super().__init__()
        self._connection = connection
        self._stream = connection.makefile("rb")
        self.head = _read_head(self._stream)[0]
        self._chunked = self.head.headers.get("transfer-encoding", "").lower() == "chunked"
        length = self.head.headers.get("content-length")
        self._left = 0 if self._chunked else int(length) if length is not None else None
        """Bytes of the chunk, or of all, that have not come yet; None where only the end of the connection tells."""
        self._ended = False

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer is 3.12's
        """Read some bytes into `buffer`; raises `ConnectionError` where the answer was cut off."""
        if self._chunked and not self._left and not self._ended:
            self._left = _chunk_size(self._stream.readline(MAX_HEAD))
            self._ended = not self._left
        if self._ended or self._left == 0:
            return 0
        view = memoryview(buffer)
        count = self._stream.readinto1(view if self._left is None else view[: self._left])
        if self._left is None:
            self._ended = not count
        elif not count:
            raise ConnectionError(_CUT)
        else:
            self._left -= count
            if self._chunked and not self._left:
                self._stream.readline(MAX_HEAD)
        return count

    def close(self) -> None:
        """Close the connection."""
        if not self.closed:
            self._stream.close()
            self._connection.close()
        super().close()


def _read_chunks(stream: BinaryIO) -> bytes:
    content = bytearray()
    while size := _chunk_size(stream.readline(MAX_HEAD)):
        content += _read_exactly(stream, size)
        stream.readline(MAX_HEAD)
    while stream.readline(MAX_HEAD).strip():  # trailers
        pass
    return bytes(content)


def _chunk_size(line: bytes) -> int:
    if not line:
        raise ConnectionError(_CUT)
    return int(line.partition(b";")[0], 16)


def _read_exactly(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise ConnectionError(_CUT)
    return content


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
    raise _not_http(head)


def _not_http(answer: bytes) -> EngineError:
    first = answer.decode("latin-1").split("\r\n", 1)[0].rstrip("\n")
    return EngineError(
        f"the engine's answer is not HTTP: {first[:80]!r}", "check that DOCKER_HOST is the address of an engine"
    )


def receive_content(connection: socket.socket, head: Head) -> bytes:
    """Read the content of an answer up to the length that its head gives, or up to `MAX_HEAD` bytes."""
    left = int(head.headers.get("content-length", MAX_HEAD))
    content = b""
    while left > 0 and (data := connection.recv(min(left, BLOCK))):
        content += data
        left -= len(data)
    return content
