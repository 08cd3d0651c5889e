"""What an image shows of how it was made: commands, each with its witness and the paths that it explains."""

from __future__ import annotations

import zlib
from calendar import timegm
from collections.abc import Callable, Mapping
from time import strptime

from msgspec import Struct
from msgspec.structs import replace

from snapshotter.changes.packages.owners import Owners
from snapshotter.model import Change, Tree

FILE_LIMIT = 16 << 20
"""Bytes beyond which a file is not read as evidence."""


class Side(Struct, frozen=True):
    """A file system before or after a layer."""

    tree: Tree
    owners: Owners
    fetch: Callable[[Mapping[str, int]], dict[str, bytes]]
    """Reads files; the argument maps each path to the largest size that is read."""

    def text(self, path: str) -> str:
        """Return a file as text, unpacked if its name ends in .gz; "" if it is missing, damaged or too large."""
        entry = self.tree.get(path)
        if entry is None or entry.kind != "file" or entry.size > FILE_LIMIT:
            return ""
        data = self.fetch({path: FILE_LIMIT}).get(path, b"")
        if path.endswith(".gz"):
            data = _unpacked(data)
        return data.decode("utf-8", "surrogateescape")

    def seconds(self, path: str) -> float:
        """Return a path's modification time, 0 if it is missing."""
        entry = self.tree.get(path)
        return entry.mtime_ns / 1e9 if entry else 0.0


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, FILE_LIMIT)
    except zlib.error:
        return b""


def never(_: Change) -> bool:
    """Return False."""
    return False


def utc_seconds(text: str) -> float:
    """Return a time such as "2024-05-01 12:00:00" in seconds, 0 if there is no such time."""
    try:
        return float(timegm(strptime(" ".join(text.split()), "%Y-%m-%d %H:%M:%S")))
    except ValueError:
        return 0.0


class Shown(Struct, frozen=True):
    """A command that the image shows."""

    text: str
    witness: str
    """What shows it: a file, or whose database."""
    begin: float
    end: float
    explains: Callable[[Change], bool]
    """Returns whether a changed path is its work."""
    precedes: Callable[[Change], bool] = never
    """Returns whether a changed path, which nothing explains, can only have become so after it."""
    paths: frozenset[str] = frozenset()
    """The paths that it explains, where `explains` is true for no others; empty where that is not known."""
    exact: bool = False
    """Whether its times are those of a log, and not only the latest that they can be."""
    passing: bool = False
    """Whether what it did is undone by a later one, so that it matters only to what was done in between."""
    cwd: str = "/"
    cwd_after: str = ""
    """The directory in which it left its shell, "" if it left it where it was."""
    user: str = "root"
    shell: str = "sh"
    session: str = ""
    """Which shell it was typed in, whose state it shares; "" for none."""

    def at(self, begin: float) -> Shown:
        """Return the command at another time."""
        return replace(self, begin=begin, end=begin)
