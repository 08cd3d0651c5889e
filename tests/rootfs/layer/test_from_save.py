from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Callable

import pytest

from snapshotter.errors import LayerError
from snapshotter.rootfs.layer.from_save import read_saved
from snapshotter.rootfs.layer.from_tar import read_layer_tar
from snapshotter.rootfs.tar.forward import Readable
from tests.rootfs.samples import diff_id, files, member, saved_by_old_docker, tar

LAYERS = [files({"lowest": b"0"}), files({"middle": b"1"}), files({"top": b"2"})]
IDS = [diff_id(layer) for layer in LAYERS]


def paths(saved: bytes, skip: int, ids: list[str] | None = None) -> tuple[list[list[str]], int, int]:
    """Return the paths of each layer, how many layers were read, and how often the stream was opened."""
    visited = opened = 0

    def save() -> io.BytesIO:
        nonlocal opened
        opened += 1
        return io.BytesIO(saved)

    def visit(stream: Readable) -> list[str]:
        nonlocal visited
        visited += 1
        return list(read_layer_tar(stream, end_mark=False).entries)

    found: Callable[..., list[list[str]]] = read_saved
    return found(save, ids or IDS, skip, visit), visited, opened


def by_new_docker(layers: list[bytes], *, manifest_first: bool = False, ids: list[str] | None = None) -> bytes:
    names = [f"blobs/sha256/{one.partition(':')[2]}" for one in ids or [diff_id(layer) for layer in layers]]
    manifest = member("manifest.json", json.dumps([{"Config": "blobs/sha256/c", "Layers": names}]).encode())
    blobs = [member(name, layer) for name, layer in zip(names, layers, strict=True)]
    config = member("blobs/sha256/c", json.dumps({"rootfs": "x" * 600}).encode())
    return tar(
        *([manifest] if manifest_first else []),
        member("blobs/"),
        config,
        *blobs,
        member("index.json", b"{}"),
        *([] if manifest_first else [manifest]),
    )


def by_podman(layers: list[bytes]) -> bytes:
    names = [diff_id(layer).partition(":")[2] for layer in layers]
    links = [member(f"v1-{name}/layer.tar", b"", kind=tarfile.SYMTYPE, linkname=f"../{name}.tar") for name in names]
    manifest = [{"Config": "c.json", "Layers": [f"{name}.tar" for name in names]}]
    return tar(
        *(member(f"{name}.tar", layer) for name, layer in zip(names, layers, strict=True)),
        *links,
        member("c.json", b"{}"),
        member("manifest.json", json.dumps(manifest).encode()),
    )


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
@pytest.mark.parametrize("skip", [0, 1, 2])
def test_old_docker_in_any_order(order: list[int], skip: int) -> None:
    found, _, opened = paths(saved_by_old_docker(LAYERS, order), skip)
    assert found == [["/lowest"], ["/middle"], ["/top"]][skip:]
    assert opened == 1


def test_lower_layers_are_skipped_if_the_order_shows_them() -> None:
    assert paths(saved_by_old_docker(LAYERS), 2)[1] == 1
    assert paths(by_new_docker(LAYERS), 2)[1] == 1
    assert paths(by_podman(LAYERS), 2)[1] == 1


@pytest.mark.parametrize("manifest_first", [True, False])
def test_new_docker(manifest_first: bool) -> None:
    saved = by_new_docker(LAYERS, manifest_first=manifest_first)
    assert paths(saved, 1)[0] == [["/middle"], ["/top"]]


def test_podman() -> None:
    assert paths(by_podman(LAYERS), 0)[0] == [["/lowest"], ["/middle"], ["/top"]]


def test_compressed_blobs_have_other_names_than_their_layers() -> None:
    packed = [gzip.compress(layer) for layer in LAYERS]
    packed = [layer + bytes(max(0, 512 - len(layer))) for layer in packed]
    assert paths(by_new_docker(packed), 1)[0] == [["/middle"], ["/top"]]


def test_one_layer_twice_is_a_link_in_the_stream() -> None:
    layers = [LAYERS[0], LAYERS[1], LAYERS[0]]
    saved = saved_by_old_docker(layers)
    with tarfile.open(fileobj=io.BytesIO(saved)) as archive:
        parts = [
            (info, archive.extractfile(info).read() if info.isfile() else b"")  # type: ignore[union-attr]
            for info in archive
        ]
    link = f"{2:064x}/layer.tar"
    parts = [
        member(link, b"", kind=tarfile.SYMTYPE, linkname=f"../{0:064x}/layer.tar")
        if info.name == link
        else (info, content)
        for info, content in parts
    ]
    found, _, opened = paths(tar(*parts), 1, [diff_id(layer) for layer in layers])
    assert found == [["/middle"], ["/lowest"]]
    assert opened == 2


def test_what_does_not_fit_is_an_error() -> None:
    with pytest.raises(LayerError, match="lists 3 layers where 2"):
        paths(saved_by_old_docker(LAYERS), 0, IDS[:2])
    with pytest.raises(LayerError, match="ends in the middle"):
        paths(saved_by_old_docker(LAYERS)[:8192], 0)
    no_json = tar(member("manifest.json", b"{"))
    with pytest.raises(LayerError, match="not JSON"):
        paths(no_json, 0)
    incomplete = tar(member("manifest.json", json.dumps([{"Layers": ["a/layer.tar"]}]).encode()))
    with pytest.raises(LayerError, match="does not contain all"):
        paths(incomplete, 0, IDS[:1])
