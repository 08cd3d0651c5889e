"""With a real engine: a layer is the same in place and from the stream, and the tree is what a container has."""

from __future__ import annotations

import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec.structs import replace

from snapshotter.changes.compare import compare
from snapshotter.changes.explain.attribute import Evidence, attribute
from snapshotter.engine.api import ContainerSpec, Engine
from snapshotter.model import Command, ImageConfig, Layer
from snapshotter.rootfs.contents import read_contents
from snapshotter.rootfs.image import base_tree, container_layer, image_layers
from snapshotter.rootfs.layer.engine_files import is_placeholder
from snapshotter.rootfs.tree import apply, touched
from tests.conftest import IDLE, LABEL
from tests.rootfs.samples import member, tar

pytestmark = pytest.mark.engine

CAPABILITY = "0100000200040000000000000000000000000000"
LONG = "n" * 255
THINGS = tar(
    member("t/"),
    member("t/plain", b"plain\n", uid=7, gid=8, mode=0o640),
    member("t/setuid", b"x", mode=0o6755),
    member("t/sticky/", mode=0o1777),
    member("t/empty/"),
    member("t/link", b"", kind=tarfile.SYMTYPE, linkname="nowhere/at all"),
    member("t/hard-b", b"one file"),
    member("t/hard-a", b"", kind=tarfile.LNKTYPE, linkname="t/hard-b"),
    member("t/pipe", b"", kind=tarfile.FIFOTYPE),
    member("t/null", b"", kind=tarfile.CHRTYPE, devmajor=1, devminor=3, mode=0o666),
    member("t/disk", b"", kind=tarfile.BLKTYPE, devmajor=7, devminor=300),
    member(
        "t/capable",
        b"elf",
        mode=0o755,
        pax_headers={"SCHILY.xattr.security.capability": bytes.fromhex(CAPABILITY).decode("latin-1")},
    ),
    member(f"t/{LONG}", b"long"),
    member("t/new\nline", b"1"),
    member("t/esc\x1b[31m", b"2"),
    member("t/-rf", b"3"),
    member("t/bad\udcff\udcfe", b"4"),
    member("t/Case", b"5"),
    member("t/case", b"6"),
    member("t/not.wh.gone", b"7"),
    member("t/old", b"old", mtime=86400),
    member("replaced/"),
    member("replaced/child", b"x"),
    member("opaque/"),
    member("opaque/hidden", b"x"),
    member("gone/"),
    member("gone/child", b"x"),
    member("group/"),
    member("group/a", b"g"),
    member("group/b", b"", kind=tarfile.LNKTYPE, linkname="group/a"),
    member("group/c", b"", kind=tarfile.LNKTYPE, linkname="group/a"),
)
DOCKERFILE = """\
FROM {base}
ADD things.tar /
RUN rm -r /replaced /opaque /gone /t/plain && echo file > /replaced && mkdir /opaque && echo new > /opaque/shown \
 && echo more >> /group/b && truncate -s 20M /t/sparse && echo end >> /t/sparse && chmod 700 /t/empty \
 && ln /t/old /t/older
"""


