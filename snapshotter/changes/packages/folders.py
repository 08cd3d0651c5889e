"""Owns which names each directory of a file system holds: what the databases of packages are found by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Folders:
    """The directories of one file system and the names in them."""

    def __init__(self, paths: Iterable[str]) -> None:
        """`paths`: every path of the file system, absolute."""
        self._names: dict[str, list[str]] = {}
        for path in paths:
            directory, _, name = path.rpartition("/")
            self._names.setdefault(directory or "/", []).append(name)
        self._called: dict[str, list[str]] | None = None

    def __call__(self, directory: str) -> list[str]:
        """List the names in a directory; [] where it is absent, empty or no directory."""
        return self._names.get(directory.rstrip("/") or "/", [])

    def has(self, path: str) -> bool:
        """Tell whether there is such a path."""
        directory, _, name = path.rpartition("/")
        return name in self(directory)

    def called(self, name: str) -> list[str]:
        """Give the directories of that name wherever they are, sorted; empty ones are left out."""
        if self._called is None:
            self._called = {}
            for directory in sorted(self._names):
                self._called.setdefault(directory.rpartition("/")[2], []).append(directory)
        return self._called.get(name, [])

    def outermost(self, name: str) -> Iterator[str]:
        """Give the directories of that name that lie in no other one of it."""
        inner = f"/{name}/"
        return (directory for directory in self.called(name) if inner not in directory)
