"""The names of a Dockerfile in its directory: that of docker, and the other one, which podman and buildah look for."""

from __future__ import annotations

from pathlib import Path

DOCKERFILE, CONTAINERFILE = "Dockerfile", "Containerfile"
_NAMES = (DOCKERFILE, "dockerfile", CONTAINERFILE)
"""In the order in which they are looked for: docker takes the first two, podman all."""


def dockerfile_of(directory: Path) -> Path:
    """Return the path of a directory's Dockerfile; the usual name if there is none."""
    return next((directory / name for name in _NAMES if (directory / name).is_file()), directory / DOCKERFILE)
