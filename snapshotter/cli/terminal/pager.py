"""The pager: output of a verb that does not fit on the terminal is given to `SNAP_PAGER`, `PAGER` or less.

Nothing is started for what fits. What is said besides while the pager shows is given to it too, as git does.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    import subprocess

DEFAULT = "less"
SETTINGS = {"LESS": "FRX", "LV": "-c"}
"""Variables for a pager where they are not set, as git has them: end where all fits, show colour, keep the screen."""


def command() -> str:
    """Return the command line of the pager, "" for none."""
    for name in ("SNAP_PAGER", "PAGER"):
        if name in os.environ:
            chosen = os.environ[name].strip()
            return "" if chosen == "cat" else chosen
    import shutil

    return DEFAULT if shutil.which(DEFAULT) else ""


class PagedOutput(io.TextIOBase):
    """Stands for stdout: keeps what is written until it is more than the terminal has rows, and then starts a pager."""

    def __init__(self, terminal: TextIO, pager: str, size: os.terminal_size) -> None:
        """`size` is that of the terminal."""
        self._terminal, self._pager, self._size = terminal, pager, size
        self._kept: list[str] = []
        self._rows = 0
        self._stderr: TextIO | None = None
        self._process: subprocess.Popen[str] | None = None

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the terminal."""
        return self._terminal.encoding

    def isatty(self) -> bool:
        """Return True: what is written is shown on a terminal."""
        return True

    def fileno(self) -> int:
        """Return the descriptor of the terminal."""
        return self._terminal.fileno()

    def write(self, text: str, /) -> int:
        """Write text; raises `BrokenPipeError` where the pager has ended, `TypeError` for bytes, as any text file."""
        if not isinstance(text, str):
            raise TypeError(f"text is written here, not {type(text).__name__}")
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(text)
            return len(text)
        self._kept.append(text)
        self._rows += sum(max(0, len(line) - 1) // self._size.columns for line in text.split("\n")) + text.count("\n")
        if self._rows >= self._size.lines:
            self._start()
        return len(text)

    def finish(self) -> None:
        """Write what was kept to the terminal, or wait until the person leaves the pager."""
        if self._process is None:
            self._terminal.write("".join(self._kept))
            self._kept.clear()
            self._terminal.flush()
            return
        if self._stderr is not None:
            sys.stderr = self._stderr
        with contextlib.suppress(OSError, ValueError):  # the person has left it already
            assert self._process.stdin is not None
            self._process.stdin.close()
        while True:
            with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is for the pager
                self._process.wait()
                return

    def _start(self) -> None:
        import subprocess

        self._terminal.flush()
        env = SETTINGS | os.environ
        self._process = subprocess.Popen(
            self._pager, shell=True, stdin=subprocess.PIPE, text=True, errors="backslashreplace", env=env
        )
        if sys.stderr.isatty() and self._process.stdin is not None:
            self._stderr, sys.stderr = sys.stderr, _Through(self._process.stdin, sys.stderr)
        text = "".join(self._kept)
        self._kept.clear()
        self.write(text)


class _Through(io.TextIOBase):
    """Stands for stderr while the pager shows."""

    def __init__(self, pager: IO[str], terminal: TextIO) -> None:
        self._pager, self._terminal = pager, terminal

    def isatty(self) -> bool:
        return self._terminal.isatty()

    def fileno(self) -> int:
        return self._terminal.fileno()

    def write(self, text: str, /) -> int:
        return self._pager.write(text)


@contextlib.contextmanager
def paged(chosen: str | None = None) -> Iterator[None]:
    """Page what is written to stdout in this block by the chosen pager, if that is a terminal and there is a pager."""
    terminal = sys.stdout
    pager = command() if chosen is None else "" if chosen == "cat" else chosen
    if not terminal.isatty() or os.environ.get("TERM", "dumb") == "dumb" or not pager:
        yield
        return
    output = PagedOutput(terminal, pager, _size(terminal))
    sys.stdout = output
    try:
        yield
    finally:
        sys.stdout = terminal
        output.finish()


def _size(terminal: TextIO) -> os.terminal_size:
    try:
        found = os.get_terminal_size(terminal.fileno())
    except (OSError, ValueError):
        found = os.terminal_size((0, 0))
    return os.terminal_size((found.columns or 80, found.lines or 24))
