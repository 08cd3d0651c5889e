"""Keeps the commands that a bash has begun until their text is known.

Usually the text follows at once.  The text of a line that is only a subshell is reported by the next prompt; if that
does not come, the text is what the screen showed between the last prompt and the begin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from snapshotter.record.typed.screen import START, typed_text
from snapshotter.store.journal.records import End

MOST_ECHO = 1 << 16
"""Bytes of output that are kept for one line."""
_BLANKS = re.compile(r"^\s+|\s+$")
_PROMPT = re.compile(r"^.*?[$#%>] ")
"""A likely prompt, used if keys were pressed before the prompt was drawn."""
_SECOND_PROMPT = "> "
_NO_NAME = "I have no name!"
"""What bash takes for the name of a user that is not in /etc/passwd (current_user in its shell.c)."""


def bash_user(reported: str) -> str:
    """Return the user that bash reports as NAME/NUMBER: the number where it has found no name for it."""
    name, _, number = reported.rpartition("/")
    return number if name in ("", _NO_NAME) else name


class PendingCommand(Struct):
    """A started command whose text is unknown."""

    number: int
    """In the shell's history."""
    user: str
    cwd: str
    at: float
    seen_at: float
    """When the host received its begin, by the host's clock."""
    text: str | None = None
    """The text that the shell reported; "" if the shell does not know it."""
    ended: tuple[int | None, float] | None = None
    """Status and time, if it ended before its text was known."""
    recorded: int = 0
    """Its number in the record, if it was recorded with the text on the screen."""
    end: End | None = None
    """Its end, if that was recorded too."""


class PendingCommands:
    """The pending commands of one shell, in the order they began, and the line on the screen in front of them."""

    def __init__(self, columns: Callable[[], int]) -> None:
        self._columns = columns
        self._queue: list[PendingCommand] = []
        self._prompt_text = ""
        self._typed_ahead = False
        self._begin_line()

    def _begin_line(self) -> None:
        self._echo = bytearray()
        self._key_at = 0 if self._typed_ahead else -1
        self._echoing, self._typed_ahead = True, False

    @property
    def has_unrecorded(self) -> bool:
        """Whether there is a command that is not recorded."""
        return any(not command.recorded for command in self._queue)

    @property
    def unrecorded_since(self) -> float:
        """The time at which the host received the begin of the first command that is not recorded."""
        return next(command.seen_at for command in self._queue if not command.recorded)

    def add(self, command: PendingCommand) -> None:
        """Add a command that has begun; the output up to now is the line it was typed in."""
        self._queue.append(command)
        self._echoing = False

    def set_text(self, number: int, text: str) -> None:
        """Set the text of the command that has this number in the history."""
        for command in self._queue:
            if command.number == number and command.text is None:
                command.text = text

    def waits_for(self, number: int) -> bool:
        """Return whether the text of the command that has this number in the history is unknown."""
        return any(command.number == number and command.text is None for command in self._queue)

    def prompt(self) -> None:
        """Note that the shell draws its prompt: it has reported all the texts it knows."""
        for command in self._queue:
            command.text = command.text or ""
        self._begin_line()

    def set_ended(self, status: int | None, at: float) -> None:
        """Note that the last command has ended, if its end is not recorded yet."""
        if self._queue and self._queue[-1].ended is None:
            self._queue[-1].ended = status, at

    def set_end(self, end: End) -> None:
        """Keep the recorded end of a command that was recorded with the text on the screen."""
        for command in self._queue:
            if command.recorded == end.number:
                command.end = end

    def take_known(self) -> Iterator[PendingCommand]:
        """Remove and yield the commands at the front whose text is known."""
        while self._queue and self._queue[0].text is not None:
            yield self._queue.pop(0)

    def guess_texts(self) -> Iterator[tuple[PendingCommand, str]]:
        """Yield each command that is not recorded with its text on the screen, a line each if several were pasted."""
        unrecorded = [command for command in self._queue if not command.recorded]
        lines = self._lines()
        for count, command in enumerate(unrecorded, 1):
            if count == len(unrecorded):
                yield command, "\n".join(lines)
            else:
                yield command, lines.pop(0) if lines else ""

    def shown_text(self) -> str:
        """Return the text on the screen of the last command."""
        return "\n".join(self._lines())

    def key(self) -> None:
        """Note that a key was pressed; the output in front of it is the prompt."""
        self._typed_ahead = not self._echoing
        if self._key_at < 0:
            self._key_at = len(self._echo)

    def output(self, data: bytes) -> None:
        """Read output while the line is being typed."""
        if self._echoing and len(self._echo) < MOST_ECHO:
            self._echo += data

    def _lines(self) -> list[str]:
        """Return the lines that were typed, without the prompts in front of them."""
        before, echo = bytes(self._echo[: max(0, self._key_at)]), bytes(self._echo[max(0, self._key_at) :])
        begin = before.rfind(b"\n") + 1
        rows = echo.split(b"\n")
        prompt = typed_text(before[begin:], self._columns())
        if prompt:
            self._prompt_text = prompt
            first = typed_text(before[begin:] + START.encode() + rows[0], self._columns())
        else:
            first = self._without_prompt(rows)
        more = [typed_text(row, self._columns()).removeprefix(_SECOND_PROMPT) for row in rows[1:]]
        return _BLANKS.sub("", "\n".join([first, *more])).split("\n")

    def _without_prompt(self, rows: list[bytes]) -> str:
        """Return the first row of a line that was typed ahead, without a prompt that looks like the last one."""
        first = typed_text(rows[0], self._columns())
        if self._prompt_text and first.startswith(self._prompt_text):
            return first[len(self._prompt_text) :].lstrip()
        return _PROMPT.sub("", first, count=1)
