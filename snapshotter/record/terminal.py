"""This side's terminal: raw mode and back whatever happens, its size, and the signals that concern it."""

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
"""Signals after which the session is wound up in good order."""


class Terminal:
    """The terminal on two descriptors, raw as long as its `with` block lasts.

    A signal handler does no more than note the signal and make `wait` return, so nothing is cut off half-way.
    """

    def __init__(self, source: int = 0, sink: int = 1, *, raw: bool = True) -> None:
        self.source, self.sink = source, sink
        self.ended = 0
        """Number of the signal that asks for the end of the session."""
        self.resized = False
        self.copy: Callable[[bytes], None] | None = None
        """Gets all that was shown."""
        self._raw = raw and os.isatty(source)
        self._modes: list[Any] = []
        self._handlers: dict[int, Any] = {}
        self._wakeup = (-1, -1)
        self._old_wakeup = -1

    def __enter__(self) -> Terminal:
        """Catch the signals, then change the modes."""
        self._wakeup = os.pipe()
        for end in self._wakeup:
            os.set_blocking(end, False)
        self._old_wakeup = signal.set_wakeup_fd(self._wakeup[1], warn_on_full_buffer=False)
        for number in (*ENDING, signal.SIGWINCH, signal.SIGCONT):
            self._handlers[number] = signal.signal(number, self._noted)
        if self._raw:
            self._modes = termios.tcgetattr(self.source)
            self._make_raw()
        return self

    def _make_raw(self) -> None:
        tty.setraw(self.source, termios.TCSADRAIN)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put everything back as it was found."""
        if self._modes:
            # a terminal that is closed has no modes left
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self.source, termios.TCSADRAIN, self._modes)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._old_wakeup)
        for end in self._wakeup:
            os.close(end)

    def _noted(self, number: int, _frame: FrameType | None) -> None:
        if number in ENDING:
            self.ended = number
        else:
            self.resized = self._raw
        if number == signal.SIGCONT and self._modes:
            with contextlib.suppress(termios.error):
                self._make_raw()

    def size(self) -> tuple[int, int]:
        """Give the number of rows and columns."""
        with contextlib.suppress(OSError):
            found = os.get_terminal_size(self.sink)
            if found.lines and found.columns:
                return found.lines, found.columns
        found = shutil.get_terminal_size((80, 24))
        return found.lines, found.columns

    def wait(
        self, readable: Sequence[int], writable: Sequence[int] = (), seconds: float | None = None
    ) -> tuple[list[int], list[int]]:
        """Wait for a descriptor, a signal or the time; gives those that can be read and those that can be written."""
        ready, free, _ = select.select([*readable, self._wakeup[0]], writable, [], seconds)
        if self._wakeup[0] in ready:
            ready.remove(self._wakeup[0])
            with contextlib.suppress(BlockingIOError):
                os.read(self._wakeup[0], 4096)
        return ready, free

    def show(self, data: bytes) -> None:
        """Write all of `data`; raises `OSError` where the terminal is gone."""
        left = memoryview(data)
        while left and not self.ended:
            try:
                left = left[os.write(self.sink, left) :]
            except BlockingIOError:
                # somebody else who shares the terminal made it non-blocking: it is left as it was found
                self.wait((), (self.sink,))
        if self.copy is not None:
            self.copy(data)
