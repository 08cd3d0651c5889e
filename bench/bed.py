"""A test bed: a workspace that the installed `snap` creates and removes, filled by a script in its container."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Run, run
from snapshotter.engine.connect.connect import connect

BASE = "debian:bookworm"
TEN_FILES = "for f in $(seq 10); do echo $f > /opt/file$f; done"
SMALL_FILES = (
    "for d in $(seq 100); do mkdir -p /opt/dir$d; for f in $(seq 500); do echo $d $f > /opt/dir$d/file$f; done; done"
)
TWO_GIGABYTES = "for f in 1 2 3 4; do head -c 500000000 /dev/urandom > /opt/big$f; done"


@dataclass(frozen=True, slots=True)
class Bed:
    """One workspace in a home of its own."""

    snap: Path
    home: Path
    name: str
    user: int = 0
    """The user that runs `snap`: this one (0), or another who may only use the engine's socket."""

    @property
    def container(self) -> str:
        """Id of the container."""
        return self.run("list", "--json").output.decode().split('"container": "')[1].split('"')[0]

    @property
    def env(self) -> Mapping[str, str]:
        """The environment of `snap`, in which Python may write byte code, as it does for users."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, "SNAP_HOME": str(self.home), "SNAP_NAME": self.name}

    def run(self, *words: str) -> Run:
        """Run a verb of `snap`."""
        return run([*self._as_user(), str(self.snap), *words], self.env)

    def _as_user(self) -> list[str]:
        if not self.user:
            return []
        group = socket_path().stat().st_gid
        return ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", f"--groups={group}"]

    @contextmanager
    def undo_commit(self) -> Iterator[None]:
        """Undo the commit made in the block, so that the next commit starts from the same state.

        What was read of the base image is kept.
        """
        saved = self.home.with_name("saved")
        shutil.copytree(self.home, saved, symlinks=True)
        try:
            yield
        finally:
            if (cache := self.home / "cache").exists():
                shutil.rmtree(saved / "cache", ignore_errors=True)
                cache.rename(saved / "cache")
            shutil.rmtree(self.home)
            saved.rename(self.home)
            self._own()
            for tag in ("1", "latest"):
                subprocess.run(["docker", "rmi", f"snap/{self.name}:{tag}"], check=False, capture_output=True)

    def _own(self) -> None:
        if self.user:
            subprocess.run(["chown", "-R", str(self.user), str(self.home)], check=True)


def socket_path() -> Path:
    """Return the socket of the engine that is measured."""
    return Path(connect().info().address.removeprefix("unix://"))


@contextmanager
def bed(snap: Path, script: str, base: str = BASE, shell: str = "", user: int = 0) -> Iterator[Bed]:
    """Create a workspace, run `script` in it as a recorded command, read the base image, and remove it at the end."""
    with tempfile.TemporaryDirectory(prefix="snap-bench-") as directory:
        home = Path(directory) / "home"
        made = Bed(snap, home, f"bench-{os.getpid()}-{time.monotonic_ns() % 10**6}", user)
        try:
            if user:
                Path(directory).chmod(0o711)
                home.mkdir()
                made._own()
            options = ["--shell", shell] if shell else []
            made.run("start", base, "--name", made.name, *options, "-d")
            made.run("run", "--", "sh", "-c", script)
            made.run("status")
            yield made
        finally:
            made.run("rm", "--force", made.name)
