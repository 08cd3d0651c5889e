"""Starts podman's Docker-compatible service for the duration of one command, where only its program is installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from snapshotter.engine.connect.addresses import Endpoint
from snapshotter.errors import EngineNotFound

START_SECONDS = 15.0


class PodmanService:
    """A `podman system service` process on a temporary socket."""

    def __init__(self, program: str) -> None:
        """Start it and wait for its socket; raises `EngineNotFound` with podman's output."""
        self._directory = Path(tempfile.mkdtemp(prefix="snap-podman-"))
        self._log = self._directory / "log"
        path = self._directory / "podman.sock"
        self.endpoint = Endpoint(f"unix://{path}", "podman's service, started for this command", lasting=False)
        with self._log.open("wb") as log:
            # a new session: Ctrl-C in the terminal must not end the engine
            self._process = subprocess.Popen(
                [program, "system", "service", "--time=0", self.endpoint.url],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait_for(path)
        except BaseException:
            self.close()
            raise

    def _wait_for(self, path: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not _listens(path):
            if self._process.poll() is not None or time.monotonic() > deadline:
                output = self._log.read_text(encoding="utf-8", errors="replace").strip()
                raise EngineNotFound(
                    f"podman's service does not start: {output or 'it printed no reason'}",
                    "try `podman system service --time=0` by hand",
                )
            time.sleep(0.02)

    def close(self) -> None:
        """Stop the service and remove its socket."""
        self._process.terminate()
        self._process.wait()
        shutil.rmtree(self._directory, ignore_errors=True)


def _listens(path: Path) -> bool:
    """Return whether the socket accepts connections, which it does only a moment after it appears."""
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return False
        return True
