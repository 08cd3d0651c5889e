"""A shell on this machine for the tests: lines are typed into it and its commands are recorded."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from snapshotter.model import Command
from snapshotter.record.marks import Mark, Parser
from snapshotter.record.shells.known import KNOWN_SHELLS, environment, interactive_command
from snapshotter.record.typed.records import CommandRecords
from snapshotter.record.typed.shell_stack import ShellStack
from snapshotter.record.typed.tracker import Tracker
from snapshotter.store.journal.records import Asked, Begin, End, Gap
from tests.record.local import own_terminal

NONCE = "0123456789abcdef"
PROMPT, MORE = "ready$ ", "more> "
_ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|[=>])")


class LocalShell:
    """A shell, started with the hooks of its kind, on a pseudo-terminal of 24 × 80."""

    def __init__(
        self, argv: Sequence[str], kind: str, env: Mapping[str, str], *, hooked: bool = True, user: int | None = None
    ) -> None:
        hooks = environment(KNOWN_SHELLS[kind], NONCE, PROMPT) if hooked else {}
        self.records: list[Begin | End | Asked | Gap] = []
        self.marks: list[Mark] = []
        self.screen = ""
        self.raw = b""
        self.status: int | None = None
        self.tracker = Tracker(CommandRecords("s", self.records.append), ShellStack("me"))
        self._parser = Parser(NONCE)
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            if user is not None:
                os.setgid(user)
                os.setuid(user)
            terminal = own_terminal(0) if kind != "zsh" else {}
            plain = {"TERM": "dumb", "PATH": os.environ["PATH"], **terminal}
            os.execvpe(argv[0], list(argv), {**plain, **env, **hooks})
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.wait()

    def type(self, *lines: str) -> str:
        """Type lines, each followed by Enter and a wait for the next prompt; return what the screen showed."""
        before = len(self.screen)
        for line in lines:
            self.send(line + "\r")
            self.wait()
        return self.screen[before:]

    def send(self, keys: str) -> None:
        """Press keys and wait only until output follows."""
        data = keys.encode("utf-8", "surrogateescape")
        self.tracker.shells.keys(data, time.time())
        seen = len(self.raw)
        os.write(self._terminal, data)
        deadline = time.monotonic() + 5
        while len(self.raw) == seen and self.status is None and time.monotonic() < deadline:
            self._read(0.05)

    def wait(self, seconds: float = 10) -> None:
        """Wait until a prompt is drawn and no output follows, or the shell has ended."""
        deadline = time.monotonic() + seconds
        while self.status is None and time.monotonic() < deadline:
            shown = _ESCAPE.sub("", self.screen[-200:])
            if not self._read(0.05) and shown.endswith((PROMPT, MORE, "# ", "$ ", "> ")):
                return
        assert self.status is not None, f"no prompt: {self.screen[-300:]!r}"

    def until(self, condition: Callable[[], bool], seconds: float = 10) -> None:
        """Wait until a condition is true."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"still false: {self.screen[-300:]!r}"
            self._read(0.05)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._terminal, 65536)
        except OSError:
            data = b""
        if not data:
            self.status = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
            self.tracker.finish(self.status, time.time())
            return True
        self.raw += data
        for part in self._parser.feed(data):
            if isinstance(part, Mark):
                self.marks.append(part)
                self.tracker.mark(part, time.time())
            else:
                self.tracker.shells.output(part)
                self.screen += part.decode("utf-8", "replace")
        return True

    def runs_program(self) -> bool:
        """Return whether a program instead of the shell is in the terminal's foreground, so that Ctrl-C goes to it."""
        front = os.tcgetpgrp(self._terminal)
        # between fork and exec, bash 5.1 may lose Ctrl-C
        programs = [Path(f"/proc/{pid}/exe").resolve() for pid in (front, self._pid)]
        return programs[0] != programs[1]

    def close(self) -> None:
        """Kill the shell and close the terminal."""
        if self.status is None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._terminal)

    @property
    def commands(self) -> list[Command]:
        """The recorded commands."""
        made: dict[int, Command] = {}
        for record in self.records:
            if isinstance(record, Begin):
                made[record.number] = Command(
                    record.text,
                    None,
                    record.cwd,
                    record.user,
                    record.at,
                    None,
                    record.shell,
                    record.depth,
                    pid=record.pid,
                    note=record.note,
                )
            elif isinstance(record, Asked | Gap):
                continue
            elif record.void:
                del made[record.number]
            else:
                old = made[record.number]
                made[record.number] = replace(old, status=record.status, end=record.at, text=record.text or old.text)
        return list(made.values())

    @property
    def texts(self) -> list[str]:
        """The text of every recorded command."""
        return [command.text for command in self.commands]

    @property
    def statuses(self) -> list[int | None]:
        """The status of every recorded command."""
        return [command.status for command in self.commands]


def bash(
    home: Path, rc: str = "", *, hooked: bool = True, user: int | None = None, env: Mapping[str, str] | None = None
) -> LocalShell:
    """Start this machine's bash, as the user with that id, in an empty home with an rc file of its own."""
    lines = [f"PS1='{PROMPT}' PS2='{MORE}'", "bind 'set enable-bracketed-paste off' 2>/dev/null", rc]
    (home / ".bashrc").write_text("\n".join(lines) + "\n")
    if user is not None:
        shared = Path(tempfile.gettempdir())
        for folder in [one for one in (home, *home.parents) if one.is_relative_to(shared) and one != shared]:
            folder.chmod(0o755)
    argv = ["bash", "--rcfile", str(home / ".bashrc")]
    return LocalShell(argv, "bash", {"HOME": str(home), **(env or {})}, hooked=hooked, user=user)


def zsh(home: Path, rc: str = "", *, hooked: bool = True, env: Mapping[str, str] | None = None) -> LocalShell:
    """Start this machine's zsh in a home with an rc file of its own."""
    (home / ".zshrc").write_text(f"PS1='{PROMPT}' PS2='{MORE}'\n{rc}\n")
    argv = interactive_command(KNOWN_SHELLS["zsh"], "/usr/bin/zsh", NONCE) if hooked else ("/usr/bin/zsh",)
    return LocalShell(
        argv, "zsh", {"HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm", **(env or {})}, hooked=hooked
    )


StartShell = Callable[..., LocalShell]
"""Starts a shell: `start(rc, hooked=…, user=…, **env)`; only bash takes a user."""


def shell_starter(directory: Path, start: Callable[..., LocalShell]) -> Iterator[StartShell]:
    """Yield a `StartShell` that gives each shell a home of its own below the directory; all are closed at the end."""
    shells: list[LocalShell] = []

    def start_in_home(rc: str = "", *, hooked: bool = True, user: int | None = None, **env: str) -> LocalShell:
        home = directory / f"home{len(shells)}"
        home.mkdir()
        shells.append(start(home, rc, hooked=hooked, env=env, **({} if user is None else {"user": user})))
        return shells[-1]

    yield start_in_home
    for shell in shells:
        shell.close()
