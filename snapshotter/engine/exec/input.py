"""Input for a process in a container, sent without delaying its output."""

from __future__ import annotations

import contextlib
import socket
from collections import deque
from threading import Lock, Thread


class Outbox:
    """A queue of input that never makes the reader of the output wait.

    A process that does not read while its output buffer is full would otherwise block both sides forever (such as a
    program that echoes a long pasted text); input that it does not accept at once waits in memory.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lock = Lock()
        self._backlog: deque[bytes] = deque()
        self._busy = False
        self._end = False

    def write(self, data: bytes) -> None:
        """Send `data` now or, what cannot be sent now, later; it is dropped where the process has ended."""
        with self._lock, contextlib.suppress(OSError):
            rest = data if self._busy else data[self._send_now(data) :]
            if rest:
                self._backlog.append(rest)
                self._work()

    def end(self) -> None:
        """Close the sending direction after everything that was written before is sent."""
        with self._lock:
            self._end = True
            self._work()

    def _send_now(self, data: bytes) -> int:
        try:
            return self._connection.send(data, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return 0

    def _work(self) -> None:
        if not self._busy:
            self._busy = True
            Thread(target=self._drain, daemon=True, name="snap-input").start()

    def _drain(self) -> None:
        try:
            while (data := self._next()) is not None:
                self._connection.sendall(data)
        except OSError:
            with self._lock:
                self._backlog.clear()
                self._busy = False

    def _next(self) -> bytes | None:
        with self._lock:
            if self._backlog:
                return self._backlog.popleft()
            self._busy = False
            if self._end:
                self._connection.shutdown(socket.SHUT_WR)
            return None
