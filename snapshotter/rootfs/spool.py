"""Contents of files in layers that come as a stream, kept in a temporary file so that the stream is read only once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Self

from snapshotter.model import Layer
from snapshotter.rootfs.layer.tap import Listener, Tap
from snapshotter.rootfs.tar.forward import CHUNK

_HOLE = bytes(1 << 16)
"""Zeros from which on a piece is not written: a sparse file stays sparse."""

Place = tuple[int, int]
"""Offset and length of a content in the temporary file, in bytes."""


class Section:
    """A tap for one layer, which writes the contents of its files to the spool."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self.places: dict[str, Place] = {}
        self._groups: dict[str, Place] | None = None

    def of_group(self, layer: Layer, group: str) -> Place | None:
        """Return where the content of hard links is: in a tar, only one name of the group has it."""
        if self._groups is None:
            entries = ((layer.entries.get(path), place) for path, place in self.places.items())
            self._groups = {entry.hardlink: place for entry, place in entries if entry and entry.hardlink}
        return self._groups.get(group)

    def __call__(self, path: str, size: int) -> Listener | None:
        """Begin the content of a file."""
        place = self._spool.begin(size)
        if place is None:
            return None
        self.places[path] = place
        return self._spool.write


class Spool:
    """The contents of the files of an image's upper layers; a temporary file that is made when it is needed."""

    def __init__(self, directory: Path) -> None:
        """`directory` is where the file is made; it has no name there."""
        self._directory = directory
        self._file: BinaryIO | None = None
        self._failed = False
        self._end = self._at = 0
        self._layers: list[tuple[Layer, Section]] = []

    def __enter__(self) -> Self:
        """Return the spool itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file, which removes it."""
        if self._file:
            self._file.close()
        self._file = None

    def section(self) -> Section:
        """Return the tap for the next layer of the stream."""
        return Section(self)

    def begin(self, size: int) -> Place | None:
        """Return where the next content is to be written; None where there is no room for it."""
        if self._failed:
            return None
        self._at, self._end = self._end, self._end + size
        return self._at, size

    def write(self, piece: bytes) -> None:
        """Write the next bytes of the content that was begun last."""
        begin, self._at = self._at, self._at + len(piece)
        if self._failed or (len(piece) >= len(_HOLE) and piece == bytes(len(piece))):
            return
        try:
            file = self._opened()
            if file.tell() != begin:
                file.seek(begin)
            file.write(piece)
        except OSError:  # such as a full disk: the engine is asked again instead
            self._failed = True

    def _opened(self) -> BinaryIO:
        if self._file is None:
            import tempfile  # only where a layer cannot be read in place

            self._file = tempfile.TemporaryFile(dir=self._directory)  # noqa: SIM115 - closed by __exit__
        return self._file

    def hold(self, layers: Sequence[tuple[Layer, Section]]) -> None:
        """Take the layers whose contents are asked for, lowest first."""
        self._layers = list(layers)

    @property
    def holds(self) -> bool:
        """Whether the contents of the layers' files are there, all of them."""
        return bool(self._layers) and not self._failed

    def has(self, path: str) -> bool:
        """Return whether one of the layers has or deletes a path."""
        return any(path in layer.entries or path in layer.whiteouts for layer, _ in self._layers)

    def visit(self, want: Mapping[str, object], tap: Tap) -> None:
        """Call a tap for regular files, and what it returns with the bytes, until that returns True."""
        for path in want:
            place = self._place(path)
            listener = tap(path, place[1]) if place else None
            if place and listener:
                any(listener(piece) is True for piece in self._pieces(*place))

    def visit_one(self, path: str, tap: Tap) -> None:
        """Do so for one file."""
        self.visit({path: None}, tap)

    def _place(self, path: str) -> Place | None:
        """Return where the content of a regular file is, whose path must exist in the merged tree."""
        for layer, section in reversed(self._layers):
            entry = layer.entries.get(path)
            if entry is not None:
                return section.places.get(path) or (section.of_group(layer, entry.hardlink) if entry.hardlink else None)
            if path in layer.whiteouts:
                return None
        return None

    def _pieces(self, begin: int, length: int) -> Iterator[bytes]:
        file = self._opened()
        file.flush()
        while length > 0:
            step = min(length, CHUNK)
            piece = os.pread(file.fileno(), step, begin)  # two threads may read
            yield piece + bytes(step - len(piece))  # what is missing at the end of the file is a hole
            begin, length = begin + step, length - step
