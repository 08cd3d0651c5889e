"""Columns that fit a terminal: cells that are too wide go on in the next line, behind a slash or a blank."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from snapshotter.regex import regex

GAP = 2
"""Blanks between two columns, and those by which a column is at least wider than its name."""
LEAST = 12
"""A column that is narrower keeps its width."""
_PART = regex(r"[^\s/]*[/\s]*")
"""A part of a cell that is not broken: a word, or a component of a path with its slash."""


def width() -> int | None:
    """Return the columns of the terminal that stdout is, None where it is none: then lines are as long as they are."""
    if not sys.stdout.isatty():
        return None
    set_width = os.environ.get("COLUMNS", "")
    if set_width.isdecimal() and int(set_width):
        return int(set_width)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    except (OSError, ValueError):
        return None


def fitted(headers: Sequence[str], rows: list[list[object]], room: int) -> list[list[object]]:
    """Return the rows of a table that is at most `room` wide as far as words allow it; texts get lines of their own."""
    widths = [max([cells(head) + GAP, *(cells(str(row[at])) for row in rows)]) for at, head in enumerate(headers)]
    excess = sum(widths) + GAP * (len(widths) - 1) - room
    if excess <= 0:
        return rows
    limits = list(widths)
    while excess > 0:
        widest = max(range(len(limits)), key=lambda at: limits[at])
        if limits[widest] <= LEAST:
            break
        others = max((limit for at, limit in enumerate(limits) if at != widest), default=0)
        less = min(excess, max(1, limits[widest] - max(others, LEAST)))
        limits[widest] -= less
        excess -= less
    return [
        [_wrapped(cell, limits[at]) if isinstance(cell, str) and limits[at] < widths[at] else cell for at, cell in row_]
        for row_ in (list(enumerate(row)) for row in rows)
    ]


def _wrapped(text: str, room: int) -> str:
    lines = [""]
    for part in _PART.findall(text):
        if lines[-1] and cells(lines[-1]) + cells(part.rstrip()) > room:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += part
    return "\n".join(lines).rstrip()


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    import unicodedata  # a library of its own

    return sum(2 if unicodedata.east_asian_width(char) in "WF" else not unicodedata.combining(char) for char in text)
