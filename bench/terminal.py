"""What recording costs a person at a terminal: `snap shell` beside `docker exec -it`, on pseudo-terminals here."""

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
"""Bytes of output for the throughput."""
COMMANDS = 10_000
BATCH = 250
GROWTH = 1.15
"""Times the first prompts' cost that the last ones may take: what a quiet machine's own noise is."""
MEMORY_MB = 2.0
FIGURES = frozenset({"prompt", "echo", "throughput", "growth"})
PATIENCE = 120.0
BARE = {"bash": ["bash"], "zsh": ["zsh"], "fish": ["env", "XDG_DATA_HOME=/dev/shm/bare", "fish"]}
"""Shells that are measured, and how they are started without us."""
LOOK = {
    "bash": b"PS1='$ '\r",
    "zsh": b"PS1='$ '\r",
    "fish": b"function fish_prompt; printf '$ '; end; function fish_title; end\r",
}
"""What gives each the shortest prompt."""
SETS = {"bash": b"x=%d", "zsh": b"x=%d", "fish": b"set x %d"}


class Seat:
    """Somebody at a terminal of 24 × 80."""

    def __init__(self, argv: Sequence[str], look: bytes, env: Mapping[str, str] | None = None) -> None:
        """`look` is what gives the shell the shortest prompt."""
        self._look = look
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(argv[0], list(argv), {**(env or os.environ), "TERM": "xterm"})
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._marks = 0
        self.settle()

    def settle(self) -> None:
        """Have the shell stand at its prompt with nothing more to say."""
        self.send(self._look)
        self.mark()
        while select.select([self._terminal], [], [], 0.2)[0]:
            self._read()

    def send(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._terminal, keys)

    def mark(self) -> int:
        """Have the shell print a word of its own and wait for it; gives the bytes that came before it."""
        self._marks += 1
        self.send(b"echo end''of%d\r" % self._marks)
        return self.until(b"endof%d\r\n" % self._marks)

    def until(self, word: bytes) -> int:
        """Read until a word was shown; gives the number of bytes."""
        tail, count = b"", 0
        while word not in tail:
            data = self._read()
            count += len(data)
            tail = tail[-len(word) :] + data
        return count

    def _read(self) -> bytes:
        if not select.select([self._terminal], [], [], PATIENCE)[0]:
            raise Failed("a shell says nothing any more")
        try:
            return os.read(self._terminal, 1 << 16)
        except OSError as error:
            raise Failed("a shell is gone") from error

    def memory(self) -> float:
        """Give the megabytes that the program on the terminal keeps in memory."""
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
    """Give the figures whose names hold one of the words, all where there is none."""
    figures = FIGURES & set(words) or FIGURES
    named = [shell for shell in BARE if shell in words]
    if words and not named and not FIGURES & set(words):
        return
    for shell in named or BARE:
        with bed(snap, "true", _image(shell), shell) as made, _both(made, shell) as (ours, bare):
            if "prompt" in figures:
                yield _prompts(ours, bare, shell, "", b":")
                yield _prompts(ours, bare, shell, " after a command that sets a variable", SETS[shell])
            for what, measure in {"echo": _echo, "throughput": _throughput}.items():
                if what in figures:
                    yield measure(ours, bare, shell)
            if "growth" in figures:
                yield from _growth(ours, shell)


def _image(shell: str) -> str:
    return BASE if shell == "bash" else more_shells.have(connect(), LABEL + ".bench")


@contextmanager
def _both(made: Bed, shell: str) -> Iterator[tuple[Seat, Seat]]:
    """Give a recorded session and a bare one in the same container."""
    seats = []
    try:
        seats.append(Seat([str(made.snap), "shell"], LOOK[shell], made.env))
        seats.append(Seat(["docker", "exec", "-it", "-e", "HISTFILE=", made.container, *BARE[shell]], LOOK[shell]))
        yield seats[0], seats[1]
    finally:
        for seat in seats:
            with contextlib.suppress(ProcessLookupError):
                seat.leave()


def _prompts(ours: Seat, bare: Seat, shell: str, after: str, line: bytes) -> Row:
    ratio = pairs(lambda: _batch(ours, line), lambda: _batch(bare, line), 15)
    cost = (ratio.ours - ratio.theirs) * 1000
    detail = f"{ratio.ours * 1000:.2f} ms against {ratio.theirs * 1000:.2f} ms, {ratio.value:.1f} times"
    return Row(f"one prompt more than the bare shell's{after}, {shell}", cost, PROMPT_MS, "ms", detail=detail)


def _batch(seat: Seat, line: bytes = b":") -> float:
    """Give the seconds that one command takes, its prompt included; a number in place of %d, each time another one."""
    began = time.perf_counter()
    seat.send(b"".join(line.replace(b"%d", b"%d" % count) + b"\r" for count in range(BATCH)))
    seat.mark()
    return (time.perf_counter() - began) / (BATCH + 1)


def _echo(ours: Seat, bare: Seat, shell: str) -> Row:
    ratio = pairs(lambda: _key(ours), lambda: _key(bare), 60)
    for seat in (ours, bare):
        seat.send(b"\x15")
        seat.settle()
    more = (ratio.ours - ratio.theirs) * 1000
    detail = f"{ratio.ours * 1000:.2f} ms against {ratio.theirs * 1000:.2f} ms"
    return Row(f"echo of a key later than docker exec, {shell}", more, ECHO_MS, "ms", detail=detail)


def _key(seat: Seat) -> float:
    time.sleep(0.01)
    began = time.perf_counter()
    seat.send(b"k")
    seat.until(b"k")
    return time.perf_counter() - began


def _throughput(ours: Seat, bare: Seat, shell: str) -> Row:
    ratio = pairs(lambda: _flood(bare), lambda: _flood(ours), 5)
    detail = f"{OUTPUT / ratio.theirs / 1e6:.0f} MB/s against {OUTPUT / ratio.ours / 1e6:.0f} MB/s"
    return Row(f"output of 200 MB to docker exec, {shell}", ratio.value, THROUGHPUT, at_least=True, detail=detail)


def _flood(seat: Seat) -> float:
    began = time.perf_counter()
    seat.send(b"yes 0123456789012345678901234567890123456789012345678901234567890123456789 | head -c %d\r" % OUTPUT)
    count = seat.mark()
    if count < OUTPUT:
        raise Failed(f"{OUTPUT - count} bytes of output were lost")
    return time.perf_counter() - began


def _growth(ours: Seat, shell: str) -> Iterator[Row]:
    costs, memory = [], []
    for _ in range(COMMANDS // BATCH):
        costs.append(_batch(ours))
        memory.append(ours.memory())
    part = len(costs) // 5
    first, last = median(costs[:part]), median(costs[-part:])
    yield Row(
        f"the last of {COMMANDS} prompts to the first, {shell}",
        last / first,
        GROWTH,
        detail=f"{last * 1000:.2f} ms against {first * 1000:.2f} ms",
    )
    yield Row(
        f"memory of snap after {COMMANDS} commands, more than after {COMMANDS // 5}, {shell}",
        memory[-1] - memory[part],
        MEMORY_MB,
        "MB",
        detail=f"{memory[-1]:.1f} MB in all",
    )
