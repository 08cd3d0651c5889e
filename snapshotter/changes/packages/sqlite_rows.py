"""Rows of an SQLite database that came out of an image: what is no table is not read, and the work is limited."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

_MOST_STEPS = 20_000
"""Thousands of steps that SQLite may take; a package takes some hundred steps."""


def rows(data: bytes, wal: bytes, tables: Sequence[str], query: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query on `tables`, texts as bytes; none where one is missing, or no table, or damaged.

    SQLite itself applies the write-ahead log, to a copy.  A view might compute rows without end.
    """
    import sqlite3

    with tempfile.TemporaryDirectory(prefix="snap-rows-") as directory:
        copy = Path(directory) / "copy"
        copy.write_bytes(data)
        Path(directory, "copy-wal").write_bytes(wal)
        connection = sqlite3.connect(copy)
        connection.text_factory = bytes
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(len(data) + len(wal), 1 << 20))
        steps = iter(range(_MOST_STEPS))
        connection.set_progress_handler(lambda: next(steps, None) is None, 1000)
        try:
            kinds = dict(connection.execute("select lower(name), type from sqlite_master where type != 'index'"))
            if all(kinds.get(table.lower().encode()) == b"table" for table in tables):
                yield from connection.execute(query)
        except (sqlite3.Error, MemoryError, OverflowError):
            return
        finally:
            connection.close()
