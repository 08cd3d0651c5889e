"""How fast changes are found, kept and compared, beside what the engine and plain reading take."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.bed import SMALL_FILES, TEN_FILES, TWO_GIGABYTES, Bed, bed
from bench.measure import pairs, run
from bench.table import Row

STATUS, COMMIT = 1.2, 1.25
"""Times what the engine's own `diff` and `commit` take."""
FILLED = {
    "10 files": (TEN_FILES, 9),
    "50 000 small files": (SMALL_FILES, 5),
    "2 GB in 4 files": (TWO_GIGABYTES, 3),
}
"""What a container holds: the script that makes it, and how often it is measured."""


def rows(snap: Path, words: Sequence[str]) -> Iterator[Row]:
    """Give the figures whose names hold one of the words, all where there is none."""
    for holds, (script, count) in FILLED.items():
        if not words or any(word in f"status commit {holds}" for word in words):
            with bed(snap, script) as made:
                yield from _beside_the_engine(made, holds, count)


def _beside_the_engine(made: Bed, holds: str, count: int) -> Iterator[Row]:
    container = made.container
    ratio = pairs(lambda: made.run("status").seconds, lambda: run(["docker", "diff", container]).seconds, count)
    yield Row(f"snap status to docker diff, {holds}, layer read in place", ratio.value, 1, detail=ratio.detail())
    made.run("status")
    ratio = pairs(lambda: _commit(made), lambda: _docker_commit(container), count)
    yield Row(f"snap commit to docker commit, {holds}", ratio.value, COMMIT, detail=ratio.detail())


def _commit(made: Bed) -> float:
    with made.put_back():
        return made.run("commit", "-m", "bench").seconds


def _docker_commit(container: str) -> float:
    made = run(["docker", "commit", container])
    subprocess.run(["docker", "rmi", made.output.decode().strip()], check=True, capture_output=True)
    return made.seconds
