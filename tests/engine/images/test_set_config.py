from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import docker
import pytest

from snapshotter.engine.images import containerd_store
from snapshotter.engine.images.config import from_api
from snapshotter.engine.images.set_config import image_json, image_tar, with_config
from snapshotter.errors import EngineError, ImageNotFound
from snapshotter.model import ImageConfig

DATA = {
    "Id": "sha256:old",
    "Architecture": "arm64",
    "Variant": "v8",
    "Os": "linux",
    "Created": "2024-01-01T00:00:00Z",
    "Comment": "a message",
    "RootFS": {"Layers": ["sha256:a", "sha256:b"]},
}
CONFIG = ImageConfig(cmd=("x",), labels=(("k", "v"),))


def test_the_image_keeps_its_layers_and_takes_the_configuration() -> None:
    image = json.loads(image_json(DATA, CONFIG))
    assert image["rootfs"] == {"type": "layers", "diff_ids": ["sha256:a", "sha256:b"]}
    assert from_api(image["config"]) == CONFIG
    assert (image["architecture"], image["variant"], image["os"]) == ("arm64", "v8", "linux")
    assert [entry["comment"] for entry in image["history"]] == ["", "a message"]


def test_the_archive_names_every_layer_and_holds_only_empty_ones() -> None:
    with tarfile.open(fileobj=io.BytesIO(image_tar(DATA, CONFIG, "snap/x:1"))) as tar:
        names = tar.getnames()
        file = tar.extractfile("manifest.json")
        assert file is not None
        manifest = json.load(file)
    assert names == [manifest[0]["Config"], "manifest.json", *manifest[0]["Layers"]]
    assert manifest[0]["RepoTags"] == ["snap/x:1"]
    assert len(manifest[0]["Layers"]) == 2


LAYERS = [{"mediaType": "m", "digest": f"sha256:{name * 64}", "size": 5} for name in "cd"]
MANIFEST = {
    "schemaVersion": 2,
    "mediaType": "application/vnd.oci.image.manifest.v1+json",
    "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": "sha256:x", "size": 1},
    "layers": LAYERS,
}


def digest(raw: bytes) -> str:
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


class Containerd:
    """An engine with one image in containerd's store, which it takes from an archive as that store does."""

    def __init__(self, root: Path, *, readable: bool, manifest: bytes = json.dumps(MANIFEST).encode()) -> None:
        self.id = digest(manifest)
        self.images = {self.id: {**DATA, "Id": self.id, "Config": {"ExposedPorts": {"80/tcp": {}}}}}
        self.manifest = manifest
        self.root = root
        self.saves = 0
        self.more: list[bytes] = []
        self.loaded: dict[str, bytes] = {}
        blobs = root / "containerd/daemon/io.containerd.content.v1.content/blobs/sha256"
        if readable:
            blobs.mkdir(parents=True)
            (blobs / self.id.removeprefix("sha256:")).write_bytes(manifest)

    def info(self) -> dict[str, Any]:
        return {"DockerRootDir": str(self.root), "DriverStatus": [["driver-type", "io.containerd.snapshotter.v1"]]}

    def version(self) -> dict[str, Any]:
        return {"Components": []}

    def inspect_image(self, reference: str) -> dict[str, Any]:
        if reference not in self.images:
            raise ImageNotFound("no such image")
        return self.images[reference]

    def open(self, path: str) -> io.BytesIO:
        self.saves += 1
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode="w") as tar:
            blobs = [(f"blobs/sha256/{digest(raw)[7:]}", raw) for raw in (self.manifest, *self.more, b"no document")]
            for name, data in (("oci-layout", b"{}"), *blobs):
                info = tarfile.TarInfo(name)
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
        content.seek(0)
        return content

    def load_image(self, archive: bytes) -> Iterator[dict[str, str]]:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            self.loaded = {one.name: tar.extractfile(one).read() for one in tar}  # type: ignore[union-attr]
        described = json.loads(self.loaded["index.json"])["manifests"][0]
        manifest = json.loads(self.loaded["blobs/sha256/" + described["digest"][7:]])
        config = json.loads(self.loaded["blobs/sha256/" + manifest["config"]["digest"][7:]])
        layers = config["rootfs"]["diff_ids"] if manifest["layers"] == LAYERS else []
        self.images[described["digest"]] = {"Id": described["digest"], "RootFS": {"Layers": layers}}
        yield {"stream": "Loaded image"}

    def remove_image(self, reference: str, noprune: bool) -> None:
        del self.images[reference]


