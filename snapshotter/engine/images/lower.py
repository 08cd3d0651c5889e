"""The history of an image, and images of its lowest layers, of which the engine copies nothing."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from snapshotter.engine.api import HistoryStep
from snapshotter.engine.errors import REFUSED_HINT, engine_errors
from snapshotter.engine.images import containerd_store
from snapshotter.engine.images.images import with_registry
from snapshotter.engine.images.podman_config import image_description
from snapshotter.engine.images.set_config import image_json, image_tar
from snapshotter.errors import EngineError, ImageNotFound
from snapshotter.model import ImageConfig

if TYPE_CHECKING:
    import docker


def history(client: docker.APIClient, image: str) -> list[HistoryStep]:
    """Return an image's history, oldest first."""
    return [
        HistoryStep(
            float(row.get("Created") or 0),
            str(row.get("CreatedBy") or ""),
            str(row.get("Comment") or ""),
            int(row.get("Size") or 0),
        )
        for row in reversed(client.history(image))
    ]


def lower(client: docker.APIClient, image: str, count: int, config: ImageConfig, *, name: str) -> str:
    """Make an image of the lowest `count` layers of another one and return its id; raises `EngineError`."""
    data = deepcopy(dict(image_description(client, image)))
    own = data["RootFS"]["Layers"]
    layers = data["RootFS"]["Layers"] = own[:count]
    name = with_registry(name)
    if containerd_store.is_used(client.info()):
        manifest = containerd_store.manifest(client, str(data["Id"]), own)
        made = containerd_store.with_json(
            {**manifest, "layers": manifest["layers"][:count]}, image_json(data, config), name
        )
        archive = made.archive
    else:
        archive = image_tar(data, config, name)
    with engine_errors():
        errors = [str(event["error"]) for event in client.load_image(archive) if event.get("error")]
        if errors:
            raise EngineError(f"the engine does not take an image of the lower layers: {errors[0]}", REFUSED_HINT)
        try:
            found = client.inspect_image(name)
        except ImageNotFound:
            found = {}
        if (found.get("RootFS") or {}).get("Layers") != layers:
            raise EngineError("the engine made another image of the lower layers", REFUSED_HINT)
    return str(found["Id"]) if str(found["Id"]).startswith("sha256:") else f"sha256:{found['Id']}"
