"""Sparse files in the four formats of GNU tar, read with their holes filled with zeros."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from snapshotter.errors import LayerError
from snapshotter.rootfs.tar.forward import CHUNK, ForwardReader
from snapshotter.rootfs.tar.header import BLOCK, decimal, number

LIMIT = 64 << 30
"""Largest total size in bytes of sparse files (about 35 s for hashing zeros); a header can claim any size."""
MOST_PIECES = 1 << 18
_ZEROS = bytes(CHUNK)


class Holes(Struct, frozen=True):
    """The map of a sparse file: the positions of the stored pieces, and the full size."""

    pieces: tuple[tuple[int, int], ...]
    """(offset, length), ascending."""
    size: int
    header: int = 0
    """Number of bytes of the member that the map itself takes."""


def checked(pieces: Sequence[tuple[int, int]], size: int, stored: int, header: int = 0) -> Holes:
    """Return the map; raises `LayerError` if it cannot be that of a file with `stored` bytes of data."""
    ends = [(offset, offset + length) for offset, length in pieces]
    ordered = all(0 <= offset <= end for offset, end in ends) and all(a[1] <= b[0] for a, b in pairwise(ends))
    if not ordered or any(end > size for _, end in ends) or sum(length for _, length in pieces) != stored - header:
        raise LayerError("the layer's stream is damaged: the map of a sparse file does not fit the file")
    if size > LIMIT:
        raise LayerError(f"a sparse file in the layer is {size} bytes long; at most {LIMIT} are read")
    return Holes(tuple(pieces), size, header)


def old_gnu(block: bytes, source: ForwardReader, stored: int) -> Holes:
    """Return the map in a GNU 'S' header and in the blocks that continue it."""
    pieces = _pairs(block[386:482])
    size, more = number(block[483:495]), block[482]
    while more:
        block = source.exactly(BLOCK)
        pieces += _pairs(block[:504])
        more = block[504]
        _bounded(len(pieces))
    return checked(pieces, size, stored)


def from_records(records: Sequence[tuple[str, bytes]], stored: int, source: ForwardReader) -> Holes | None:
    """Return the map in PAX records or announced by them (formats 0.0, 0.1, 1.0); None for a file without holes."""
    last = dict(records)
    if last.get("GNU.sparse.major") == b"1" and last.get("GNU.sparse.minor") == b"0":
        return _in_body(last, stored, source)
    numbers = [decimal(value, key) for key, value in records if key in ("GNU.sparse.offset", "GNU.sparse.numbytes")]
    if "GNU.sparse.map" in last:
        numbers = [decimal(part, "GNU.sparse.map") for part in last["GNU.sparse.map"].split(b",")]
    elif "GNU.sparse.size" not in last:
        return None
    return checked(_paired(numbers), _real_size(last), stored)


def filled(source: ForwardReader, holes: Holes) -> Iterator[bytes]:
    """Yield the bytes of the file, with zeros in place of its holes."""
    at = 0
    for offset, length in holes.pieces:
        yield from zeros(offset - at)
        yield from source.pieces(length)
        at = offset + length
    yield from zeros(holes.size - at)


def zeros(count: int) -> Iterator[bytes]:
    """Yield `count` zeros in pieces, which share their memory."""
    while count > 0:
        step = min(count, CHUNK)
        yield _ZEROS[:step]
        count -= step


def _in_body(records: Mapping[str, bytes], stored: int, source: ForwardReader) -> Holes:
    """Return the map at the beginning of the member's data: a count, then pairs of numbers, one number a line."""
    read = 0
    text = b""

    def line() -> int:
        nonlocal read, text
        while b"\n" not in text:
            if len(text) > 40 or read + BLOCK > stored:
                raise LayerError("the layer's stream is damaged: the map of a sparse file has no end")
            text += source.exactly(BLOCK)
            read += BLOCK
        digits, text = text.split(b"\n", 1)
        return decimal(digits, "sparse map")

    count = line()
    _bounded(count)
    pieces = [(line(), line()) for _ in range(count)]
    return checked(pieces, _real_size(records), stored, read)


def _real_size(records: Mapping[str, bytes]) -> int:
    return decimal(records.get("GNU.sparse.realsize") or records.get("GNU.sparse.size") or b"", "GNU.sparse.size")


def _pairs(area: bytes) -> list[tuple[int, int]]:
    found = []
    for at in range(0, len(area) - 23, 24):
        if not area[at] or not area[at + 12]:
            break
        found.append((number(area[at : at + 12]), number(area[at + 12 : at + 24])))
    return found


def _paired(numbers: Sequence[int]) -> list[tuple[int, int]]:
    if len(numbers) % 2:
        raise LayerError("the layer's stream is damaged: the map of a sparse file has an odd length")
    _bounded(len(numbers) // 2)
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _bounded(count: int) -> None:
    if count > MOST_PIECES:
        raise LayerError(f"a sparse file in the layer has more than {MOST_PIECES} pieces")
