"""The random name of a home, which its containers and images carry in a label."""

from __future__ import annotations

import os
from pathlib import Path

from snapshotter.errors import StoreError
from snapshotter.regex import regex
from snapshotter.store.codec import FormatError
from snapshotter.store.damage import copies
from snapshotter.store.paths import guarded

_IDENTITY = regex(r"[0-9a-f]{16}")


def file_of(home: Path) -> Path:
    """Return the path of the file with a home's name."""
    return home / "identity"


def parse(data: bytes) -> str:
    """Return the name in a file; raises `FormatError`."""
    text = data.decode(errors="replace").strip()
    if not _IDENTITY.fullmatch(text):
        raise FormatError("it does not hold 16 hexadecimal digits")
    return text


def identity(home: Path) -> str:
    """Return the random name of a home; it is created where the home has none yet.  Raises `StoreError`."""
    file = file_of(home)
    with guarded(file):
        try:
            found = copies.read(file, parse)
        except FileNotFoundError:
            put(home, os.urandom(8).hex())
            return parse(file.read_bytes())
        except FormatError as error:
            raise StoreError(
                f"{file} is damaged: {error}", "`snap doctor --repair` takes it from the labels of the containers"
            ) from error
        if not copies.copy_of(file).exists():  # of an earlier version
            put(home, found)
        return found


def put(home: Path, name: str) -> None:
    """Store the name of a home."""
    copies.write(file_of(home), name.encode() + b"\n")
