"""What a step of a build prints: its last lines, and the marks by which a failing command is found."""

from __future__ import annotations

from collections import deque

from snapshotter.regex import regex

MARK = "snap-command-{}-{}"
"""What a command prints before it begins, in a build that finds the command that fails."""
MARKS = regex(r"\bsnap-command-(\d{1,9})-(\d{1,9})\b")
_PRINTING = regex(r"(?:(?:\++ )?\becho )?\bsnap-command-\d{1,9}-\d{1,9}\b(?: && )?")
_STYLE = regex(r"\x1b\[[0-9;]*[mK]")
"""Colours, and the end of a line that is written over."""
_LINES = 2
_LONGEST = 1000
"""Characters of a line that are kept."""


def without_marks(text: str) -> str:
    """Return text without marks and the commands that print them, for people."""
    return _PRINTING.sub("", text)


class LastLines:
    """The last lines that are not empty, of output that comes in pieces."""

    def __init__(self) -> None:
        self._ended = deque[str](maxlen=_LINES)
        self._open = ""

    def add(self, text: str) -> None:
        """Add a piece of output; after a carriage return a line begins again."""
        first, *more = text.split("\n")
        self._open = _rewritten(self._open + first)
        for piece in more:
            self._end()
            self._open = _rewritten(piece)

    def lines(self) -> tuple[str, ...]:
        """Return the last lines, oldest first; any thread may call it."""
        return tuple([*self._ended.copy(), *filter(None, [_plain(self._open)])][-_LINES:])

    def _end(self) -> None:
        if line := _plain(self._open):
            self._ended.append(line)


def _rewritten(line: str) -> str:
    """Return what is left of a line that a program has written over, cut to a limit."""
    head, _, last = line.rstrip("\r").rpartition("\r")
    kept = last if last.strip() else head.rpartition("\r")[2]
    return kept[:_LONGEST] + ("\r" if line.endswith("\r") else "")


def _plain(line: str) -> str:
    return without_marks(_STYLE.sub("", line)).strip()
