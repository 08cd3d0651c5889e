"""Everything a file system can hold, made without the recorder, is rebuilt from the exported context."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from snapshotter.changes.compare import compare
from snapshotter.changes.explain.attribute import attribute
from snapshotter.changes.masked_names import NameMask
from snapshotter.engine.api import Engine
from snapshotter.engine.build.choose import clients
from snapshotter.model import Base, Change, Snapshot
from snapshotter.proof.compare import target
from snapshotter.proof.model import ProofRun
from snapshotter.proof.rounds import prove
from snapshotter.rootfs.contents import read_contents

pytestmark = pytest.mark.engine

ODD = r"""
set -e
mkdir -p /srv/empty /srv/deep/a/b /srv/app/.git
chmod 2770 /srv/deep
echo plain > /srv/deep/a/b/plain
printf '#!/bin/sh\n' > /srv/tool; chmod 4755 /srv/tool; chown 33:33 /srv/tool
echo secretless > /srv/.gitignore; echo '* text=auto' > /srv/.gitattributes; echo ref > /srv/app/.git/HEAD
echo odd > '/srv/a b [1] $x'; echo odd > "$(printf '/srv/new\nline')"; echo odd > "$(printf '/srv/\377\376')"
ln -s 'target with space' /srv/link; ln -s /nowhere /srv/dangling; ln /srv/tool /srv/tool-again
mkfifo -m 600 /srv/pipe; mknod /srv/null c 1 3
chmod 700 /bin; chown 1:1 /etc/passwd; echo more >> /etc/group
rm /etc/shadow 2>/dev/null || true
mkdir /srv/worker; chown 1000:1000 /srv/worker; echo mine > /srv/worker/file; chown 1000:1000 /srv/worker/file
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do mkdir /srv/d$n; echo $n > /srv/d$n/f; done
"""

NAMES = NameMask(lambda: b"key")


@pytest.fixture
def snapshot(engine: Engine, busybox: str, box: str) -> Iterator[Snapshot]:
    # containers of podman may make no devices
    script = ODD.replace("; mknod /srv/null c 1 3", "") if engine.info().name == "podman" else ODD
    status, output = engine.run(box, ["sh", "-c", script + "echo done"])
    assert (status, output) == (0, b"done\n")
    image = engine.image(busybox)
    base = Base(busybox, image.id, "", image.config, image.layers)
    tag = f"carried-{os.getpid()}"
    ident = engine.commit(box, image.config, repository="snap-test", tag=tag, message="odd", pause=True)
    yield Snapshot("odd", 1, ident, f"snap-test:{tag}", base, "odd things", 0.0, image.config, (), ())
    engine.remove_image(f"snap-test:{tag}")


@pytest.fixture(params=["classic", "BuildKit"])
def builder(engine: Engine, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The classic builder by name, and BuildKit as a docker program uses it where it is asked for."""
    if request.param == "classic":
        return "classic"
    if engine.info().name != "docker" or not any(not client.fault for client in clients(os.environ)):
        pytest.skip("NOT RUN: no Docker Engine with a docker program that it serves")
    monkeypatch.setenv("DOCKER_BUILDKIT", "1")
    return ""


def test_all_of_it_is_rebuilt_and_equal(engine: Engine, snapshot: Snapshot, builder: str, tmp_path: Path) -> None:
    wanted = target(engine, snapshot.base, snapshot.image, tmp_path, NAMES)
    changes = attribute(compare(wanted.base, wanted.tree), ())
    sizes = {change.path: change.after.size for change in changes if change.after and change.after.kind == "file"}
    contents = read_contents(engine, wanted.image, wanted.shared, sizes)

    def content(_: int, change: Change) -> bytes | None:
        return contents.get(change.path)

    messages: list[str] = []
    proof_run = ProofRun(
        engine,
        snapshot.base,
        [replace(snapshot, changes=tuple(changes))],
        content,
        tmp_path,
        lambda _: None,
        messages.append,
        NAMES,
        builder=builder,
    )
    outcome = prove(proof_run)
    assert outcome.proof.differences == ()
    assert outcome.proof.verdict == "equal"
    assert not messages, "no repair is needed"
    assert not any("/.git" in name for name in outcome.recipe.files)


def test_a_proof_finds_a_missing_path(engine: Engine, snapshot: Snapshot, builder: str, tmp_path: Path) -> None:
    """The verdict on a recipe that leaves a path out is "different"."""
    wanted = target(engine, snapshot.base, snapshot.image, tmp_path, NAMES)
    changes = [change for change in attribute(compare(wanted.base, wanted.tree), ()) if change.path != "/srv/pipe"]
    proof_run = ProofRun(
        engine,
        snapshot.base,
        [replace(snapshot, changes=tuple(changes))],
        lambda *_: io.BytesIO(b"x").read(),
        tmp_path,
        lambda _: None,
        lambda _: None,
        NAMES,
        builder=builder,
    )
    outcome = prove(proof_run)
    assert outcome.proof.verdict == "different"
    assert any(line.startswith("/srv/pipe: missing") for line in outcome.proof.differences)
