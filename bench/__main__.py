"""Run the benchmarks: `python -m bench [files] [terminal] [WORD…]`; other words choose the figures they occur in.

Prints every figure with its limit; exits 1 where one is broken, 2 where nothing was measured.
"""

from __future__ import annotations

import importlib
import importlib.util
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from bench.installed import installed
from bench.table import Row, verdict

SUBJECTS = ("files", "terminal")
"""Modules here; each has `rows(snap, words)`, which gives its figures as they are measured."""
Rows: TypeAlias = Callable[[Path, Sequence[str]], Iterator[Row]]


def main(argv: Sequence[str]) -> int:
    """Measure what was asked for, all where nothing was."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite kill leaves no container behind
    there = [name for name in SUBJECTS if importlib.util.find_spec(f"bench.{name}")]
    subjects = [name for name in there if name in argv] or there
    words = [word for word in argv if word not in SUBJECTS]
    snap = installed()
    found: list[Row] = []
    for name in subjects:
        rows: Rows = importlib.import_module(f"bench.{name}").rows
        for row in rows(snap, words):
            found.append(row)
            print(row.line(), flush=True)
    code = verdict(found)
    print({0: "every figure holds", 1: "a figure is broken", 2: "nothing was measured"}[code])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
