"""Makes an engine behind ssh:// available on a local socket, with one ssh process for each connection.

Like the docker client, it runs `docker system dial-stdio` on the remote host, with the user's own ssh settings and
keys.  (docker-py would need paramiko for it, whose channel is not a file that `select` can wait on.)
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.errors import EngineNotFound


class SshRelay:
    """A local socket whose connections are relayed to the engine behind an ssh:// address."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Listen; raises `EngineNotFound` where there is no ssh program or the address has no host."""
        self._argv = dial_command(endpoint.url)
        self._directory = Path(tempfile.mkdtemp(prefix="snap-ssh-"))
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._children: list[subprocess.Popen[bytes]] = []
        path = self._directory / "docker.sock"
        self._listener.bind(str(path))
        self._listener.listen()
        self.endpoint = Endpoint(f"unix://{path}", endpoint.source)
        Thread(target=self._serve, daemon=True, name="snap-ssh").start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                with connection:
                    self._start_ssh(connection)

    def _start_ssh(self, connection: socket.socket) -> None:
        """Start an ssh process for a connection, in a new session so that Ctrl-C does not reach it."""
        self._children = [child for child in self._children if child.poll() is None]
        pipe = connection.fileno()
        self._children.append(subprocess.Popen(self._argv, stdin=pipe, stdout=pipe, start_new_session=True))

    def close(self) -> None:
        """End every connection and remove the socket."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for child in self._children:
            child.terminate()
            child.wait()
        shutil.rmtree(self._directory, ignore_errors=True)


def dial_command(url: str) -> list[str]:
    """Return the ssh command line that connects its stdin and stdout with the engine at `url`."""
    parts = urlsplit(url)
    program = shutil.which("ssh")
    if program is None:
        raise EngineNotFound(f"{url} needs the ssh program, which is not installed", "install OpenSSH's client")
    if not parts.hostname:
        raise EngineNotFound(f"{url} names no host", "write it as ssh://USER@HOST")
    user = ["-l", parts.username] if parts.username else []
    port = ["-p", str(parts.port)] if parts.port else []
    return [program, *user, *port, "--", parts.hostname, "docker", "system", "dial-stdio"]
