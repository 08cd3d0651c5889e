"""Notices that a shell without hooks may stand at its prompt, has that looked up, and gives the shell its hooks.

Nothing is typed unless the last key was Enter, what the screen shows since then ends like a first prompt, and the
look into the container says that a shell waits there for a command.  No key of the person's gets in between: keys are
not even read while the look takes place, and wait until the shell's next prompt stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from snapshotter.record.marks import Mark
from snapshotter.record.shells import adopt_line
from snapshotter.record.shells.nested import Guest

FIRST_SECONDS = 0.12
"""How long what looks like a prompt has to stand; keys wait for the first look after a command began."""
QUIET_SECONDS = 0.3
"""The same for every look after that, for which no key waits: programs have prompts too."""
DRAWN_SECONDS = 0.1
"""How long a prompt has to stand to count as drawn."""
GIVEN_UP_SECONDS = 5.0
TAIL = 4096
_ESCAPES = rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
_ESCAPE = re.compile(_ESCAPES)
_CLEARED = re.compile(rb" +\x08+$")
_JUMP = re.compile(rb"\r\x1b\[\d+C$")
_PROMPT = re.compile(rb"\S.*[$#%>] ?$|[$#%] ?$")
_BEGINS, _ENDS = b"\x1b[?2004h", b"\x1b[?2004l"
"""What the line editors of bash, zsh and fish say when they begin and end to read a line: a prompt of any look."""
_SECOND: Mapping[str, re.Pattern[bytes]] = {
    "zsh": re.compile(rb"(?:[a-z]+ )*[a-z]+> ?$"),
    "fish": re.compile(rb"read> $"),
}
"""Prompts of a line editor that are not the shell's: in zsh what is still open, as in "for then> ", `read` in fish."""
_EXEC = re.compile(r"\bexec\s")

Look = Callable[[Sequence[int]], Guest | None]


class Reception:
    """Where shells without hooks are received, in one session."""

    def __init__(self, nonce: str, look: Look) -> None:
        self._nonce, self._look = nonce, look
        self._phase = ""
        self._guest = Guest(0, "")
        self._refused: set[int] = set()
        self._entered = False
        self._complete = False
        self._fresh = False
        self._began = False
        self._looked = False
        self._since = 0.0
        self._tail = b""
        self._hidden = b""
        self.outbox = b""
        """What has to go to the process next."""

    @property
    def busy(self) -> bool:
        """Tell whether output is kept from the screen, and keys from the process."""
        return bool(self._phase)

    @property
    def expects(self) -> bool:
        """Tell whether keys should wait for the first look since a command began."""
        return not self._looked and self._stands and self._is_prompt()

    @property
    def waits(self) -> bool:
        """Tell whether `quiet` wants to be called soon."""
        return bool(self._phase) or self._stands

    @property
    def _stands(self) -> bool:
        """Tell whether nothing was typed since the output: the last key was Enter, or a line editor began since."""
        return self._fresh and (self._entered or self._began)

    def key(self, data: bytes) -> None:
        """Look at keys on their way to the process."""
        self._entered = self._complete = data.endswith((b"\r", b"\n"))
        self._fresh = self._began = False

    def output(self, data: bytes, now: float) -> bool:
        """Look at output; tells whether it is kept from the screen."""
        self._since = now
        if self._phase:
            self._hidden += data
            return True
        self._tail, self._fresh = (self._tail + data)[-TAIL:], True
        begins, ends = self._tail.rfind(_BEGINS), self._tail.rfind(_ENDS)
        # keys may have come behind it: only what came with this output counts, be it in pieces
        self._began = begins > ends and (self._began or begins + len(_BEGINS) > len(self._tail) - len(data))
        return False

    def mark(self, mark: Mark, now: float) -> None:
        """Look at a mark: the shell asks for the rest, or its first prompt of ours."""
        self._looked = self._looked and mark.verb not in ("begin", "run", "prompt")
        if self._phase == "opened" and mark.verb == "feed" and mark.fields == (str(self._guest.pid),):
            self._phase, self._since = "fed", now
            self.outbox += adopt_line.lines(self._guest.kind, self._nonce)
        elif self._phase == "fed" and mark.verb == "prompt" and mark.fields[2:3] == (str(self._guest.pid),):
            self._phase, self._since, self._hidden = "drawn", now, b""
        elif mark.verb == "prompt":
            self._entered = False
        elif mark.verb in ("begin", "run"):
            # the Enter that began it may have been typed before the prompt stood, while another command ran
            self._entered, self._fresh = self._complete, False

    def quiet(self, pids: Sequence[int], now: float, text: str = "") -> bytes:
        """Note that nothing came for a while, while `pids` run the command `text`; gives what is to be shown."""
        waited = now - self._since
        if self._phase == "drawn":
            return self._shown() if waited > DRAWN_SECONDS else b""
        if self._phase:
            return self._given_up() if waited > GIVEN_UP_SECONDS else b""
        if self._stands and waited > (QUIET_SECONDS if self._looked else FIRST_SECONDS):
            self._fresh = False
            if not pids or not self._is_prompt():
                return b""
            self._looked, guest = True, self._look(pids)
            if guest is not None and self._is_welcome(guest, pids, text):
                self._guest, self._phase, self._since = guest, "opened", now
                pasted = guest.kind in _SECOND and self._began
                self.outbox += adopt_line.opening(guest.kind, self._nonce, pasted=pasted)
        return b""

    def _is_welcome(self, guest: Guest, pids: Sequence[int], text: str) -> bool:
        if guest.pid in self._refused or guest.kind not in adopt_line.KINDS:
            return False
        # zsh's `vared` and `select` have its line editor too, and so has its second prompt; in fish `read` has it
        second = _SECOND.get(guest.kind)
        return second is None or not (second.match(self._line()) or (guest.pid in pids and not _EXEC.search(text)))

    def _is_prompt(self) -> bool:
        return self._began or _PROMPT.search(self._line()) is not None

    def _line(self) -> bytes:
        # ksh93 clears the rest of its line with blanks and goes back over them; fish jumps behind its prompt
        line = _CLEARED.sub(b" ", _ESCAPE.sub(b"", _JUMP.sub(b"", self._tail)))
        return line.replace(b"\r", b"\n").rsplit(b"\n", 1)[-1]

    def _shown(self) -> bytes:
        """Go back to normal; where the new prompt looks as the one that stands there, nothing has to be drawn."""
        new, self._hidden, self._phase, self._entered = self._hidden, b"", "", False
        if self._tail.endswith(new) or _ESCAPE.sub(b"", self._tail).endswith(_ESCAPE.sub(b"", new)):
            return b""
        self._tail = (self._tail + new)[-TAIL:]
        return b"\r\x1b[K" + new.lstrip(b"\r\n")

    def _given_up(self) -> bytes:
        self._refused.add(self._guest.pid)
        shown, self._hidden, self._phase = self._hidden, b"", ""
        return shown
