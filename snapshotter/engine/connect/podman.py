"""Starts podman's Docker-compatible service for the time of one command, where only the program is there."""

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
    """A `podman system service` of our own on a temporary socket."""

    def __init__(self, program: str) -> None:
        """Start it and wait for its socket; raises `EngineNotFound` with what podman said."""
        self._directory = Path(tempfile.mkdtemp(prefix="snap-podman-"))
        self._log = self._directory / "log"
        path = self._directory / "podman.sock"
        self.endpoint = Endpoint(f"unix://{path}", "podman's service, started for this command", lasting=False)
        with self._log.open("wb") as log:
            # a session of its own: Ctrl-C in the terminal is for the command, not for the engine
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
                said = self._log.read_text(encoding="utf-8", errors="replace").strip()
                raise EngineNotFound(
                    f"podman's service does not start: {said or 'it says nothing about why'}",
                    "Try `podman system service --time=0` by hand.",
                )
            time.sleep(0.02)

    def close(self) -> None:
        """Stop the service and remove its socket."""
        self._process.terminate()
        self._process.wait()
        shutil.rmtree(self._directory, ignore_errors=True)


def _listens(path: Path) -> bool:
    """Tell whether somebody is there: the socket stands a moment before it is listened at."""
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return False
        return True
