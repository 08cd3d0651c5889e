"""Reader of bbolt databases, in which containerd keeps what belongs to what; nothing is locked and nothing written.

Format as in go.etcd.io/bbolt: pages of a B+ tree, two of which (0 and 1) are written in turn and name the root of the
newest state.  A transaction writes only pages that no state in use has, so what was read belongs together if the
newest state is the same afterwards.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

_T = TypeVar("_T")

_MAGIC, _VERSION = 0xED0CDAED, 2
_PAGE = struct.Struct("<QHHI")
"""Number, kind, count of elements, count of further pages that belong to it."""
_META = struct.Struct("<IIIIQQQQQ")
"""Magic, version, page size, flags, root page, sequence, page of free pages, count of pages, transaction."""
_CHECKSUM = struct.Struct("<Q")
_LEAF_ELEMENT = struct.Struct("<IIII")
"""Flags, then where the key begins as seen from the element, its size and the size of the value behind it."""
_BRANCH_ELEMENT = struct.Struct("<IIQ")
_BUCKET = struct.Struct("<QQ")
"""Root page of a bucket, 0 where its only page follows; sequence."""
_BRANCH, _LEAF = 1, 2
_IS_BUCKET = 1
_PAGE_SIZES = (1 << 10, 1 << 16)
_DEEPEST = 64
"""Levels of a tree beyond which it is damaged."""
_LARGEST_PAGE = 64 << 20
_TRIES = 8
"""Attempts to read one state, while others write."""


class NotBolt(ValueError):
    """The file is no such database, is damaged, or changes faster than it can be read."""


class _State(Struct, frozen=True):
    page_size: int
    root: int
    transaction: int


class Bucket:
    """A bucket: keys with values or further buckets."""

    def __init__(self, reader: _Reader, root: int, page: bytes = b"") -> None:
        self._reader = reader
        self._root = root
        self._page = page

    def bucket(self, *keys: bytes) -> Bucket | None:
        """Return the bucket at a path of keys, None where there is none."""
        found: Bucket = self
        for key in keys:
            flags, value = found._find(key) or (0, b"")
            if not flags & _IS_BUCKET or len(value) < _BUCKET.size:
                return None
            root, _ = _BUCKET.unpack_from(value)
            found = Bucket(self._reader, root, b"" if root else value[_BUCKET.size :])
        return found

    def value(self, key: bytes) -> bytes | None:
        """Return the value of a key, None where there is none."""
        flags, value = self._find(key) or (_IS_BUCKET, b"")
        return None if flags & _IS_BUCKET else value

    def _find(self, key: bytes) -> tuple[int, bytes] | None:
        page = self._page or self._reader.page(self._root)
        for _ in range(_DEEPEST):
            _, kind, count, _ = _PAGE.unpack_from(page)
            if kind == _LEAF:
                return next(((flags, value) for name, flags, value in _leaves(page, count) if name == key), None)
            if kind != _BRANCH:
                raise NotBolt("a page is of another kind")
            below = None
            for name, number in _branches(page, count):
                if below is not None and name > key:
                    break
                below = number
            if below is None:
                return None
            page = self._reader.page(below)
        raise NotBolt("the tree is too deep")


def _leaves(page: bytes, count: int) -> Iterator[tuple[bytes, int, bytes]]:
    for at in range(_PAGE.size, _PAGE.size + count * _LEAF_ELEMENT.size, _LEAF_ELEMENT.size):
        flags, offset, key_size, value_size = _LEAF_ELEMENT.unpack_from(page, at)
        begin = at + offset
        middle = begin + key_size
        if middle + value_size > len(page):
            raise NotBolt("an element is outside its page")
        yield page[begin:middle], flags, page[middle : middle + value_size]


def _branches(page: bytes, count: int) -> Iterator[tuple[bytes, int]]:
    for at in range(_PAGE.size, _PAGE.size + count * _BRANCH_ELEMENT.size, _BRANCH_ELEMENT.size):
        offset, key_size, number = _BRANCH_ELEMENT.unpack_from(page, at)
        if at + offset + key_size > len(page):
            raise NotBolt("an element is outside its page")
        yield page[at + offset : at + offset + key_size], number


class _Reader:
    """The pages of one state."""

    def __init__(self, descriptor: int, state: _State) -> None:
        self._descriptor = descriptor
        self._size = state.page_size

    def page(self, number: int) -> bytes:
        """Return a page with those that belong to it."""
        page = os.pread(self._descriptor, self._size, number * self._size)
        if len(page) < _PAGE.size:
            raise NotBolt("a page is missing")
        own, _, _, more = _PAGE.unpack_from(page)
        if own != number or (more + 1) * self._size > _LARGEST_PAGE:
            raise NotBolt("a page is damaged")
        return page if not more else os.pread(self._descriptor, (more + 1) * self._size, number * self._size)


def read(file: Path, query: Callable[[Bucket], _T]) -> _T:
    """Return what `query` finds in the root of the newest state; raises `NotBolt`, or `OSError` if it is not readable.

    `query` may be called more than once.
    """
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        failure: Exception = NotBolt("the database is written all the time")
        for _ in range(_TRIES):
            state = _newest(descriptor)
            try:
                found = query(Bucket(_Reader(descriptor, state), state.root))
            except (NotBolt, struct.error, OverflowError) as error:
                failure = error
                continue
            if _newest(descriptor).transaction == state.transaction:
                return found
        raise NotBolt(str(failure)) from failure
    finally:
        os.close(descriptor)


def _newest(descriptor: int) -> _State:
    """Return the newest state that is written completely."""
    first = os.pread(descriptor, _PAGE.size + _META.size + _CHECKSUM.size, 0)
    states = [_state(first)]
    # the second one is at the page size, which the first one tells if it is whole
    sizes = [states[0].page_size] if states[0] else [1 << n for n in range(10, 17)]
    states += [_state(os.pread(descriptor, len(first), size)) for size in sizes]
    whole = [state for state in states if state]
    if not whole:
        raise NotBolt("there is no state in it")
    return max(whole, key=lambda state: state.transaction)


def _state(page: bytes) -> _State | None:
    if len(page) < _PAGE.size + _META.size + _CHECKSUM.size:
        return None
    magic, version, size, _, root, _, _, _, transaction = _META.unpack_from(page, _PAGE.size)
    (checksum,) = _CHECKSUM.unpack_from(page, _PAGE.size + _META.size)
    if (magic, version) != (_MAGIC, _VERSION) or not _PAGE_SIZES[0] <= size <= _PAGE_SIZES[1]:
        return None
    return _State(size, root, transaction) if _fnv(page[_PAGE.size : _PAGE.size + _META.size]) == checksum else None


def _fnv(data: bytes) -> int:
    """Return the 64-bit FNV-1a hash."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value
