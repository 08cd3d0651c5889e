"""A backup with images on a real engine: what another machine needs to go on is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshotter.engine.api import Engine
from snapshotter.store import home as homes
from snapshotter.work import shell
from snapshotter.work.commit.commit import commit
from snapshotter.work.start import Request, start
from snapshotter.work.upkeep.backup import backup
from snapshotter.work.upkeep.restore import restore
from snapshotter.work.versions.removal import remove

pytestmark = pytest.mark.engine


def quiet(line: str) -> None:
    """Show no progress."""


def test_after_a_restore_a_new_workspace_continues_from_the_last_snapshot(
    engine: Engine, busybox: str, tmp_path: Path
) -> None:
    here, there = homes.at(tmp_path / "here"), homes.at(tmp_path / "there")
    name = f"backup-{tmp_path.name[-20:].replace('_', '-').strip('-')}"
    workspace = start(engine, here, Request(busybox, name), quiet)
    try:
        assert shell.run(engine, here, workspace, ["sh", "-c", "echo kept > /kept"], quiet) == 0
        made = commit(engine, here, workspace, "", (), quiet)
        assert made
        file = tmp_path / "one.backup"
        written = backup(lambda: engine, here, file, images=True, force=False, progress=quiet)
        assert set(written.images) == {f"snap/{name}:1", f"snap/{name}:latest", busybox}
    finally:
        remove(engine, here, name, force=True, purge=True)
    assert f"snap/{name}:1" not in engine.tags()
    try:
        restore(lambda: engine, there, file, images=True, progress=quiet)
        assert engine.image(f"snap/{name}:latest").id == made.snapshot.image
        assert dict(engine.read_files(f"snap/{name}:1", ["/kept"])) == {"/kept": b"kept\n"}
        again = start(engine, there, Request(f"snap/{name}:latest", f"{name}-2"), quiet)
        assert shell.run(engine, there, again, ["test", "-f", "/kept"], quiet) == 0
    finally:
        for one in (f"{name}-2", name):
            remove(engine, there, one, force=True, purge=True)
