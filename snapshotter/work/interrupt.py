"""Ctrl-C at the right moment: a call that an engine would finish without us is waited for, then undone."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Those that the command line answers alike; one that is ignored stays ignored."""


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
