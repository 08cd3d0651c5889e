"""Processes in a container, with their terminal or pipes connected by the raw stream of an exec."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.engine.connect.client import open_stream
from snapshotter.engine.errors import engine_errors
from snapshotter.engine.exec.frames import STDOUT, Frames
from snapshotter.engine.exec.input import Outbox
from snapshotter.engine.exec.resize import Resizer
from snapshotter.engine.patience import calling, moved
from snapshotter.errors import ContainerNotFound, EngineError, SnapError

if TYPE_CHECKING:
    import docker

T = TypeVar("T")

KILLED = 137
"""Exit status of a process whose container is gone: that of one ended by SIGKILL."""
MAX_OUTPUT = 64 << 20
"""Bytes of output that `run` holds in memory."""
PAUSED_SECONDS = 30.0
"""How long a container may stay paused until a process can be started in it."""
_INTERVAL = 0.05
SETTLE_SECONDS = 5.0
"""How long the engine may take to report the end of a process after the end of its output."""


def when_resumed(start: Callable[[], T]) -> T:
    """Return what `start` returns; it is tried again as long as the engine refuses because the container is paused.

    A commit pauses a container for moments, which may begin after the caller has looked.
    """
    end = time.monotonic() + PAUSED_SECONDS
    while True:
        try:
            return start()
        except SnapError as error:
            if "is paused" not in error.message or time.monotonic() > end:
                raise
        time.sleep(_INTERVAL)


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
            body["ConsoleSize"] = list(size)  # ignored before API 1.42, where the resize below sets it
        connection = open_stream(endpoint, f"/v{client.api_version}/exec/{exec_id}/start", body)
    stream = ExecStream(client, exec_id, connection, tty=tty)
    if tty and size:
        stream.resize(*size)
    return stream


def run(stream: ExecStream) -> tuple[int, bytes]:
    """Wait for the end of a process; return its exit status and its stdout.

    Raises `EngineError` for more than MAX_OUTPUT bytes: what runs in the container decides how much there is.
    """
    output, size = [], 0
    try:
        while pieces := stream.read_pieces():
            moved()
            output += [piece for kind, piece in pieces if kind == STDOUT]
            size += sum(len(piece) for _, piece in pieces)
            if size > MAX_OUTPUT:
                raise EngineError("a process in the container does not stop writing", "see what `docker top` shows")
        status = stream.exit_code()
    finally:
        stream.close()
    return (KILLED if status is None else status), b"".join(output)


class ExecStream:
    """A process in a container; implements `Exec` of `engine/api.py`.

    `fileno()` is the connection itself and no output is ever buffered before it (only an incomplete eight-byte frame
    header is kept), so a reader that waits with `select` and then calls `read()` once misses no output.
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
        """Return the file descriptor to wait on with `select`."""
        return self._connection.fileno()

    def read(self, size: int = 65536) -> bytes:
        """Return the next bytes of output, b"" at its end."""
        return b"".join(piece for _, piece in self.read_pieces(size))

    def read_pieces(self, size: int = 65536) -> list[tuple[int, bytes]]:
        """Return the next pieces of output as (1 stdout | 2 stderr, bytes); empty at its end."""
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
        """Send all of `data` to the process; it is dropped where the process has ended."""
        self._outbox.write(data)

    def close_stdin(self) -> None:
        """Close the process's standard input."""
        self._outbox.end()

    def resize(self, rows: int, columns: int) -> None:
        """Set the terminal's size, without waiting for the engine to do it."""
        self._resizer.request(rows, columns)

    def _resize(self, rows: int, columns: int) -> None:
        with engine_errors():
            self._client.exec_resize(self._id, height=rows, width=columns)

    def exit_code(self) -> int | None:
        """Return the exit status, None while the process runs; after the end of the output, wait briefly for it."""
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
            with calling("the exit status of a process in the container"), engine_errors():
                state = self._client.exec_inspect(self._id)
        except ContainerNotFound:
            return KILLED
        return None if state.get("Running") else state.get("ExitCode")

    def close(self) -> None:
        """Close the connection."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()
