"""Tables, and numbers, times and counts as text. Every cell of a table is escaped for a terminal."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterable, Sequence

from snapshotter.cli.show.escape import shown
from snapshotter.cli.terminal.layout import fitted, width
from snapshotter.model import Command

LETTERS = {"added": "A", "changed": "C", "deleted": "D"}
"""The letters of `docker diff`."""


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a plain table: columns aligned, numbers to the right, text unchanged except for escapes.

    On a terminal it fits, as far as words and components of paths allow it.
    """
    cells: list[list[object]] = [
        [value if isinstance(value, int | float) else shown(str(value)) for value in row] for row in rows
    ]
    if room := width():
        cells = fitted(headers, cells, room)
    if cells and all(_is_simple(value) for row in (headers, *cells) for value in row):
        return _simple(headers, cells)
    from tabulate import tabulate  # 35 ms, and 0.2 ms for each table

    texts = [n for n in range(len(headers)) if any(isinstance(row[n], str) for row in cells)]
    return tabulate(cells, headers, tablefmt="plain", disable_numparse=texts)


def _is_simple(value: object) -> bool:
    """Return whether a cell is as wide as it has characters, stands on one line, and needs no decimal point aligned."""
    return value.isascii() and "\n" not in value if isinstance(value, str) else type(value) is int


def _simple(headers: Sequence[str], cells: Sequence[Sequence[object]]) -> str:
    """Return what `tabulate` does for simple cells: a column is at least two wider than its name."""
    columns = []
    for name, *values in zip(headers, *cells, strict=True):
        numbers = all(type(value) is int for value in values)
        texts = [str(value).strip() for value in values]
        width = max(len(str(name)) + 2, *map(len, texts))
        adjust = str.rjust if numbers else str.ljust
        columns.append([adjust(text, width) for text in (str(name), *texts)])
    return "\n".join("  ".join(line).rstrip() for line in zip(*columns, strict=True))


def age(then: float, now: float | None = None) -> str:
    """Return how long ago a time was, in the largest unit that fits: "3 min ago"."""
    passed = max(0.0, (time.time() if now is None else now) - then)
    for unit, seconds in (("d", 86400), ("h", 3600), ("min", 60)):
        if passed >= seconds:
            return f"{int(passed // seconds)} {unit} ago"
    return "just now" if passed < 5 else f"{int(passed)} s ago"


def duration(seconds: float | None) -> str:
    """Return a duration as text: "0.42 s", "3 min 20 s"; "" if unknown."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def outcome(command: Command, *, committed: bool = False) -> str:
    """Return the exit status of a command, with the name of the signal for 128 + n; else "running" or "unfinished".

    One that ran when it was `committed` is unfinished there.
    Shells report 128 + n for a program that signal n ended; a program can also exit with that status by itself.
    """
    if command.status is None:
        return "running" if command.end is None and not committed else "unfinished"
    with contextlib.suppress(ValueError):
        return f"{command.status} {signal.Signals(command.status - 128).name}"
    return str(command.status)


def size(count: int) -> str:
    """Return a number of bytes in the unit that fits; units are powers of 1000, as in `docker`."""
    amount, units = float(count), ["B", "kB", "MB", "GB", "TB"]
    while amount >= 1000 and len(units) > 1:
        amount /= 1000
        units.pop(0)
    return f"{amount:.0f} {units[0]}" if units[0] == "B" or amount >= 100 else f"{amount:.1f} {units[0]}"


def plural(count: int, noun: str) -> str:
    """Return a count with its noun: "1 path", "2 paths"."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"


def first_line(text: str, width: int = 72) -> str:
    """Return the first line of a text, with an ellipsis if more follows or if it is cut to `width`."""
    line, _, rest = text.strip("\n").partition("\n")
    if len(line) > width:
        return line[: width - 1] + "…"
    return line + " …" if rest.strip() else line
