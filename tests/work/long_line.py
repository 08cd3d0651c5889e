"""Makes a long line without an engine, to measure the verbs: `python -m tests.work.long_line DIRECTORY [COUNT]`."""

from __future__ import annotations

import hashlib
import sys
import time
from pathlib import Path

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot, Workspace
from snapshotter.store import home as homes
from snapshotter.store.home import Home

BASE = Base("debian:bookworm", "sha256:" + "b" * 64, layers=("sha256:" + "b" * 64,))
PATHS = 10
"""Changed paths of each snapshot."""


def long_line(home: Home, name: str, count: int) -> None:
    """Make a workspace with a line of `count` snapshots, each of which changes some text files."""
    home.workspaces.put(Workspace(name, "c" * 64, BASE, time.time(), "/bin/bash"))
    parent: str | None = None
    before: dict[str, Entry] = {}
    for seq in range(1, count + 1):
        contents: dict[str, bytes] = {}
        changes = []
        for number in range(PATHS):
            path = f"/etc/app/{(seq * 7 + number) % 200}.conf"
            data = f"listen {seq}\nname {number}\n".encode()
            digest = hashlib.sha256(data).hexdigest()
            contents[digest] = data
            after = Entry("file", 0o644, 0, 0, len(data), digest, mtime_ns=seq * 10**9)
            old = before.get(path)
            changes.append(Change(path, "changed" if old else "added", old, after, "command 1", 0, content=digest))
            before[path] = after
        command = Command(f"edit {seq}", 0, "/root", "root", float(seq), seq + 0.5, "bash", 1)
        config = ImageConfig(env=(f"NUMBER={seq}",))
        image = f"sha256:{seq:064x}"
        snapshot = Snapshot(
            name,
            seq,
            image,
            f"snap/{name}:{seq}",
            BASE,
            f"step {seq}",
            float(seq),
            config,
            (command,),
            tuple(sorted(changes, key=lambda change: change.path)),
        )
        parent = home.line.write(snapshot, contents, {"Dockerfile": b"FROM debian:bookworm\n"}, parent).id


if __name__ == "__main__":
    long_line(homes.at(Path(sys.argv[1])), "long", int(sys.argv[2]) if len(sys.argv) > 2 else 500)
