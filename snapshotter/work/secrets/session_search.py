"""The search, at the end of a session, for the secrets that were typed in it, in the files that it changed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

from snapshotter.engine.api import Engine
from snapshotter.errors import RecordError
from snapshotter.model import Workspace
from snapshotter.rootfs.contents import collect_in_place, digests_in_place, read_in_place
from snapshotter.rootfs.image import container_layer
from snapshotter.rootfs.layer.tap import Listener
from snapshotter.secrets.known_values import KnownValues
from snapshotter.work.secrets.public_names import public_names

BUDGET = 5.0
"""Seconds after which the files that are left are recorded as not searched."""
LARGEST = 1 << 30
"""Bytes of all files in which a secret was found up to which digests are computed: sha256 takes about 3 s."""
_PACKAGES = "/var/lib/dpkg/info/"
"""Names of what packages have there begin with that of the package."""
_MARGIN = 2.0
"""Seconds by which the clock of a file system may be behind."""


def search(engine: Engine, workspace: Workspace, known: KnownValues, since: float) -> Iterator[tuple[str, str]]:
    """Yield path and digest of the files of a container that changed since a time and hold a known secret.

    The digest is "" for a file that the time did not suffice for, or which is too large for a digest.  Raises
    `EngineError` if the engine does not answer, `RecordError` if the container's layer cannot be read in place.
    """
    container = engine.container(workspace.container)
    changed: dict[str, int] = {}
    packages: list[str] = []

    def note(path: str, info: os.stat_result) -> str:
        if path.startswith(_PACKAGES):
            packages.append(path[len(_PACKAGES) :])
        if info.st_ctime >= since - _MARGIN:
            changed[path] = info.st_size
        return ""

    if container_layer(engine, container, known=note) is None or container.upper is None:
        raise RecordError("the container's layer cannot be read in place", "commit before the host restarts")
    layers = [*(engine.layer_dirs(container.image) or ()), container.upper]
    known = known.without_names(
        lambda: public_names((*packages, *_names(layers[:-1])), lambda want: read_in_place(layers, want))
    )
    smallest_first = dict(sorted(changed.items(), key=lambda item: item[1]))
    found = collect_in_place([container.upper], smallest_first, lambda want: _Search(known))
    sizes = accumulate(changed[path] for path in found if found[path])
    hits = [path for path, size in zip((path for path in found if found[path]), sizes, strict=True) if size <= LARGEST]
    digests = digests_in_place(container.upper, dict.fromkeys(hits, "sha256"))
    yield from digests.items()
    for path in changed.keys() - digests.keys() - {path for path in found if not found[path]}:
        yield path, ""


def _names(layers: Iterable[Path]) -> set[str]:
    """Return the names of all files in the directories of layers."""
    names = set[str]()
    for layer in layers:
        for _, directories, files in os.walk(layer):
            names.update(directories, files)
    return names


class _Search:
    """A tap that searches files until the time is over."""

    def __init__(self, known: KnownValues) -> None:
        self._known = known
        self._until = time.monotonic() + BUDGET
        self._found: dict[str, bool] = {}

    def __call__(self, path: str, size: int) -> Listener | None:
        if time.monotonic() > self._until:
            return None
        search = self._known.piecewise()
        read = 0
        self._found[path] = False

        def listen(piece: bytes) -> bool:
            nonlocal read
            read += len(piece)
            if search(piece):
                self._found[path] = True
            elif read < size and time.monotonic() > self._until:
                del self._found[path]
                return True
            return self._found[path]

        return listen

    def found(self) -> dict[str, bool]:
        """Return whether each file that was searched holds a secret."""
        return self._found
