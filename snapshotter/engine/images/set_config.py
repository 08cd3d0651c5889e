"""Sets exactly the configuration that was requested, where the engine's commit added something to it.

A commit merges the container's ports, environment and health check into the configuration it is given, and there is
no option against that.  To load an image whose layers the engine already has, its configuration and a list of layer
names are enough, so the image is loaded again with the right configuration; no layer is copied.  Where images are in
containerd's store, `containerd_store.py` makes the archive.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from snapshotter.engine.errors import REFUSED_HINT, engine_errors
from snapshotter.engine.images import containerd_store
from snapshotter.engine.images.config import from_api, to_api
from snapshotter.engine.images.podman_config import image_description
from snapshotter.errors import EngineError, ImageNotFound
from snapshotter.model import ImageConfig

if TYPE_CHECKING:
    import docker


def with_config(client: docker.APIClient, image: str, config: ImageConfig, *, name: str) -> str:
    """Return the id of `image`, or where its configuration differs, of a new one with `config` and the same labels."""
    data = image_description(client, image)
    current = from_api(data.get("Config"))
    wanted = from_api(to_api(replace(config, labels=current.labels)))
    if current == wanted:
        return str(data["Id"])
    wanted_json = image_json(data, wanted)
    if containerd_store.is_used(client.info()):
        made = containerd_store.with_json(
            containerd_store.manifest(client, str(data["Id"]), data["RootFS"]["Layers"]), wanted_json, name
        )
        ident, archive = made.id, made.archive
    else:
        ident, archive = f"sha256:{_digest(wanted_json)}", image_tar(data, wanted, name)
    errors = [str(event["error"]) for event in client.load_image(archive) if event.get("error")]
    if errors:
        raise EngineError(f"the engine cannot set the image's configuration: {errors[0]}", REFUSED_HINT)
    _check_loaded(client, ident, data)
    with contextlib.suppress(ImageNotFound), engine_errors():  # in containerd's store it is gone with its name
        client.remove_image(str(data["Id"]), noprune=True)
    return ident


def _check_loaded(client: docker.APIClient, ident: str, data: Mapping[str, Any]) -> None:
    """Raise `EngineError` where the engine does not have the image that was loaded, with the same layers."""
    with contextlib.suppress(ImageNotFound), engine_errors():
        if client.inspect_image(ident)["RootFS"]["Layers"] == data["RootFS"]["Layers"]:
            return
    raise EngineError("the engine cannot set the image's configuration: it made another image of it", REFUSED_HINT)


def image_tar(data: Mapping[str, Any], config: ImageConfig, name: str) -> bytes:
    """Return an archive for `docker load`, with an empty file for each layer.

    The engine already has the layers and reads none of them; only podman requires a file for each.
    """
    raw = image_json(data, config)
    layers = [f"{number}/layer.tar" for number in range(len(data["RootFS"]["Layers"]))]
    manifest = [{"Config": f"{_digest(raw)}.json", "RepoTags": [name] if name else None, "Layers": layers}]
    empty = bytes(2 * tarfile.BLOCKSIZE)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for path, content in (
            (f"{_digest(raw)}.json", raw),
            ("manifest.json", json.dumps(manifest).encode()),
            *((layer, empty) for layer in layers),
        ):
            member = tarfile.TarInfo(path)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return out.getvalue()


def image_json(data: Mapping[str, Any], config: ImageConfig) -> bytes:
    """Return the image's own JSON, made from the engine's description of it; always the same for the same image."""
    layers = data["RootFS"]["Layers"]
    created = data.get("Created") or ""
    notes = [*("" for _ in layers[1:]), str(data.get("Comment") or "")]
    image = {
        "architecture": data.get("Architecture") or "",
        **({"variant": data["Variant"]} if data.get("Variant") else {}),
        "os": data.get("Os") or "linux",
        "created": created,
        "config": to_api(config),
        "rootfs": {"type": "layers", "diff_ids": layers},
        "history": [{"created": created, "comment": note} for note in notes[-len(layers) :]],
    }
    return json.dumps(image, sort_keys=True).encode()


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
