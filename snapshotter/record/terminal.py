"""The terminal of this process: its modes, its size and its signals."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import termios
import tty
from collections.abc import Callable, Sequence
from types import FrameType, TracebackType
from typing import Any

ENDING = (signal.SIGTERM, signal.SIGHUP)
"""Signals that end the session in an orderly way."""


class Terminal:
    """The terminal on two descriptors, in raw mode while its `with` block lasts.

    A signal handler only notes the signal and makes `wait` return, so no operation is interrupted.
    """

    def __init__(self, source: int = 0, sink: int = 1, *, raw: bool = True) -> None:
        self.source, self.sink = source, sink
        self.ended = 0
        """Number of the signal that ends the session, else 0."""
        self.resized = False
        self.copy: Callable[[bytes], None] | None = None
        """Called with all output after it was written."""
        self._raw = raw and os.isatty(source)
        self._modes: list[Any] = []
        self._handlers: dict[int, Any] = {}
        self._wakeup = (-1, -1)
        self._old_wakeup = -1

    def __enter__(self) -> Terminal:
        """Install the signal handlers, then change the modes."""
        self._wakeup = os.pipe()
        for end in self._wakeup:
            os.set_blocking(end, False)
        self._old_wakeup = signal.set_wakeup_fd(self._wakeup[1], warn_on_full_buffer=False)
        for number in (*ENDING, signal.SIGWINCH, signal.SIGCONT):
            self._handlers[number] = signal.signal(number, self._on_signal)
        if self._raw:
            self._modes = termios.tcgetattr(self.source)
            self._make_raw()
        return self

    def _make_raw(self) -> None:
        tty.setraw(self.source, termios.TCSADRAIN)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Restore the modes and the signal handlers."""
        if self._modes:
            # a closed terminal has no modes
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self.source, termios.TCSADRAIN, self._modes)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._old_wakeup)
        for end in self._wakeup:
            os.close(end)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if number in ENDING:
            self.ended = number
        else:
            self.resized = self._raw
        if number == signal.SIGCONT and self._modes:
            with contextlib.suppress(termios.error):
                self._make_raw()

    def size(self) -> tuple[int, int]:
        """Return the number of rows and columns."""
        with contextlib.suppress(OSError):
            found = os.get_terminal_size(self.sink)
            if found.lines and found.columns:
                return found.lines, found.columns
        found = shutil.get_terminal_size((80, 24))
        return found.lines, found.columns

    def wait(
        self, readable: Sequence[int], writable: Sequence[int] = (), seconds: float | None = None
    ) -> tuple[list[int], list[int]]:
        """Wait for a descriptor, a signal or the timeout; return the readable and the writable descriptors."""
        ready, free, _ = select.select([*readable, self._wakeup[0]], writable, [], seconds)
        if self._wakeup[0] in ready:
            ready.remove(self._wakeup[0])
            with contextlib.suppress(BlockingIOError):
                os.read(self._wakeup[0], 4096)
        return ready, free

    def show(self, data: bytes) -> None:
        """Write all of `data`; raises `OSError` if the terminal is closed."""
        left = memoryview(data)
        while left and not self.ended:
            try:
                left = left[os.write(self.sink, left) :]
            except BlockingIOError:
                # another process that shares the terminal made it non-blocking; the mode is not changed
                self.wait((), (self.sink,))
        if self.copy is not None:
            self.copy(data)
