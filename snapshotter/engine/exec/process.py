"""A process in a container and its terminal or pipes, over the raw stream of an exec."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.connect.client import open_stream
from snapshotter.engine.errors import engine_errors
from snapshotter.engine.exec.frames import STDOUT, Frames
from snapshotter.engine.exec.input import Outbox
from snapshotter.engine.exec.resize import Resizer
from snapshotter.errors import ContainerNotFound

if TYPE_CHECKING:
    import docker

KILLED = 137
"""Exit status, as of a process ended by SIGKILL, of one whose container went down with it."""
SETTLE_SECONDS = 5.0
"""How long the engine may take to notice the end of a process after the end of its output."""


def start(
    client: docker.APIClient,
    endpoint: Endpoint,
    ident: str,
    argv: Sequence[str],
    *,
    tty: bool,
    env: Sequence[str] = (),
    user: str = "",
    workdir: str = "",
    size: tuple[int, int] | None = None,
    stdin: bool = True,
) -> ExecStream:
    """Start a process in a running container."""
    with engine_errors():
        made = client.exec_create(
            ident, list(argv), stdin=stdin, tty=tty, environment=list(env), user=user, workdir=workdir or None
        )
        exec_id = str(made["Id"])
        body: dict[str, object] = {"Tty": tty, "Detach": False}
        if tty and size:
            body["ConsoleSize"] = list(size)  # heeded from API 1.42 on; before that the resize below does it
        connection = open_stream(endpoint, f"/v{client.api_version}/exec/{exec_id}/start", body)
    stream = ExecStream(client, exec_id, connection, tty=tty)
    if tty and size:
        stream.resize(*size)
    return stream


def run(stream: ExecStream) -> tuple[int, bytes]:
    """Wait for the end of a process; gives its exit status and its stdout."""
    output = []
    try:
        while pieces := stream.read_pieces():
            output += [piece for kind, piece in pieces if kind == STDOUT]
        status = stream.exit_code()
    finally:
        stream.close()
    return (KILLED if status is None else status), b"".join(output)


class ExecStream:
    """One process in a container; an `engine.api.Exec`.

    `fileno()` is the connection itself and no output is ever buffered on this side of it (of the eight-byte
    frame headers only an incomplete one is kept), so a reader that waits with `select` and then calls
    `read()` once never starves.
    """

    def __init__(self, client: docker.APIClient, exec_id: str, connection: socket.socket, *, tty: bool) -> None:
        self._client = client
        self._id = exec_id
        self._connection = connection
        self._frames = None if tty else Frames()
        self._outbox = Outbox(connection)
        self._resizer = Resizer(self._resize)
        self._ended = False

    def fileno(self) -> int:
        """Give the descriptor to wait on with `select`."""
        return self._connection.fileno()

    def read(self, size: int = 65536) -> bytes:
        """Give the next bytes of output, b"" at its end."""
        return b"".join(piece for _, piece in self.read_pieces(size))

    def read_pieces(self, size: int = 65536) -> list[tuple[int, bytes]]:
        """Give the next pieces of output as (1 stdout | 2 stderr, bytes); empty at its end."""
        while data := self._receive(size):
            if self._frames is None:
                return [(STDOUT, data)]
            if pieces := self._frames.feed(data):
                return pieces
        self._ended = True
        return []

    def _receive(self, size: int) -> bytes:
        try:
            return self._connection.recv(size)
        except ConnectionError:
            return b""

    def write(self, data: bytes) -> None:
        """Send all of `data` to the process; dropped where the process is gone."""
        self._outbox.write(data)

    def close_stdin(self) -> None:
        """Say that no more input comes."""
        self._outbox.end()

    def resize(self, rows: int, columns: int) -> None:
        """Set the terminal's size, without waiting for the engine to do it."""
        self._resizer.want(rows, columns)

    def _resize(self, rows: int, columns: int) -> None:
        with engine_errors():
            self._client.exec_resize(self._id, height=rows, width=columns)

    def exit_code(self) -> int | None:
        """Give the exit status, None while it runs; waits a moment for it after the end of the output."""
        deadline = time.monotonic() + (SETTLE_SECONDS if self._ended else 0)
        pause = 0.005
        while True:
            status = self._status()
            if status is not None or time.monotonic() >= deadline:
                return status
            time.sleep(pause)
            pause = min(pause * 2, 0.1)

    def _status(self) -> int | None:
        try:
            with engine_errors():
                state = self._client.exec_inspect(self._id)
        except ContainerNotFound:
            return KILLED
        return None if state.get("Running") else state.get("ExitCode")

    def close(self) -> None:
        """Let go of the connection."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()
