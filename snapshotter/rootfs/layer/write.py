"""Writes a layer as a tar into a temporary file, with its digest.

The form is that of Docker's own layers: directories above what changed, whiteouts, whole seconds, no user names, and
files with holes as zeros, since what engines make of a layer afterwards does not keep its holes.  In the temporary file
zeros take no space.
"""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Self

from snapshotter.errors import LayerError
from snapshotter.model import Entry, Tree
from snapshotter.rootfs.layer import names
from snapshotter.rootfs.layer.difference import Difference, in_order
from snapshotter.rootfs.layer.openat import NotThatFile, Visits
from snapshotter.rootfs.layer.tap import Tap
from snapshotter.rootfs.tar.forward import CHUNK
from snapshotter.rootfs.tar.header import (
    BLOCK_DEVICE,
    CHAR,
    DIRECTORY,
    FIFO,
    HARD_LINK,
    REGULAR,
    SYMLINK,
    Header,
)
from snapshotter.rootfs.tar.write import END, header_bytes, padding

_TYPES: Mapping[str, bytes] = {
    "file": REGULAR,
    "directory": DIRECTORY,
    "symlink": SYMLINK,
    "fifo": FIFO,
    "char": CHAR,
    "block": BLOCK_DEVICE,
}
_LEVEL = 1
"""Fastest level of gzip."""
_HOLE = 1 << 12
"""Bytes of zeros from which on a piece is not written to the file."""


class LayerFile:
    """A layer's tar in a temporary file without a name, which is removed when it is closed."""

    def __init__(self, directory: Path) -> None:
        """`directory` is where the file is made."""
        self._directory = directory
        self._file: BinaryIO = tempfile.TemporaryFile(dir=directory)  # noqa: SIM115 - closed by `close`
        self._digest = hashlib.sha256()
        self.size = 0

    def __enter__(self) -> Self:
        """Return the file itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file, which removes it."""
        self.close()

    def close(self) -> None:
        """Close the file, which removes it."""
        self._file.close()

    @property
    def digest(self) -> str:
        """The digest of what was written: the diff id of the layer."""
        return f"sha256:{self._digest.hexdigest()}"

    def write(self, data: bytes) -> None:
        """Write the next bytes."""
        self._digest.update(data)
        self.size += len(data)
        if len(data) >= _HOLE and not data.strip(b"\0"):
            self._file.seek(self.size)
        else:
            self._file.write(data)

    def pieces(self) -> Iterator[bytes]:
        """Yield everything that was written, from the beginning; it may be called again."""
        self._file.truncate(self.size)
        self._file.seek(0)
        while piece := self._file.read(CHUNK):
            yield piece

    def compressed(self) -> LayerFile:
        """Return a file with the same as gzip, always the same for the same bytes."""
        packed, made = LayerFile(self._directory), zlib.compressobj(_LEVEL, wbits=16 + zlib.MAX_WBITS)
        try:
            for piece in self.pieces():
                packed.write(made.compress(piece))
            packed.write(made.flush())
        except BaseException:
            packed.close()
            raise
        return packed


Visit = Callable[[str, Tap], object]
"""Calls a tap for a regular file, and what that returns with the bytes; does nothing for what is no regular file."""


@contextmanager
def in_directories(upper: Path, lower: Callable[[], Sequence[Path]]) -> Iterator[Visit]:
    """Yield what visits files in a container's layer, or else in those below it, lowest first, of a tree with them.

    `lower` is called only where it is needed: nearly all that changed is in the container's own layer.
    """
    with ExitStack() as opened:
        own = opened.enter_context(closing(Visits(upper)))
        below: list[Visits] | None = None

        def visit(path: str, tap: Tap) -> None:
            nonlocal below
            with suppress(NotThatFile):
                if own.visit(path, tap):
                    return
                if below is None:
                    below = [opened.enter_context(closing(Visits(directory))) for directory in reversed(lower())]
                any(visits.visit(path, tap) for visits in below)

        yield visit


def write_layer(file: LayerFile, after: Tree, found: Difference, visit: Visit) -> None:
    """Write the layer of a difference; `after` has the entries, `visit` the contents.

    Raises `LayerError` where a file is not as `after` has it, `OSError` where it cannot be read or written.
    """
    for path, deleted in in_order(found):
        if deleted:
            above, _, name = path.rpartition("/")
            file.write(header_bytes(_marker(f"{above}/{names.WHITEOUT}{name}")))
            continue
        entry = after[path]
        file.write(header_bytes(_header(path, entry)))
        if entry.size and not _is_link(path, entry):
            _write_content(file, path, entry, visit)
        if path in found.opaque:
            file.write(header_bytes(_marker(f"{path}/{names.OPAQUE}")))
    file.write(END)


def _write_content(file: LayerFile, path: str, entry: Entry, visit: Visit) -> None:
    begin = file.size
    visit(path, lambda _path, _size: file.write)
    if file.size - begin != entry.size:
        raise LayerError(f"{path!r} changed while the image was made", "commit again")
    file.write(padding(entry.size))


def _is_link(path: str, entry: Entry) -> bool:
    """Return whether the layer has the file under another name before this one."""
    return bool(entry.hardlink) and entry.hardlink != path


def _header(path: str, entry: Entry) -> Header:
    name = _name(path)
    if _is_link(path, entry):
        kind, link, size = HARD_LINK, _name(entry.hardlink), 0
    else:
        kind, link, size = _TYPES[entry.kind], names.to_bytes(entry.link), entry.size
    if kind == DIRECTORY:
        name += b"/"
    return Header(name, kind, entry.mode, entry.uid, entry.gid, size, entry.mtime_ns, link, entry.device, entry.xattrs)


def _marker(path: str) -> Header:
    return Header(_name(path), REGULAR, 0o600, 0, 0, 0, 0, b"", (0, 0))


def _name(path: str) -> bytes:
    return names.to_bytes(path.lstrip("/"))
