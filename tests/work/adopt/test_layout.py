"""Images in OCI form, and archives that are damaged or made to do harm."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from snapshotter.errors import UsageError
from snapshotter.store.home import Home
from snapshotter.work.adopt.adopt import AdoptRequest, adopt
from snapshotter.work.adopt.layout import as_saved, check_ratio, check_system, image_of, layout
from tests.work.fakes import FakeEngine

LAYER = gzip.compress(b"layer")


def blob(data: bytes) -> tuple[str, str]:
    digest = hashlib.sha256(data).hexdigest()
    return f"blobs/sha256/{digest}", f"sha256:{digest}"


def oci(system: str = "linux", **more: bytes) -> dict[str, bytes]:
    """Return the files of a layout with one image."""
    config = json.dumps({"os": system}).encode()
    (config_name, config_digest), (layer_name, layer_digest) = blob(config), blob(LAYER)
    manifest = json.dumps({"config": {"digest": config_digest}, "layers": [{"digest": layer_digest}]}).encode()
    manifest_name, manifest_digest = blob(manifest)
    index = json.dumps({"manifests": [{"digest": manifest_digest}]}).encode()
    return {"index.json": index, manifest_name: manifest, config_name: config, layer_name: LAYER, **more}


def folder(files: Mapping[str, bytes], path: Path) -> Path:
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def archive(files: Mapping[str, bytes], path: Path) -> Path:
    with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


@pytest.mark.parametrize("kind", ["directory", "tar", "gzip"])
def test_a_layout_becomes_what_docker_save_writes(kind: str, tmp_path: Path) -> None:
    made = (
        folder(oci(), tmp_path / "x")
        if kind == "directory"
        else archive(oci(), tmp_path / f"x.tar{(kind[:2] == 'gz' and '.gz') or ''}")
    )
    with layout(made) as files:
        manifest, config = image_of(files, "x")
        stream = b"".join(as_saved(files, manifest, "web:1", "x"))
    assert config == {"os": "linux"}
    with tarfile.open(fileobj=io.BytesIO(stream)) as tar:
        held = {one.name: (tar.extractfile(one) or io.BytesIO()).read() for one in tar}
    (row,) = json.loads(held["manifest.json"])
    assert row["RepoTags"] == ["web:1"] and [held[name] for name in row["Layers"]] == [LAYER]


@pytest.mark.parametrize("kind", ["directory", "tar"])
def test_a_damaged_layout_is_refused(kind: str, tmp_path: Path, fake: FakeEngine, home: Home) -> None:
    name, _ = blob(LAYER)
    for wrong, why in (({name: LAYER + b"x"}, "is damaged"), ({}, "is incomplete")):
        files = {key: data for key, data in oci().items() if key != name} | wrong
        made = folder(files, tmp_path / why) if kind == "directory" else archive(files, tmp_path / f"{why}.tar")
        with pytest.raises(UsageError, match=why):
            adopt(fake, home, AdoptRequest(str(made)), lambda _: None)
        assert not home.workspaces.names() and not [tag for tag in fake.tagged if tag.startswith("snap/")]


def test_what_a_layout_cannot_be(tmp_path: Path) -> None:
    cases: dict[str, dict[str, bytes]] = {
        "several": {"index.json": json.dumps({"manifests": [{"digest": f"sha256:{n * 64}"} for n in "ab"]}).encode()},
        "no image for Linux": {"index.json": b'{"manifests": [{"digest": "x", "platform": {"os": "windows"}}]}'},
        "is not a digest": {"index.json": b'{"manifests": [{"digest": "sha256:../../etc/passwd"}]}'},
        "it has no index.json": {"other": b""},
        "not an image in OCI form": {"index.json": b"[]"},
    }
    for why, files in cases.items():
        with pytest.raises(UsageError, match=why), layout(folder(files, tmp_path / why)) as opened:
            image_of(opened, "x")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"../x": b"", "manifest.json": b"[]"}, "leads out of it"),
        ({"manifest.json": b'[{"Config": "../c.json", "Layers": [], "RepoTags": []}]'}, "leads out of it"),
        (
            {"manifest.json": b'[{"Config": "c.json", "Layers": []}]', "c.json": b'{"os": "windows"}'},
            "is an image of windows",
        ),
        (oci("windows"), "is an image of windows"),
        ({"manifest.json": b"{]"}, "cannot be read as an image"),
        ({"manifest.json": b'[{"Layers": []}]'}, "cannot be read as an image"),
    ],
)
def test_an_archive_that_is_refused(
    files: Mapping[str, bytes], why: str, tmp_path: Path, fake: FakeEngine, home: Home
) -> None:
    with pytest.raises(UsageError, match=why):
        adopt(fake, home, AdoptRequest(str(archive(files, tmp_path / "x.tar"))), lambda _: None)
    assert "load" not in fake.calls and not home.workspaces.names()


def test_what_unpacks_to_far_more_than_its_size_is_refused() -> None:
    check_ratio(1 << 20, 400 << 20, "x")
    with pytest.raises(UsageError, match="more than 500 times its size"):
        check_ratio(1 << 20, 2 << 30, "x")


def test_other_systems_are_refused() -> None:
    check_system({}, "x")
    with pytest.raises(UsageError, match="an image of freebsd"):
        check_system({"os": "freebsd"}, "x")
