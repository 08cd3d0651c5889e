"""Makes an engine behind ssh:// available on a local socket.

Like the docker client, it runs `docker system dial-stdio` on the remote host, with the user's own ssh settings and
keys.  (docker-py would need paramiko for it, whose channel is not a file that `select` can wait on.)  The first ssh
process is the master of those that follow: they share its connection, so the user is authenticated once.
"""

from __future__ import annotations

import contextlib
import os
import select
import shlex
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import unquote, urlsplit

from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.errors import EngineNotFound

BLOCK = 1 << 18
_CONFIG_SECONDS = 5
_END_SECONDS = 3
"""How long ssh may take to end after its output has ended."""
_FIRST = b"HTTP/"
"""The beginning of what an engine says; what comes before it was printed by the remote host's shell."""
_MOST_WORDS = 65536
_OPTIONS = ("-T", "-o", "LogLevel=ERROR", "-o", "ConnectTimeout=20")
"""No terminal, no greeting of the remote host; the docker client limits the time to connect too."""


class SshRelay:
    """A local socket whose connections are relayed to the engine behind an ssh:// address."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Listen; raises `EngineNotFound` where there is no ssh program or the address has no host."""
        program, *words = dial_command(endpoint.url)
        self._directory = Path(tempfile.mkdtemp(prefix="snap-ssh-"))
        self._argv = [program, *_OPTIONS, *_sharing([program, *words], self._directory / "master"), *words]
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._children: list[subprocess.Popen[bytes]] = []
        self._lock = Lock()
        self._words = b""
        self._silent = False
        """Whether the remote host's shell is known to print nothing itself: then ssh can write to the connection."""
        self._said = self._directory / "said"
        self._said.touch(mode=0o600)
        path = self._directory / "docker.sock"
        self._listener.bind(str(path))
        self._listener.listen()
        self.endpoint = Endpoint(f"unix://{path}", endpoint.source, relayed=endpoint.url)
        Thread(target=self._serve, daemon=True, name="snap-ssh").start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                if self._silent:
                    with connection:
                        self._start_ssh(connection.fileno(), connection.fileno())
                else:
                    Thread(target=self._relay, args=(connection,), daemon=True, name="snap-ssh").start()

    def _start_ssh(self, stdin: int, stdout: int) -> subprocess.Popen[bytes]:
        """Start an ssh process, in a new session so that Ctrl-C does not reach it."""
        with self._said.open("ab") as said:
            child = subprocess.Popen(self._argv, stdin=stdin, stdout=stdout, stderr=said, start_new_session=True)
        with self._lock:
            self._children = [*(one for one in self._children if one.poll() is None), child]
        return child

    def _relay(self, connection: socket.socket) -> None:
        """Pass on what an ssh process prints, from where the engine's answer begins; it reads the connection itself."""
        with connection, contextlib.suppress(OSError):
            child = self._start_ssh(connection.fileno(), subprocess.PIPE)
            assert child.stdout is not None
            with child.stdout:
                output = child.stdout.fileno()
                words, data = _before_answer(output)
                self._silent = bool(data) and not words
                self._words = words
                if not data:  # then what ssh says is the reason
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        child.wait(_END_SECONDS)
                while data:
                    _send(connection, data)
                    data = os.read(output, BLOCK)
            connection.shutdown(socket.SHUT_RDWR)

    def reason(self) -> str:
        """Return the last line of ssh's errors, else of what the remote host printed that was no answer, else ""."""
        return _last_line(self._said.read_bytes()) or _last_line(self._words)

    def close(self) -> None:
        """End every connection and remove the socket."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            children = self._children
        for child in children:
            child.terminate()
        for child in children:
            child.wait()
        shutil.rmtree(self._directory, ignore_errors=True)


def _send(connection: socket.socket, data: bytes) -> None:
    """Send all of `data` over a connection that ssh, whose input it is, may have made non-blocking."""
    while data:
        try:
            data = data[connection.send(data) :]
        except BlockingIOError:
            select.select([], [connection], [])


def _last_line(output: bytes) -> str:
    """Return the last line with characters that can be seen."""
    lines = output.decode("utf-8", "replace").splitlines()
    printable = ("".join(c if c.isprintable() else " " for c in line).strip() for line in reversed(lines))
    return next(filter(None, printable), "")


def _before_answer(output: int) -> tuple[bytes, bytes]:
    """Return what comes before an engine's answer, and the first bytes of the answer; b"" where there is none."""
    words = b""
    while len(words) < _MOST_WORDS and (data := os.read(output, BLOCK)):
        words += data
        at = words.find(_FIRST)
        if at >= 0:
            return words[:at], words[at:]
    return words, b""


def _sharing(command: list[str], path: Path) -> list[str]:
    """Return the options with which ssh shares one connection; none where the user's own settings share one already."""
    program, *words = command
    try:
        done = subprocess.run(
            [program, "-G", *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=_CONFIG_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        settings: dict[str, str] = {}
    else:
        lines = done.stdout.decode("utf-8", "replace").splitlines()
        settings = {name.lower(): value for name, _, value in (line.partition(" ") for line in lines)}
    own = settings.get("controlpath", "none")
    if own != "none" and (settings.get("controlmaster", "false") not in ("false", "no") or Path(own).exists()):
        return []
    return ["-o", "ControlMaster=auto", "-o", f"ControlPath={path}", "-o", "ControlPersist=no"]


def dial_command(url: str) -> list[str]:
    """Return the ssh command line that connects its stdin and stdout with the engine at `url`."""
    try:
        parts = urlsplit(url)
        number = parts.port
    except ValueError as error:
        raise EngineNotFound(f"{url} is not a valid address: {error}", _FORM) from error
    program = shutil.which("ssh")
    if program is None:
        raise EngineNotFound(f"{url} needs the ssh program, which is not installed", "install OpenSSH's client")
    if not parts.hostname:
        raise EngineNotFound(f"{url} names no host", _FORM)
    if parts.password is not None:
        raise EngineNotFound(
            f"the address ssh://…@{parts.hostname} has a password, which ssh does not take from it",
            "let the host accept your key (`ssh-copy-id USER@HOST`) and write the address without a password",
        )
    user = ["-l", unquote(parts.username)] if parts.username else []
    port = ["-p", str(number)] if number else []
    path = unquote(parts.path).rstrip("/")
    engine = ["--host", shlex.quote(f"unix://{path}")] if path else []
    return [program, *user, *port, "--", parts.hostname, "docker", *engine, "system", "dial-stdio"]


_FORM = "write it as ssh://USER@HOST, ssh://USER@HOST:PORT or ssh://USER@HOST/PATH/OF/THE/SOCKET"
