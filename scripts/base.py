"""Sees to it that the image debian:bookworm is here: as it is, else pulled, else made of Debian's own packages."""

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
NOT_HAD = 3
APT = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def main() -> int:
    """Have the base image; gives 0, or 3 where it cannot be had."""
    try:
        engine = connect()
        if here(engine):
            print(f"base: {BASE} is here")
            return 0
        if pulled(engine):
            print(f"base: {BASE} pulled")
            return 0
        made(engine)
    except (EngineError, subprocess.CalledProcessError, NoMmdebstrapError) as error:
        print(f"base: {BASE} cannot be had: {error}", file=sys.stderr)
        return NOT_HAD
    print(f"base: {BASE} made by mmdebstrap")
    return 0


class NoMmdebstrapError(Exception):
    """It is neither installed nor to be installed."""


def here(engine: Engine) -> bool:
    """Say whether the image is on this machine."""
    try:
        engine.image(BASE)
    except ImageNotFound:
        return False
    return True


def pulled(engine: Engine) -> bool:
    """Try to pull the image."""
    try:
        engine.pull(BASE, lambda line: print(line, file=sys.stderr))
    except ImageNotFound as error:
        print(error.message, file=sys.stderr)
        return False
    return True


def made(engine: Engine) -> None:
    """Make the image: a whole tar first, since an import of a broken-off stream would give half an image."""
    have_mmdebstrap()
    print(f"making {BASE} with mmdebstrap, which takes a minute", file=sys.stderr)
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


def have_mmdebstrap() -> None:
    """Install it where that may be done; raises `NoMmdebstrapError`."""
    if shutil.which("mmdebstrap"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NoMmdebstrapError(
            "mmdebstrap, which would make it, is not installed. Install that package (Debian and "
            "Ubuntu have it), or bring the image from elsewhere: docker load -i FILE"
        )
    print("installing mmdebstrap with apt-get", file=sys.stderr)
    for words in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", "mmdebstrap", "debian-archive-keyring"],
    ):
        subprocess.run(["apt-get", *words], check=True, env=APT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
