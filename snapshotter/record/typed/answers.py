"""Secrets typed into programs: what a program asks for with a word for a secret, or reads while nothing is echoed.

Keys and output are only observed, on their way to the process and to the screen.  A value goes to `conceal`, and is
kept nowhere else; of what is no secret, only answers to questions are kept (`answer_log.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from snapshotter.record.cast.escape_sequences import cursor_moves, screen_switch, visible_text
from snapshotter.record.typed.answer_log import AnswerLog
from snapshotter.record.typed.keys import edited_line

QUIET_SECONDS = 0.05
"""How long a program must not have written anything when typing begins, for its output to be taken for an echo."""
ECHO_SECONDS = 1.0
"""Time after which a key that was not echoed is not echoed at all."""
SHORTEST = 6
"""Characters of a value that can be replaced elsewhere."""
_LONGEST = 4096
_ENTER = re.compile(rb"[\r\n]")
_CANCEL = re.compile(rb"[\x03\x1a\x1c]")
_PASTE = re.compile(rb"\x1b\[20[01]~")
_STARS = re.compile(r"[*•●∙]+")


class Answers:
    """What is typed into the programs of one session, line by line."""

    def __init__(self, conceal: Callable[[str], object]) -> None:
        self._conceal = conceal
        self.log = AnswerLog()
        """What is no secret: the answers to the running command's questions."""
        self.secrets_only = False
        """True while a command runs that reads nothing but secrets."""
        self._before = b""
        """The last output, whose last line is the prompt."""
        self._skips_line = False
        """True until the line that is an echo ends."""
        self._alternate: bool | None = None
        self._output_at = 0.0
        self._typed = bytearray()
        self._typed_at = 0.0
        self._is_quiet = False
        """True if the program had written nothing for a while when typing began."""
        self._shown = b""
        """Output since the first key, while it is collected."""
        self._answer = ""
        """What was sent and may have been typed without echo."""

    def shell(self) -> None:
        """Note that a recorded shell reports, or gets keys itself: no program reads, and no line so far is a prompt."""
        self._settle(ended=True)
        self._typed.clear()
        self._before = self._shown = b""
        self._alternate = None

    def command_line(self) -> None:
        """Note that keys go to a recorded shell, whose echo up to the next newline is no prompt."""
        self.shell()
        self._skips_line = True

    def output(self, data: bytes, now: float) -> None:
        """Note output on its way to the screen."""
        self._output_at = now
        self.log.output(data)
        if b"\x1b" in data:
            self._alternate = screen_switch(data, self._alternate)
        if self._typed or self._answer:
            self._shown = (self._shown + data)[:_LONGEST]
            self._settle()
        if self._typed:
            return  # the prompt is what was there before
        if self._skips_line:
            _, newline, data = data.partition(b"\n")
            self._skips_line = not newline
        self._before = data if len(data) > _LONGEST else (self._before + data)[-_LONGEST:]

    def keys(self, data: bytes, now: float) -> None:
        """Note keys on their way to a program."""
        if (self._alternate and not self.secrets_only) or _CANCEL.search(data):
            self._typed.clear()
            self._answer = ""
            self.log.lose()
            return
        self._settle(ended=True)
        *lines, rest = _ENTER.split(data)
        for line in lines:
            self._key(line, now)
            self._enter(now)
        self._key(rest, now)

    def _key(self, data: bytes, now: float) -> None:
        if not data:
            return
        if not self._typed:
            self._typed_at, self._shown = now, b""
            self._is_quiet = now - self._output_at > QUIET_SECONDS
        self._typed += data[: _LONGEST - len(self._typed)]

    def _enter(self, now: float) -> None:
        """Conceal the typed line if the program asked for a secret; else wait for what it shows if nothing was."""
        line = edited_line(_PASTE.sub(b"", bytes(self._typed)))
        shown = visible_text(self._shown).strip()
        prompt = _prompt(self._before[-_LONGEST:])
        self.log.line(None if self.secrets_only else line, prompt, shown)
        if self._typed:
            self._before, self._skips_line = b"", True
        self._typed.clear()
        line = line.partition("\t")[0] if line and self.secrets_only else line
        if line is None or len(line) < SHORTEST:
            return
        if self._asks(prompt, line) or (shown and _STARS.fullmatch(shown)):
            self._conceal(line)
        elif not shown:
            if now - self._typed_at > ECHO_SECONDS and self._is_quiet:
                self._conceal(line)
            else:
                self._answer = line
        elif self.secrets_only and not line.startswith(shown):
            self._conceal(line)

    def _asks(self, prompt: str, line: str) -> bool:
        from snapshotter.secrets.hidden_input import asked_for
        from snapshotter.secrets.judge import is_secret_value

        asked = asked_for(prompt)
        return asked in ("password", "secret", "token") or (asked != "" and is_secret_value(asked, line))

    def _settle(self, *, ended: bool = False) -> None:
        """Conceal what was sent if the output since shows that it was not echoed.

        `ended` says that no more output belongs to it.  A terminal echoes a line before the program that reads it can
        write anything.
        """
        if not self._answer:
            return
        text = visible_text(self._shown)
        if not ended and self._answer.startswith(text):
            return
        answer, self._answer = self._answer, ""
        hidden = text.startswith(("\n", "\r\n")) and self._is_quiet and not cursor_moves(self._shown)
        stars = _STARS.match(text) is not None and not answer.startswith(text[:1])
        if hidden or stars or self.secrets_only:
            self._conceal(answer)
        self._shown = b""


def _prompt(before: bytes) -> str:
    """Return the text that was written last on the last line that is not empty; moves of the cursor divide lines."""
    parts = [part for part in re.split(r"[\r\n]", visible_text(before)) if part.strip()]
    return parts[-1] if parts else ""
