"""Reader of the headers in rpm's stores: SQLite (Fedora, RHEL 9), ndb (SUSE) and Berkeley DB (RHEL 8 and older).

Berkeley DB's hash pages are described in its dbinc/db_page.h, ndb in rpm's rpmpkg.c.
Damaged and truncated parts are ignored.  Together the headers are no longer than the store: one that leads to the same
bytes again and again is damaged, or made to take all time and memory.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from snapshotter.changes.packages.sqlite_rows import rows

SQLITE, WAL, NDB, BDB = "rpmdb.sqlite", "rpmdb.sqlite-wal", "Packages.db", "Packages"
NAMES = (SQLITE, WAL, NDB, BDB)
_BDB_MAGIC = 0x061561
_BDB_PAGE_HEAD = 26
_BDB_HASH_PAGES, _BDB_OVERFLOW = (2, 13), 7
_BDB_ON_PAGE, _BDB_OFF_PAGE = 1, 3
_NDB_BLOCK = 16
_NDB_PAGE = 4096

Blobs = Iterator[bytes]


def headers(read: Callable[[str], bytes | None]) -> Blobs:
    """Yield the header of every package; `read` returns the bytes of one of `NAMES`, None if it is missing."""
    if data := read(SQLITE):
        wal = read(WAL) or b""
        yield from _together(_sqlite(data, wal), len(data) + len(wal))
    elif data := read(NDB):
        yield from _together(_ndb(data), len(data))
    elif data := read(BDB):
        yield from _berkeley(data)


def _together(blobs: Blobs, size: int) -> Blobs:
    """Yield blobs, which are up to `size` bytes together."""
    for blob in blobs:
        size -= len(blob)
        if size < 0:
            return
        yield blob


def _sqlite(data: bytes, wal: bytes) -> Blobs:
    """Yield the headers of an SQLite database."""
    query = "select blob from Packages where typeof(blob) = 'blob' order by hnum"
    yield from (blob for (blob,) in rows(data, wal, ["Packages"], query))


def _ndb(data: bytes) -> Blobs:
    """Yield the headers of an ndb store: after a head of 32 bytes, slots of 16 bytes give the 16-byte block of each."""
    if data[:4] != b"RpmP" or len(data) < 2 * _NDB_BLOCK:
        return
    pages = int.from_bytes(data[12:16], "little")
    for at in range(2 * _NDB_BLOCK, min(pages * _NDB_PAGE, len(data) - _NDB_BLOCK + 1), _NDB_BLOCK):
        magic, package, block = struct.unpack_from("<4sII", data, at)
        start = block * _NDB_BLOCK
        if magic == b"Slot" and block and data[start : start + 4] == b"BlbS" and start + _NDB_BLOCK <= len(data):
            owner, _, length = struct.unpack_from("<III", data, start + 4)
            if owner == package:
                yield data[start + _NDB_BLOCK : start + _NDB_BLOCK + length]


def _berkeley(data: bytes) -> Blobs:
    """Yield the values of a Berkeley DB hash: keys are package numbers, the value of key 0 is a counter."""
    order = next((order for order in "<>" if data[12:16] == struct.pack(f"{order}I", _BDB_MAGIC)), "")
    size = struct.unpack_from(f"{order}I", data, 20)[0] if order and len(data) >= 512 else 0
    if size < 512:
        return
    left = len(data)
    for start in range(size, len(data) - size + 1, size):
        page = data[start : start + size]
        if page[25] not in _BDB_HASH_PAGES:
            continue
        entries = struct.unpack_from(f"{order}H", page, 20)[0]
        if _BDB_PAGE_HEAD + 2 * entries > size:
            continue
        places = struct.unpack_from(f"{order}{entries}H", page, _BDB_PAGE_HEAD)
        for number in range(0, entries - 1, 2):
            value, taken = _item(data, page, places[number + 1], places[number], order, size)
            left -= taken
            if left < 0:
                return
            if len(value) > 8:
                yield value


def _item(data: bytes, page: bytes, place: int, end: int, order: str, size: int) -> tuple[bytes, int]:
    """Return a value that is on its page up to `end`, or on a chain of overflow pages, b"" if it is damaged.

    The number says how many bytes were read for it.
    """
    kind = page[place] if place < size else 0
    if kind == _BDB_ON_PAGE:
        value = page[place + 1 : end]
        return value, len(value)
    if kind != _BDB_OFF_PAGE or place + 12 > size:
        return b"", 0
    number, length = struct.unpack_from(f"{order}II", page, place + 4)
    found, left = list[bytes](), length
    while number and 0 < left <= len(data) and (number + 1) * size <= len(data):
        start = number * size
        next_page, used, kind = struct.unpack_from(f"{order}I2xHxB", data, start + 16)
        if kind != _BDB_OVERFLOW or not 0 < used <= size - _BDB_PAGE_HEAD:
            break
        found.append(data[start + _BDB_PAGE_HEAD : start + _BDB_PAGE_HEAD + used])
        left -= used
        number = next_page
    return b"" if left else b"".join(found), length - left
