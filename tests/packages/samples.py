"""Small file systems for the tests of this room."""

from __future__ import annotations

from collections.abc import Mapping

from snapshotter.packages import Owners, databases, owners


class Files:
    """Files by path, to be read and listed."""

    def __init__(self, contents: Mapping[str, str]) -> None:
        self.contents = {path: text.encode("utf-8", "surrogateescape") for path, text in contents.items()}

    def read(self, path: str) -> bytes | None:
        return self.contents.get(path)

    def names(self, directory: str) -> list[str]:
        inside = [path[len(directory) + 1:] for path in self.contents if path.startswith(directory + "/")]
        return sorted({path.split("/", 1)[0] for path in inside})

    def owners(self) -> Owners:
        """What the room makes of them, having asked for no more than it announced."""
        announced = set(databases(self.names))
        return owners(lambda path: self.contents.get(path) if path in announced else None, self.names)
