"""Time and memory of whole processes, and ratios of two that are run in turn, so that a busy machine slows both."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Run:
    """One process, from its start to its end."""

    seconds: float
    peak: int
    """Bytes of memory at most, its children's included where one of them had more."""
    output: bytes


@dataclass(frozen=True, slots=True)
class Ratio:
    """How long one thing takes beside another."""

    ours: float
    """Median seconds."""
    theirs: float
    value: float
    """Median of the ratios of each pair."""

    def detail(self) -> str:
        """Give the two times."""
        return f"{self.ours:.3f} s against {self.theirs:.3f} s"


class Failed(Exception):
    """A process that was to be measured did not succeed."""


def run(argv: Sequence[str], env: Mapping[str, str] | None = None) -> Run:
    """Run a process to its end; raises `Failed` where its status is not 0."""
    began = time.perf_counter()
    with subprocess.Popen(
        argv, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        output, said = process.communicate()
        seconds = time.perf_counter() - began
    if process.returncode:
        raise Failed(f"{' '.join(argv)} ended with {process.returncode}: {said.decode(errors='replace')}")
    return Run(seconds, 0, output)


def weighed(argv: Sequence[str], env: Mapping[str, str] | None = None) -> Run:
    """Run a process to its end and weigh it; what it prints is dropped."""
    began = time.perf_counter()
    with open(os.devnull, "r+b") as null:  # noqa: PTH123 - a device
        process = subprocess.Popen(argv, env=env, stdin=null, stdout=null)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{' '.join(argv)} ended with {process.returncode}")
    return Run(time.perf_counter() - began, usage.ru_maxrss * 1024, b"")


def pairs(ours: Callable[[], float], theirs: Callable[[], float], count: int) -> Ratio:
    """Time two things in turn, `count` times each; both functions give seconds."""
    times = []
    for turn in range(count):
        if turn % 2:
            second = theirs()
            times.append((ours(), second))
        else:
            times.append((ours(), theirs()))
    return Ratio(median(a for a, _ in times), median(b for _, b in times), median(a / b for a, b in times))
