"""Detects that a shell without hooks may be at its prompt, has that checked, and installs the hooks in it.

Nothing is typed unless the last key was Enter, the output since then ends like a first prompt, and the check in the
container finds a shell that waits there for a command.  No typed key gets in between: keys are not even read during
the check, and then wait until the shell draws its next prompt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from snapshotter.record.marks import Mark
from snapshotter.record.shells import adopt_line
from snapshotter.record.shells.nested import NestedShell

FIRST_SECONDS = 0.12
"""How long the output must look like a prompt; keys wait for the first check after a command began."""
QUIET_SECONDS = 0.3
"""The same for every later check, for which no key waits: programs have prompts too."""
DRAWN_SECONDS = 0.1
"""How long no output may follow a prompt for it to count as drawn."""
TIMEOUT_SECONDS = 5.0
TAIL = 4096
"""Bytes of output that are searched for a prompt."""
_ESCAPES = rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
_ESCAPE = re.compile(_ESCAPES)
_CLEARED = re.compile(rb" +\x08+$")
_JUMP = re.compile(rb"\r\x1b\[\d+C$")
_PROMPT = re.compile(rb"\S.*[$#%>] ?$|[$#%] ?$")
_BEGINS, _ENDS = b"\x1b[?2004h", b"\x1b[?2004l"
"""Sent by the line editors of bash, zsh and fish when they begin and end reading a line, whatever the prompt."""
_SECOND: Mapping[str, re.Pattern[bytes]] = {
    "zsh": re.compile(rb"(?:[a-z]+ )*[a-z]+> ?$"),
    "fish": re.compile(rb"read> $"),
}
"""Prompts of a line editor that are not the shell's: in zsh what is still open, as in "for then> ", `read` in fish."""
_EXEC = re.compile(r"\bexec\s")

FindShell = Callable[[Sequence[int]], NestedShell | None]
"""Looks in the container for a shell without hooks on top of the shells with these process ids."""


