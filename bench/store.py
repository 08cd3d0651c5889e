"""Print how many seconds the line takes to write a snapshot of `count` changes; run by the installed Python."""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from pathlib import Path

from snapshotter.model import Base, Change, Entry, ImageConfig, Snapshot
from snapshotter.store.line import Line


def main(count: str) -> None:
    """Write the snapshot and print the seconds."""
    changes = tuple(
        Change(
            f"/srv/{n // 1000:04}/{n:07}",
            "added",
            None,
            Entry("file", 0o644, 0, 0, n, hashlib.sha256(str(n).encode()).hexdigest(), "", n * 10**9, n * 10**9),
        )
        for n in range(int(count))
    )
    snapshot = Snapshot(
        "bench", 1, "sha256:0", "snap/bench:1", Base("a:b", "sha256:1"), "m", 0.0, ImageConfig(), (), changes
    )
    with tempfile.TemporaryDirectory(prefix="snap-bench-") as home:
        began = time.perf_counter()
        Line(Path(home)).write(snapshot, {}, {"Dockerfile": b"FROM a:b\n"}, None)
        print(time.perf_counter() - began)


if __name__ == "__main__":
    main(*sys.argv[1:])
