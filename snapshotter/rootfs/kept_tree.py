"""The file system of a snapshot, kept on disk in the form that takes least time to read, and extended at each commit.

A file has records one after the other: a line "snap-state 2 KEY BEFORE SIZE SHA256" and SIZE bytes in marshal's format.
KEY says of which snapshots the state is, BEFORE is the key of the record before, "-" for a whole state.  All later
records have what differs from the one before.  What follows the record with the wanted key is not read, and removed
when the next record is appended.  A file that is damaged or has another format is not an error: the file system is made
from the snapshots again.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import struct
from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import Struct, field

from snapshotter.errors import StoreError
from snapshotter.rootfs.layer.last_scan import Folder
from snapshotter.rootfs.packed import Packed, unpack
from snapshotter.store.paths import replace as replace_file

_MAGIC = b"snap-state 2"
_VERSION = 2
"""Version of marshal's format: later ones look each object up among those before it, in three times as long."""
_WHOLE = "-"
_LONGEST_HEAD = 400
_MOST = 32
"""Records up to which one is appended; then the whole state is written."""
_SHARE = 4
"""The whole state is written where the appended records would have more than this share of its size."""

Rows: TypeAlias = "dict[str, bytes]"


class Kept(Struct, frozen=True):
    """The state after a snapshot, with what the next reading of the same container need not find again."""

    rows: Rows
    """Packed entries by path: the file system of the snapshot's image, with change times."""
    others: dict[str, bytes | None]
    """Entries that the snapshots say otherwise, such as one of which only times changed; None for a missing one."""
    touched: set[str]
    """Paths that the snapshots changed."""
    layers: str = ""
    """Which layers the image has, "" where `rows` are not those of an image."""
    container: str = ""
    """Whose layer `folders` describes."""
    folders: dict[str, Folder] = field(default_factory=dict)
    records: int = 1
    whole: int = 0
    """Size of the first record in bytes."""
    end: int = 0
    """Where the last record that was read ends."""

    def committed(self) -> Packed:
        """Return the file system as the snapshots say."""
        rows: dict[str, Any] = self.rows.copy()
        for path, row in self.others.items():
            if row is None:
                rows.pop(path, None)
            else:
                rows[path] = row
        return Packed(rows)


class Step(Struct, frozen=True):
    """What differs after one more snapshot; None as a value is for a path that is there no more."""

    rows: Mapping[str, bytes | None]
    others: Mapping[str, tuple[bytes | None] | None]
    touched: Mapping[str, bool]
    folders: Mapping[str, Folder | None]
    layers: str


def load(file: Path, key: str) -> Kept | None:
    """Return the state with a key; None if the file is missing, damaged, of another format or has no such state."""
    try:
        data = memoryview(file.read_bytes())
    except OSError:
        return None
    try:
        return _read(data, key)
    except (ValueError, TypeError, EOFError, AttributeError, LookupError, struct.error):
        return None


def _read(data: memoryview, key: str) -> Kept | None:
    found, last, at, whole, records = None, _WHOLE, 0, 0, 0
    while at < len(data):
        line, begin = _line(data, at)
        own, before, size, digest = line
        body = data[begin : begin + int(size)]
        if before != last or hashlib.sha256(body).hexdigest() != digest:
            return None
        content = marshal.loads(body)
        at, last, records = begin + int(size), own, records + 1
        if found is None:
            rows, others, touched, layers, container, folders = content
            for row in islice(rows.values(), 1):
                unpack(row)
            found, whole = [rows, others, set(touched), layers, container, folders], at
        else:
            _apply(found, content)
        if own == key:
            rows, others, touched, layers, container, folders = found
            return Kept(rows, others, touched, layers, container, folders, records, whole, at)
    return None


def _line(data: memoryview, at: int) -> tuple[list[str], int]:
    """Return the words of the line of a record but the first two, and where its content begins."""
    head = bytes(data[at : at + _LONGEST_HEAD])
    length = head.index(b"\n")
    if not head.startswith(_MAGIC + b" "):
        raise ValueError("not a record")
    words = head[len(_MAGIC) : length].decode().split()
    if len(words) != 4:
        raise ValueError("not a record")
    return words, at + length + 1


def _apply(found: list[Any], step: tuple[Any, ...]) -> None:
    rows, others, touched, layers, folders = step
    _merge(found[0], rows)
    for path, value in others.items():
        if value is None:
            found[1].pop(path, None)
        else:
            found[1][path] = value[0]
    for path, there in touched.items():
        (found[2].add if there else found[2].discard)(path)
    found[3] = layers
    _merge(found[5], folders)


def _merge(values: dict[str, Any], new: Mapping[str, Any]) -> None:
    for key, value in new.items():
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value


def store(file: Path, key: str, kept: Kept) -> None:
    """Write a whole state; failure to write is not an error."""
    with suppress(StoreError, ValueError):
        content = (kept.rows, kept.others, list(kept.touched), kept.layers, kept.container, kept.folders)
        replace_file(file, _record(key, _WHOLE, content), sync=False)


def is_extended(kept: Kept) -> bool:
    """Return whether one more record may follow those of a state that was read."""
    return kept.records < _MOST and (kept.end - kept.whole) * _SHARE <= kept.whole


def extend(file: Path, before: str, to: Path, key: str, kept: Kept, step: Step) -> bool:
    """Append a record to the file of a state that was read from it, and rename it; return whether that was possible."""
    content = (dict(step.rows), dict(step.others), dict(step.touched), step.layers, dict(step.folders))
    try:
        data = _record(key, before, content)
        with file.open("r+b") as opened:
            if os.fstat(opened.fileno()).st_size < kept.end:
                return False
            opened.truncate(kept.end)
            opened.seek(kept.end)
            opened.write(data)
        file.rename(to)
    except (OSError, ValueError):
        return False
    return True


def _record(key: str, before: str, content: tuple[Any, ...]) -> bytes:
    body = marshal.dumps(content, _VERSION)
    head = f"{key} {before} {len(body)} {hashlib.sha256(body).hexdigest()}"
    return b"%s %s\n" % (_MAGIC, head.encode()) + body
