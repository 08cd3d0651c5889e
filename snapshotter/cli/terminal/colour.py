"""Colour: whether there is any, and marks for it in text that is escaped afterwards.

A mark holds a number that no container knows, so that nothing from one can be taken for it.
"""

from __future__ import annotations

import os
import sys

from snapshotter.errors import UsageError
from snapshotter.regex import regex

_CODES = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "bold": "1", "faint": "2"}
_NONCE = os.urandom(6).hex()
_MARK = regex(f"<{_NONCE}:([a-z]*)>")
_chosen: list[str] = []
"""What --color says, if it is given."""


def choose(when: str) -> None:
    """Set what --color says: "always", "never" or "auto"; raises `UsageError` for anything else."""
    if when not in ("always", "never", "auto"):
        raise UsageError(f"--color {when!r} is not known", "write auto, always or never")
    _chosen[:] = [] if when == "auto" else [when]


def is_on() -> bool:
    """Return whether stdout gets colour: on a terminal that has any, unless `NO_COLOR` or `SNAP_NO_COLOR` is set."""
    if _chosen:
        return _chosen[0] == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("SNAP_NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def painted(text: str, colour: str) -> str:
    """Return text with marks for a colour around it, as it is where there is none; `coloured` replaces them."""
    return f"<{_NONCE}:{colour}>{text}<{_NONCE}:>" if text and is_on() else text


def coloured(text: str) -> str:
    """Return text in which the marks are the terminal's sequences."""
    if _NONCE not in text:
        return text
    return _MARK.sub(lambda mark: f"\x1b[{_CODES[mark[1]] if mark[1] else '0'}m", text)
