"""The line in a registry as a file: downloaded, it is read as a bundle."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from snapshotter.engine.registry.client import ARTIFACT, Registry, is_name
from snapshotter.errors import RemoteFailed
from snapshotter.store.home import Home
from snapshotter.store.repository.remote.scratch import scratch

SCHEME = "oci://"
"""In front of the name of a registry's repository where a URL is stored."""
TAG = "line"
"""The tag of the line, beside the images' numbers."""


def registry_name(url: str) -> str:
    """Return HOST/NAME where a URL means a repository of a registry, else ""."""
    name = url.removeprefix(SCHEME)
    if url.startswith(SCHEME):
        return name
    return name if is_name(name) and not Path(name).exists() else ""


@contextlib.contextmanager
def download(home: Home, name: str) -> Iterator[Path]:
    """Yield the file of the line in a registry; raises `RemoteFailed`."""
    registry = Registry(name)
    found = registry.get(TAG)
    if found is None or found.type != ARTIFACT:
        raise RemoteFailed(f"{name} has no line of snapshots", f"`snap push --images {name}` where it is sends one")
    home.line.prepare()
    with scratch(home.line.repository) as repository:
        file = repository.parent / "downloaded"
        registry.download(found, file)
        yield file
