"""Conversion of tar names and file names to the absolute paths of `model`, and the whiteout names of layers."""

from __future__ import annotations

import os

from snapshotter.errors import LayerError

WHITEOUT = ".wh."
"""OCI image layer specification: `.wh.NAME` deletes NAME of the layers below."""
OPAQUE = ".wh..wh..opq"
"""Name of a file that makes its directory opaque: what the layers below have in the directory is hidden."""
LONGEST = 4096
"""Largest length of a path in bytes, Linux's PATH_MAX: no engine unpacks a longer one.

Without a limit, a name could add any number of directories, each of which is a path.
"""
RESERVED = ".wh..wh."
"""Prefix of names that AUFS used for its own data; engines ignore them."""


def absolute(name: bytes) -> str:
    """Return a tar name as an absolute path; raises `LayerError` if it leaves the root directory or is too long."""
    if len(name) > LONGEST:
        raise LayerError(f"the layer's stream is damaged: a name in it has {len(name)} bytes")
    parts = [part for part in name.split(b"/") if part not in (b"", b".")]
    if b".." in parts:
        raise LayerError(f"an entry of the layer leaves the root directory: {name.decode('utf-8', 'backslashreplace')}")
    return "/" + b"/".join(parts).decode("utf-8", "surrogateescape")


def text(name: bytes) -> str:
    """Return bytes of the container as `str`; bytes that are not UTF-8 are escaped."""
    return name.decode("utf-8", "surrogateescape")


def from_host(name: str) -> str:
    """Return a name that Python decoded with this host's encoding in the form that `model` uses."""
    return text(os.fsencode(name))


def to_bytes(path: str) -> bytes:
    """Return a path of `model` as the container's bytes."""
    return path.encode("utf-8", "surrogateescape")


def whiteout_target(path: str) -> str | None:
    """Return the path that an entry `.wh.NAME` deletes, None for other entries; raises `LayerError` without a NAME."""
    directory, _, name = path.rpartition("/")
    if not name.startswith(WHITEOUT):
        return None
    deleted = name[len(WHITEOUT) :]
    if deleted in ("", ".", ".."):
        raise LayerError(f"a whiteout of the layer has no name: {path!r}")
    return f"{directory}/{deleted}"


def is_reserved(path: str) -> bool:
    """Return whether the name is reserved by the layer format."""
    return path.rpartition("/")[2].startswith(RESERVED)
