"""A tar stream as a strict sequence of members: framing, long names, PAX headers, end marks.

Python's own `tarfile` is not used: in `r|` mode it is quadratic with a large buffer, stores every member, takes about
90 µs for each, and in 3.11 a negative size puts it into an endless loop.  `layer/from_tar.py` makes a layer of members.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from snapshotter.errors import LayerError
from snapshotter.rootfs.tar import sparse
from snapshotter.rootfs.tar.forward import ForwardReader, Readable
from snapshotter.rootfs.tar.header import (
    BLOCK,
    CHAR,
    DIRECTORY,
    GNU_LONG_LINK,
    GNU_LONG_NAME,
    GNU_SPARSE,
    GNU_VOLUME,
    PAX,
    PAX_GLOBAL,
    REGULAR,
    SYMLINK,
    Header,
    parse_header,
    parse_records,
    with_records,
)

LARGEST_EXTENSION = 1 << 20
"""Largest size in bytes of an extended header: a name has at most 4 KiB, all attributes of a file usually 64 KiB."""
_ZERO = bytes(BLOCK)
_BODILESS = (b"1", SYMLINK, CHAR, b"4", DIRECTORY, b"6")
_PLAIN = (REGULAR, *_BODILESS)


class TarStream:
    """The members of a tar stream in order; the bytes of a member must be read before the next member is requested."""

    def __init__(self, stream: Readable, *, end_mark: bool = True) -> None:
        """With `end_mark`, a stream without a block of zeros at its end is an error."""
        self._source = ForwardReader(stream)
        self._end_mark = end_mark
        self._left = 0
        self._holes: sparse.Holes | None = None
        self._padding = 0
        self._total_sparse = 0

    def next(self) -> Header | None:
        """Return the next member, None at the end; raises `LayerError` if the stream is damaged."""
        self._source.skip(self._left + self._padding)
        self._left = self._padding = 0
        self._holes = None
        extensions: dict[bytes, bytes] = {}
        while (block := self._block()) is not None:
            header = parse_header(block)
            if header.type in (PAX, GNU_LONG_NAME, GNU_LONG_LINK):
                if header.type in extensions:
                    raise LayerError(
                        "the layer's stream is damaged: one entry has two extended headers of the same kind"
                    )
                extensions[header.type] = self._extension(header)
            elif header.type in (PAX_GLOBAL, GNU_VOLUME):
                # the engines ignore them too
                self._extension(header)
            else:
                return self._member(header, block, extensions)
        if extensions:
            raise LayerError("the layer's stream ends after an extended header")
        return None

    def pieces(self) -> Iterator[bytes]:
        """Return the bytes of the last returned member in pieces, holes filled with zeros; can be called once."""
        left, self._left = self._left, 0
        if self._holes is not None:
            return sparse.filled(self._source, self._holes)
        return self._source.pieces(left)

    def _block(self) -> bytes | None:
        if self._source.at_end():
            if self._end_mark:
                raise LayerError("the layer's stream ends without an end mark: it was cut off")
            return None
        block = self._source.exactly(BLOCK)
        return None if block == _ZERO else block

    def _extension(self, header: Header) -> bytes:
        if header.size > LARGEST_EXTENSION:
            raise LayerError(f"the layer's stream is damaged: an extended header claims {header.size} bytes")
        data = self._source.exactly(header.size)
        self._source.skip(-header.size % BLOCK)
        return data

    def _member(self, header: Header, block: bytes, extensions: dict[bytes, bytes]) -> Header:
        if GNU_LONG_NAME in extensions:
            header = replace(header, name=extensions[GNU_LONG_NAME].rstrip(b"\0"))
        if GNU_LONG_LINK in extensions:
            header = replace(header, link=extensions[GNU_LONG_LINK].rstrip(b"\0"))
        records = parse_records(extensions[PAX]) if PAX in extensions else []
        if records:
            header = with_records(header, dict(records))
        if header.type not in _PLAIN and header.type != GNU_SPARSE:
            raise LayerError(f"the layer's stream has an entry of the unknown type {header.type!r}")
        stored = 0 if header.type in _BODILESS else header.size
        self._left, self._padding = stored, -stored % BLOCK
        if header.type == GNU_SPARSE:
            self._holes = sparse.old_gnu(block, self._source, stored)
        elif records and header.type == REGULAR:
            self._holes = sparse.from_records(records, stored, self._source)
        if self._holes is None:
            return header if header.size == stored else replace(header, size=stored)
        self._total_sparse += self._holes.size
        if self._total_sparse > sparse.LIMIT:
            raise LayerError(f"the sparse files in the layer are longer than {sparse.LIMIT} bytes together")
        self._left = stored - self._holes.header
        name = dict(records).get("GNU.sparse.name") or header.name
        return replace(header, name=name, type=REGULAR, size=self._holes.size)
