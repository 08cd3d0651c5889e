"""Time and memory of whole processes, and ratios of two that run in turn, so that a busy machine slows down both."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Run:
    """A process that has ended."""

    seconds: float
    peak: int
    """Peak memory in bytes of the process, or of a child process that had more."""
    output: bytes


@dataclass(frozen=True, slots=True)
class Ratio:
    """The time of one operation relative to another."""

    ours: float
    """Median seconds."""
    theirs: float
    value: float
    """Median of the ratios of each pair."""
    more: float
    """Median of the seconds that the one took more than the other of its pair."""

    def detail(self) -> str:
        """Return the two times as text."""
        return f"{self.ours:.3f} s against {self.theirs:.3f} s"


class Failed(Exception):
    """A process that was being measured failed."""


def run(argv: Sequence[str], env: Mapping[str, str] | None = None) -> Run:
    """Run a process to its end and measure its time; raises `Failed` if its status is not 0."""
    began = time.perf_counter()
    with subprocess.Popen(
        argv, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        output, errors = process.communicate()
        seconds = time.perf_counter() - began
    if process.returncode:
        raise Failed(f"{' '.join(argv)} ended with {process.returncode}: {errors.decode(errors='replace')}")
    return Run(seconds, 0, output)


def run_with_memory(argv: Sequence[str], env: Mapping[str, str] | None = None) -> Run:
    """Run a process to its end and measure its time and peak memory; its output is discarded."""
    began = time.perf_counter()
    with open(os.devnull, "r+b") as null:  # noqa: PTH123 - a device
        process = subprocess.Popen(argv, env=env, stdin=null, stdout=null)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{' '.join(argv)} ended with {process.returncode}")
    return Run(time.perf_counter() - began, usage.ru_maxrss * 1024, b"")


def pairs(ours: Callable[[], float], theirs: Callable[[], float], count: int) -> Ratio:
    """Measure two operations in turn, `count` times each; both functions return seconds."""
    times = []
    for turn in range(count):
        if turn % 2:
            second = theirs()
            times.append((ours(), second))
        else:
            times.append((ours(), theirs()))
    return Ratio(
        median(a for a, _ in times),
        median(b for _, b in times),
        median(a / b for a, b in times),
        median(a - b for a, b in times),
    )
