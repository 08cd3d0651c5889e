"""The OCI layout of a saved image: what each engine's `docker save` writes."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from snapshotter.engine.build.oci_layout import write_layout
from snapshotter.errors import EngineError

CONFIG = b'{"architecture": "amd64", "os": "linux"}'
OTHER = b'{"architecture": "arm64", "os": "linux"}'


def saved(files: dict[str, bytes], links: dict[str, str] | None = None) -> io.BytesIO:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            tar.addfile(info)
    stream.seek(0)
    return stream


def read(directory: Path, digest: str) -> bytes:
    data = (directory / "blobs" / "sha256" / digest.removeprefix("sha256:")).read_bytes()
    assert f"sha256:{hashlib.sha256(data).hexdigest()}" == digest
    return data


def test_the_form_before_version_25(tmp_path: Path) -> None:
    manifest = json.dumps([{"Config": "c.json", "Layers": ["a/layer.tar", "b/layer.tar"]}]).encode()
    files = {"a/layer.tar": b"layer", "c.json": CONFIG, "manifest.json": manifest}
    digest = write_layout(saved(files, {"b/layer.tar": "../a/layer.tar"}), tmp_path, "amd64")
    made = json.loads(read(tmp_path, digest))
    assert read(tmp_path, made["config"]["digest"]) == CONFIG
    assert [read(tmp_path, layer["digest"]) for layer in made["layers"]] == [b"layer", b"layer"]
    assert {layer["mediaType"].rpartition(".")[2] for layer in made["layers"]} == {"tar"}
    index = json.loads((tmp_path / "index.json").read_bytes())
    assert index["manifests"][0]["digest"] == digest
    assert json.loads((tmp_path / "oci-layout").read_bytes()) == {"imageLayoutVersion": "1.0.0"}


def test_compressed_layers_of_the_wanted_platform(tmp_path: Path) -> None:
    packed, zstd = gzip.compress(b"layer"), b"\x28\xb5\x2f\xfd..."
    entries = [{"Config": "o", "Layers": []}, {"Config": "c", "Layers": ["blobs/1", "blobs/2"]}]
    files = {"o": OTHER, "c": CONFIG, "blobs/1": packed, "blobs/2": zstd, "manifest.json": json.dumps(entries).encode()}
    made = json.loads(read(tmp_path, write_layout(saved(files), tmp_path, "amd64")))
    assert read(tmp_path, made["config"]["digest"]) == CONFIG
    assert [layer["mediaType"].rpartition("+")[2] for layer in made["layers"]] == ["gzip", "zstd"]


@pytest.mark.parametrize("manifest", [b"", b"[]", b'[{"Config": "c", "Layers": ["x"]}]', b'[{"Layers": []}]'])
def test_a_stream_that_is_no_image(tmp_path: Path, manifest: bytes) -> None:
    with pytest.raises(EngineError, match="cannot be read"):
        write_layout(saved({"c": CONFIG, "manifest.json": manifest}), tmp_path, "amd64")
