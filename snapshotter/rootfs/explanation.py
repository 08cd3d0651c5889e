"""Owns the words for what explains a change, once it is known; finding it out is for `attribute`."""

from __future__ import annotations

from snapshotter.model import OUTSIDE, Change
from snapshotter.rootfs.changes import only_attributes


def explanation(change: Change) -> str:
    """Give `by`: "volatile" before "command N" before "package NAME VERSION" before "outside"."""
    if change.volatile:
        return "volatile"
    if change.command is not None:
        return f"command {change.command + 1}"
    if change.package:
        return f"package {change.package}"
    return f"{OUTSIDE} ({modified(change)})" if change.modifies else OUTSIDE


def modified(change: Change) -> str:
    """Say what of a package's file was changed; "" where it is none, or as the package brought it."""
    if not change.modifies:
        return ""
    what = "changed attributes of a file" if only_attributes(change) else "changed configuration file"
    return f"{what} of {change.modifies}"
