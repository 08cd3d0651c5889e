"""The extended attributes that belong to an image, without the storage driver's marks and the host's labels."""

from __future__ import annotations

import os

HOST_ONLY = ("trusted.overlay.", "user.overlay.", "security.selinux", "security.ima", "security.evm")
"""Prefixes of attributes that belong to the host's kernel or to the storage driver."""
COMMITTED = {
    "docker": ("security.capability",),
    "podman": ("security.capability", "user."),
}
"""Prefixes of the attributes that each engine's commit stores in the image; the others are lost."""

Xattrs = tuple[tuple[str, str], ...]


def of_image(xattrs: Xattrs) -> Xattrs:
    """Return the attributes without those that belong to the host."""
    return tuple(pair for pair in xattrs if not pair[0].startswith(HOST_ONLY)) if xattrs else xattrs


def read(target: int | str) -> tuple[Xattrs, tuple[str, ...]]:
    """Return the attributes of an open file, or of a path, which is not followed if it is a symbolic link.

    The first tuple has the image's attributes, sorted, the second one the overlay driver's marks as "NAME=VALUE".
    """
    follow = isinstance(target, int)
    names = os.listxattr(target, follow_symlinks=follow)
    if not names:
        return (), ()
    own, marks = [], []
    for name in names:
        if name.startswith(("trusted.overlay.", "user.overlay.")):
            value = os.getxattr(target, name, follow_symlinks=follow)
            marks.append(f"{name.split('.overlay.', 1)[1]}={value[:1].decode('latin-1')}")
        elif not name.startswith(HOST_ONLY):
            own.append((name, os.getxattr(target, name, follow_symlinks=follow).hex()))
    return tuple(sorted(own)), tuple(marks)
