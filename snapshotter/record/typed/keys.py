"""Reconstructs what was typed into a shell that reports its last command only sometimes (mksh) or never (dash).

Keys are read from a prompt to the next Enter and then forgotten: what is typed into programs is never read.  If the
line was edited, the text on the screen decides, because only the terminal knows which keys edit a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from snapshotter.record.typed.ash_history import MOST_ECHO, TypedCommand, TypedLines, is_blank

FOLLOWED_SHELLS = frozenset({"dash", "mksh", "ksh"})
"""Shells whose keys are read."""
_ENTRY = re.compile(r"(\d+)\t(.*)", re.DOTALL)
_ENDS = re.compile(rb"[\r\n\x03\x1a\x1c]")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_ERASE, _KILL = 0x7F, 0x15


def edited_line(keys: bytes) -> str | None:
    """Return the line that a terminal's own line editing makes of keys.

    None if the keys hold control characters other than erase, kill and tab, whose effect is unknown.
    """
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


class KeyedLines(TypedLines):
    """The lines typed into one shell between its prompts, read from the keys."""

    def __init__(self, columns: Callable[[], int], *, line_editor: bool) -> None:
        """`line_editor` says that the shell has a line editor and a history, and that its PS2 is not reported."""
        self._line_editor = line_editor
        self._keys = bytearray()
        self.prompt_drawn = False
        """True once the prompt is drawn behind which typing begins."""
        super().__init__(columns)

    def _begin(self, now: float = 0.0) -> None:
        super()._begin(now)
        self._keys.clear()
        self.prompt_drawn = False

    def input(self) -> None:
        """Note that the prompt is drawn: the output that follows is the echo of typed keys."""
        super().input()
        self.prompt_drawn = True

    def key(self, data: bytes, now: float) -> None:
        """Read keys on their way to the shell."""
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

    def prompt(self, history: str, now: float) -> TypedCommand | None:
        """Note the prompt for a new command; return the command that ran before it."""
        first, sent_at, before = self._last is None, self._pressed, self._last
        found = _ENTRY.match(history)
        self._last = last = (int(found[1]), found[2].replace("\n\t", "\n")) if found else (-1, "")
        text = ""
        if not first and self._key != "interrupt":
            if found and last != before:
                text = last[1]
            elif self._key:  # otherwise the line came before the prompt: pasted or typed ahead
                text = self._unlisted(last[1])
        self._parts.clear()
        self._begin(now)
        return self._typed_command(text, sent_at)

    def _unlisted(self, last: str) -> str:
        """Return the typed command if the history has no new entry: it began with a space or repeats the last one."""
        if self._line_editor and (not self._keys.strip() or last.split("\n")[0] == self._typed()):
            return last if self._keys.strip() else ""
        return "\n".join([*self._parts, self._typed()])

    def _typed(self) -> str:
        """Return the most reliable text of the typed line: from the keys, the history or the screen."""
        keys = bytes(self._keys)
        edited = edited_line(keys)
        if edited is not None and not _CONTROLS.search(keys):
            return edited
        if self._line_editor:
            return edited if edited is not None and b"\t" not in keys else (self._last or (0, ""))[1]
        shown = self._shown()
        return edited if edited is not None and "".join(edited.split()) == "".join(shown.split()) else shown

    def pending(self) -> TypedCommand | None:
        """Return the command that was sent and not yet followed by a prompt."""
        if not self.sent or self._last is None:
            return None
        text = "\n".join([*self._parts, self._typed()])
        return None if is_blank(text) else TypedCommand(text, self._pressed)
