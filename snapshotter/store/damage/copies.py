"""Small files that are kept twice, since nothing else on this host holds what they do: `NAME` and `NAME.copy`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from snapshotter.store.codec import FormatError
from snapshotter.store.damage.notices import notice
from snapshotter.store.paths import replace

T = TypeVar("T")


def copy_of(path: Path) -> Path:
    """Return the path of a file's copy."""
    return path.with_name(f"{path.name}.copy")


def write(path: Path, data: bytes) -> None:
    """Write a file and its copy, each whole or not at all; raises `StoreError`, and then the file is as it was."""
    replace(copy_of(path), data)
    replace(path, data)


def read(path: Path, parse: Callable[[bytes], T]) -> T:
    """Return what `parse` makes of a file, or of its copy where the file is missing or `parse` raises `FormatError`.

    Raises the error for the file itself where the copy is of no use: `FileNotFoundError`, `OSError` or `FormatError`.
    """
    try:
        return parse(path.read_bytes())
    except (FileNotFoundError, IsADirectoryError, FormatError) as error:
        with contextlib.suppress(OSError, FormatError):
            found = parse(copy_of(path).read_bytes())
            what = "missing" if isinstance(error, FileNotFoundError) else "damaged"
            notice(f"{path} is {what}; its copy is used\n  next: `snap doctor --repair` renews it")
            return found
        raise


def exists(path: Path) -> bool:
    """Return whether there is the file or its copy."""
    return path.exists() or copy_of(path).exists()


def remove(path: Path) -> None:
    """Remove a file and its copy; missing ones are ignored.  Raises `OSError`."""
    copy_of(path).unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def differing(path: Path, parse: Callable[[bytes], object]) -> str:
    """Return what is wrong with a file or its copy, "" where both are there and hold the same.

    Nothing is said of a file of which neither is there.
    """
    found: list[bytes | None] = []
    for one in (path, copy_of(path)):
        try:
            data = one.read_bytes()
            parse(data)
        except FileNotFoundError:
            found.append(None)
        except (OSError, FormatError):
            return f"{one} is damaged"
        else:
            found.append(data)
    if found[0] != found[1]:
        return f"{path if found[0] is None else copy_of(path)} is {'missing' if None in found else 'not up to date'}"
    return ""
