"""Owns listening to contents while a layer is read: keeping some, or taking digests that package databases speak."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

Listener = Callable[[bytes], object]
Tap = Callable[[str, int], Listener | None]
"""Asked once for every regular file before its bytes pass, with path and size; what it gives is called with them."""


class Digests:
    """A tap that takes one more digest of every file, such as the md5 that dpkg knows."""

    def __init__(self, algorithm: str) -> None:
        """`algorithm` as `hashlib.new` names it."""
        self.algorithm = algorithm
        self._running: dict[str, hashlib._Hash] = {}

    def __call__(self, path: str, size: int) -> Listener:
        """Begin the digest of one file."""
        digest = self._running[path] = hashlib.new(self.algorithm, usedforsecurity=False)
        return digest.update

    def hexdigest(self, path: str) -> str:
        """Give a file's digest, "" where it did not pass."""
        return self._running[path].hexdigest() if path in self._running else ""


class Keep:
    """A tap that keeps the contents of the files that are wanted and no longer than wanted."""

    def __init__(self, want: Callable[[str, int], bool]) -> None:
        self._want = want
        self._pieces: dict[str, list[bytes]] = {}

    def __call__(self, path: str, size: int) -> Listener | None:
        """Begin to keep one file, where it is wanted."""
        if not self._want(path, size):
            return None
        pieces = self._pieces[path] = []
        return pieces.append

    def contents(self) -> dict[str, bytes]:
        """Give what was kept."""
        return {path: b"".join(pieces) for path, pieces in self._pieces.items()}
