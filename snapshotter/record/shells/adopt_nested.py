"""Detects that a shell without hooks may be at its prompt, has that checked, and installs the hooks in it.

One short line is typed into it, and only if it is sure that a shell's empty prompt gets it: no key was sent since the
Enter that started it but answers to questions such as for a password, the output since then ends like a prompt, and the
check in the container finds a shell that sleeps there until a command comes.  If a key was sent, the prompt must look
just like the first one of that shell.  In doubt nothing is typed, and `skipped` says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from threading import Thread

from snapshotter.record.key_queue import HOLD_SECONDS
from snapshotter.record.marks import Mark
from snapshotter.record.shells import adopt_line
from snapshotter.record.shells.nested import NestedShell

FIRST_SECONDS = 0.05
"""How long the output must look like a prompt before the first check since a command began."""
QUIET_SECONDS = 0.3
"""The same for every later check: programs have prompts too."""
AGAIN_SECONDS = 0.2
"""How long after a check that found a shell that was not ready another one is made, of the same prompt."""
_MOST_CHECKS = 20
"""How many checks of one prompt are made for it."""
SETTLED_SECONDS = 0.05
"""How long a known shell must be at its prompt without any output for no key to be left unread in the terminal."""
CONTINUED_SECONDS = 0.03
"""How long a shell may be silent after an Enter before it counts as waiting for another line of the same command."""
DRAWN_SECONDS = 0.1
"""How long no output may follow a prompt for it to count as drawn."""
TIMEOUT_SECONDS = 5.0
TAIL = 4096
"""Bytes of output that are kept for it."""
_PROMPT_BYTES = 240
"""Bytes of a line's end that are searched for a prompt: the expressions take time with the square of it."""
MAX_HIDDEN = 1 << 16
"""Bytes of output that are hidden before an installation counts as failed."""
_ESCAPES = rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
_ESCAPE = re.compile(_ESCAPES)
_CLEARED = re.compile(rb" +\x08+$")
_JUMP = re.compile(rb"\r\x1b\[\d+C$")
_PROMPT = re.compile(rb"\S.*[$#%>] ?$|[$#%] ?$")
_QUESTION = re.compile(
    rb"(?i)(?:pass\w*|kennwort|contrase\xc3\xb1a|mot de passe|senha|has\xc5\x82o|wachtwoord|code|pin|otp)\b[^\n]*: ?$"
    rb"|\(yes/no(?:/\[fingerprint\])?\)\? ?$|Type one of the keys in parentheses ---\s*$"
)
"""What is asked before a shell reads commands: by `su`, `sudo`, `ssh`, and by zsh of who has no settings."""
_BEGINS, _ENDS = b"\x1b[?2004h", b"\x1b[?2004l"
"""Sent by the line editors of bash, zsh and fish when they begin and end reading a line, whatever the prompt."""
_SECOND: Mapping[str, re.Pattern[bytes]] = {
    "bash": re.compile(rb"> ?$"),
    "zsh": re.compile(rb"(?:[a-z]+ )*[a-z]+> ?$"),
    "fish": re.compile(rb"read> $"),
}
"""Prompts of a line editor that are not the first one of a shell: of an open command ("for then> "), or of `read`."""
_EXEC = re.compile(r"\bexec\s")

FindShell = Callable[[Sequence[int]], NestedShell | None]
"""Looks in the container for a shell without hooks on top of the shells with these process ids."""


