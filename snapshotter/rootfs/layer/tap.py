"""Access to contents while a layer is read: storing some, or computing the digests that package databases use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

Listener = Callable[[bytes], object]
Tap = Callable[[str, int], Listener | None]
"""Called once for every regular file with path and size; returns what is then called with the file's bytes, or None.

A listener that needs no more bytes returns True; more may follow all the same.
"""


class Digests:
    """A tap that computes digests with the algorithms of package databases, such as dpkg's md5."""

    def __init__(self, want: Mapping[str, str]) -> None:
        """`want` maps each path to the algorithm, as `hashlib.new` names it."""
        self._want = want
        self._running: dict[str, hashlib._Hash] = {}

    def __call__(self, path: str, size: int) -> Listener | None:
        """Begin the digest of a file, if it is wanted."""
        if path not in self._want:
            return None
        digest = self._running[path] = hashlib.new(self._want[path], usedforsecurity=False)
        return digest.update

    def found(self) -> dict[str, str]:
        """Return the digests of the wanted files that were read, as hex."""
        return {path: digest.hexdigest() for path, digest in self._running.items()}


class Keep:
    """A tap that stores the contents of wanted files."""

    def __init__(self, want: Callable[[str, int], bool]) -> None:
        """`want` returns whether a file is wanted, by its path and size."""
        self._want = want
        self._pieces: dict[str, list[bytes]] = {}

    def __call__(self, path: str, size: int) -> Listener | None:
        """Begin to store a file, if it is wanted."""
        if not self._want(path, size):
            return None
        pieces = self._pieces[path] = []
        return pieces.append

    def found(self) -> dict[str, bytes]:
        """Return the contents of the wanted files that were read."""
        return {path: b"".join(pieces) for path, pieces in self._pieces.items()}
