"""Runs work of a session beside the terminal: in one thread, which is woken."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable


class BackgroundWork:
    """A function that a thread calls soon after each `wake`; calls never overlap."""

    def __init__(self, work: Callable[[], float | None]) -> None:
        """`work` returns the seconds after which it is called again without a `wake`, None for never."""
        self._work = work
        self._wanted = threading.Event()
        self._ending = False
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Have the function called soon; the first call starts the thread."""
        self._wanted.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for the call that is running; one that was only wanted may not happen."""
        if self._thread is not None:
            self._ending = True
            self._wanted.set()
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        # a signal interrupts only the thread that gets it, and the main thread waits for some
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        pause: float | None = None
        while not self._ending:
            self._wanted.wait(pause)
            self._wanted.clear()
            if not self._ending:
                pause = self._work()
