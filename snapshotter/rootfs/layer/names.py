"""Owns names: tar names and file names as the absolute paths of `model`, and the whiteout names of image layers."""

from __future__ import annotations

import os

from snapshotter.errors import LayerError

WHITEOUT = ".wh."
"""OCI image layer specification: `.wh.NAME` deletes NAME of the layers below."""
OPAQUE = ".wh..wh..opq"
"""In a directory: everything that the layers below have in it is hidden."""
LONGEST = 4096
"""Bytes of a path, Linux's PATH_MAX: no engine unpacks a longer one, and each directory on its way is a path, too."""
RESERVED = ".wh..wh."
"""AUFS kept its own data under such names; engines pass over them."""


def absolute(name: bytes) -> str:
    """Give a tar name as an absolute path; raises `LayerError` where it would leave the root, or is no path at all."""
    if len(name) > LONGEST:
        raise LayerError(f"The layer's stream is damaged: a name in it has {len(name)} bytes.")
    parts = [part for part in name.split(b"/") if part not in (b"", b".")]
    if b".." in parts:
        raise LayerError(f"An entry of the layer leaves the root directory: {name.decode('utf-8', 'backslashreplace')}")
    return "/" + b"/".join(parts).decode("utf-8", "surrogateescape")


def text(name: bytes) -> str:
    """Give bytes of the container as `str`, those that are not UTF-8 escaped."""
    return name.decode("utf-8", "surrogateescape")


def from_host(name: str) -> str:
    """Give a name that Python decoded with this host's encoding as the escape that `model` speaks."""
    return text(os.fsencode(name))


def to_bytes(path: str) -> bytes:
    """Give a path of `model` as the bytes that the container has."""
    return path.encode("utf-8", "surrogateescape")


def whiteout_target(path: str) -> str | None:
    """Give the path that a `.wh.NAME` entry deletes, None for any other entry; raises `LayerError` for no name."""
    directory, _, name = path.rpartition("/")
    if not name.startswith(WHITEOUT):
        return None
    deleted = name[len(WHITEOUT) :]
    if deleted in ("", ".", ".."):
        raise LayerError(f"A deletion mark of the layer names nothing: {path!r}")
    return f"{directory}/{deleted}"


def is_reserved(path: str) -> bool:
    """Tell whether the name belongs to the layer format itself."""
    return path.rpartition("/")[2].startswith(RESERVED)
