"""Makes an image of another one and a layer on it, of which the engine reads nothing but the new layer.

`docker load` takes an archive that has only some of an image's layers, if it has the others: they are known by the
digests in the configuration.  The new image's JSON is that of the one below it, with the layer and a line of history
added, as a commit would write it.  Where images are in containerd's store, the archive has the form of OCI, with the
descriptions of the layers that the manifest of the image below has.
"""

from __future__ import annotations

import hashlib
import json
import tarfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from snapshotter.engine.api import Blob, LayerBlob
from snapshotter.engine.errors import DISK_FULL_HINT, REFUSED_HINT, engine_errors
from snapshotter.engine.images import containerd_store
from snapshotter.engine.images.config import from_api, to_api
from snapshotter.engine.images.images import with_registry
from snapshotter.engine.images.podman_config import image_description, is_podman, own_json
from snapshotter.engine.images.set_config import image_json
from snapshotter.errors import EngineError, ImageNotFound, NotStacked, SnapError
from snapshotter.model import ImageConfig

if TYPE_CHECKING:
    import docker

Archive = Sequence[tuple[str, bytes | Blob]]
"""The files of an archive in order, by name."""
_OF_ONE_COMMIT = ("container", "container_config", "docker_version", "parent", "id", "author")
"""Parts of an image's JSON that tell how it was made."""


def stack(
    client: docker.APIClient, parent: str, layer: LayerBlob, config: ImageConfig, *, name: str, message: str
) -> str:
    """Return the id of the new image `name`: `parent` and a layer on it; raises `NotStacked` where it is refused."""
    below, info = image_description(client, parent), client.info()
    diff_ids = [*below["RootFS"]["Layers"], layer.digest]
    name = with_registry(name)
    podman = is_podman(client.version())
    if containerd_store.is_used(info):
        manifest = containerd_store.manifest(client, str(below["Id"]))
        raw = stacked_json(below, _parsed(containerd_store.stored_json(info, manifest)), diff_ids, config, message)
        with layer.compressed() as blob:
            ident, documents, place = containerd_store.stacked(manifest, raw, blob, name)
            _load(client, [*documents.items(), (place, blob)], ident, name, diff_ids)
        return ident
    own = own_json(info, str(below["Id"])) if podman else _parsed(_docker_json(info, str(below["Id"])))
    raw = stacked_json(below, own, diff_ids, config, message)
    ident = f"sha256:{_digest(raw)}"
    _load(client, stack_archive(raw, len(diff_ids), layer, name, every_file=podman), ident, name, diff_ids)
    return ident


def stacked_json(
    below: Mapping[str, Any],
    own: Mapping[str, Any] | None,
    diff_ids: Sequence[str],
    config: ImageConfig,
    message: str,
) -> bytes:
    """Return the JSON of an image of these layers, made from that of the image below it, which has all but the last.

    `below` is the engine's description of it, `own` its JSON, None where that cannot be read.
    """
    if own is None or (own.get("rootfs") or {}).get("diff_ids") != list(diff_ids[:-1]):
        own = json.loads(image_json(below, from_api(below.get("Config"))))
    seconds, rest = divmod(time.time_ns(), 10**9)
    created = f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(seconds))}.{rest:09d}Z"
    history = list(own.get("history") or ())
    image = {key: value for key, value in own.items() if key not in _OF_ONE_COMMIT}
    image |= {
        "created": created,
        "comment": message,
        "config": to_api(config),
        "rootfs": {"type": "layers", "diff_ids": list(diff_ids)},
        "history": [*history, {"created": created, "comment": message}],
    }
    return json.dumps(image, sort_keys=True).encode()


def stack_archive(
    raw: bytes, count: int, layer: Blob, name: str, *, every_file: bool
) -> list[tuple[str, bytes | Blob]]:
    """Return an archive for `docker load` of an image with this JSON and `count` layers, of which it has the last.

    With `every_file` there is an empty one for each other layer, which podman requires.
    """
    paths = [f"{number}/layer.tar" for number in range(count)]
    manifest = [{"Config": f"{_digest(raw)}.json", "RepoTags": [name] if name else None, "Layers": paths}]
    empty = bytes(2 * tarfile.BLOCKSIZE)
    return [
        (f"{_digest(raw)}.json", raw),
        ("manifest.json", json.dumps(manifest).encode()),
        *((path, empty) for path in paths[:-1] if every_file),
        (paths[-1], layer),
    ]


def tar_pieces(archive: Archive) -> Iterator[bytes]:
    """Yield an archive as a tar."""
    for path, content in archive:
        member = tarfile.TarInfo(path)
        member.size = len(content) if isinstance(content, bytes) else content.size
        yield member.tobuf(tarfile.PAX_FORMAT)
        yield from [content] if isinstance(content, bytes) else content.pieces()
        yield bytes(-member.size % tarfile.BLOCKSIZE)
    yield bytes(2 * tarfile.BLOCKSIZE)


def _load(client: docker.APIClient, archive: Archive, ident: str, name: str, diff_ids: Sequence[str]) -> None:
    """Load an archive and check that the image came of it.

    Else what came of it is removed: raises `NotStacked` where the engine refused it, `EngineError` where it failed.
    """
    held = _id_of(client, name)
    try:
        with engine_errors():
            events = client.load_image(tar_pieces(archive))
            errors = [str(event["error"]) for event in events if event.get("error")]
            with suppress(ImageNotFound):
                if client.inspect_image(ident)["RootFS"]["Layers"] == list(diff_ids):
                    return
        if any("no space left" in error for error in errors):
            raise EngineError(f"the engine cannot store the image: {errors[0]}", DISK_FULL_HINT)
        raise NotStacked((errors or ["it made another image of the archive"])[0], REFUSED_HINT)
    except SnapError:
        with suppress(SnapError), engine_errors():
            _take_back(client, ident, name, held)
        raise


def _id_of(client: docker.APIClient, reference: str) -> str:
    with suppress(ImageNotFound), engine_errors():
        return str(client.inspect_image(reference)["Id"])
    return ""


def _take_back(client: docker.APIClient, ident: str, name: str, held: str) -> None:
    """Return a name to the image that had it, "" for none, and remove what was loaded."""
    now = _id_of(client, name)
    if held and now != held:
        repository, _, tag = name.rpartition(":")
        client.tag(held, repository, tag)
    elif now and now != held:
        client.remove_image(name)
    if ident != held and _id_of(client, ident):
        client.remove_image(ident)


def _docker_json(info: Mapping[str, Any], ident: str) -> bytes | None:
    """Return the image's own JSON in Docker's store, None where it cannot be read."""
    root = Path(str(info.get("DockerRootDir") or "/nonexistent"), "image", str(info.get("Driver")))
    try:
        raw = (root / "imagedb/content/sha256" / ident.rpartition(":")[2]).read_bytes()
    except (OSError, ValueError):
        return None
    return raw if f"sha256:{_digest(raw)}" == ident else None


def _parsed(raw: bytes | None) -> dict[str, Any] | None:
    try:
        found = json.loads(raw or b"")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
