from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Callable

import pytest
from backports import zstd

from snapshotter.errors import LayerError
from snapshotter.rootfs.layer.from_save import hex_of, read_saved
from snapshotter.rootfs.layer.from_tar import read_layer_tar
from snapshotter.rootfs.tar.forward import Readable
from tests.rootfs.samples import diff_id, files, member, saved_by_old_docker, tar

LAYERS = [files({"lowest": b"0"}), files({"middle": b"1"}), files({"top": b"2"})]
IDS = [diff_id(layer) for layer in LAYERS]


def paths(
    saved: bytes, skip: int, ids: list[str] | None = None, names: dict[str, str] | None = None
) -> tuple[list[list[str]], int, int]:
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
    return found(save, ids or IDS, skip, visit, names), visited, opened


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


COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "zstd": zstd.compress, "none": bytes}


def blob(content: bytes) -> tuple[tarfile.TarInfo, bytes]:
    return member(f"blobs/sha256/{hashlib.sha256(content).hexdigest()}", content)


def by_containerd(layers: list[bytes], more: list[bytes] | None = None) -> bytes:
    """Return an image of these layers, which may be compressed, among other blobs, as the store of containerd does."""
    config = json.dumps({"rootfs": {"diff_ids": IDS}}).encode()
    attestation = json.dumps({"_type": "https://in-toto.io/Statement/v0.1"}).encode()
    blobs = sorted(map(blob, [*layers, *(more or []), config, attestation]), key=lambda pair: pair[0].name)
    return tar(member("blobs/"), *blobs, member("index.json", b"{}"), member("manifest.json", b"[]"))


@pytest.mark.parametrize("form", COMPRESSIONS)
@pytest.mark.parametrize("skip", [0, 1, 2])
def test_blobs_of_compressed_layers_have_other_names_than_the_layers(form: str, skip: int) -> None:
    compress: Callable[[bytes], bytes] = COMPRESSIONS[form]
    assert (
        paths(by_containerd([compress(layer) for layer in LAYERS]), skip)[0]
        == [["/lowest"], ["/middle"], ["/top"]][skip:]
    )


def test_layers_of_other_platforms_and_what_is_no_layer_are_passed_over() -> None:
    other = files({"arm": b"3"})
    artifact, broken = gzip.compress(b"no tar " * 100), zstd.compress(other)[:-3]
    saved = by_containerd(list(map(gzip.compress, LAYERS)), [other, artifact, broken, b"\0asm" + bytes(600) + b"x"])
    assert paths(saved, 0)[0] == [["/lowest"], ["/middle"], ["/top"]]
    with pytest.raises(LayerError, match="damaged"):
        paths(by_containerd([LAYERS[0], gzip.compress(LAYERS[1])[:-9]]), 0, IDS[:2])


def test_a_layer_with_other_bytes_than_the_engine_says_is_missing() -> None:
    with pytest.raises(LayerError, match="does not contain all"):
        paths(by_new_docker([*LAYERS[:2], files({"top": b"9"})], ids=IDS), 0)


def test_lower_layers_that_were_read_once_are_not_read_again() -> None:
    saved = by_containerd(list(map(gzip.compress, LAYERS)))
    names: dict[str, str] = {}
    assert paths(saved, 0, names=names)[1] == 3
    assert sorted(names.values()) == sorted(map(hex_of, IDS))
    assert paths(saved, 2, names=names) == ([["/top"]], 1, 1)
    assert paths(saved, 1, names=names)[:2] == ([["/middle"], ["/top"]], 2)


def test_the_stream_is_read_no_further_than_needed() -> None:
    cut = by_new_docker(LAYERS)
    cut = cut[: cut.index(LAYERS[2][:512]) + len(LAYERS[2])]
    assert paths(cut, 1)[0] == [["/middle"], ["/top"]]


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
    assert opened == 1


def test_what_does_not_fit_is_an_error() -> None:
    with pytest.raises(LayerError, match="stream ends"):
        paths(saved_by_old_docker(LAYERS)[:8192], 0)
    with pytest.raises(LayerError, match="not JSON"):
        paths(tar(member("a/json", b"{")), 0)
    incomplete = tar(member("manifest.json", json.dumps([{"Layers": ["a/layer.tar"]}]).encode()))
    with pytest.raises(LayerError, match="does not contain all"):
        paths(incomplete, 0, IDS[:1])
