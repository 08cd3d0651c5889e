"""The hand-made image, read in a thread while the first build runs, in which this process only waits."""

from __future__ import annotations

import threading

from msgspec.structs import replace

from snapshotter.proof.compare import Target, target, without_pushed
from snapshotter.proof.model import ProofRun


class Reading:
    """The reading of the image to compare with, which begins at once; the thread does not keep the process alive."""

    def __init__(self, run: ProofRun) -> None:
        self._run = run
        self._found: Target | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._read, name="reading", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        run = self._run
        try:
            last = run.snapshots[-1]
            found = target(run.engine, run.base, last.image, run.cache, run.names)
            config = without_pushed(found.image.config, last.config)
            self._found = replace(found, image=replace(found.image, config=config))
        except BaseException as error:
            self._error = error

    def __call__(self) -> Target:
        """Return the image; waits for the end of the reading, and raises what it raised."""
        if self._thread.is_alive():
            self._run.progress("reading the hand-made image")
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._found is not None
        return self._found
