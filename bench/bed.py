"""A workspace to measure in: made and removed by the installed `snap`, filled from within its container."""

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

BASE = "debian:bookworm"
TEN_FILES = "for f in $(seq 10); do echo $f > /opt/file$f; done"
SMALL_FILES = (
    "for d in $(seq 100); do mkdir -p /opt/dir$d; for f in $(seq 500); do echo $d $f > /opt/dir$d/file$f; done; done"
)
TWO_GIGABYTES = "for f in 1 2 3 4; do head -c 500000000 /dev/urandom > /opt/big$f; done"


@dataclass(frozen=True, slots=True)
class Bed:
    """One workspace of its own home."""

    snap: Path
    home: Path
    name: str

    @property
    def container(self) -> str:
        """Name of its container."""
        return self.run("list", "--json").output.decode().split('"container": "')[1].split('"')[0]

    @property
    def env(self) -> Mapping[str, str]:
        """The environment of `snap`; Python keeps its byte code there, as it does for users."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, "SNAP_HOME": str(self.home), "SNAP_NAME": self.name}

    def run(self, *words: str) -> Run:
        """Run a verb."""
        return run([str(self.snap), *words], self.env)

    @contextmanager
    def put_back(self) -> Iterator[None]:
        """Undo, at the end, what a commit did, so that the next one finds the same."""
        saved = self.home.with_name("saved")
        shutil.copytree(self.home, saved, symlinks=True)
        try:
            yield
        finally:
            shutil.rmtree(self.home)
            saved.rename(self.home)
            for tag in ("1", "latest"):
                subprocess.run(["docker", "rmi", f"snap/{self.name}:{tag}"], check=False, capture_output=True)


@contextmanager
def bed(snap: Path, script: str, base: str = BASE, shell: str = "") -> Iterator[Bed]:
    """Give a workspace in whose container `script` was run as a recorded command, the base image read already."""
    with tempfile.TemporaryDirectory(prefix="snap-bench-") as directory:
        home = Path(directory) / "home"
        made = Bed(snap, home, f"bench-{os.getpid()}-{time.monotonic_ns() % 10**6}")
        try:
            wanted = ["--shell", shell] if shell else []
            run([str(snap), "start", base, "--name", made.name, *wanted, "-d"], made.env)
            made.run("run", "--", "sh", "-c", script)
            made.run("status")
            yield made
        finally:
            run([str(snap), "rm", "--force", made.name], made.env)
