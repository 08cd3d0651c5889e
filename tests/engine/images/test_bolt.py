from __future__ import annotations

import contextlib
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshotter.engine.images import bolt

Tree: TypeAlias = "Mapping[bytes, bytes | Tree]"
SIZE = 4096


def fnv(data: bytes) -> int:
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


class Writer:
    """Writes a database as bbolt does: each large bucket has pages of its own, small ones are inline."""

    def __init__(self) -> None:
        self.pages: list[bytes] = [b"", b"", b"", b""]  # two states, the free pages, and one for the root

    def elements(self, tree: Tree) -> list[tuple[int, bytes, bytes]]:
        found = []
        for key in sorted(tree):
            value = tree[key]
            if isinstance(value, bytes):
                found.append((0, key, value))
            else:
                inner = self.elements(value)
                inline = self.leaf(0, inner)
                small = len(inline) < SIZE // 4 and not any(flags for flags, _, _ in inner)
                body = struct.pack("<QQ", 0, 0) + inline if small else struct.pack("<QQ", self.add(inner), 0)
                found.append((1, key, body))
        return found

    @staticmethod
    def leaf(number: int, elements: list[tuple[int, bytes, bytes]]) -> bytes:
        head, data = b"", b""
        for at, (flags, key, value) in enumerate(elements):
            offset = (len(elements) - at) * 16 + len(data)
            head += struct.pack("<IIII", flags, offset, len(key), len(value))
            data += key + value
        whole = head + data
        more = (16 + len(whole) - 1) // SIZE
        return struct.pack("<QHHI", number, 2, len(elements), more) + whole

    def place(self, page: bytes) -> int:
        number = len(self.pages)
        page = struct.pack("<Q", number) + page[8:]
        for at in range(0, len(page), SIZE):
            self.pages.append(page[at : at + SIZE])
        return number

    def add(self, elements: list[tuple[int, bytes, bytes]]) -> int:
        """Add a bucket's pages and return its root: a branch where it has many elements."""
        if len(elements) <= 3:
            return self.place(self.leaf(0, elements))
        leaves = [(part[0][1], self.place(self.leaf(0, part))) for part in _parts(elements)]
        head, data = b"", b""
        for at, (key, number) in enumerate(leaves):
            head += struct.pack("<IIQ", (len(leaves) - at) * 16 + len(data), len(key), number)
            data += key
        return self.place(struct.pack("<QHHI", 0, 1, len(leaves), 0) + head + data)

    def write(self, tree: Tree, transaction: int) -> None:
        meta = struct.pack("<IIIIQQQQQ", 0xED0CDAED, 2, SIZE, 0, self.add(self.elements(tree)), 0, 2, 9, transaction)
        page = transaction % 2
        self.pages[page] = struct.pack("<QHHI", page, 4, 0, 0) + meta + struct.pack("<Q", fnv(meta))

    def save(self, file: Path) -> None:
        file.write_bytes(b"".join(page.ljust(SIZE, b"\0") for page in self.pages))


def _parts(elements: list[tuple[int, bytes, bytes]]) -> list[list[tuple[int, bytes, bytes]]]:
    return [elements[at : at + 3] for at in range(0, len(elements), 3)]


def database(file: Path, tree: Tree) -> Path:
    made = Writer()
    made.write(tree, 7)
    made.save(file)
    return file


def test_values_are_found_in_inline_and_large_buckets(tmp_path: Path) -> None:
    many = {b"key%03d" % n: b"value%d" % n * (n % 40) for n in range(100)}
    file = database(tmp_path / "db", {b"v1": {b"many": many, b"few": {b"a": b"1"}, b"none": {}}})

    def query(top: bolt.Bucket) -> list[bytes | None]:
        found = top.bucket(b"v1", b"many")
        assert found
        return [found.value(key) for key in (*many, b"key", b"key0000", b"zzz", b"")]

    assert bolt.read(file, query) == [*many.values(), None, None, None, None]
    few = bolt.read(file, lambda top: (b := top.bucket(b"v1", b"few")) and (b.value(b"a"), b.value(b"b")))
    assert few == (b"1", None)
    assert bolt.read(file, lambda top: top.bucket(b"v1", b"few", b"a")) is None
    assert bolt.read(file, lambda top: top.bucket(b"v2", b"few")) is None
    assert bolt.read(file, lambda top: (b := top.bucket(b"v1")) and b.value(b"few")) is None


def test_the_newest_whole_state_is_read(tmp_path: Path) -> None:
    made = Writer()
    made.write({b"b": {b"k": b"old"}}, 6)
    made.write({b"b": {b"k": b"new"}}, 7)
    made.save(file := tmp_path / "db")

    def value(top: bolt.Bucket) -> bytes | None:
        bucket = top.bucket(b"b")
        return bucket.value(b"k") if bucket else None

    assert bolt.read(file, value) == b"new"
    for broken, left in ((1, b"old"), (0, b"new")):  # a state of which the writing was cut off
        data = bytearray(b"".join(page.ljust(SIZE, b"\0") for page in made.pages))
        data[broken * SIZE + 60] ^= 1
        file.write_bytes(data)
        assert bolt.read(file, value) == left


def test_a_state_that_is_replaced_meanwhile_is_read_again(tmp_path: Path) -> None:
    made = Writer()
    made.write({b"b": {b"k": b"old"}}, 6)
    made.save(file := tmp_path / "db")
    calls: list[bytes | None] = []

    def query(top: bolt.Bucket) -> bytes | None:
        bucket = top.bucket(b"b")
        calls.append(bucket.value(b"k") if bucket else None)
        if len(calls) == 1:
            made.write({b"b": {b"k": b"new"}}, 7)
            made.save(file)
        return calls[-1]

    assert bolt.read(file, query) == b"new"
    assert calls == [b"old", b"new"]


@given(st.data())
def test_damage_is_an_error_or_is_not_seen(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    file = database(tmp_path_factory.mktemp("bolt") / "db", {b"v1": {b"many": {b"k%02d" % n: b"v" for n in range(20)}}})
    whole = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(SIZE * 2, len(whole) - 1))] = data.draw(st.integers(0, 255))
    file.write_bytes(whole[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else whole)

    def query(top: bolt.Bucket) -> object:
        bucket = top.bucket(b"v1", b"many")
        return bucket and [bucket.value(b"k%02d" % n) for n in range(20)]

    with contextlib.suppress(bolt.NotBolt):
        bolt.read(file, query)


def test_other_files_are_refused(tmp_path: Path) -> None:
    (file := tmp_path / "x").write_bytes(b"SQLite format 3\0" * 1000)
    with pytest.raises(bolt.NotBolt):
        bolt.read(file, lambda top: top.value(b"a"))