class Streaming:
    """An engine whose storage cannot be read in place."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the engine has
        return getattr(self._engine, name)

    def layer_dirs(self, image: str) -> None:
        return None


def streaming(engine: Engine) -> Engine:
    return cast(Engine, Streaming(engine))


def local(engine: Engine, image: str) -> None:
    if engine.layer_dirs(image) is None:
        pytest.skip("the engine's storage cannot be read in place here")


def without_ctime(layer: Layer) -> Layer:
    return Layer(
        {
            path: replace(entry, ctime_ns=0, mtime_ns=entry.mtime_ns // 10**9 * 10**9)
            for path, entry in layer.entries.items()
        },
        layer.whiteouts,
        layer.opaque,
    )


@pytest.fixture
def odd(busybox: str, make_image: Callable[..., str]) -> str:
    """An image whose upper layers contain every kind of entry and delete some of them again."""
    return make_image(DOCKERFILE.format(base=busybox), {"things.tar": THINGS})


def test_in_place_and_stream_agree(engine: Engine, busybox: str, odd: str) -> None:
    local(engine, odd)
    skip = len(engine.image(busybox).layers)
    in_place = [without_ctime(layer) for layer in image_layers(engine, odd, skip=skip)]
    streamed = [without_ctime(layer) for layer in image_layers(streaming(engine), odd, skip=skip)]
    assert len(in_place) == len(streamed) == 2
    for one, other in zip(in_place, streamed, strict=True):
        assert one.whiteouts == other.whiteouts
        assert one.opaque == other.opaque
        assert dict(one.entries) == dict(other.entries)


def test_entries_of_the_layers(engine: Engine, busybox: str, odd: str) -> None:
    lower, upper = image_layers(engine, odd, skip=len(engine.image(busybox).layers))
    entries = lower.entries
    assert (entries["/t/plain"].uid, entries["/t/plain"].gid, entries["/t/plain"].mode) == (7, 8, 0o640)
    assert entries["/t/setuid"].mode == 0o6755
    assert entries["/t/sticky"].mode == 0o1777
    assert entries["/t/link"].link == "nowhere/at all"
    assert entries["/t/hard-a"].hardlink == entries["/t/hard-b"].hardlink == "/t/hard-a"
    assert (entries["/t/pipe"].kind, entries["/t/null"].device) == ("fifo", (1, 3))
    assert entries["/t/disk"].device == (7, 300)
    assert entries["/t/capable"].xattrs == (("security.capability", CAPABILITY),)
    assert {
        f"/t/{LONG}",
        "/t/new\nline",
        "/t/esc\x1b[31m",
        "/t/-rf",
        "/t/bad\udcff\udcfe",
        "/t/Case",
        "/t/case",
        "/t/not.wh.gone",
    } <= set(entries)
    # a driver without opaque directories has a whiteout for each path
    hidden = set(upper.opaque) or {"/opaque/hidden"}
    assert upper.whiteouts | upper.opaque == {"/gone", "/t/plain"} | hidden
    assert upper.entries["/t/sparse"].size == (20 << 20) + 4


@pytest.mark.parametrize("way", [lambda engine: engine, streaming])
def test_the_tree_is_what_a_container_sees(
    way: Callable[[Engine], Engine], engine: Engine, odd: str, tmp_path: Path
) -> None:
    tree = base_tree(way(engine), engine.image(odd), tmp_path)
    assert tree["/group/a"].hardlink == tree["/group/c"].hardlink
    assert compare(tree, base_tree(way(engine), engine.image(odd), tmp_path)) == []
    box = engine.create(ContainerSpec(image=odd, name="", labels={LABEL: "box"}, idle=IDLE))
    try:
        _, listing = engine.run(box, ["find", "/", "-xdev", "-print0"])
    finally:
        engine.remove(box)
    seen = {name.decode("utf-8", "surrogateescape") for name in listing.split(b"\0") if name} - {"/"}
    made = {
        "/.dockerenv",
        "/dev",
        "/proc",
        "/sys",
        "/etc/hosts",
        "/etc/hostname",
        "/etc/resolv.conf",
        "/etc/mtab",
        "/dev/console",
        "/dev/pts",
        "/dev/shm",
        "/etc",
        "/run",
        "/run/.containerenv",
    }
    assert seen - made == set(tree) - made


def test_trees_of_both_ways_are_equal(engine: Engine, odd: str, tmp_path: Path) -> None:
    image = engine.image(odd)
    assert compare(base_tree(engine, image, tmp_path / "a"), base_tree(streaming(engine), image, tmp_path / "b")) == []


@pytest.mark.parametrize("way", [lambda engine: engine, streaming])
def test_contents(way: Callable[[Engine], Engine], engine: Engine, busybox: str, odd: str) -> None:
    image, skip = engine.image(odd), len(engine.image(busybox).layers)
    want = dict.fromkeys(
        ["/t/bad\udcff\udcfe", "/t/hard-b", "/opaque/shown", "/group/b", "/t/older", "/t/pipe", "/no"], 99
    )
    assert read_contents(way(engine), image, skip, want) == {
        "/t/bad\udcff\udcfe": b"4",
        "/t/hard-b": b"one file",
        "/opaque/shown": b"new\n",
        "/group/b": b"gmore\n",
        "/t/older": b"old",
    }


@pytest.fixture
def busy(engine: Engine, odd: str) -> Iterator[str]:
    """A running container of the odd image."""
    ident = engine.create(ContainerSpec(image=odd, name="", labels={LABEL: "box"}, idle=IDLE))
    yield ident
    engine.remove(ident)


def test_a_containers_layer_is_what_its_commit_keeps(engine: Engine, odd: str, busy: str, tmp_path: Path) -> None:
    script = """
        rm /t/old; mkdir /made; echo x > /made/file; ln /made/file /made/again; chmod 4711 /t/setuid
        chown 3:4 /t/-rf; rm -r /opaque; mkdir /opaque; mv /t/case /t/moved; ln -s x /made/link
        mknod /made/node c 1 5 || mkfifo /made/node
        mkfifo /made/pipe; echo x > /made/.wh.strange; echo 1 > /etc/hosts; touch -d @5 /made/file; chmod 750 /root
        rm -f /.dockerenv"""
    assert engine.run(busy, ["/bin/sh", "-c", script])[0] == 0
    layer = container_layer(engine, engine.container(busy))
    if layer is None:
        pytest.skip("the engine's storage cannot be read in place here")
    image = engine.commit(busy, ImageConfig(), repository="snap-test/committed", tag="1", message="", pause=True)
    try:
        # in place: the engine cannot save an image of a container that had a file named .wh.*
        (committed,) = image_layers(engine, image, skip=len(engine.image(odd).layers))
    finally:
        engine.remove_image("snap-test/committed:1")
    base = base_tree(engine, engine.image(odd), tmp_path)
    ours, theirs = apply(base, [layer]), apply(base, [committed])
    # podman's commit stores what podman itself made
    assert [change for change in compare(ours, theirs) if not is_placeholder(change.path, change.after)] == []
    changed = {change.path: change.change for change in compare(base, ours, touched([layer], base))}
    assert changed == {
        "/t/old": "deleted",
        "/t/older": "changed",
        "/made": "added",
        "/made/file": "added",
        "/made/again": "added",
        "/t/setuid": "changed",
        "/t/-rf": "changed",
        "/opaque/shown": "deleted",
        "/t/case": "deleted",
        "/t/moved": "added",
        "/made/link": "added",
        "/made/node": "added",
        "/made/pipe": "added",
        "/root": "changed",
    }


def test_changes_find_their_commands(engine: Engine, busy: str, odd: str, tmp_path: Path) -> None:
    commands = []
    for text in ("echo a > /one; rm /t/old", "echo b > /two", "rm /t/case; chmod 600 /t/Case", "true"):
        begin = time.time()
        assert engine.run(busy, ["/bin/sh", "-c", text])[0] == 0
        commands.append(Command(text, 0, "/", "root", begin, time.time(), "ash", 1))
        time.sleep(0.02)
    layer = container_layer(engine, engine.container(busy))
    if layer is None:
        pytest.skip("the engine's storage cannot be read in place here")
    base = base_tree(engine, engine.image(odd), tmp_path)
    after = apply(base, [layer])
    changes = compare(base, after, touched([layer], base))
    found = attribute(changes, commands, Evidence(after=after, deleted_ns=layer.deleted_ns))
    assert {change.path: change.by for change in found if change.path != "/t/older"} == {
        "/one": "command 1",
        "/t/old": "command 1",
        "/two": "command 2",
        "/t/case": "command 3",
        "/t/Case": "command 3",
    }


def test_an_empty_container_has_no_changes(engine: Engine, odd: str, busy: str, tmp_path: Path) -> None:
    layer = container_layer(engine, engine.container(busy))
    if layer is None:
        pytest.skip("the engine's storage cannot be read in place here")
    base = base_tree(engine, engine.image(odd), tmp_path)
    assert compare(base, apply(base, [layer])) == []
