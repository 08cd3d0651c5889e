"""The names in each directory of a file system, by which the package databases are found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Folders:
    """The directories of one file system and the names in them."""

    def __init__(self, paths: Iterable[str]) -> None:
        """`paths` are all paths of the file system, absolute."""
        self._names: dict[str, list[str]] = {}
        for path in paths:
            directory, _, name = path.rpartition("/")
            self._names.setdefault(directory or "/", []).append(name)
        self._by_name: dict[str, list[str]] | None = None

    def names(self, directory: str) -> list[str]:
        """Return the names in a directory; [] if it is missing, empty or not a directory."""
        return self._names.get(directory.rstrip("/") or "/", [])

    def has(self, path: str) -> bool:
        """Return whether a path exists."""
        directory, _, name = path.rpartition("/")
        return name in self.names(directory)

    def named(self, name: str) -> list[str]:
        """Return all directories of that name, wherever they are, sorted, without empty ones."""
        if self._by_name is None:
            self._by_name = {}
            for directory in sorted(self._names):
                self._by_name.setdefault(directory.rpartition("/")[2], []).append(directory)
        return self._by_name.get(name, [])

    def outermost_named(self, name: str) -> Iterator[str]:
        """Yield the directories of that name that are not below another directory of that name."""
        inner = f"/{name}/"
        return (directory for directory in self.named(name) if inner not in directory)
