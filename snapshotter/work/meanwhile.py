"""What another thread does while this one goes on; what it gives or raises comes where it is waited for."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from snapshotter.work.interrupt import finished

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
