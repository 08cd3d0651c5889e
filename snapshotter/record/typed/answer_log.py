"""The answers that a person gives to the questions of a running command, as far as they are seen to be no secrets.

They let a recipe give the same answers.  One that cannot be kept loses all those of the command: half of them are of no
use, and would be given to the wrong questions.
"""

from __future__ import annotations

from snapshotter.record.cast.escape_sequences import visible_text
from snapshotter.regex import regex

_MOST = 20
"""Answers to one command; a program that reads more is no questionnaire."""
_LONGEST = 100
"""Characters of an answer."""
_PROMPT = regex(r"[^\w\s]\s*\Z")
"""The end of a line behind which a program waits for an answer, such as "[y/N] " or "Name: "."""


class AnswerLog:
    """The answers to the running command, one for each line that was typed."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._lost = False
        self._waiting: str | None = None
        """A line whose echo has not come yet."""
        self._shown = b""

    def line(self, line: str | None, prompt: str, shown: str) -> None:
        """Note a line that was sent; None if it is not known, or a secret.

        `prompt` is what stood in front of it, `shown` what was shown since its first key.
        """
        is_next = self._waiting is None and len(self._lines) < _MOST
        if not is_next or line is None or not _is_answer(prompt, line):
            self.lose()
        elif not line or (shown and (shown.startswith(line.strip()) or line.startswith(shown))):
            self._lines.append(line)
        elif shown:
            self.lose()
        else:
            self._waiting, self._shown = line, b""

    def output(self, data: bytes) -> None:
        """Note output, which begins with the echo of a line that was sent at once."""
        if self._waiting is None:
            return
        self._shown += data
        text = visible_text(self._shown)
        if len(text) >= len(self._waiting) or "\n" in text:
            line, self._waiting = self._waiting, None
            if text.startswith(line):
                self._lines.append(line)
            else:
                self.lose()

    def lose(self) -> None:
        """Note that something was typed that cannot be kept."""
        self._lines, self._waiting, self._lost = [], None, True

    def take(self) -> tuple[str, ...]:
        """Return the answers to the command that ends, and begin again."""
        found = () if self._lost or self._waiting is not None else tuple(self._lines)
        self._lines, self._waiting, self._lost = [], None, False
        return found


def _is_answer(prompt: str, line: str) -> bool:
    """Return whether a line answers a question, and is no secret."""
    if len(line) > _LONGEST or not line.isprintable() or not _PROMPT.search(prompt):
        return False
    from snapshotter.secrets.hidden_input import asked_for
    from snapshotter.secrets.in_command import find
    from snapshotter.secrets.texts.values import looks_random

    return not asked_for(prompt) and not looks_random(line) and not find(line) and not find(f"{prompt}{line}")
