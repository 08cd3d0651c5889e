"""An image's layers as overlay directories of the engine's own storage, read in place."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

_OPAQUE = ("trusted.overlay.opaque", "user.overlay.opaque")
DRIVERS = ("overlay2", "overlay")


def is_told(inspected: Mapping[str, Any]) -> bool:
    """Return whether the engine says where the layers of an image or container are."""
    return bool(_overlay(inspected).get("UpperDir"))


def of_image(inspected: Mapping[str, Any], view: str = "") -> list[Path] | None:
    """Return an image's layer directories, lowest first; None where this process cannot read them all.

    `view` is the directory below which the engine's paths are, "" where they are this process's own.
    """
    data = _overlay(inspected)
    if not data.get("UpperDir"):
        return None
    lower = str(data.get("LowerDir") or "")
    directories = [_place(name, view) for name in (str(data["UpperDir"]), *lower.split(":")) if name]
    directories.reverse()
    return [place for place in directories if place] if all(directories) else None


def of_container(inspected: Mapping[str, Any], view: str = "") -> Path | None:
    """Return the directory of a container's writable layer; None where this process cannot read it."""
    upper = _overlay(inspected).get("UpperDir")
    return _place(str(upper), view) if upper else None


def _place(path: str, view: str) -> Path | None:
    if view:
        from snapshotter.engine.images.overlay_mounts import is_plain  # only where the engine has a view of its own

        if not is_plain(view, path):
            return None
    return place if readable(place := Path(view + path)) else None


def _overlay(inspected: Mapping[str, Any]) -> Mapping[str, Any]:
    driver = inspected.get("GraphDriver") or {}
    return driver.get("Data") or {} if driver.get("Name") in DRIVERS else {}


def readable(directory: Path) -> bool:
    """Return whether this process can list a directory."""
    # not `Path.is_dir`, which raises where a directory above may not be searched, as is usual for all users but root
    try:
        return os.access(directory, os.R_OK | os.X_OK) and os.path.isdir(directory)  # noqa: PTH112
    except ValueError:  # no path of this machine: a zero byte, or a character that no name can have
        return False


def read_files(directories: Sequence[Path], paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content) of regular files in the stacked layers, which are given lowest first."""
    topmost_first = list(reversed(directories))
    for path in paths:
        content = _read_file(topmost_first, path)
        if content is not None:
            yield path, content


def _read_file(topmost_first: Sequence[Path], path: str) -> bytes | None:
    parts = [part for part in path.split("/") if part]
    for directory in topmost_first:
        found, hides_lower = _find_in_layer(directory, parts)
        if found is not None:
            return _read_plain(found)
        if hides_lower:
            return None
    return None


def _find_in_layer(directory: Path, parts: Sequence[str]) -> tuple[Path | None, bool]:
    """Return the regular file that one layer has at a path, and whether it hides the path in the layers below."""
    at, hides = directory, False
    for position, part in enumerate(parts, start=1):
        hides = hides or _is_opaque(at)
        at = at / part
        try:
            mode = at.lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return None, hides
        if position == len(parts):
            return (at, True) if stat.S_ISREG(mode) else (None, True)
        if not stat.S_ISDIR(mode):  # a whiteout (character device 0/0), or something else instead of the directory
            return None, True
    return None, True


def _is_opaque(directory: Path) -> bool:
    for name in _OPAQUE:
        try:
            if os.getxattr(directory, name, follow_symlinks=False) == b"y":
                return True
        except OSError:
            continue
    return False


def _read_plain(path: Path) -> bytes:
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        return file.read()
