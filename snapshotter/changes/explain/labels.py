"""Owns the words for what explains a change, once it is known; finding it out is for `attribute`."""

from __future__ import annotations

from functools import cache

from snapshotter.changes.compare import only_attributes
from snapshotter.model import OUTSIDE, Change


def labelled(change: Change, command: int | None, package: str, modifies: str, volatile: str) -> Change:
    """Give the change with what explains it: it is volatile, before a command, before a package, before nothing."""
    if volatile:
        by = "volatile"
    elif command is not None:
        by = _by("command", command + 1)
    elif package:
        by = _by("package", package)
    else:
        by = f"{OUTSIDE} ({modified(change, modifies)})" if modifies else OUTSIDE
    # not `replace`, which takes many times as long
    return Change(
        change.path,
        change.change,
        change.before,
        change.after,
        by,
        command,
        package,
        modifies,
        volatile,
        change.secret,
        change.content,
    )


@cache
def _by(what: str, which: int | str) -> str:
    """Give one `str` for all the paths that one thing explains."""
    return f"{what} {which}"


def modified(change: Change, package: str) -> str:
    """Say what of a package's file was changed."""
    what = "changed attributes of a file" if only_attributes(change) else "changed configuration file"
    return f"{what} of {package}"
