"""The words that name what explains a change; which command or package that is, is found by `attribute.py`."""

from __future__ import annotations

from functools import cache

from snapshotter.changes.compare import only_attributes
from snapshotter.model import NOT_RECORDED, OUTSIDE, Change


def labelled(
    change: Change, command: int | None, package: str, modifies: str, volatile: str, unrecorded: str = ""
) -> Change:
    """Return the change with what explains it: that it is volatile, else a command, else a package, else nothing.

    `unrecorded` is why the commands are not recorded that ran when the path changed, "" where none is known to have.
    """
    if volatile:
        by = "volatile"
    elif command is not None:
        by = _by("command", command + 1)
    elif package:
        by = _by("package", package)
    elif unrecorded:
        by = _by(NOT_RECORDED, f"({unrecorded})")
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
    """Return the same `str` object for all the paths that one command or package explains."""
    return f"{what} {which}"


def modified(change: Change, package: str) -> str:
    """Return what was changed of a package's file, as text."""
    what = "changed attributes of a file" if only_attributes(change) else "changed configuration file"
    return f"{what} of {package}"
