from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import docker
import pytest

from snapshotter.engine.images.config import from_api
from snapshotter.engine.images.stack import stack, stacked_json
from snapshotter.errors import EngineError, ImageNotFound, NotStacked
from snapshotter.model import ImageConfig
from snapshotter.rootfs.layer.write import LayerFile

CONFIG = ImageConfig(cmd=("x",), labels=(("k", "v"),))
DIFF_IDS = ["sha256:a", "sha256:b"]
OWN = {
    "architecture": "arm64",
    "os": "linux",
    "author": "someone",
    "container": "c0ffee",
    "config": {"ExposedPorts": {"80/tcp": {}}},
    "rootfs": {"type": "layers", "diff_ids": DIFF_IDS},
    "history": [{"created_by": "ADD"}, {"empty_layer": True}, {"comment": "before"}],
}
BELOW = {"Architecture": "arm64", "Os": "linux", "Created": "2024-01-01T00:00:00Z", "RootFS": {"Layers": DIFF_IDS}}
LAYERS = [{"mediaType": "m", "digest": f"sha256:{name * 64}", "size": 5} for name in "cd"]


def digest(raw: bytes) -> str:
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


class Docker:
    """An engine with one image, which takes an archive that has no more than one new layer."""

    base_url, api_version, timeout = "http://engine", "1.51", 60

    def __init__(self, root: Path, kind: str = "docker", errors: Iterable[str] = ()) -> None:
        self.root, self.kind, self.errors = root, kind, list(errors)
        raw = json.dumps(OWN).encode()
        self.below = digest(raw)
        places = {"docker": root / "image/overlay2/imagedb/content/sha256" / self.below[7:]}
        if kind == "containerd":
            blobs = root / "containerd/daemon/io.containerd.content.v1.content/blobs/sha256"
            manifest = json.dumps({"config": {"digest": digest(raw), "size": len(raw)}, "layers": LAYERS}).encode()
            self.below = digest(manifest)
            places = {kind: blobs / digest(raw)[7:]}
            blobs.mkdir(parents=True)
            (blobs / self.below[7:]).write_bytes(manifest)
        if kind in places:
            places[kind].parent.mkdir(parents=True, exist_ok=True)
            places[kind].write_bytes(raw)
        self.images: dict[str, Any] = {self.below: {"Id": self.below, **BELOW}}
        self.tagged: dict[str, str] = {}
        self.loaded: dict[str, bytes] = {}

    def info(self) -> dict[str, Any]:
        types = [["driver-type", "io.containerd.snapshotter.v1"]] if self.kind == "containerd" else []
        return {"DockerRootDir": str(self.root), "Driver": "overlay2", "DriverStatus": types}

    def version(self) -> dict[str, Any]:
        return {"Components": [{"Name": "Podman Engine"}] if self.kind == "podman" else [], "Version": "5"}

    def get(self, _url: str) -> Any:  # noqa: ANN401
        class Response:
            content = b"{}"

        return Response()

    def inspect_image(self, reference: str) -> dict[str, Any]:
        ident = self.tagged.get(reference, reference)
        if ident not in self.images:
            raise ImageNotFound("no such image")
        return cast(dict[str, Any], self.images[ident])

    def load_image(self, archive: Iterable[bytes]) -> Iterator[dict[str, str]]:
        with tarfile.open(fileobj=io.BytesIO(b"".join(archive))) as tar:
            self.loaded = {one.name: tar.extractfile(one).read() for one in tar if one.isfile()}  # type: ignore[union-attr]
        if self.errors:
            yield from ({"error": error} for error in self.errors)
            return
        if "index.json" in self.loaded:
            described = json.loads(self.loaded["index.json"])["manifests"][0]
            ident, name = described["digest"], described["annotations"]["io.containerd.image.name"]
            manifest = json.loads(self.loaded["blobs/sha256/" + ident[7:]])
            raw = self.loaded["blobs/sha256/" + manifest["config"]["digest"][7:]]
        else:
            (entry,) = json.loads(self.loaded["manifest.json"])
            raw, name = self.loaded[entry["Config"]], entry["RepoTags"][0]
            ident = digest(raw)
        self.images[ident] = {"Id": ident, "RootFS": {"Layers": json.loads(raw)["rootfs"]["diff_ids"]}, "raw": raw}
        self.tagged[name] = ident
        yield {"stream": "Loaded image"}

    def tag(self, image: str, repository: str, tag: str) -> None:
        self.tagged[f"{repository}:{tag}"] = image

    def remove_image(self, reference: str) -> None:
        ident = self.tagged.pop(reference, reference)
        del self.images[ident]

    def stack(self, layer: LayerFile) -> str:
        client = cast(docker.APIClient, self)
        return stack(client, self.below, lambda: layer, CONFIG, name="snap/x:2", message="a message")


@pytest.fixture
def layer(tmp_path: Path) -> Iterator[LayerFile]:
    with LayerFile(tmp_path) as file:
        file.write(b"a layer" * 1000)
        yield file


def test_docker_is_given_the_new_layer_alone(tmp_path: Path, layer: LayerFile) -> None:
    engine = Docker(tmp_path)
    made = engine.stack(layer)
    assert engine.tagged == {"docker.io/snap/x:2": made}
    image = json.loads(engine.images[made]["raw"])
    assert image["rootfs"]["diff_ids"] == [*DIFF_IDS, layer.digest]
    assert from_api(image["config"]) == CONFIG
    assert image["history"][:3] == OWN["history"]
    assert image["history"][3] == {"created": image["created"], "comment": "a message"}
    assert (image["architecture"], image["comment"]) == ("arm64", "a message")
    assert not {"container", "author"} & image.keys()
    assert [name for name in engine.loaded if name.endswith(".tar")] == ["2/layer.tar"]
    assert engine.loaded["2/layer.tar"] == b"a layer" * 1000


