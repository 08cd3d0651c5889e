"""What the last reading of a container's layer found in each directory, so that files as they were are not looked at.

A file is as it was if its inode and its change time are: nothing sets a change time, and an inode that is used again
has a new one.  Names, inodes and change times of a directory are compared all at once.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping, Sequence
from itertools import compress
from operator import eq
from typing import TypeAlias

from snapshotter.model import Entry
from snapshotter.rootfs.layer import names
from snapshotter.rootfs.packed import Packed, is_plain_file, pack

Folder: TypeAlias = tuple[str, bytes, tuple[int, ...]]
"""The names in a directory as the system lists them, separated by "/"; the inode and the change time of each, 0 for
what is always looked at; and where that is in the list."""
Row: TypeAlias = "bytes | Entry"


class LastScan:
    """The last reading of a layer, and what another one finds beside it."""

    def __init__(self, tree: Packed | None = None, folders: Mapping[str, Folder] | None = None) -> None:
        """`tree` and `folders` are those that were kept of the same container, None for the first reading."""
        self.tree, self._known = tree, folders or {}
        self.folders: dict[str, Folder] = {}
        """What this reading found, by directory."""
        self.fresh: set[str] = set()
        """The paths whose entries are not those of the tree."""

    @property
    def compares(self) -> bool:
        """Return whether there is an earlier reading, so that `fresh` says what differs from it."""
        return self.tree is not None

    def looked_up(self, path: str, entry: Entry) -> Row:
        """Return the entry of a directory, packed if it is as it was."""
        row = None if self.tree is None else self.tree.row(path)
        if row is not None and row == pack(entry):
            return row
        self.fresh.add(path)
        return entry

    def changed(self, path: str, prefix: str, listed: list[os.DirEntry[str]], rows: dict[str, Row]) -> Listing:
        """Return the listing of a directory; the entries of files that are as they were are added to `rows`."""
        return Listing(self, path, prefix, listed, rows)

    def known(self, path: str) -> Folder | None:
        """Return what was found in a directory, None if that is not known."""
        return self._known.get(path) if self.compares else None


class Listing:
    """One directory of a reading."""

    def __init__(
        self, scan: LastScan, path: str, prefix: str, listed: list[os.DirEntry[str]], rows: dict[str, Row]
    ) -> None:
        """`rows` gets the entries of files that are as they were; `to_read` is the rest of what is `listed`."""
        self._scan, self._path, self._prefix, self._listed, self._rows = scan, path, prefix, listed, rows
        self.to_read = listed
        self.skipped = 0
        self._same: frozenset[str] = frozenset()
        self._names = "/".join([item.name for item in listed])
        self._known = scan.known(path)
        try:
            found = [item.stat(follow_symlinks=False) for item in listed]
        except OSError:  # something was removed: whoever reads it sees that
            self._stamps: list[list[int]] = []
            return
        self._stamps = [[one.st_ino for one in found], [one.st_ctime_ns for one in found]]
        self._links = [one.st_nlink for one in found]
        if self._known is not None:
            self._skip(*self._known)

    def _skip(self, known_names: str, stamps: bytes, others: Sequence[int]) -> None:
        """Take over the entries of files that are as they were."""
        if known_names == self._names and self._packed(others) == stamps:
            same = [True] * len(self._listed)
            for index in others:
                same[index] = False
        else:
            same = self._compared(known_names, stamps)
            self._known = None
        items = list(compress(self._listed, same))
        paths = [self._prefix + item.name for item in items]
        if not self._names.isascii():
            paths = [self._prefix + names.from_host(item.name) for item in items]
        assert self._scan.tree is not None
        found = list(map(self._scan.tree.row, paths))
        if None in found:  # a path that no image keeps, or one that the tree has otherwise
            self._known = None
            wanted = [row is not None for row in found]
            items, paths = list(compress(items, wanted)), list(compress(paths, wanted))
            found = list(compress(found, wanted))
        self._rows.update(zip(paths, found, strict=True))  # type: ignore[arg-type]  # None was left out
        self.skipped = len(items)
        if self._known is None:
            self._same = frozenset(item.name for item in items)
            self.to_read = [item for item in self._listed if item.name not in self._same]
        else:
            self.to_read = [self._listed[index] for index in others]

    def _compared(self, known_names: str, stamps: bytes) -> list[bool]:
        """Return for each name whether its inode and change time are those that are known of it."""
        every = known_names.split("/")
        numbers = struct.unpack(f"<{2 * len(every)}q", stamps) if known_names else ()
        known = dict(zip(every, zip(numbers[: len(every)], numbers[len(every) :], strict=True), strict=False))
        return list(map(eq, map(known.get, [item.name for item in self._listed]), zip(*self._stamps, strict=True)))

    def _packed(self, others: Sequence[int]) -> bytes:
        """Return the inodes and change times, with 0 for `others`; b"" if they are none that a file system has."""
        inodes, times = (list(stamps) for stamps in self._stamps)
        for index in others:
            inodes[index] = times[index] = 0
        try:
            return struct.pack(f"<{2 * len(inodes)}q", *inodes, *times)
        except struct.error:
            return b""

    def read(self) -> None:
        """Note what was found, once all else of the directory has been read."""
        if not self._stamps:
            return
        if self._known is not None:
            self._scan.folders[self._path] = self._known
        else:
            others = tuple(index for index, item in enumerate(self._listed) if not self._is_known(index, item.name))
            stamps = self._packed(others)
            if stamps or not self._listed:
                self._scan.folders[self._path] = (self._names, stamps, others)

    def _is_known(self, index: int, name: str) -> bool:
        """Return whether a file need not be looked at again as long as its inode and change time stay."""
        if name in self._same:
            return True
        row = self._rows.get(self._prefix + (name if name.isascii() else names.from_host(name)))
        return row is not None and self._links[index] == 1 and is_plain_file(row, self._stamps[1][index])
