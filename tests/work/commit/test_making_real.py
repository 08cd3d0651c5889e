"""With a real engine: stacked images hold exactly what the container has, and each only what changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshotter.engine.api import Container, Engine
from snapshotter.model import Entry, Tree, Workspace
from snapshotter.rootfs.image import base_tree, container_layer
from snapshotter.rootfs.layer.engine_files import is_placeholder
from snapshotter.rootfs.tree import apply
from snapshotter.store import home as homes
from snapshotter.store.home import Home
from snapshotter.work.commit.commit import commit
from snapshotter.work.start import Request, start

pytestmark = pytest.mark.engine

NAME = f"stacked-{os.getpid()}"
STEPS = (
    """mkdir -p /opt/d /opt/old/deep; echo a > /opt/d/a; ln /opt/d/a /opt/d/b; ln /opt/d/a /opt/d/c; mkfifo /opt/pipe
    echo 1 > /opt/old/deep/f; echo 2 > /opt/old/g; truncate -s 3M /opt/big; mknod /opt/null c 1 3 || :
    echo x > /opt/capable""",
    """rm /opt/d/a; ln /opt/d/b /opt/e; rm -rf /opt/old; mkdir /opt/old; echo new > /opt/old/new; chmod 2750 /opt/old
    n=$(printf 'n\\377\\n'); ln -s "$n" "/opt/$n"; echo more >> /etc/passwd; chown 7:8 /bin""",
    """rm -rf /opt/d /opt/pipe; echo file > /opt/d; mkdir /opt/pipe; echo 1 > /opt/pipe/in; touch -d @5 /opt/e
    chmod 4755 /opt/e
    long=$(printf 'l%.0s' $(seq 150)); mkdir -p "/opt/$long/$long"; rm -rf /opt/old; : > "/opt/$long/$long/empty" """,
)
CAPABILITY = bytes.fromhex("0100000200040000000000000000000000000000")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return homes.at(tmp_path / "home")


@pytest.fixture
def workspace(engine: Engine, busybox: str, home: Home) -> Iterator[Workspace]:
    made = start(engine, home, Request(busybox, NAME), lambda _: None)
    try:
        yield made
    finally:
        engine.remove(made.container)
        for tag in (*range(1, 5), "latest"):
            engine.remove_image(f"snap/{NAME}:{tag}")


def stored(tree: Tree) -> dict[str, Entry]:
    """Return what an image keeps of a tree, without what the engine makes."""
    return {
        path: _stored(entry)
        for path, entry in tree.items()
        if not is_placeholder(path, entry) and path not in ("/dev", "/etc", "/proc", "/run", "/sys")
    }


def _stored(entry: Entry) -> Entry:
    from msgspec.structs import replace

    mode = 0o777 if entry.kind == "symlink" else entry.mode
    return replace(entry, mode=mode, ctime_ns=0, mtime_ns=entry.mtime_ns // 10**9 * 10**9)


def seen(engine: Engine, container: Container, base: str, cache: Path) -> Tree:
    layer = container_layer(engine, container)
    if layer is None:
        pytest.skip("the layer cannot be read in place")
    return apply(base_tree(engine, engine.image(base), cache), [layer])


def test_each_image_is_exactly_the_container(engine: Engine, workspace: Workspace, home: Home, tmp_path: Path) -> None:
    count = len(workspace.base.layers)
    sizes, last = [], ""
    for seq, step in enumerate(STEPS, 1):
        assert engine.run(workspace.container, ["sh", "-ec", step])[0] == 0
        container = engine.container(workspace.container)
        if seq == 1 and container.upper is not None:
            os.setxattr(container.upper / "opt/capable", "security.capability", CAPABILITY)
        made = commit(engine, home, workspace, f"step {seq}", (), lambda _: None)
        assert made is not None
        last = made.snapshot.image
        image = engine.image(last)
        assert len(image.layers) == count + seq and image.layers[:count] == workspace.base.layers
        assert f"snap/{NAME}:{seq}" in image.tags
        sizes.append(image.size)
        of_image = base_tree(engine, image, tmp_path / f"cache {seq}")
        assert stored(of_image) == stored(seen(engine, container, workspace.base.id, home.cache))
    assert sizes[2] - sizes[0] < 1 << 20 < sizes[0]
    (snapshot,) = home.line.snapshots(NAME)[:1]
    engine.remove_image(snapshot.tag)  # the later ones keep its layers
    assert dict(engine.read_files(last, ["/opt/d"])) == {"/opt/d": b"file\n"}
