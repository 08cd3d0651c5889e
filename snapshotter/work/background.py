"""Calls that run in another thread: their result or exception reaches the caller that waits for it."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Generic, TypeVar

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals that the command line answers alike; a signal that is ignored stays ignored."""

T = TypeVar("T")


class BackgroundCall(Generic[T]):
    """A call in a thread of its own; wait for its end before what it uses is closed."""

    def __init__(self, call: Callable[[], T], *, daemon: bool = False) -> None:
        """`call` returns the result; it is not started yet.  With `daemon` the process does not wait for it at exit."""
        self._call = call
        self._daemon = daemon
        self._thread: threading.Thread | None = None
        self._results: list[T] = []
        self._error: BaseException | None = None

    def start(self) -> None:
        """Start the call, unless it has been started already."""
        if self._thread is None:
            with self._interrupt_context():
                self._thread = threading.Thread(target=self._run, name="background", daemon=self._daemon)
                self._thread.start()

    def result(self) -> T:
        """Return the result of the call, which is started if it was not; raises what the call raised."""
        with self._interrupt_context():
            self.start()
            self.wait()
        if self._error is not None:
            raise self._error
        return self._results[0]

    def wait(self) -> None:
        """Wait until the call has ended, with or without an error; return at once if it was never started."""
        if self._thread is not None:
            with self._interrupt_context():
                self._thread.join()

    def _interrupt_context(self) -> contextlib.AbstractContextManager[None]:
        """Return `deferred_interrupt`, or a context without effect for a daemon."""
        return contextlib.nullcontext() if self._daemon else deferred_interrupt()

    def _run(self) -> None:
        try:
            self._results.append(self._call())
        except BaseException as error:  # `result` raises it in the thread that waits
            self._error = error


@contextlib.contextmanager
def deferred_interrupt() -> Iterator[None]:
    """Defer Ctrl-C until the block has ended; a second Ctrl-C is answered at once.

    An engine finishes a commit or a creation although its client disconnects: the image or container would appear
    after the cleanup.
    """
    pressed = False

    def note(_number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    deferred = [number for number in _SIGNALS if signal.getsignal(number) is signal.default_int_handler]
    if threading.current_thread() is not threading.main_thread():
        deferred = []
    for number in deferred:
        signal.signal(number, note)
    try:
        yield
    finally:
        for number in deferred:
            signal.signal(number, signal.default_int_handler)
        if pressed:
            raise KeyboardInterrupt
