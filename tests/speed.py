"""The time that a call takes, as tests with a limit measure it: that of the call alone, whatever else runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TRIES = 3


@contextmanager
def untraced() -> Iterator[None]:
    """Do not measure coverage in the block, which may double its time."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


def seconds(work: Callable[[], object], limit: float, clock: Callable[[], float] = time.process_time) -> float:
    """Return the time of the fastest of some calls, of the first one that keeps the limit if one does.

    The clock is by default CPU time of this process. The time that it takes to measure coverage does not count.
    Processors that are shared make a single call slower, so a call is slow only if it is each time.
    """
    least = float("inf")
    for _ in range(TRIES):
        with untraced():
            begun = clock()
            work()
            least = min(least, clock() - begun)
        if least < limit:
            break
    return least