@pytest.mark.parametrize("readable", [True, False])
def test_the_manifest_behind_an_index_is_that_of_the_layers(tmp_path: Path, readable: bool) -> None:
    config = json.dumps({"rootfs": {"diff_ids": ["sha256:a"]}}).encode()
    own = json.dumps({"config": {"digest": digest(config)}, "layers": [{"digest": "sha256:l"}]}).encode()
    index = json.dumps({"manifests": [{"digest": "sha256:0"}, {"digest": digest(own)}]}).encode()
    engine = Containerd(tmp_path, readable=readable, manifest=index)
    engine.more = [own, config]
    if readable:
        for raw in (own, config):
            name = f"containerd/daemon/io.containerd.content.v1.content/blobs/sha256/{digest(raw)[7:]}"
            (tmp_path / name).write_bytes(raw)
    found = containerd_store.manifest(cast(docker.APIClient, engine), engine.id, ["sha256:a"])
    assert found["layers"] == [{"digest": "sha256:l"}]
    with pytest.raises(EngineError, match="does not tell the layers"):
        containerd_store.manifest(cast(docker.APIClient, engine), engine.id, ["sha256:b"])


@pytest.mark.parametrize("readable", [True, False])
def test_an_image_in_the_store_of_containerd_keeps_the_layers_of_its_manifest(tmp_path: Path, readable: bool) -> None:
    engine = Containerd(tmp_path, readable=readable)
    made = with_config(cast(docker.APIClient, engine), engine.id, CONFIG, name="docker.io/snap/x:1")
    assert list(engine.images) == [made]
    assert engine.saves == (not readable)
    index = json.loads(engine.loaded["index.json"])["manifests"][0]
    assert index["annotations"]["io.containerd.image.name"] == "docker.io/snap/x:1"
    assert (index["digest"], index["size"]) == (made, len(engine.loaded["blobs/sha256/" + made[7:]]))
    for name, content in engine.loaded.items():
        if name.startswith("blobs/"):
            assert digest(content) == f"sha256:{name.rpartition('/')[2]}"
    manifest = json.loads(engine.loaded["blobs/sha256/" + made[7:]])
    assert manifest["layers"] == LAYERS
    config = json.loads(engine.loaded["blobs/sha256/" + manifest["config"]["digest"][7:]])
    assert from_api(config["config"]).exposed_ports == ()


def test_the_image_stays_where_its_layers_are_not_known(tmp_path: Path) -> None:
    for broken in (b"{}", b"[]", b"no json"):
        engine = Containerd(tmp_path, readable=False, manifest=broken)
        with pytest.raises(EngineError, match="layers"):
            with_config(cast(docker.APIClient, engine), engine.id, CONFIG, name="")
        assert list(engine.images) == [engine.id]
        assert not engine.loaded


def test_the_image_stays_where_another_one_came_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Containerd(tmp_path, readable=True)
    monkeypatch.setattr("tests.engine.images.test_set_config.LAYERS", [])
    with pytest.raises(EngineError, match="another image"):
        with_config(cast(docker.APIClient, engine), engine.id, CONFIG, name="x")
    assert engine.id in engine.images


def test_a_manifest_in_place_with_another_digest_is_not_taken(tmp_path: Path) -> None:
    engine = Containerd(tmp_path, readable=True)
    next(tmp_path.rglob(engine.id[7:])).write_bytes(b"{}")
    assert containerd_store.manifest(cast(docker.APIClient, engine), engine.id)["layers"] == LAYERS
    assert engine.saves == 1


@pytest.mark.parametrize(
    ("status", "used"),
    [
        ([["driver-type", "io.containerd.snapshotter.v1"]], True),
        ([["Backing Filesystem", "extfs"]], False),
        (None, False),
    ],
)
def test_the_store_of_containerd_is_known_by_its_driver(status: object, used: bool) -> None:
    assert containerd_store.is_used({"DriverStatus": status}) == used
