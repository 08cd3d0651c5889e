"""An image that the engine makes while this side does something else."""

from __future__ import annotations

import threading
from collections.abc import Callable

from snapshotter.work.interrupt import finished


class Making:
    """One image in the making; to be settled before the container goes on."""

    def __init__(self, make: Callable[[], str]) -> None:
        """`make` gives the image's id; nothing is begun yet."""
        self._make = make
        self._thread: threading.Thread | None = None
        self._image = ""
        self._error: BaseException | None = None

    def begin(self) -> None:
        """Have the engine begin; fine where it has."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="commit")
            self._thread.start()

    def image(self) -> str:
        """Wait for the image; raises what making it raised."""
        self.begin()
        self.settle()
        if self._error is not None:
            raise self._error
        return self._image

    def settle(self) -> None:
        """Wait until the engine is done, whatever came of it; Ctrl-C is answered afterwards."""
        if self._thread is not None:
            with finished():
                self._thread.join()

    def _run(self) -> None:
        try:
            self._image = self._make()
        except BaseException as error:  # for `image`, which raises it where it is waited for
            self._error = error
