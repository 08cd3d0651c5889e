"""The warning about a name in FROM that other machines do not know."""

from __future__ import annotations

import pytest

from snapshotter.model import Base, ImageConfig, Snapshot
from snapshotter.recipe.plan import plan
from snapshotter.recipe.write.base_name import base_warnings
from snapshotter.recipe.write.dockerfile import write
from snapshotter.recipe.write.readme import export_notes

SNAPSHOT = ImageConfig(labels=(("io.snapshotter.workspace", "web"),))


@pytest.mark.parametrize(
    ("base", "said"),
    [
        (Base("snap-base:0123456789ab", "sha256:1"), "docker tag snap-base:0123456789ab NAME:TAG"),
        (Base("snap/web:2", "sha256:1"), "a snapshot of web that only this machine has"),
        (Base("mine:1", "sha256:1", config=SNAPSHOT), "a snapshot of web that only this machine has"),
        (Base("mine/app:dev", "sha256:1"), "docker push mine/app:dev"),
        (Base("myapp:latest", "sha256:1", local_digest="myapp@sha256:" + "1" * 64), "docker push myapp:latest"),
    ],
)
def test_a_name_that_others_do_not_know_is_said_above_from_and_at_the_end(base: Base, said: str) -> None:
    (line,) = base_warnings(base)
    assert said in line
    made = plan(base, [Snapshot("box", 1, "", "", base, "m", 0.0, base.config, (), ())])
    head, _, _ = write(made, lambda _seq, _change: b"").dockerfile.partition("FROM ")
    assert "# WARNING: " in head and said in " ".join(head.replace("\n# ", " ").split())
    assert f"warning: {line}" in export_notes(made)


@pytest.mark.parametrize(
    "base",
    [
        Base("debian:bookworm", "sha256:1"),
        Base("docker.io/library/alpine:3.23", "sha256:1"),
        Base("mine/app:dev", "sha256:1", "mine/app@sha256:1"),
        Base("mine:1", "sha256:1", "registry/mine@sha256:1", config=SNAPSHOT),
    ],
)
def test_a_name_that_others_know_is_not(base: Base) -> None:
    assert base_warnings(base) == []


def test_a_hostile_name_stays_in_its_line() -> None:
    base = Base("mine:1", "sha256:1", config=ImageConfig(labels=(("io.snapshotter.workspace", "a\nRUN `evil`"),)))
    assert base_warnings(base)[0].isprintable() and "`evil`" not in base_warnings(base)[0]
