"""Keeps the commands that a bash has begun until their text is known.

As a rule the text follows at once.  A line that is just a subshell is told only by the next prompt; where that does not
come, the text is what the screen showed between the last prompt and the begin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from snapshotter.record.typed.screen import START, typed
from snapshotter.store.journal import End

MOST_ECHO = 1 << 16
_BLANKS = re.compile(r"^\s+|\s+$")
_PROMPT = re.compile(r"^.*?[$#%>] ")
"""What a prompt most likely is, where keys were pressed before it was drawn."""
_SECOND = "> "


class Due(Struct):
    """One such command."""

    number: int
    """In the shell's history."""
    user: str
    cwd: str
    at: float
    heard: float
    """When its begin was heard, by this side's clock."""
    text: str | None = None
    """What its shell told; "" where that does not know."""
    ended: tuple[int | None, float] | None = None
    """Status and time, where it was over before its text was known."""
    shown: int = 0
    """Its number in the record, where it was written down with what the screen showed."""
    over: End | None = None
    """Its end, where that was written down too."""


class Untold:
    """Those of one shell, in the order they began, and the screen's last line in front of them."""

    def __init__(self, columns: Callable[[], int]) -> None:
        self._columns = columns
        self._queue: list[Due] = []
        self._look = ""
        self._ahead = False
        self._prompt()

    def _prompt(self) -> None:
        self._echo = bytearray()
        self._key_at = 0 if self._ahead else -1
        self._open, self._ahead = True, False

    @property
    def waits(self) -> bool:
        """Tell whether there is a command that is not written down."""
        return any(not due.shown for due in self._queue)

    @property
    def since(self) -> float:
        """Give when the first that is not written down was heard of."""
        return next(due.heard for due in self._queue if not due.shown)

    def begin(self, due: Due) -> None:
        """Note that a command has begun, and that what was shown until now was its line."""
        self._queue.append(due)
        self._open = False

    def tell(self, number: int, text: str) -> None:
        """Take in the text of the command that has a number in the history."""
        for due in self._queue:
            if due.number == number and due.text is None:
                due.text = text

    def prompt(self) -> None:
        """Note that the shell draws its prompt: it has told what it knows."""
        for due in self._queue:
            due.text = due.text or ""
        self._prompt()

    def end(self, status: int | None, at: float) -> None:
        """Note that the last of them is over, which is not written down yet."""
        if self._queue and self._queue[-1].ended is None:
            self._queue[-1].ended = status, at

    def over(self, end: End) -> None:
        """Note the end that was written down for one that had the screen's text."""
        for due in self._queue:
            if due.shown == end.number:
                due.over = end

    def known(self) -> Iterator[Due]:
        """Let go those in front whose text is known."""
        while self._queue and self._queue[0].text is not None:
            yield self._queue.pop(0)

    def guessed(self) -> Iterator[tuple[Due, str]]:
        """Give those that are not written down with what the screen shows of them; several were pasted at once."""
        due = [each for each in self._queue if not each.shown]
        lines = self._lines()
        for count, each in enumerate(due, 1):
            yield each, "\n".join(lines) if count == len(due) else lines.pop(0) if lines else ""

    def text(self) -> str:
        """Give what the screen shows of the last one."""
        return "\n".join(self._lines())

    def key(self) -> None:
        """Note that a key was pressed; what stood there before it was the prompt."""
        self._ahead = not self._open
        if self._key_at < 0:
            self._key_at = len(self._echo)

    def output(self, data: bytes) -> None:
        """Look at what the terminal shows as long as the line is being typed."""
        if self._open and len(self._echo) < MOST_ECHO:
            self._echo += data

    def _lines(self) -> list[str]:
        """Give the lines that were typed, without the prompts in front of them."""
        before, echo = bytes(self._echo[: max(0, self._key_at)]), bytes(self._echo[max(0, self._key_at) :])
        begin = before.rfind(b"\n") + 1
        rows = echo.split(b"\n")
        drawn = typed(before[begin:], self._columns())
        if drawn:
            self._look = drawn
            first = typed(before[begin:] + START.encode() + rows[0], self._columns())
        else:
            first = self._without_prompt(rows)
        more = [typed(row, self._columns()).removeprefix(_SECOND) for row in rows[1:]]
        return _BLANKS.sub("", "\n".join([first, *more])).split("\n")

    def _without_prompt(self, rows: list[bytes]) -> str:
        """Give the first row of a line that was typed ahead, at a prompt that looks as the last one did."""
        first = typed(rows[0], self._columns())
        if self._look and first.startswith(self._look):
            return first[len(self._look) :].lstrip()
        return _PROMPT.sub("", first, count=1)
