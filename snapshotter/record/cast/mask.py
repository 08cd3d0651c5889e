"""Decides what of a session's output is recorded: nothing is released before its line is complete and was searched.

A line into which keys were typed is held until Enter was pressed.  At the prompt of a recorded shell the line is then
known as a command, and its recorded text takes the place of the echo; the echo itself, key by key with its times, is
released only if it shows the same text.  Times belong to the bytes, so holding output back does not change how a cast
plays.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from snapshotter.record.cast import echo
from snapshotter.record.cast.buffer import Piece, TimedBuffer
from snapshotter.record.cast.escape_sequences import EscapeFilter, visible_text
from snapshotter.record.cast.search import Search
from snapshotter.secrets.in_file import is_known
from snapshotter.secrets.redact import Redactor

BLOCK = 16384
"""Bytes that are searched at once, which takes a few milliseconds."""
MAX_HELD = 65536
"""Bytes that may be held: a longer line is left out, and input typed into a longer dialogue counts as sent."""
MAX_HELD_AT_PROMPT = 2 << 20
"""The same at the prompt of a shell that reports only later what was typed."""
_NOTE = b"\x1b[m\x1b[2m(%s)\x1b[m\r\n"
_WORDS = re.compile(r"[^\s'\"<>|;&()=]+")
_GAPS = re.compile(rb"[\r\n\x08](?=[^\r\n\x08]*\Z)")


class OutputMask:
    """A filter that receives output with its times and yields the part that is recorded, in order."""

    def __init__(self, redactor: Redactor, columns: int = 80) -> None:
        self._columns = columns
        self._redactor = redactor
        self._search = Search(redactor)
        self._escapes = EscapeFilter()
        self._held = TimedBuffer()
        self._prompting = False
        """True while a recorded shell is at its prompt: all output since then is held."""
        self._begun_at = -1
        """Offset of the running command's output while its text is not known, else -1."""
        self._key_at = -1
        """Offset in what is held at which the first key was typed, else -1."""
        self._enters: list[int] = []
        """Offsets at which Enter was pressed."""
        self._keys: list[int] = []
        """Offsets at which any key was pressed at a prompt."""
        self._typed_ahead = False
        """True if the next prompt may get keys that were pressed before it was drawn."""
        self._followed = False
        """True if more keys came together with an Enter."""
        self._prompt_text = ""
        """Text of the last prompt that was drawn before a key was pressed."""
        self._replaced = False
        """True if the echo at the last prompt was replaced by the recorded text."""
        self._last_line = ""
        """The last line of output that was released and is not empty."""
        self._last_input = ""
        """The last line that was typed into a program."""
        self._dropping = ""
        """"line" while the rest of a line is left out, "command" while all output of a command is, else ""."""

    @property
    def has_held(self) -> bool:
        """Whether output is held that `settle` may release."""
        return bool(self._held) and not self._prompting

    def output(self, now: float, data: bytes) -> Iterator[Piece]:
        """Process output."""
        data = self._escapes.feed(data)
        if self._dropping and data:
            end = data.find(b"\n") + 1 if self._dropping == "line" else 0
            if end:
                data, self._dropping = data[end:], ""
            else:
                data = b""
        self._held.add(now, data)
        if not self._prompting:
            self._program_inputs()
            if len(self._held) >= BLOCK:
                yield from self.settle()
        elif len(self._held) > MAX_HELD_AT_PROMPT:
            yield from self.command_began(now)

    def key(self, enters: int, *, followed: bool = False) -> None:
        """Note that keys were pressed, of which only the number of Enters is known.

        `followed` says that the first Enter was not the last key.
        """
        self._typed_ahead = self._typed_ahead or not self._prompting
        self._followed = self._followed or followed
        if self._escapes.alternate:
            return
        if self._key_at < 0:
            self._key_at = len(self._held)
        self._enters += [len(self._held)] * enters
        if self._prompting:
            self._keys.append(len(self._held))

    def prompt(self, now: float) -> Iterator[Piece]:
        """Note that a recorded shell draws its prompt next."""
        self._held.add(now, self._escapes.leave())
        if self._prompting:
            self._cancel_line(now)
        yield from self._release_all()
        self._dropping, self._prompting, self._begun_at = "", True, -1
        self._search.restart()

    def resize(self, columns: int) -> None:
        """Note the new width of the window."""
        self._columns = columns

    def more(self) -> None:
        """Note that a shell draws the prompt for another line of the same command."""
        self._enters = []

    def command(self, now: float, text: str, clean: str, cwd: str, *, late: bool) -> Iterator[Piece]:
        """Note a command and its recorded text; `late` says that its output may have come before."""
        if self._prompting:
            yield from self._release_line(now, self._line_end() if late else self._output_start(), text, clean)
        elif self._replaced and not late:
            # one of several commands that were pasted at once, whose whole echo was replaced by the first one
            yield from self._release_all()
            yield now, echo.echo_of(clean)
        if any(is_known(posixpath.join(cwd or "/", word)) for word in _WORDS.findall(text)):
            self._held.replace(0, len(self._held), b"", now)
            self._dropping = "command"
            yield now, _NOTE % b"output that shows a file with secrets is not recorded"

    def command_began(self, now: float) -> Iterator[Piece]:
        """Note that a command runs, whose text is unknown unless `command` was called for it."""
        if self._prompting:
            yield from self._release_line(now, self._line_end() if self._enters else self._output_start(), "", "")

    def command_sent(self) -> None:
        """Note that a command runs, whose text may be reported later."""
        if self._prompting and self._begun_at < 0:
            self._begun_at = len(self._held)

    def gap(self, now: float, size: int, *, alternate: bool | None) -> Iterator[Piece]:
        """Note that `size` bytes of output are missing here.

        `alternate` says whether they entered (True) or left (False) the alternate screen, None for neither.
        """
        typing = self._key_at >= 0
        yield from self.command_began(now)
        # the line in which the gap begins may end with the first half of a secret
        self._held.replace(self._held.data.rfind(b"\n") + 1, len(self._held), b"", now)
        yield from self._release_all()
        self._key_at = 0 if typing else -1
        if not self._escapes.alternate and not self._dropping:
            yield now, b"\r\n" + _NOTE % (b"%.1f MB of output are not recorded" % (size / 1e6))
        if alternate is not None:
            self._escapes.alternate = alternate
        self._dropping = self._dropping or "line"

    def settle(self) -> Iterator[Piece]:
        """Release the output that need not be held any longer."""
        if self._prompting or self._key_at >= 0:
            return
        count = self._held.data.rfind(b"\n") + 1
        if not count and len(self._held) > MAX_HELD:
            gap = _GAPS.search(self._held.data)
            count = gap.end() if gap else 0
            if not count:
                self._held.replace(0, len(self._held), b"", 0.0)
                self._dropping = self._dropping or "line"
        yield from self._release(count)

    def finish(self, now: float) -> Iterator[Piece]:
        """Release the output that is still held at the end of the session."""
        if self._prompting:
            self._cancel_line(now)
        yield from self._release_all()

    def _output_start(self) -> int:
        """Return the offset at which the output of the running command begins."""
        return self._begun_at if self._begun_at >= 0 else len(self._held)

    def _line_end(self) -> int:
        """Return the offset at which the echo of the line at the prompt ends."""
        return self._held.data.find(b"\n", self._enters[0] if self._enters else 0) + 1 or len(self._held)

    def _typed_start(self) -> int:
        """Return the offset of the text typed at the prompt, or 0 if it cannot be separated from the prompt."""
        look = visible_text(bytes(self._held.data[: max(0, self._key_at)]))
        if not look or (self._typed_ahead and look != self._prompt_text):
            return 0
        self._prompt_text = look
        return self._key_at

    def _release_line(self, now: float, end: int, text: str, clean: str) -> Iterator[Piece]:
        """Release the prompt with the command behind it; what follows is the command's output."""
        shown, start = bytes(self._held.data[:end]), min(self._typed_start(), end)
        self._replaced = not (text and text == clean and echo.shows_only(shown[start:], text, prompt=not start))
        if self._replaced:
            prompt = b"" if start else echo.prompt_in(shown, text, self._prompt_text, self._columns)
            line = prompt + echo.echo_of(clean)
            self._held.replace(start, end, line, self._held.time(end - 1) if end else now)
        else:
            line = shown[start:]
        yield from self._release(start + len(line))
        self._last_line = ""  # a command is no prompt
        self._prompting, self._begun_at = False, -1
        self._enters = [at - end for at in self._enters if at >= end]
        later = [at - end for at in self._keys if at >= end]
        self._keys, self._key_at = [], later[0] if later else -1
        self._typed_ahead = bool(later) or self._followed or (self._typed_ahead and not start)
        self._followed = False
        yield from self.settle()

    def _cancel_line(self, now: float) -> None:
        """Remove the text that was typed at the prompt and did not become a command."""
        typed = self._key_at >= 0 or self._typed_ahead
        start, end = self._typed_start(), self._line_end() if self._enters else len(self._held)
        if typed and not echo.shows_nothing(bytes(self._held.data[start:end])):
            self._held.replace(start, end, b"\r\n", self._held.time(end - 1) if end else now)
        self._typed_ahead = self._followed or (self._typed_ahead and not start)
        self._prompting = self._followed = False
        self._key_at, self._enters, self._keys = -1, [], []

    def _program_inputs(self) -> None:
        """Remove secrets from the lines that were typed into a program and sent."""
        while self._key_at >= 0:
            end = self._held.data.find(b"\n", self._enters[0]) + 1 if self._enters else 0
            if not end and len(self._held) > MAX_HELD:
                end = self._held.data.rfind(b"\n") + 1 or len(self._held)
            if not end:
                return
            self._clean_input(end)

    def _clean_input(self, end: int) -> None:
        """Remove secrets from lines typed into a program, or all typed text if they cannot be recognised."""
        begin = self._held.data.rfind(b"\n", 0, self._key_at) + 1
        key_at, at = self._key_at - begin, begin
        above = self._above(begin)
        for line in _lines(bytes(self._held.data[begin:end])):
            new = echo.program_input(line, max(0, key_at), self._columns, self._redactor, above)
            if new != line:
                self._held.replace(at, at + len(line), new, self._held.time(at + len(line) - 1))
            key_at, at, above = key_at - len(line), at + len(new), ""
            self._last_input = visible_text(new).strip()
        self._enters = [max(at, enter + at - end) for enter in self._enters[1:]]
        self._key_at = at if self._enters else -1

    def _above(self, at: int) -> str:
        """Return the last line of output above the one that begins at an offset, "" if that one was typed."""
        found = _last_line(bytes(self._held.data[:at])) or self._last_line
        return "" if found == self._last_input else found

    def _release_all(self) -> Iterator[Piece]:
        """Release all output that is held."""
        if self._key_at >= 0 and self._held:
            self._clean_input(len(self._held))
        self._key_at, self._enters = -1, []
        yield from self._release(len(self._held))

    def _release(self, count: int) -> Iterator[Piece]:
        """Search the first `count` bytes that are held, block by block, and yield them without secrets."""
        while count > 0:
            size = self._block(count)
            before = len(self._held)
            for start, end, new in reversed(self._search.edits(bytes(self._held.data[:size]))):
                self._held.replace(start, end, new, self._held.time(end - 1))
            count -= size
            self._last_line = _last_line(bytes(self._held.data[: size + len(self._held) - before])) or self._last_line
            yield from self._held.take(size + len(self._held) - before)

    def _block(self, count: int) -> int:
        """Return how many of `count` bytes are searched at once: complete lines, unless they are too long."""
        if count <= BLOCK:
            return count
        return self._held.data.rfind(b"\n", 0, BLOCK) + 1 or self._held.data.find(b"\n", BLOCK, count) + 1 or count


def _last_line(data: bytes) -> str:
    """Return the last line with text."""
    data = data.rstrip()
    return visible_text(data[data.rfind(b"\n") + 1 :]).strip()


def _lines(data: bytes) -> list[bytes]:
    """Return the lines of `data` with their newlines; unlike `splitlines`, only newlines end a line."""
    return [line for line in re.split(rb"(?<=\n)", data) if line]
