"""Figures on how fast changes are found, stored and compared, relative to the engine and to plain reading."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.bed import BASE, SMALL_FILES, TEN_FILES, TWO_GIGABYTES, Bed, bed
from bench.measure import Failed, pairs, run, run_with_memory
from bench.table import Row

STATUS, COMMIT, SAVED = 1, 1.25, 1
"""Multiples of the time of the engine's own `diff`, of its `commit`, and of its `commit` and `save` without root."""
SMALL_SECONDS = 0.15
"""Seconds that a commit of few files may take more than the engine's own."""
AMONG_MANY = 1.5
"""Multiple of a first commit of ten files that one may take in a workspace with 50 000 changed files."""
NOBODY = 65534
STORE_SECONDS, MEMORY, COMPARED = 10, 300, 5
"""Seconds; megabytes; speed relative to exporting and reading both images."""
HERE = Path(__file__).parent
MANY_PATHS = (
    "for d in $(seq 500); do mkdir -p /opt/dir$d; cd /opt/dir$d; f=0; "
    "while [ $f -lt 999 ]; do f=$((f+1)); : > file$f; done; done"
)
FILLED = {
    "10 files": (TEN_FILES, 9),
    "50 000 small files": (SMALL_FILES, 5),
    "2 GB in 4 files": (TWO_GIGABYTES, 3),
}
"""Contents of a container: the script that creates them, and the number of measurements."""


def rows(snap: Path, words: Sequence[str]) -> Iterator[Row]:
    """Yield the figures whose names contain one of `words`, all if there are none."""
    for holds, (script, count) in FILLED.items():
        if not words or any(word in f"status commit {holds}" for word in words):
            with bed(snap, script) as made:
                yield from _relative_to_engine(made, holds, count)
    if not words or "stacked" in words:
        with bed(snap, TEN_FILES) as made:
            yield _stacked(made)
    if not words or "among" in words:
        yield _among_many(snap)
    for holds in ("10 files", "50 000 small files") if os.geteuid() == 0 else ():
        if not words or "unprivileged" in words or f"unprivileged {holds}" in words:
            with bed(snap, FILLED[holds][0], user=NOBODY) as made:
                yield _without_root(made, holds)
    if not words or "compare" in words:
        yield _comparison(snap)
    if not words or "store" in words:
        seconds = float(run([str(snap.with_name("python")), str(HERE / "store.py"), "100000"]).output)
        yield Row("git store of a snapshot with 100 000 changes", seconds, STORE_SECONDS, "s", detail="whole write")
    if not words or "memory" in words:
        with bed(snap, MANY_PATHS) as made:
            peak = run_with_memory([str(snap), "status"], made.env)
            yield Row(
                "peak memory of snap status, 500 000 changed paths",
                peak.peak / 1e6,
                MEMORY,
                "MB",
                detail=f"{peak.seconds:.1f} s",
            )


def _relative_to_engine(made: Bed, holds: str, count: int) -> Iterator[Row]:
    container = made.container
    ratio = pairs(lambda: made.run("status").seconds, lambda: run(["docker", "diff", container]).seconds, count)
    yield Row(
        f"snap status relative to docker diff, {holds}, layer read in place", ratio.value, STATUS, detail=ratio.detail()
    )
    made.run("status")
    ratio = pairs(lambda: _commit(made), lambda: _docker_commit(container), count)
    if holds == "10 files":
        yield Row(
            "snap commit, more than docker commit, 10 files", ratio.more, SMALL_SECONDS, "s", detail=ratio.detail()
        )
    else:
        yield Row(f"snap commit relative to docker commit, {holds}", ratio.value, COMMIT, detail=ratio.detail())


def _stacked(made: Bed) -> Row:
    """Measure commits after the second, each of which is a layer on the last one's image."""
    container = made.container
    for _ in range(2):
        _ten_more(made)
    ratio = pairs(lambda: _ten_more(made), lambda: _docker_commit(container), 9)
    return Row(
        "snap commit, more than docker commit, 10 files after other commits",
        ratio.more,
        SMALL_SECONDS,
        "s",
        detail=ratio.detail(),
    )


def _ten_more(made: Bed) -> float:
    made.run("run", "--", "sh", "-c", TEN_FILES)
    return made.run("commit", "-m", "bench").seconds


def _among_many(snap: Path) -> Row:
    """Measure the commit of ten files in a workspace with 50 000 committed ones, and the first one of another."""
    with bed(snap, SMALL_FILES) as many, bed(snap, TEN_FILES) as few:
        for _ in range(9):
            _ten_more(many)
        ratio = pairs(lambda: _ten_more(many), lambda: _commit(few), 5)
    return Row(
        "snap commit of 10 files among 50 000 relative to the first one of 10 files",
        ratio.value,
        AMONG_MANY,
        detail=ratio.detail(),
    )


def _without_root(made: Bed, holds: str) -> Row:
    """Measure the commit of a user who may not read the engine's storage."""
    container = made.container
    _commit(made)  # reads the base image
    ratio = pairs(lambda: _commit(made), lambda: _docker_commit(container, save=True), 3)
    return Row(
        f"snap commit without root relative to docker commit and save, {holds}",
        ratio.value,
        SAVED,
        detail=ratio.detail(),
    )


def _commit(made: Bed) -> float:
    with made.undo_commit():
        return made.run("commit", "-m", "bench").seconds


def _docker_commit(container: str, *, save: bool = False) -> float:
    made = run(["docker", "commit", container])
    image = made.output.decode().strip()
    seconds = made.seconds
    if save:
        began = time.perf_counter()
        subprocess.run(["docker", "save", image], check=True, stdout=subprocess.DEVNULL)
        seconds += time.perf_counter() - began
    subprocess.run(["docker", "rmi", image], check=True, capture_output=True)
    return seconds


def _comparison(snap: Path) -> Row:
    """Compare two images of one base with 10 000 files; each image changes 1 000 other files."""
    names = [f"snap-bench/{os.getpid()}:{part}" for part in ("base", "one", "other")]
    files = "for d in $(seq 10); do mkdir -p /opt/$d; for f in $(seq 1000); do echo $f > /opt/$d/$f; done; done"
    change = "for f in $(seq 1000); do echo changed > /opt/{}/$f; done"
    try:
        for name, base, script in zip(
            names, [BASE, names[0], names[0]], [files, change.format(1), change.format(2)], strict=True
        ):
            box = run(["docker", "create", base, "sh", "-c", script]).output.decode().strip()
            run(["docker", "start", "-a", box])
            run(["docker", "commit", box, name])
            run(["docker", "rm", box])
        with tempfile.TemporaryDirectory(prefix="snap-bench-") as cache:
            ours = [str(snap.with_name("python")), str(HERE / "compare.py"), *names, cache]
            theirs = [sys.executable, str(HERE / "plain.py"), *names[1:]]
            if run(ours).output.split() != run(theirs).output.split():  # also reads the base for the first time
                raise Failed("the two comparisons differ")
            ratio = pairs(lambda: run(theirs).seconds, lambda: run(ours).seconds, 3)
    finally:
        subprocess.run(["docker", "rmi", *reversed(names)], check=False, capture_output=True)
    return Row(
        "speed of comparing two images of one base relative to exporting and reading both",
        ratio.value,
        COMPARED,
        at_least=True,
        detail=f"{ratio.theirs:.3f} s against {ratio.ours:.3f} s",
    )
