"""Owns listening to contents while a layer is read: keeping some, or taking digests that package databases speak."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

Listener = Callable[[bytes], object]
Tap = Callable[[str, int], Listener | None]
"""Asked once for every regular file before its bytes pass, with path and size; what it gives is called with them."""


class Digests:
    """A tap that takes the digests of some files that package databases speak of, such as the md5 that dpkg knows."""

    def __init__(self, want: Mapping[str, str]) -> None:
        """`want`: path → algorithm, as `hashlib.new` names it."""
        self._want = want
        self._running: dict[str, hashlib._Hash] = {}

    def __call__(self, path: str, size: int) -> Listener | None:
        """Begin the digest of one file, where it is wanted."""
        if path not in self._want:
            return None
        digest = self._running[path] = hashlib.new(self._want[path], usedforsecurity=False)
        return digest.update

    def found(self) -> dict[str, str]:
        """Give the digests of the files that passed, as hex."""
        return {path: digest.hexdigest() for path, digest in self._running.items()}


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

    def found(self) -> dict[str, bytes]:
        """Give what was kept."""
        return {path: b"".join(pieces) for path, pieces in self._pieces.items()}
