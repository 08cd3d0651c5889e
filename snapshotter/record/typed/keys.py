"""Puts together what was typed into a shell whose prompts tell its last command only sometimes (mksh), or never (dash).

Keys are looked at from a prompt to the Enter behind it and forgotten then: what is typed into programs is never seen.
Where the line was edited, what the terminal showed of it decides, for it knows how its keys are set.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from snapshotter.record.typed.ash_history import MOST_ECHO, Lines, Typed, is_blank

FOLLOWED_SHELLS = frozenset({"dash", "mksh", "ksh"})
_ENTRY = re.compile(r"(\d+)\t(.*)", re.DOTALL)
_ENDS = re.compile(rb"[\r\n\x03\x1a\x1c]")
_ODD = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_ERASE, _KILL = 0x7F, 0x15


def erased(keys: bytes) -> str | None:
    """Give what a terminal's own line editing makes of keys; None where it takes more than this to know."""
    line: list[str] = []
    for char in keys.decode("utf-8", "surrogateescape"):
        if ord(char) == _ERASE:
            del line[-1:]
        elif ord(char) == _KILL:
            line.clear()
        elif char < " " and char != "\t":
            return None
        else:
            line.append(char)
    return "".join(line)


class KeyedLines(Lines):
    """The typed lines of one shell, between its prompts."""

    def __init__(self, columns: Callable[[], int], *, edits: bool) -> None:
        """`edits` says that the shell has a line editor and a history, and that its PS2 is not told."""
        self._edits = edits
        self._keys = bytearray()
        self.drawn = False
        """True once a prompt stands behind which typing begins."""
        super().__init__(columns)

    def _begin(self, now: float = 0.0) -> None:
        super()._begin(now)
        self._keys.clear()
        self.drawn = False

    def input(self) -> None:
        """Note that the prompt is drawn and what follows on the screen was typed."""
        super().input()
        self.drawn = True

    def key(self, data: bytes, now: float) -> None:
        """Look at keys on their way to the shell."""
        if not self._key and len(self._keys) < MOST_ECHO:
            end = _ENDS.search(data)
            self._keys += data[: end.start()] if end else data
        super().key(data, now)

    def more(self, history: str, now: float) -> None:
        """Note the prompt for another line of the same command."""
        if self._key == "interrupt":
            self._parts.clear()
        else:
            self._parts.append(self._typed())
        self._begin(now)
        self.input()

    def prompt(self, history: str, now: float) -> Typed | None:
        """Note the prompt for a new command; gives the command that ran before it."""
        first, sent, before = self._last is None, self._pressed, self._last
        found = _ENTRY.match(history)
        self._last = last = (int(found[1]), found[2].replace("\n\t", "\n")) if found else (-1, "")
        text = ""
        if not first and self._key != "interrupt":
            # without a key the line was there before the prompt: pasted or typed ahead
            text = last[1] if found and last != before else self._not_told(last[1]) if self._key else ""
        self._parts.clear()
        self._begin(now)
        return None if is_blank(text) else Typed(text, sent)

    def _not_told(self, last: str) -> str:
        """Give what was typed where the history has nothing new: it began with a space, or was the one before again."""
        if self._edits and (not self._keys.strip() or last.split("\n")[0] == self._typed()):
            return last if self._keys.strip() else ""
        return "\n".join([*self._parts, self._typed()])

    def _typed(self) -> str:
        """Give the line that was typed, as surely as it can be known."""
        keys = bytes(self._keys)
        edited = erased(keys)
        if edited is not None and not _ODD.search(keys):
            return edited
        if self._edits:
            return edited if edited is not None and b"\t" not in keys else (self._last or (0, ""))[1]
        shown = self._shown()
        return edited if edited is not None and "".join(edited.split()) == "".join(shown.split()) else shown

    def pending(self) -> Typed | None:
        """Give what was sent off and has not been followed by a prompt."""
        if not self.sent or self._last is None:
            return None
        text = "\n".join([*self._parts, self._typed()])
        return None if is_blank(text) else Typed(text, self._pressed)