class HookInstaller:
    """The installation of hooks in shells that were started without them, for one session.

    `_phase` is "" while nothing happens, "checking" while a thread looks into the container, "installing" once the
    line is sent, and "drawn" once the shell reports its prompt.
    """

    def __init__(self, find_shell: FindShell) -> None:
        self._find_shell = find_shell
        self._phase = ""
        self._shell = NestedShell(0, "")
        self._failed = False
        """True once a shell did not take up the hooks: no other one is given them in this session."""
        self._settled = False
        """True if no key can be left unread in the terminal."""
        self._typed = False
        """True if a key may be unread, or was read by what the running command started."""
        self._entered_at = 0.0
        """When an Enter was sent to a known shell, which has not reported since; else 0."""
        self._continued = False
        """True if it was silent for CONTINUED_SECONDS since."""
        self._began_at = 0.0
        """When the running command began."""
        self._last_key_entered = False
        self._new_output = False
        """True if output came since the last key."""
        self._editing = False
        """True if a line editor began in the output since the last key."""
        self._first_prompt: bytes | None = None
        """The first line that looked like a prompt since a command began."""
        self._typed_at_prompt = False
        """True if a key was sent to what the running command started while it showed what looks like a prompt.

        Not if a check found a program there that is no shell.
        """
        self._is_program = False
        """True if a check since the last command began found a program that is no shell."""
        self._check_after = 0.0
        """No other check is made before."""
        self._unready = 0
        """Checks in a row that found a shell that was not ready."""
        self._checked = False
        """True if a check was made since the last command began."""
        self._known: frozenset[str] = frozenset()
        """Process ids of the shells below the one that is given hooks."""
        self._thread: Thread | None = None
        self._found: NestedShell | None = None
        self._may_type = False
        """True while nothing happened since the check began that forbids typing."""
        self._since = 0.0
        self._tail = b""
        self._hidden = bytearray()
        self._sent_at = 0.0
        """When the line was sent, or the shell with hooks drew its prompt."""
        self._to_show = b""
        self._running = False
        """True while a known shell runs a command."""
        self._fruitless = b""
        """The line at which a check found no shell: it is not made again for the same prompt of a program."""
        self._unreceived = False
        self.skipped = 0
        """Commands in which there was, or may have been, a shell that was not given the hooks at its first prompt."""
        self.outbox = b""
        """What has to be sent to the process next."""

    def holds_keys(self, now: float, *, busy: bool, single: bool = False) -> bool:
        """Return whether keys should wait.

        `busy` says that the shell on top runs a command, `single` that it must get its lines one by one.
        """
        if self._phase:
            return self._phase != "checking" or self._may_type
        if self._entered_at and not busy:
            return now - max(self._entered_at, self._since) < CONTINUED_SECONDS
        if not busy or now - self._began_at >= HOLD_SECONDS:
            return False
        # what shows something else than a prompt asks or tells something: it is no shell that starts
        return single or not self._line().strip() or self._looks_like_prompt()

    @property
    def needs_idle(self) -> bool:
        """Whether `idle` should be called soon."""
        waits = not self._continued if self._entered_at else not (self._settled or self._running)
        return bool(self._phase) or waits or self._may_be_prompt

    @property
    def _may_be_prompt(self) -> bool:
        """Whether output came last, and the last key was Enter or a line editor began since."""
        return self._new_output and (self._last_key_entered or self._editing)

    def key(self, data: bytes, now: float, *, busy: bool, late: bool) -> None:
        """Read keys that are sent to the process now.

        `busy` says that the shell on top runs a command, `late` that it does not report when one begins.
        """
        enters = data.endswith((b"\r", b"\n"))
        if busy or self._entered_at:
            if not _QUESTION.search(self._line()):
                self._typed = True
                # a key behind an Enter that no command has begun yet continues the line
                at_prompt = busy and not self._is_program and self._looks_like_prompt()
                self._typed_at_prompt = self._typed_at_prompt or at_prompt
        elif enters:
            self._typed = self._typed or not self._settled
            self._entered_at, self._continued = now, False
            if late:
                self._begin(now)
        # what a line editor shows at its prompt it has read
        self._settled = self._settled and not (busy or self._entered_at)
        self._may_type = False
        self._last_key_entered, self._new_output, self._editing = enters, False, False

    def output(self, data: bytes, now: float) -> bool:
        """Read output; return whether it is hidden from the screen."""
        self._since = now
        self._may_type = False
        if self._phase in ("installing", "drawn"):
            self._hidden += data
            if len(self._hidden) > MAX_HIDDEN:
                self._give_up()
            return True
        self._tail, self._new_output = (self._tail + data)[-TAIL:], True
        begins, ends = self._tail.rfind(_BEGINS), self._tail.rfind(_ENDS)
        # keys may have followed an earlier one: only one in this output counts, which may come in pieces
        self._editing = begins > ends and (self._editing or begins + len(_BEGINS) > len(self._tail) - len(data))
        return False

    def mark(self, mark: Mark, now: float) -> None:
        """Process a mark of a shell with hooks: it begins a command, or is at its prompt again."""
        self._since, self._may_type = now, False
        if mark.verb in ("begin", "run"):
            if self._phase == "installing":
                self._give_up()
            elif self._phase == "drawn":
                self._to_show += self._finish()
            self._begin(now)
            self._new_output = False
        elif mark.verb == "prompt":
            if self._phase == "installing" and mark.fields[2:3] == (str(self._shell.pid),):
                self._phase, self._sent_at = "drawn", now
                self._hidden.clear()
            elif self._phase in ("installing", "drawn") and not self._known.isdisjoint(mark.fields[2:3]):
                self._give_up()  # the shell below is at its prompt again
            self._command_ended()
        elif mark.verb in ("more", "input"):
            self._entered_at = 0.0

    def _begin(self, now: float) -> None:
        self._entered_at, self._began_at, self._running, self._fruitless = 0.0, now, True, b""
        self._first_prompt, self._checked, self._tail = None, False, b""
        self._is_program, self._check_after, self._unready = False, 0.0, 0

    def _command_ended(self) -> None:
        self._count_skipped()
        self._running = False
        # keys that were sent meanwhile may be unread: then it takes a quiet prompt to be sure
        self._settled = not self._typed
        self._entered_at, self._last_key_entered, self._checked = 0.0, False, False

    def finish(self) -> bytes:
        """Note that the session has ended; return the output that is still hidden."""
        self._count_skipped()
        self._shell.withdraw()
        shown, self._phase = self._to_show + self._hidden, ""
        self._to_show, self._hidden = b"", bytearray()
        return bytes(shown)

    def overdue(self, now: float) -> bytes:
        """Return output that was hidden and is to be shown, after an installation that has failed."""
        if self._phase == "installing" and now - self._sent_at > TIMEOUT_SECONDS:
            self._give_up()
        elif self._phase == "drawn" and now - self._sent_at > QUIET_SECONDS:
            self._to_show += self._finish()
        shown, self._to_show = self._to_show, b""
        return shown

    def _count_skipped(self) -> None:
        self.skipped += self._unreceived or self._typed_at_prompt
        self._unreceived = self._typed_at_prompt = False

    def idle(self, pids: Sequence[int], now: float, text: str = "") -> bytes:
        """Note that no output came for a while; return what is to be shown.

        `pids` are the process ids of the known shells while the top one runs the command `text`, else nothing.
        """
        waited = now - self._since
        self._continued = now - max(self._entered_at, self._since) >= CONTINUED_SECONDS
        if not pids and not self._settled and not self._entered_at and waited > SETTLED_SECONDS:
            self._settled, self._typed = True, False
        if self._phase == "drawn" and min(waited, now - self._sent_at) > DRAWN_SECONDS:
            self._to_show += self._finish()
        if self._phase == "checking":
            self._take_result(pids, text, now)
        elif self._may_be_prompt and waited > self._patience and now >= self._check_after:
            self._new_output = False
            if pids and not self._failed and self._looks_like_prompt() and self._line() != self._fruitless:
                self._check(pids)
        return self.overdue(now)

    @property
    def _patience(self) -> float:
        return QUIET_SECONDS if self._checked else FIRST_SECONDS

    def _check(self, pids: Sequence[int]) -> None:
        line = self._line()
        first = self._first_prompt is None
        if first:
            self._first_prompt = line
        self._checked, self._phase, self._found = True, "checking", None
        self._known = frozenset(map(str, pids))
        self._may_type = not self._typed or (not first and line == self._first_prompt)
        self._thread = Thread(target=self._look, args=(tuple(pids),), daemon=True, name="snap-look")
        self._thread.start()

    def _look(self, pids: Sequence[int]) -> None:
        try:
            self._found = self._find_shell(pids)
        except (ValueError, OSError):  # what the container says is data, and an engine may go away: then there is none
            self._found = None

    def _take_result(self, pids: Sequence[int], text: str, now: float) -> None:
        if self._thread is None or self._thread.is_alive():
            return
        self._phase, self._thread, found = "", None, self._found
        if found is None:
            self._fruitless, self._is_program, self._typed_at_prompt = self._line(), True, False
            return
        if not pids or not self._may_type or not self._may_install(found, pids, text):
            found.withdraw()
            self._unready = 0 if found.source else self._unready + 1
            if self._may_type and found.pid not in pids and 0 < self._unready < _MOST_CHECKS:
                self._new_output, self._check_after = True, now + AGAIN_SECONDS
            elif found.pid:
                self._unreceived = self._unreceived or found.pid not in pids
            return
        self._shell, self._phase, self._sent_at = found, "installing", now
        self.outbox += adopt_line.line(found.kind, found.source, pasted=found.kind in _PASTING and self._editing)

    def _may_install(self, shell: NestedShell, pids: Sequence[int], text: str) -> bool:
        if not shell.source or shell.kind not in adopt_line.KINDS:
            return False
        second = _SECOND.get(shell.kind)
        if second is None:
            return True
        # zsh's `vared` and `select` have its line editor too, and so has its second prompt; in fish `read` has it
        return not (second.fullmatch(self._line()) or (shell.pid in pids and not _EXEC.search(text)))

    def _looks_like_prompt(self) -> bool:
        return self._editing or _PROMPT.search(self._line()[-_PROMPT_BYTES:]) is not None

    def _line(self) -> bytes:
        # ksh93 clears the rest of its line with blanks and goes back over them; fish jumps behind its prompt
        line = _ESCAPE.sub(b"", _JUMP.sub(b"", self._tail[-1024:]))
        if line.endswith(b"\b"):
            line = _CLEARED.sub(b" ", line)
        return line.replace(b"\r", b"\n").rsplit(b"\n", 1)[-1]

    def _finish(self) -> bytes:
        """End the installation; return the new prompt, or nothing if it looks like the one on the screen."""
        self._shell.withdraw()
        new, self._phase, self._last_key_entered = bytes(self._hidden), "", False
        self._hidden.clear()
        if self._tail.endswith(new) or _ESCAPE.sub(b"", self._tail).endswith(_ESCAPE.sub(b"", new)):
            return b""
        self._tail = (self._tail + new)[-TAIL:]
        return b"\r\x1b[K" + new.lstrip(b"\r\n")

    def _give_up(self) -> None:
        """End the installation in a shell that does not respond, and have the output shown that was hidden."""
        self._shell.withdraw()
        self._failed = self._unreceived = True
        self._to_show, self._phase = self._to_show + bytes(self._hidden), ""
        self._hidden.clear()


_PASTING = frozenset({"zsh", "fish"})
"""Shells into which the line is pasted, so that no key in it has a meaning of its own."""
