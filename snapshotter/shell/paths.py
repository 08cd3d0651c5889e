"""Owns what path a word of a command means; pure, no file system is asked."""

from __future__ import annotations

import posixpath


def meant(directory: str, name: str) -> str:
    """Give the path of a name in a directory without `.`, `..` and double slashes.

    POSIX leaves open what two slashes in front mean, so `posixpath` keeps them; to Linux they are one.
    """
    path = posixpath.normpath(posixpath.join(directory, name))
    return path[1:] if path.startswith("//") else path
