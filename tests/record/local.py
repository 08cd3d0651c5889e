"""An engine for the tests that runs the commands of its "containers" on this machine."""

from __future__ import annotations

import fcntl
import os
import pty
import socket
import struct
import subprocess
import termios
from collections.abc import Sequence

from snapshotter.engine.api import Container
from snapshotter.model import Base, Image, ImageConfig, Workspace


def own_terminal(descriptor: int) -> dict[str, str]:
    """Return the variable that says that a terminal is the session's: here, its leader does have a parent."""
    device = os.fstat(descriptor).st_rdev
    minor = os.minor(device)
    return {"__SNAP_TTY": str(os.major(device) << 8 | minor & 0xFF | (minor & ~0xFF) << 12)}


class LocalExec:
    """A process on this machine, on a pseudo-terminal or on pipes."""

    def __init__(self, argv: Sequence[str], env: dict[str, str], *, tty: bool, size: tuple[int, int] | None) -> None:
        self._tty = tty
        if tty:
            self._near, far = pty.openpty()
            env = env | own_terminal(far)
            if size:
                self.resize(*size)
        else:
            self._socket, other = socket.socketpair()
            self._near, far = self._socket.fileno(), other.detach()
        command = ["setsid", "-c", "-w", *argv] if tty else argv
        self.process = subprocess.Popen(command, stdin=far, stdout=far, stderr=far, env=env, start_new_session=not tty)
        os.close(far)

    def fileno(self) -> int:
        return self._near

    def read(self, size: int = 65536) -> bytes:
        try:
            return os.read(self._near, size)
        except OSError:
            return b""

    def write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[os.write(self._near, left) :]

    def close_stdin(self) -> None:
        if not self._tty:
            self._socket.shutdown(socket.SHUT_WR)

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self._near, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def exit_code(self) -> int | None:
        code = self.process.wait(10)
        return code if code >= 0 else 128 - code

    def close(self) -> None:
        if self._tty:
            os.close(self._near)
        else:
            self._socket.close()


class LocalEngine:
    """The part of an engine that a session uses."""

    def __init__(self, home: str, state: str = "running") -> None:
        self.env = {"PATH": os.environ["PATH"], "HOME": home}
        self.state = state
        self.execs: list[LocalExec] = []

    def exec(
        self,
        ident: str,
        argv: Sequence[str],
        *,
        tty: bool,
        env: Sequence[str] = (),
        user: str = "",
        workdir: str = "",
        size: tuple[int, int] | None = None,
        stdin: bool = True,
    ) -> LocalExec:
        given = dict(pair.split("=", 1) for pair in env)
        self.execs.append(LocalExec(argv, self.env | given, tty=tty, size=size))
        return self.execs[-1]

    def run(
        self, ident: str, argv: Sequence[str], *, user: str = "", env: Sequence[str] = (), workdir: str = ""
    ) -> tuple[int, bytes]:
        try:
            done = subprocess.run(argv, capture_output=True, env=self.env, stdin=subprocess.DEVNULL, check=False)
        except OSError:
            return 126, b""
        return done.returncode, done.stdout

    def container(self, ident: str) -> Container:
        return Container(ident, ident, self.state, "image", {}, "", "", (), None)  # type: ignore[arg-type]

    def image(self, reference: str) -> Image:
        return Image(reference, (), (), ImageConfig(), (), 0)


def workspace(shell: str, container: str = "box", **more: object) -> Workspace:
    """Return a workspace with an existing container."""
    return Workspace("ws", container, Base("base:1", "sha256:0"), 0.0, shell, **more)  # type: ignore[arg-type]
