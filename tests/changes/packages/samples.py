"""Small file systems for the tests of `changes/packages`."""

from __future__ import annotations

from collections.abc import Mapping

from snapshotter.changes.packages import Folders, Owners, databases, owners, possible


class Files:
    """Files by path, as a file system."""

    def __init__(self, contents: Mapping[str, str | bytes]) -> None:
        self.contents = {
            path: text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
            for path, text in contents.items()
        }

    def read(self, path: str) -> bytes | None:
        return self.contents.get(path)

    @property
    def folders(self) -> Folders:
        paths = set(self.contents)
        for path in self.contents:
            while path := path.rpartition("/")[0]:
                paths.add(path)
        return Folders(sorted(paths))

    def owners(self) -> Owners:
        """Return the package databases in them, read only from the files that `databases` returned."""
        announced = set(databases(self.folders))
        assert set(possible(announced)) == announced
        return owners(lambda path: self.contents.get(path) if path in announced else None, self.folders)