class HookInstaller:
    """The installation of hooks in shells that were started without them, for one session.

    `_phase` is "" while nothing happens, "opened" once the opening line is sent, "fed" once the hooks are sent, and
    "drawn" once the shell reports its prompt.
    """

    def __init__(self, nonce: str, find_shell: FindShell) -> None:
        self._nonce, self._find_shell = nonce, find_shell
        self._phase = ""
        self._shell = NestedShell(0, "")
        self._failed: set[int] = set()
        """Process ids of shells that did not respond."""
        self._entered = False
        """True if the last key was Enter and no prompt with hooks came since."""
        self._keys_entered = False
        """True if the last key was Enter."""
        self._new_output = False
        """True if output came since the last key."""
        self._editing = False
        """True if a line editor began in the output since the last key."""
        self._checked = False
        """True if a check was made since the last command began."""
        self._since = 0.0
        self._tail = b""
        self._hidden = b""
        self.outbox = b""
        """What has to be sent to the process next."""

    @property
    def busy(self) -> bool:
        """Whether output is hidden from the screen, and keys are held back from the process."""
        return bool(self._phase)

    @property
    def holds_keys(self) -> bool:
        """Whether keys should wait for the first check since a command began."""
        return not self._checked and self._may_be_prompt and self._looks_like_prompt()

    @property
    def needs_idle(self) -> bool:
        """Whether `idle` should be called soon."""
        return bool(self._phase) or self._may_be_prompt

    @property
    def _may_be_prompt(self) -> bool:
        """Whether output came last, and the last key was Enter or a line editor began since."""
        return self._new_output and (self._entered or self._editing)

    def key(self, data: bytes) -> None:
        """Read keys on their way to the process."""
        self._entered = self._keys_entered = data.endswith((b"\r", b"\n"))
        self._new_output = self._editing = False

    def output(self, data: bytes, now: float) -> bool:
        """Read output; return whether it is hidden from the screen."""
        self._since = now
        if self._phase:
            self._hidden += data
            return True
        self._tail, self._new_output = (self._tail + data)[-TAIL:], True
        begins, ends = self._tail.rfind(_BEGINS), self._tail.rfind(_ENDS)
        # keys may have followed an earlier one: only one in this output counts, which may come in pieces
        self._editing = begins > ends and (self._editing or begins + len(_BEGINS) > len(self._tail) - len(data))
        return False

    def mark(self, mark: Mark, now: float) -> None:
        """Process a mark: the shell asks for the hooks, or draws its first prompt with them."""
        self._checked = self._checked and mark.verb not in ("begin", "run", "prompt")
        if self._phase == "opened" and mark.verb == "feed" and mark.fields == (str(self._shell.pid),):
            self._phase, self._since = "fed", now
            self.outbox += adopt_line.lines(self._shell.kind, self._nonce)
        elif self._phase == "fed" and mark.verb == "prompt" and mark.fields[2:3] == (str(self._shell.pid),):
            self._phase, self._since, self._hidden = "drawn", now, b""
        elif mark.verb == "prompt":
            self._entered = False
        elif mark.verb in ("begin", "run"):
            # the Enter that began it may have been typed before the prompt was drawn, while another command ran
            self._entered, self._new_output = self._keys_entered, False

    def idle(self, pids: Sequence[int], now: float, text: str = "") -> bytes:
        """Note that no output came for a while; return what is to be shown.

        `pids` are the process ids of the known shells while the top one runs the command `text`, else nothing.
        """
        waited = now - self._since
        if self._phase == "drawn":
            return self._finish() if waited > DRAWN_SECONDS else b""
        if self._phase:
            return self._give_up() if waited > TIMEOUT_SECONDS else b""
        if self._may_be_prompt and waited > (QUIET_SECONDS if self._checked else FIRST_SECONDS):
            self._new_output = False
            if not pids or not self._looks_like_prompt():
                return b""
            self._checked, shell = True, self._find_shell(pids)
            if shell is not None and self._may_install(shell, pids, text):
                self._shell, self._phase, self._since = shell, "opened", now
                pasted = shell.kind in _SECOND and self._editing
                self.outbox += adopt_line.opening(shell.kind, self._nonce, pasted=pasted)
        return b""

    def _may_install(self, shell: NestedShell, pids: Sequence[int], text: str) -> bool:
        if shell.pid in self._failed or shell.kind not in adopt_line.KINDS:
            return False
        # zsh's `vared` and `select` have its line editor too, and so has its second prompt; in fish `read` has it
        second = _SECOND.get(shell.kind)
        return second is None or not (second.match(self._line()) or (shell.pid in pids and not _EXEC.search(text)))

    def _looks_like_prompt(self) -> bool:
        return self._editing or _PROMPT.search(self._line()) is not None

    def _line(self) -> bytes:
        # ksh93 clears the rest of its line with blanks and goes back over them; fish jumps behind its prompt
        line = _CLEARED.sub(b" ", _ESCAPE.sub(b"", _JUMP.sub(b"", self._tail)))
        return line.replace(b"\r", b"\n").rsplit(b"\n", 1)[-1]

    def _finish(self) -> bytes:
        """End the installation; return the new prompt, or nothing if it looks like the one on the screen."""
        new, self._hidden, self._phase, self._entered = self._hidden, b"", "", False
        if self._tail.endswith(new) or _ESCAPE.sub(b"", self._tail).endswith(_ESCAPE.sub(b"", new)):
            return b""
        self._tail = (self._tail + new)[-TAIL:]
        return b"\r\x1b[K" + new.lstrip(b"\r\n")

    def _give_up(self) -> bytes:
        """End the installation in a shell that does not respond; return the output that was hidden."""
        self._failed.add(self._shell.pid)
        shown, self._hidden, self._phase = self._hidden, b"", ""
        return shown
