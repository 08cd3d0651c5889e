"""A proxy in front of an engine's socket that breaks the requests of one path in one way."""

from __future__ import annotations

import contextlib
import re
import socket
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

Fault = Literal["500", "404", "409", "hang", "closed", "cut", "garbage", "deep"]
FAULTS: tuple[Fault, ...] = ("500", "404", "409", "hang", "closed", "cut", "garbage", "deep")
_BODY = {
    "garbage": b'{"Id": [1, 2, <html>',
    "deep": b"[" * 200_000,
}


class Proxy:
    """A proxy; `break_path` sets what it breaks, and `asked` has every request line that it saw."""

    def __init__(self, engine: Path, path: Path) -> None:
        """`engine` is the socket of the engine, `path` that of the proxy."""
        self.path, self._engine = path, engine
        self.asked: list[str] = []
        self.hits = 0
        self._pattern: re.Pattern[str] | None = None
        self._fault: Fault = "500"
        self._times = 0
        self.released = threading.Event()

    def break_path(self, pattern: str, fault: Fault, times: int = 10**9) -> None:
        """Break the next `times` requests whose "METHOD PATH" matches a regular expression."""
        self._pattern, self._fault, self._times, self.hits = re.compile(pattern), fault, times, 0

    def heal(self) -> None:
        """Break nothing, and close the connections that hang."""
        self._pattern = None
        self.released.set()
        self.released = threading.Event()

    def handle(self, client: socket.socket) -> None:
        """Serve the requests of one connection."""
        while True:
            head = _head(client)
            if not head:
                return
            line = head.split(b"\r\n", 1)[0].decode("latin-1")
            asked = re.sub(r"^(\S+) (?:/v[\d.]+)?(\S+) .*", r"\1 \2", line)
            self.asked.append(asked)
            if self._pattern and self._pattern.search(asked) and self.hits < self._times:
                self.hits += 1
                if self._fault == "cut":
                    self._forward(client, head, cut=True)
                else:
                    self._answer(client)
                return
            self._forward(client, head)
            return

    def _answer(self, client: socket.socket) -> None:
        if self._fault == "hang":
            self.released.wait(120)
        elif self._fault in ("500", "404", "409"):
            body = b'{"message": "broken on purpose"}'
            client.sendall(
                f"HTTP/1.1 {self._fault} Broken\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
                + body
            )
        elif self._fault in _BODY:
            body = _BODY[self._fault]
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
            client.sendall(head + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def _forward(self, client: socket.socket, head: bytes, *, cut: bool = False) -> None:
        """Pass one request and the rest of its connection on; `cut` ends the answer in its middle."""
        with socket.socket(socket.AF_UNIX) as engine:
            engine.connect(str(self._engine))
            if b"upgrade" not in head.lower():
                head = re.sub(rb"\r\nconnection:[^\r]*", b"", head, flags=re.IGNORECASE)
                head = head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
            engine.sendall(head)
            threading.Thread(target=_pump, args=(client, engine), daemon=True).start()
            if not cut:
                _pump(engine, client)
                return
            answer = b""
            while len(answer) < 20_000 and (data := engine.recv(65536)):
                answer += data
            client.sendall(answer[: max(1, len(answer) // 2)])


def _head(client: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        data = client.recv(65536)
        if not data:
            return b""
        head += data
    return head


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def faulty(engine: Path, path: Path) -> Iterator[Proxy]:
    """Run a proxy at `path` in front of the engine's socket."""
    proxy = Proxy(engine, path)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                proxy.handle(self.request)

    class Server(socketserver.ThreadingUnixStreamServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, _request: object, _address: object) -> None:
            """Ignore what a client does that was broken on purpose."""

    with Server(str(path), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield proxy
        finally:
            proxy.heal()
            server.shutdown()
