"""Figures on the cost of recording at a terminal: `snap shell` relative to `docker exec -it`, on pseudo-terminals."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.bed import BASE, Bed, bed
from bench.measure import Failed, pairs
from bench.table import Row
from snapshotter.engine.api import LABEL
from snapshotter.engine.connect.connect import connect
from tests import more_shells

PROMPT_MS = 1.0
ECHO_MS = 2.0
THROUGHPUT = 0.9
OUTPUT = 200_000_000
"""Bytes of output with which the throughput is measured."""
COMMANDS = 10_000
BATCH = 250
GROWTH = 1.15
"""Limit for the cost of the last prompts relative to the first: the noise of an idle machine."""
MEMORY_MB = 2.0
FIGURES = frozenset({"prompt", "echo", "throughput", "growth"})
TIMEOUT = 120.0
"""Seconds to wait for output."""
BARE = {"bash": ["bash"], "zsh": ["zsh"], "fish": ["env", "XDG_DATA_HOME=/dev/shm/bare", "fish"]}
"""Shells that are measured, with the command that starts each without recording."""
PROMPT_SETUP = {
    "bash": b"PS1='$ '\r",
    "zsh": b"PS1='$ '\r",
    "fish": b"function fish_prompt; printf '$ '; end; function fish_title; end\r",
}
"""Input that sets the shortest prompt in each shell."""
SET_VARIABLE = {"bash": b"x=%d", "zsh": b"x=%d", "fish": b"set x %d"}


class Terminal:
    """A program on a pseudo-terminal of 24 rows and 80 columns."""

    def __init__(self, argv: Sequence[str], prompt_setup: bytes, env: Mapping[str, str] | None = None) -> None:
        """Start `argv`; `prompt_setup` is the input that sets its shortest prompt."""
        self._prompt_setup = prompt_setup
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(argv[0], list(argv), {**(env or os.environ), "TERM": "xterm"})
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._marks = 0
        self.settle()

    def settle(self) -> None:
        """Set the prompt and wait until the shell waits there without further output."""
        self.send(self._prompt_setup)
        self.mark()
        while select.select([self._terminal], [], [], 0.2)[0]:
            self._read()

    def send(self, keys: bytes) -> None:
        """Write keys to the terminal."""
        os.write(self._terminal, keys)

    def mark(self) -> int:
        """Make the shell print a unique word and read up to it; return the number of bytes read."""
        self._marks += 1
        self.send(b"echo end''of%d\r" % self._marks)
        return self.until(b"endof%d\r\n" % self._marks)

    def until(self, word: bytes) -> int:
        """Read until `word` was shown; return the number of bytes read."""
        tail, count = b"", 0
        while word not in tail:
            data = self._read()
            count += len(data)
            tail = tail[-len(word) :] + data
        return count

    def _read(self) -> bytes:
        if not select.select([self._terminal], [], [], TIMEOUT)[0]:
            raise Failed(f"a shell printed nothing for {TIMEOUT:.0f} s")
        try:
            return os.read(self._terminal, 1 << 16)
        except OSError as error:
            raise Failed("a shell has exited") from error

    def memory(self) -> float:
        """Return the resident memory of the program in megabytes."""
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{self.pid}/status").read_text())
        return int(found[1]) / 1000 if found else 0.0

    def leave(self) -> None:
        """Close the terminal and wait for the program."""
        os.close(self._terminal)
        deadline = time.monotonic() + 5
        while not os.waitpid(self.pid, os.WNOHANG)[0]:
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(0.02)


def rows(snap: Path, words: Sequence[str]) -> Iterator[Row]:
    """Yield the figures and shells named in `words`, all if there are none."""
    figures = FIGURES & set(words) or FIGURES
    named = [shell for shell in BARE if shell in words]
    if words and not named and not FIGURES & set(words):
        return
    for shell in named or BARE:
        with bed(snap, "true", _image(shell), shell) as made, _both(made, shell) as (ours, plain):
            if "prompt" in figures:
                yield _prompts(ours, plain, shell, "", b":")
                yield _prompts(ours, plain, shell, " after a command that sets a variable", SET_VARIABLE[shell])
            for what, measure in {"echo": _echo, "throughput": _throughput}.items():
                if what in figures:
                    yield measure(ours, plain, shell)
            if "growth" in figures:
                yield from _growth(ours, shell)


def _image(shell: str) -> str:
    return BASE if shell == "bash" else more_shells.ensure_image(connect(), LABEL + ".bench")


@contextmanager
def _both(made: Bed, shell: str) -> Iterator[tuple[Terminal, Terminal]]:
    """Start a recorded session and a plain one in the same container."""
    terminals = []
    try:
        terminals.append(Terminal([str(made.snap), "shell"], PROMPT_SETUP[shell], made.env))
        terminals.append(
            Terminal(["docker", "exec", "-it", "-e", "HISTFILE=", made.container, *BARE[shell]], PROMPT_SETUP[shell])
        )
        yield terminals[0], terminals[1]
    finally:
        for terminal in terminals:
            with contextlib.suppress(ProcessLookupError):
                terminal.leave()


def _prompts(ours: Terminal, plain: Terminal, shell: str, after: str, line: bytes) -> Row:
    ratio = pairs(lambda: _batch(ours, line), lambda: _batch(plain, line), 15)
    cost = (ratio.ours - ratio.theirs) * 1000
    detail = f"{ratio.ours * 1000:.2f} ms against {ratio.theirs * 1000:.2f} ms, {ratio.value:.1f} times"
    return Row(f"time added to one prompt{after}, {shell}", cost, PROMPT_MS, "ms", detail=detail)


def _batch(terminal: Terminal, line: bytes = b":") -> float:
    """Return the seconds for one command with its prompt; `%d` in `line` becomes a different number each time."""
    began = time.perf_counter()
    terminal.send(b"".join(line.replace(b"%d", b"%d" % count) + b"\r" for count in range(BATCH)))
    terminal.mark()
    return (time.perf_counter() - began) / (BATCH + 1)


def _echo(ours: Terminal, plain: Terminal, shell: str) -> Row:
    ratio = pairs(lambda: _key(ours), lambda: _key(plain), 60)
    for terminal in (ours, plain):
        terminal.send(b"\x15")
        terminal.settle()
    more = (ratio.ours - ratio.theirs) * 1000
    detail = f"{ratio.ours * 1000:.2f} ms against {ratio.theirs * 1000:.2f} ms"
    return Row(f"time added to the echo of a key, {shell}", more, ECHO_MS, "ms", detail=detail)


def _key(terminal: Terminal) -> float:
    time.sleep(0.01)
    began = time.perf_counter()
    terminal.send(b"k")
    terminal.until(b"k")
    return time.perf_counter() - began


def _throughput(ours: Terminal, plain: Terminal, shell: str) -> Row:
    ratio = pairs(lambda: _flood(plain), lambda: _flood(ours), 5)
    detail = f"{OUTPUT / ratio.theirs / 1e6:.0f} MB/s against {OUTPUT / ratio.ours / 1e6:.0f} MB/s"
    return Row(
        f"output of 200 MB relative to docker exec, {shell}", ratio.value, THROUGHPUT, at_least=True, detail=detail
    )


def _flood(terminal: Terminal) -> float:
    began = time.perf_counter()
    terminal.send(b"yes 0123456789012345678901234567890123456789012345678901234567890123456789 | head -c %d\r" % OUTPUT)
    count = terminal.mark()
    if count < OUTPUT:
        raise Failed(f"{OUTPUT - count} bytes of output were lost")
    return time.perf_counter() - began


def _growth(ours: Terminal, shell: str) -> Iterator[Row]:
    costs, memory = [], []
    for _ in range(COMMANDS // BATCH):
        costs.append(_batch(ours))
        memory.append(ours.memory())
    part = len(costs) // 5
    first, last = median(costs[:part]), median(costs[-part:])
    yield Row(
        f"last of {COMMANDS} prompts relative to the first, {shell}",
        last / first,
        GROWTH,
        detail=f"{last * 1000:.2f} ms against {first * 1000:.2f} ms",
    )
    yield Row(
        f"memory added to snap between commands {COMMANDS // 5} and {COMMANDS}, {shell}",
        memory[-1] - memory[part],
        MEMORY_MB,
        "MB",
        detail=f"{memory[-1]:.1f} MB in all",
    )
