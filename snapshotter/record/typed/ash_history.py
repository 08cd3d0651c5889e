"""Reconstructs what was typed into a shell whose prompts report only the last line of its history (ash).

The history has one entry for each line typed, but none for an empty line nor for one equal to the line before.
Which of the two it was is decided by the output of the terminal and by which of Enter and Ctrl-C came first; the time
of the command is that of Enter.  No other key is looked at and none is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from snapshotter.record.typed.screen import START, typed_text

ENTRIES = {"bash": re.compile(r" *(\d+)[* ] (.*)", re.DOTALL), "ash": re.compile(r" *(\d+) (.*)", re.DOTALL)}
"""A line of a shell's `history`: number, in bash a star if it was edited, text."""
MOST_ECHO = 1 << 16
"""Bytes of output that are kept for one line."""


class TypedCommand(Struct, frozen=True):
    """A command line and the time at which Enter was pressed."""

    text: str
    at: float


def parse_entry(shell: str, line: str) -> tuple[int, str]:
    """Return the number and the text of a line of a shell's `history`; (-1, "") for an empty history."""
    found = ENTRIES[shell].fullmatch(line)
    return (int(found[1]), found[2]) if found else (-1, "")


def is_blank(text: str) -> bool:
    """Return whether a shell would run nothing for this text: it is empty or a comment."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.split("\n"))


def comments(text: str) -> list[str]:
    """Return the lines of a text that are comments."""
    return [line.strip() for line in text.split("\n") if line.lstrip().startswith("#")]


class TypedLines:
    """The lines typed into one shell between its prompts."""

    comment = ""
    """What was typed before the last prompt, if a shell runs nothing for it."""

    def __init__(self, columns: Callable[[], int]) -> None:
        self._columns = columns
        self._last: tuple[int, str] | None = None
        self._parts: list[str] = []
        self._begin()

    def _begin(self, now: float = 0.0) -> None:
        self._key = ""
        self._pressed = now
        self._echo = bytearray()
        self._echoing = True

    def key(self, data: bytes, now: float) -> None:
        """Read keys on their way to the shell."""
        if self._key:
            return
        ends = [at for at in (data.find(b"\r"), data.find(b"\n")) if at >= 0]
        interrupt = data.find(b"\x03")
        if ends and not 0 <= interrupt < min(ends):
            self._key, self._pressed = "enter", now
        elif interrupt >= 0:
            self._key = "interrupt"

    def input(self) -> None:
        """Note that the prompt is drawn: the output that follows is the echo of typed keys."""
        if self._echoing:
            self._echo += START.encode()

    def output(self, data: bytes) -> None:
        """Read output while the line is being typed."""
        if not self._echoing or not data:
            return
        end = data.find(b"\n") if self._key == "enter" else -1
        self._echo += data if end < 0 else data[:end]
        self._echoing = end < 0 and len(self._echo) < MOST_ECHO

    def more(self, history: str, now: float) -> None:
        """Note the prompt for another line of the same command."""
        line = self._line(parse_entry("ash", history))
        if line is None:
            self._parts.clear()
        else:
            self._parts.append(line)
        self._begin(now)

    def prompt(self, history: str, now: float) -> TypedCommand | None:
        """Note the prompt for a new command; return the command that ran before it."""
        first, sent_at = self._last is None, self._pressed
        line = self._line(parse_entry("ash", history))
        text = "" if first or line is None else "\n".join([*self._parts, line])
        self._parts.clear()
        self._begin(now)
        return self._typed_command(text, sent_at)

    def _typed_command(self, text: str, at: float) -> TypedCommand | None:
        self.comment = text if is_blank(text) else ""
        return None if is_blank(text) else TypedCommand(text, at)

    def _line(self, last: tuple[int, str]) -> str | None:
        """Return the line typed since the last prompt, or None if it was cancelled with Ctrl-C."""
        before, self._last = self._last, last
        if before is not None and last != before and last[0] >= 0:
            return last[1]
        if self._key == "interrupt":
            return None
        shown = self._shown()
        return last[1] if _same(shown, last[1]) else shown

    def _shown(self) -> str:
        return typed_text(bytes(self._echo), self._columns())

    @property
    def sent(self) -> bool:
        """Whether Enter was pressed since the last prompt."""
        return self._key == "enter"

    def pending(self) -> TypedCommand | None:
        """Return the command that was sent and not yet followed by a prompt, as the screen shows it."""
        if not self.sent or self._last is None:
            return None
        text = "\n".join([*self._parts, self._shown()])
        return None if is_blank(text) else TypedCommand(text, self._pressed)


def _same(shown: str, text: str) -> bool:
    return "".join(shown.split()) == "".join(text.split())
