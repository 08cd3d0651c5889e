"""Puts together what was typed into a shell whose prompts tell no more than the last line of its history (ash).

The history has one entry for each line typed, but none for an empty line nor for one equal to the line before.
Which of the two it was, and when Enter was pressed, is told by what the terminal showed and by which of Enter and
Ctrl-C came first; no other key is looked at and none is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from snapshotter.record.typed.screen import START, typed

ENTRIES = {"bash": re.compile(r" *(\d+)[* ] (.*)", re.DOTALL), "ash": re.compile(r" *(\d+) (.*)", re.DOTALL)}
"""A line of a shell's `history`: number, in bash a star where it was edited, text."""
MOST_ECHO = 1 << 16


class Typed(Struct, frozen=True):
    """A command line and when it was sent off."""

    text: str
    at: float


def entry(shell: str, line: str) -> tuple[int, str]:
    """Read a line of a shell's `history`: its number and its text; (-1, "") for an empty history."""
    found = ENTRIES[shell].fullmatch(line)
    return (int(found[1]), found[2]) if found else (-1, "")


def is_blank(text: str) -> bool:
    """Tell whether a shell would do nothing on this text: it is empty or a comment."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.split("\n"))


class Lines:
    """The typed lines of one shell, between its prompts."""

    def __init__(self, columns: Callable[[], int]) -> None:
        self._columns = columns
        self._last: tuple[int, str] | None = None
        self._parts: list[str] = []
        self._begin()

    def _begin(self, now: float = 0.0) -> None:
        self._prompted = now
        self._key = ""
        self._pressed = now
        self._echo = bytearray()
        self._open = True

    def key(self, data: bytes, now: float) -> None:
        """Look at keys on their way to the shell."""
        if self._key:
            return
        ends = [at for at in (data.find(b"\r"), data.find(b"\n")) if at >= 0]
        interrupt = data.find(b"\x03")
        if ends and not 0 <= interrupt < min(ends):
            self._key, self._pressed = "enter", now
        elif interrupt >= 0:
            self._key = "interrupt"

    def input(self) -> None:
        """Note that the prompt is drawn and what follows on the screen was typed."""
        if self._open:
            self._echo += START.encode()

    def output(self, data: bytes) -> None:
        """Look at what the terminal shows as long as the line is being typed."""
        if not self._open or not data:
            return
        end = data.find(b"\n") if self._key == "enter" else -1
        self._echo += data if end < 0 else data[:end]
        self._open = end < 0 and len(self._echo) < MOST_ECHO

    def more(self, history: str, now: float) -> None:
        """Note the prompt for another line of the same command."""
        line = self._line(entry("ash", history))
        if line is None:
            self._parts.clear()
        else:
            self._parts.append(line)
        self._begin(now)

    def prompt(self, history: str, now: float) -> Typed | None:
        """Note the prompt for a new command; gives the command that ran before it."""
        first, sent = self._last is None, self._pressed
        line = self._line(entry("ash", history))
        text = "" if first or line is None else "\n".join([*self._parts, line])
        self._parts.clear()
        self._begin(now)
        return None if is_blank(text) else Typed(text, sent)

    def _line(self, last: tuple[int, str]) -> str | None:
        """Give the line that was typed since the last prompt; None where it was given up with Ctrl-C."""
        before, self._last = self._last, last
        if before is not None and last != before and last[0] >= 0:
            return last[1]
        if self._key == "interrupt":
            return None
        shown = self._shown()
        return last[1] if _same(shown, last[1]) else shown

    def _shown(self) -> str:
        return typed(bytes(self._echo), self._columns())

    @property
    def sent(self) -> bool:
        """Tell whether a line was sent off since the last prompt."""
        return self._key == "enter"

    def pending(self) -> Typed | None:
        """Give what was sent off and has not been followed by a prompt, as far as the screen shows it."""
        if not self.sent or self._last is None:
            return None
        text = "\n".join([*self._parts, self._shown()])
        return None if is_blank(text) else Typed(text, self._pressed)


def _same(shown: str, text: str) -> bool:
    return "".join(shown.split()) == "".join(text.split())
