"""Run the benchmarks: `python -m bench [files] [terminal] [WORD…]`; other words select the figures with such a name.

The engine is the one that `snap` and `docker` find; DOCKER_HOST chooses another one for both.

Prints every figure with its limit; exits with 1 if a limit is broken, 2 if nothing was measured.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from bench.installed import installed
from bench.table import Row, verdict
from snapshotter.engine.connect.connect import connect
from snapshotter.errors import EngineNotFound

SUBJECTS = ("files", "terminal")
"""Modules of this package; each has `rows(snap, words)`, which yields its figures as they are measured."""
Rows: TypeAlias = Callable[[Path, Sequence[str]], Iterator[Row]]


def main(argv: Sequence[str]) -> int:
    """Measure the subjects named in `argv`, all if none is named."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # `kill` leaves no container behind
    subjects = [name for name in SUBJECTS if name in argv] or list(SUBJECTS)
    words = [word for word in argv if word not in SUBJECTS]
    snap = installed()
    print(f"{_engine()}; load {os.getloadavg()[0]:.1f}", flush=True)
    found: list[Row] = []
    for name in subjects:
        rows: Rows = importlib.import_module(f"bench.{name}").rows
        for row in rows(snap, words):
            found.append(row)
            print(row.line(), flush=True)
    code = verdict(found)
    print({0: "every limit holds", 1: "a limit is broken", 2: "nothing was measured"}[code])
    return code


def _engine() -> str:
    try:
        found = connect().info()
    except EngineNotFound as error:
        return error.message
    return f"{found.name} {found.version}, {found.storage_driver}, at {found.address}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
