"""What another thread does while this one goes on; what it gives or raises comes where it is waited for."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Generic, TypeVar

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Those that the command line answers alike; one that is ignored stays ignored."""


T = TypeVar("T")


class Meanwhile(Generic[T]):
    """One thing to be done beside; to be settled before what it needs goes away."""

    def __init__(self, do: Callable[[], T], *, may_be_left: bool = False) -> None:
        """`do` gives the result; nothing is begun yet.  Where it `may_be_left`, nothing waits for it at the end."""
        self._do = do
        self._may_be_left = may_be_left
        self._thread: threading.Thread | None = None
        self._results: list[T] = []
        self._error: BaseException | None = None

    def begin(self) -> None:
        """Begin; fine where it has begun."""
        if self._thread is None:
            with self._patiently():
                self._thread = threading.Thread(target=self._run, name="meanwhile", daemon=self._may_be_left)
                self._thread.start()

    def result(self) -> T:
        """Wait for what it gives; raises what it raised."""
        with self._patiently():
            self.begin()
            self.settle()
        if self._error is not None:
            raise self._error
        return self._results[0]

    def settle(self) -> None:
        """Wait until it is done, whatever came of it; fine where it was never begun."""
        if self._thread is not None:
            with self._patiently():
                self._thread.join()

    def _patiently(self) -> contextlib.AbstractContextManager[None]:
        """Have Ctrl-C answered afterwards, unless this may be left."""
        return contextlib.nullcontext() if self._may_be_left else finished()

    def _run(self) -> None:
        try:
            self._results.append(self._do())
        except BaseException as error:  # for `result`, which raises it where it is waited for
            self._error = error


@contextlib.contextmanager
def finished() -> Iterator[None]:
    """Let the block come to its end before Ctrl-C is answered; pressed again, it is answered at once.

    An engine goes on committing or creating when its caller hangs up: the image or container would appear after
    the cleaning up.
    """
    pressed = False

    def note(_number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    held = [number for number in _SIGNALS if signal.getsignal(number) is signal.default_int_handler]
    if threading.current_thread() is not threading.main_thread():
        held = []
    for number in held:
        signal.signal(number, note)
    try:
        yield
    finally:
        for number in held:
            signal.signal(number, signal.default_int_handler)
        if pressed:
            raise KeyboardInterrupt
