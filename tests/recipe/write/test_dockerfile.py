"""FROM: by digest where a registry has the base, else by tag."""

from __future__ import annotations

from msgspec.structs import replace

from snapshotter.model import Base, ImageConfig, Snapshot
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.dockerfile import write

BASE = Base("debian:bookworm", "sha256:00")


def written(base: Base) -> list[str]:
    snapshots = [Snapshot("box", 1, "sha256:1", "snap/box:1", base, "", 0.0, ImageConfig(), (), ())]
    return write(plan(base, snapshots), lambda seq, change: b"").dockerfile.splitlines()


def test_a_digest_that_a_registry_has_stands_in_from() -> None:
    digest = "debian@sha256:" + "1" * 64
    assert written(replace(BASE, digest=digest))[:2] == ["# debian:bookworm", f"FROM {digest}"]


def test_a_digest_that_only_the_engine_has_stands_in_a_comment() -> None:
    digest = "localhost/debian@sha256:" + "1" * 64
    lines = written(replace(BASE, local_digest=digest))
    assert lines[:2] == [f"# {digest}, a digest that no registry is known to have", "FROM debian:bookworm"]
    assert written(BASE)[0] == "FROM debian:bookworm"
    assert written(replace(BASE, local_digest="x\nRUN evil"))[0] == "FROM debian:bookworm"
