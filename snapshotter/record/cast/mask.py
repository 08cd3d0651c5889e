"""Decides what of a session's output may be kept: nothing is let go before all of its line is there and was searched.

A line into which keys were typed is held until it was sent off.  At a prompt of a recorded shell it is then known as
the command that it became, and what is kept is that as the record has it; the echo itself, key by key with its times,
only where it shows just the same.  Times go with the bytes, so holding back changes nothing of what a player shows.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from snapshotter.record.cast import echo
from snapshotter.record.cast.buffer import Held, Piece
from snapshotter.record.cast.escape_sequences import Strainer, visible
from snapshotter.record.cast.search import Search
from snapshotter.secrets.in_file import is_known
from snapshotter.secrets.redact import Redactor

BLOCK = 16384
"""Bytes that are searched at once: a few milliseconds of work."""
HELD = 65536
"""The most that is held back: a longer line is left out, what is typed into a longer dialogue counts as sent off."""
HELD_AT_PROMPT = 2 << 20
"""The same for a shell that tells only later what was typed."""
_NOTE = b"\x1b[m\x1b[2m(%s)\x1b[m\r\n"
_WORDS = re.compile(r"[^\s'\"<>|;&()=]+")
_GAPS = re.compile(rb"[\r\n\x08](?=[^\r\n\x08]*\Z)")


class Veil:
    """What was shown goes in, in order and with its time; what may be kept comes out, in order."""

    def __init__(self, redactor: Redactor, columns: int = 80) -> None:
        self._columns = columns
        self._redactor = redactor
        self._search = Search(redactor)
        self._strainer = Strainer()
        self._held = Held()
        self._prompting = False
        """True while a recorded shell stands at its prompt: all since then is held."""
        self._begun_at = -1
        """Where the command begins to show something, while it runs and its text is not known; else -1."""
        self._key_at = -1
        """Where the first key was typed into what is held, else -1."""
        self._enters: list[int] = []
        """Where Enter was pressed."""
        self._keys: list[int] = []
        """Where any key was pressed at a prompt."""
        self._ahead = False
        """True where the next prompt may get keys that were pressed before it stood."""
        self._followed = False
        """True where more keys came at once with an Enter."""
        self._look = ""
        """The last prompt that was drawn before a key was pressed."""
        self._drawn = False
        """True where the line at the last prompt was drawn."""
        self._dropping = ""
        """"line" while the rest of a line is left out, "command" while all that a command shows is."""

    @property
    def waits(self) -> bool:
        """Tell whether anything is held back that `settle` may let go."""
        return bool(self._held) and not self._prompting

    def output(self, now: float, data: bytes) -> Iterator[Piece]:
        """Take in output."""
        data = self._strainer.feed(data)
        if self._dropping and data:
            end = data.find(b"\n") + 1 if self._dropping == "line" else 0
            data, self._dropping = data[end:] if end else b"", "" if end else self._dropping
        self._held.add(now, data)
        if not self._prompting:
            self._answers()
            if len(self._held) >= BLOCK:
                yield from self.settle()
        elif len(self._held) > HELD_AT_PROMPT:
            yield from self.began(now)

    def key(self, enters: int, *, followed: bool = False) -> None:
        """Note keys on their way to what runs, of which only this is told: how many of them send a line off.

        `followed` says that the first of those was not the last key.
        """
        self._ahead, self._followed = self._ahead or not self._prompting, self._followed or followed
        if self._strainer.alternate:
            return
        if self._key_at < 0:
            self._key_at = len(self._held)
        self._enters += [len(self._held)] * enters
        if self._prompting:
            self._keys.append(len(self._held))

    def prompt(self, now: float) -> Iterator[Piece]:
        """Note that a recorded shell is about to draw its prompt."""
        self._held.add(now, self._strainer.leave())
        if self._prompting:
            self._given_up(now)
        yield from self._all()
        self._dropping, self._prompting, self._begun_at = "", True, -1
        self._search.restart()

    def widen(self, columns: int) -> None:
        """Note how wide the window is now."""
        self._columns = columns

    def more(self) -> None:
        """Note that a shell draws its prompt for another line of the same command."""
        self._enters = []

    def command(self, now: float, text: str, clean: str, cwd: str, *, late: bool) -> Iterator[Piece]:
        """Note a command and how it is recorded; `late` says that it runs already and has shown something."""
        if self._prompting:
            yield from self._sent_off(now, self._sent() if late else self._begun(), text, clean)
        elif self._drawn and not late:
            # one of several that were pasted at once: their echo, as a whole, gave way to the first of them
            yield from self._all()
            yield now, echo.drawn(clean)
        if any(is_known(posixpath.join(cwd or "/", word)) for word in _WORDS.findall(text)):
            self._held.replace(0, len(self._held), b"", now)
            self._dropping = "command"
            yield now, _NOTE % b"what is shown of a file with secrets is not kept"

    def began(self, now: float) -> Iterator[Piece]:
        """Note that a command runs, of which nothing is known unless `command` was called for it."""
        if self._prompting:
            yield from self._sent_off(now, self._sent() if self._enters else self._begun(), "", "")

    def sent_off(self) -> None:
        """Note that a command runs, whose text may come later."""
        if self._prompting and self._begun_at < 0:
            self._begun_at = len(self._held)

    def hole(self, now: float, size: int, *, alternate: bool | None) -> Iterator[Piece]:
        """Note that output is missing here, in which a full-screen program got the screen, or left it, or neither."""
        typing = self._key_at >= 0
        yield from self.began(now)
        # the line that the hole begins in may end with the first half of a secret
        self._held.replace(self._held.data.rfind(b"\n") + 1, len(self._held), b"", now)
        yield from self._all()
        self._key_at = 0 if typing else -1
        if not self._strainer.alternate and not self._dropping:
            yield now, b"\r\n" + _NOTE % (b"%.1f MB more are not kept" % (size / 1e6))
        self._strainer.alternate = self._strainer.alternate if alternate is None else alternate
        self._dropping = self._dropping or "line"

    def settle(self) -> Iterator[Piece]:
        """Let go what need not be held back any longer."""
        if self._prompting or self._key_at >= 0:
            return
        count = self._held.data.rfind(b"\n") + 1
        if not count and len(self._held) > HELD:
            gap = _GAPS.search(self._held.data)
            count = gap.end() if gap else 0
            if not count:
                self._held.replace(0, len(self._held), b"", 0.0)
                self._dropping = self._dropping or "line"
        yield from self._let_go(count)

    def rest(self, now: float) -> Iterator[Piece]:
        """Give what is still held back when the session is over."""
        if self._prompting:
            self._given_up(now)
        yield from self._all()

    def _begun(self) -> int:
        return self._begun_at if self._begun_at >= 0 else len(self._held)

    def _sent(self) -> int:
        """Give where the echo of the line at the prompt ends."""
        return self._held.data.find(b"\n", self._enters[0] if self._enters else 0) + 1 or len(self._held)

    def _typing(self) -> int:
        """Give where what was typed at the prompt begins; 0 where nobody can tell it from the prompt."""
        look = visible(bytes(self._held.data[: max(0, self._key_at)]))
        if not look or (self._ahead and look != self._look):
            return 0
        self._look = look
        return self._key_at

    def _sent_off(self, now: float, end: int, text: str, clean: str) -> Iterator[Piece]:
        """Let go the prompt with the command behind it; what follows is its output."""
        shown, start = bytes(self._held.data[:end]), min(self._typing(), end)
        self._drawn = not (text and text == clean and echo.shows_just(shown[start:], text, prompt=not start))
        if self._drawn:
            line = (b"" if start else echo.prompt_of(shown, text, self._look, self._columns)) + echo.drawn(clean)
            self._held.replace(start, end, line, self._held.time(end - 1) if end else now)
        else:
            line = shown[start:]
        yield from self._let_go(start + len(line))
        self._prompting, self._begun_at = False, -1
        self._enters = [at - end for at in self._enters if at >= end]
        later = [at - end for at in self._keys if at >= end]
        self._keys, self._key_at = [], later[0] if later else -1
        self._ahead, self._followed = bool(later) or self._followed or (self._ahead and not start), False
        yield from self.settle()

    def _given_up(self, now: float) -> None:
        """Leave out what was typed at the prompt and became no command."""
        typed = self._key_at >= 0 or self._ahead
        start, end = self._typing(), self._sent() if self._enters else len(self._held)
        if typed and not echo.shows_nothing(bytes(self._held.data[start:end])):
            self._held.replace(start, end, b"\r\n", self._held.time(end - 1) if end else now)
        self._prompting, self._ahead, self._followed = False, self._followed or (self._ahead and not start), False
        self._key_at, self._enters, self._keys = -1, [], []

    def _answers(self) -> None:
        """Look at the lines typed into a program that were sent off."""
        while self._key_at >= 0:
            end = self._held.data.find(b"\n", self._enters[0]) + 1 if self._enters else 0
            if not end and len(self._held) > HELD:
                end = self._held.data.rfind(b"\n") + 1 or len(self._held)
            if not end:
                return
            self._answered(end)

    def _answered(self, end: int) -> None:
        """Leave secrets out of lines typed into a program, and what was typed where they cannot be told."""
        begin = self._held.data.rfind(b"\n", 0, self._key_at) + 1
        key_at, at = self._key_at - begin, begin
        for line in _lines(bytes(self._held.data[begin:end])):
            new = echo.answered(line, max(0, key_at), self._columns, self._redactor)
            if new != line:
                self._held.replace(at, at + len(line), new, self._held.time(at + len(line) - 1))
            key_at, at = key_at - len(line), at + len(new)
        self._enters = [max(at, enter + at - end) for enter in self._enters[1:]]
        self._key_at = at if self._enters else -1

    def _all(self) -> Iterator[Piece]:
        """Let go all that is held."""
        if self._key_at >= 0 and self._held:
            self._answered(len(self._held))
        self._key_at, self._enters = -1, []
        yield from self._let_go(len(self._held))

    def _let_go(self, count: int) -> Iterator[Piece]:
        """Search the first bytes that are held, block by block, and give them."""
        while count > 0:
            size = self._block(count)
            before = len(self._held)
            for start, end, new in reversed(self._search.edits(bytes(self._held.data[:size]))):
                self._held.replace(start, end, new, self._held.time(end - 1))
            count -= size
            yield from self._held.take(size + len(self._held) - before)

    def _block(self, count: int) -> int:
        """Give how many of so many bytes are searched at once: whole lines, where they are not too long."""
        if count <= BLOCK:
            return count
        return self._held.data.rfind(b"\n", 0, BLOCK) + 1 or self._held.data.find(b"\n", BLOCK, count) + 1 or count


def _lines(data: bytes) -> list[bytes]:
    """Split behind each newline, and nowhere else."""
    return [line for line in re.split(rb"(?<=\n)", data) if line]
