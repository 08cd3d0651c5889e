"""Makes an engine behind ssh:// answer on a local socket, each connection carried by the ssh program.

As the docker client does it: `docker system dial-stdio` on the far side, with the user's own ssh settings and
keys.  (docker-py would need paramiko for it, and its channel is no file that `select` can wait on.)
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
    """A local socket that stands for the engine behind an ssh:// address."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Listen; raises `EngineNotFound` where there is no ssh program or the address is none."""
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
                    self._carry(connection)

    def _carry(self, connection: socket.socket) -> None:
        """Give the connection to an ssh of its own; a session of its own keeps Ctrl-C from reaching it."""
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
    """Give the ssh command line that speaks with the engine at `url` on its stdin and stdout."""
    parts = urlsplit(url)
    program = shutil.which("ssh")
    if program is None:
        raise EngineNotFound(f"{url} needs the ssh program, which is not installed.", "Install OpenSSH's client.")
    if not parts.hostname:
        raise EngineNotFound(f"{url} names no host.", "Write it as ssh://USER@HOST.")
    user = ["-l", parts.username] if parts.username else []
    port = ["-p", str(parts.port)] if parts.port else []
    return [program, *user, *port, "--", parts.hostname, "docker", "system", "dial-stdio"]
