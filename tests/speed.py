"""The time that a call takes, as tests with a limit measure it: that of the call alone, whatever else runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TRIES = 3
REFERENCE_SECONDS = 0.12
"""CPU time of `_reference` on a machine that is fast enough for every limit, with a reserve."""


@contextmanager
def untraced() -> Iterator[None]:
    """Do not measure coverage in the block, which may double its time."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


def _reference() -> object:
    """Do what most code does here: make many small strings and tuples, and sort them."""
    made = {}
    for number in range(100_000):
        text = f"/srv/{number % 97}/file{number}"
        made[text] = (number, text.rpartition("/")[2])
    return sorted(made)


def slowness() -> float:
    """Return by how much this machine is slower now than the limits assume, at least 1.

    A shared machine may take ten times as long for every new page of memory while others need it.
    """
    with untraced():
        begun = time.process_time()
        _reference()
        return max(1.0, (time.process_time() - begun) / REFERENCE_SECONDS)


def seconds(work: Callable[[], object], limit: float, clock: Callable[[], float] = time.process_time) -> float:
    """Return the time of the fastest of some calls, of the first one that keeps the limit if one does.

    The clock is by default CPU time of this process. The time that it takes to measure coverage does not count.
    Processors that are shared make a single call slower, so a call is slow only if it is each time; where the machine
    as a whole is slow at that moment, the time is divided by `slowness`.
    """
    least = float("inf")
    for _ in range(TRIES):
        before = slowness()
        with untraced():
            begun = clock()
            work()
            taken = clock() - begun
        least = min(least, taken / ((before + slowness()) / 2))
        if least < limit:
            break
    return least
