from __future__ import annotations

import io
import json
import tarfile

from snapshotter.engine.images.config import from_api
from snapshotter.engine.images.set_config import image_json, image_tar
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
