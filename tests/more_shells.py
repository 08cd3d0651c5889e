"""An image with the shells of Debian that are in use, built once on a machine and shared by the tests."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile

from snapshotter.engine.api import Engine
from snapshotter.errors import ImageNotFound

DEBIAN = os.environ.get("SNAP_TEST_DEBIAN", "debian:bookworm")
"""The image of Debian, or of Ubuntu, on which the tests run; another release has other shells."""
PACKAGES = (
    "zsh",
    "fish",
    "mksh",
    "ksh93u+m",
    "dash",
    "sudo",
    "openssh-server",
    "openssh-client",
    "python3-minimal",
    "vim-tiny",
)
LOGINS = {
    "zoe": "/usr/bin/zsh",
    "fia": "/usr/bin/fish",
    "mia": "/bin/mksh",
    "kim": "/bin/ksh93",
    "dan": "/bin/dash",
    "bob": "/bin/bash",
}
"""Users of the image with their login shells; all may use sudo without a password."""
DOCKERFILE = f"""FROM {DEBIAN}
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends {" ".join(PACKAGES)} \
 && apt-get clean && rm -rf /var/lib/apt/lists/*
RUN {" && ".join(f"useradd -m -s {shell} {name}" for name, shell in LOGINS.items())} \
 && echo 'ALL ALL=(ALL:ALL) NOPASSWD: ALL' >/etc/sudoers.d/all
"""


def ensure_image(engine: Engine, label: str) -> str:
    """Return the image's name, built if it is missing; raises `EngineError` if its packages cannot be installed."""
    base = engine.image(DEBIAN).id
    tag = "snap-test/shells:" + hashlib.sha256((base + DOCKERFILE).encode()).hexdigest()[:12]
    try:
        engine.image(tag)
    except ImageNotFound:
        engine.build(
            io.BytesIO(_context()), tag=tag, labels={label: "shells"}, no_cache=True, progress=lambda line: None
        )
    return tag


def _context() -> bytes:
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w") as tar:
        member = tarfile.TarInfo("Dockerfile")
        member.size = len(DOCKERFILE)
        tar.addfile(member, io.BytesIO(DOCKERFILE.encode()))
    return context.getvalue()