def test_podman_is_given_a_file_for_each_layer(tmp_path: Path, layer: LayerFile) -> None:
    engine = Docker(tmp_path, "podman")
    image = json.loads(engine.images[engine.stack(layer)]["raw"])
    assert image["rootfs"]["diff_ids"] == [*DIFF_IDS, layer.digest]
    assert len(image["history"]) == 3  # its own could not be read: one entry for each layer
    assert [name for name in engine.loaded if name.endswith(".tar")] == [f"{n}/layer.tar" for n in range(3)]


def test_containerds_store_is_given_the_descriptions_of_the_layers_below(tmp_path: Path, layer: LayerFile) -> None:
    engine = Docker(tmp_path, "containerd")
    made = engine.stack(layer)
    manifest = json.loads(engine.loaded["blobs/sha256/" + made[7:]])
    assert manifest["layers"][:2] == LAYERS
    last = manifest["layers"][2]
    blob = engine.loaded["blobs/sha256/" + last["digest"][7:]]
    assert last == {
        "mediaType": "application/vnd.oci.image.layer.v1.tar+gzip",
        "digest": digest(blob),
        "size": len(blob),
    }
    assert gzip.decompress(blob) == b"a layer" * 1000
    assert json.loads(engine.images[made]["raw"])["history"][:3] == OWN["history"]


def test_an_archive_is_begun_before_the_layer_is_there(tmp_path: Path, layer: LayerFile) -> None:
    engine, begun = Docker(tmp_path), list[bytes]()
    load = engine.load_image

    def first_piece(archive: Iterable[bytes]) -> Iterator[dict[str, str]]:
        pieces = iter(archive)
        begun.append(next(pieces))
        return load([*begun, *pieces])

    def late() -> LayerFile:
        assert len(begun) == 1
        return layer

    engine.load_image = first_piece  # type: ignore[method-assign]
    made = stack(cast(docker.APIClient, engine), engine.below, late, CONFIG, name="snap/x:2", message="")
    assert made in engine.images and begun[0].startswith(b"0/\0")


def test_the_manifest_for_the_platform_is_taken_where_there_are_several(tmp_path: Path, layer: LayerFile) -> None:
    engine = Docker(tmp_path, "containerd")
    other = json.dumps({"config": {"digest": "sha256:0"}, "layers": []}).encode()
    listed = [{"digest": digest(other)}, {"digest": engine.below}]
    index = json.dumps({"manifests": listed}).encode()
    blobs = tmp_path / "containerd/daemon/io.containerd.content.v1.content/blobs/sha256"
    for raw in (other, index):
        (blobs / digest(raw)[7:]).write_bytes(raw)
    engine.images[digest(index)] = {"Id": digest(index), **BELOW}
    engine.below = digest(index)
    made = engine.stack(layer)
    assert json.loads(engine.loaded["blobs/sha256/" + made[7:]])["layers"][:2] == LAYERS


def test_an_index_without_the_layers_is_a_refusal(tmp_path: Path, layer: LayerFile) -> None:
    engine = Docker(tmp_path, "containerd")
    index = json.dumps({"manifests": [{"digest": "sha256:0"}]}).encode()
    blobs = tmp_path / "containerd/daemon/io.containerd.content.v1.content/blobs/sha256"
    (blobs / digest(index)[7:]).write_bytes(index)
    engine.images[digest(index)] = {"Id": digest(index), **BELOW}
    engine.below = digest(index)
    with pytest.raises(NotStacked, match="does not tell the layers"):
        engine.stack(layer)


@pytest.mark.parametrize("kind", ["docker", "containerd", "podman"])
def test_a_refusal_leaves_nothing(tmp_path: Path, layer: LayerFile, kind: str) -> None:
    engine = Docker(tmp_path, kind, ["open 0/layer.tar: no such file or directory"])
    with pytest.raises(NotStacked, match="no such file"):
        engine.stack(layer)
    assert list(engine.images) == [engine.below]


def test_an_image_with_other_layers_is_removed(
    tmp_path: Path, layer: LayerFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Docker(tmp_path)
    inspect = engine.inspect_image

    def other_layers(reference: str) -> dict[str, Any]:
        found = inspect(reference)
        return found if reference == engine.below else {**found, "RootFS": {"Layers": ["sha256:z"]}}

    monkeypatch.setattr(engine, "inspect_image", other_layers)
    with pytest.raises(NotStacked, match="another image"):
        engine.stack(layer)
    assert list(engine.images) == [engine.below] and not engine.tagged
    engine.tagged = {"docker.io/snap/x:2": engine.below}
    with pytest.raises(NotStacked, match="another image"):
        engine.stack(layer)
    assert list(engine.images) == [engine.below] and engine.tagged == {"docker.io/snap/x:2": engine.below}


def test_a_full_disk_is_no_refusal(tmp_path: Path, layer: LayerFile) -> None:
    engine = Docker(tmp_path, errors=["write /var/lib: no space left on device"])
    with pytest.raises(EngineError, match="no space left") as raised:
        engine.stack(layer)
    assert not isinstance(raised.value, NotStacked)


def test_a_json_of_another_image_is_not_taken() -> None:
    made = json.loads(stacked_json(BELOW, OWN | {"rootfs": {"diff_ids": ["sha256:z"]}}, [*DIFF_IDS, "n"], CONFIG, ""))
    assert made["rootfs"]["diff_ids"] == [*DIFF_IDS, "n"] and len(made["history"]) == 3
