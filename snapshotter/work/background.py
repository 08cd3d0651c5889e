"""Calls that run in another thread: their result or exception reaches the caller that waits for it."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Generic, TypeVar

from snapshotter.engine import patience

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals that the command line answers alike; a signal that is ignored stays ignored."""
_INTERVAL = 0.2
"""Seconds between two looks whether a signal has come."""
_SILENT_SECONDS = 1.0
"""Seconds that a wait after an interrupt may take before it is announced."""

T = TypeVar("T")


class Interrupt:
    """Whether, and when, a signal came that is answered later."""

    def __init__(self) -> None:
        self.at: float | None = None
        self.announced = False

    def announce(self) -> None:
        """Say, once, that a wait goes on after the signal."""
        if self.at is not None and not self.announced and time.monotonic() - self.at > _SILENT_SECONDS:
            self.announced = True
            patience.say(
                f"interrupted; waiting {patience.HURRY_SECONDS:.0f} s at most until the engine has finished what it"
                " began; Ctrl-C again does not wait"
            )


class BackgroundCall(Generic[T]):
    """A call in a thread of its own; wait for its end before what it uses is closed."""

    def __init__(self, call: Callable[[], T], *, daemon: bool = False) -> None:
        """`call` returns the result; it is not started yet.  With `daemon` an interrupt is not deferred for it.

        The process never waits for the thread at its exit: an engine that hangs would keep it alive.
        """
        self._call = call
        self._daemon = daemon
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._ended = threading.Event()
        self._results: list[T] = []
        self._error: BaseException | None = None

    def start(self) -> None:
        """Start the call, unless it has been started already."""
        with self._interrupt_context(), self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="background", daemon=True)
                self._thread.start()

    def result(self) -> T:
        """Return the result of the call, which is started if it was not; raises what the call raised."""
        with self._interrupt_context() as interrupt:
            self.start()
            self._join(interrupt)
        if self._error is not None:
            raise self._error
        return self._results[0]

    def wait(self) -> None:
        """Wait until the call has ended, with or without an error; return at once if it was never started.

        An interrupt is raised after the end, or where the call takes too long after it.
        """
        with self._interrupt_context() as interrupt:
            self._join(interrupt)

    def _join(self, interrupt: Interrupt) -> None:
        """Wait for the thread; raises `KeyboardInterrupt` where it takes too long after an interrupt."""
        if patience.is_interrupt(sys.exc_info()[1]):
            patience.hurry()  # the call cleans up after an interrupt that was not deferred
        end: float | None = None
        while self._thread is not None and not self._ended.wait(_INTERVAL):
            interrupt.announce()
            if end is None and patience.hurried():
                end = time.monotonic() + patience.limit(patience.HURRY_SECONDS)
            if end is not None and time.monotonic() > end:
                raise KeyboardInterrupt

    def _interrupt_context(self) -> contextlib.AbstractContextManager[Interrupt]:
        """Return `deferred_interrupt`, or a context without effect for a daemon."""
        return contextlib.nullcontext(Interrupt()) if self._daemon else deferred_interrupt()

    def _run(self) -> None:
        try:
            self._results.append(self._call())
        except BaseException as error:  # `result` raises it in the thread that waits
            self._error = error
        finally:
            self._ended.set()


@contextlib.contextmanager
def deferred_interrupt() -> Iterator[Interrupt]:
    """Defer Ctrl-C until the block has ended; a second Ctrl-C is answered at once.

    An engine finishes a commit or a creation although its client disconnects: the image or container would appear
    after the cleanup.
    """
    interrupt = Interrupt()

    def note(_number: int, _frame: FrameType | None) -> None:
        if interrupt.at is not None:
            raise KeyboardInterrupt
        interrupt.at = time.monotonic()
        patience.hurry()

    deferred = [number for number in _SIGNALS if signal.getsignal(number) is signal.default_int_handler]
    if threading.current_thread() is not threading.main_thread():
        deferred = []
    for number in deferred:
        signal.signal(number, note)
    try:
        yield interrupt
    finally:
        for number in deferred:
            signal.signal(number, signal.default_int_handler)
        if interrupt.at is not None:
            raise KeyboardInterrupt
