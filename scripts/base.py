"""Make the image debian:bookworm available: use the present one, else pull it, else build it from Debian packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import docker

from snapshotter.engine.api import Engine
from snapshotter.engine.connect.connect import connect
from snapshotter.errors import EngineError, ImageNotFound

BASE = "debian:bookworm"
UNAVAILABLE = 3
APT = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def main() -> int:
    """Make the base image available; return 0, or 3 if that fails."""
    try:
        engine = connect()
        if exists(engine):
            print(f"base: {BASE} is present")
            return 0
        if pull(engine):
            print(f"base: {BASE} pulled")
            return 0
        build(engine)
    except (EngineError, subprocess.CalledProcessError, NoMmdebstrapError) as error:
        print(f"base: {BASE} is not available: {error}", file=sys.stderr)
        return UNAVAILABLE
    print(f"base: {BASE} built by mmdebstrap")
    return 0


class NoMmdebstrapError(Exception):
    """The program mmdebstrap is missing and cannot be installed."""


def exists(engine: Engine) -> bool:
    """Return whether the image is on this machine."""
    try:
        engine.image(BASE)
    except ImageNotFound:
        return False
    return True


def pull(engine: Engine) -> bool:
    """Pull the image; return whether that succeeded."""
    try:
        engine.pull(BASE, lambda line: print(line, file=sys.stderr))
    except ImageNotFound as error:
        print(error.message, file=sys.stderr)
        return False
    return True


def build(engine: Engine) -> None:
    """Build the image: write the whole tar first, since importing a truncated stream would give a partial image."""
    install_mmdebstrap()
    print(f"building {BASE} with mmdebstrap, which takes a minute", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="snap-base-") as directory:
        tar = Path(directory) / "base.tar"
        subprocess.run(
            ["mmdebstrap", "--quiet", "--variant=minbase", "bookworm", str(tar)], check=True, stdin=subprocess.DEVNULL
        )
        client = docker.APIClient(base_url=engine.info().address, version="auto")
        try:
            repository, tag = BASE.split(":")
            client.import_image_from_file(str(tar), repository=repository, tag=tag, changes=['CMD ["bash"]'])
        finally:
            client.close()
    engine.image(BASE)


def install_mmdebstrap() -> None:
    """Install mmdebstrap if it is missing; raises `NoMmdebstrapError`."""
    if shutil.which("mmdebstrap"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NoMmdebstrapError(
            "mmdebstrap, which builds it, is not installed; install that package on Debian or Ubuntu, "
            "or load the image from a file: docker load -i FILE"
        )
    print("installing mmdebstrap with apt-get", file=sys.stderr)
    for words in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", "mmdebstrap", "debian-archive-keyring"],
    ):
        subprocess.run(["apt-get", *words], check=True, env=APT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
