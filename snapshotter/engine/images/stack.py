"""Makes an image of another one and a layer on it, of which the engine reads nothing but the new layer.

`docker load` takes an archive that has only some of an image's layers, if it has the others: they are known by the
digests in the configuration.  The new image's JSON is that of the one below it, with the layer and a line of history
added, as a commit would write it.  Where images are in containerd's store, the archive has the form of OCI, with the
descriptions of the layers that the manifest of the image below has.

The archive is begun before the layer is there: Docker starts a process that unpacks it once the first bytes have come,
which takes a third of the time that it needs for a small layer.
"""

from __future__ import annotations

import hashlib
import json
import tarfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from snapshotter.engine import patience
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

Archive = Iterable[tuple[str, bytes | Blob]]
"""The files of an archive in order, by name; a name that ends in "/" is that of a directory."""
_FIRST = ("0/", b"")
"""What an archive for Docker begins with: the directory of the lowest layer's file, which means nothing."""
_OF_ONE_COMMIT = ("container", "container_config", "docker_version", "parent", "id", "author")
"""Parts of an image's JSON that tell how it was made."""


class _Made(Struct, frozen=True):
    """The image that an archive holds."""

    ident: str
    diff_ids: Sequence[str]


def stack(
    client: docker.APIClient,
    parent: str,
    layer: Callable[[], LayerBlob],
    config: ImageConfig,
    *,
    name: str,
    message: str,
) -> str:
    """Return the id of the new image `name`: `parent` and a layer on it; raises `NotStacked` where it is refused.

    `layer` is called once the archive is begun, and may wait until the layer is there; its errors are raised.
    """
    below, info = image_description(client, parent), client.info()
    name = with_registry(name)
    held = _id_of(client, name)
    made: list[_Made] = []
    if containerd_store.is_used(info):
        archive = _oci_archive(client, below, info, layer, config, name, message, made)
    else:
        archive = _docker_archive(client, below, info, layer, config, name, message, made)
    _load(client, archive, name, held, made)
    return made[0].ident


def _oci_archive(
    client: docker.APIClient,
    below: Mapping[str, Any],
    info: Mapping[str, Any],
    layer: Callable[[], LayerBlob],
    config: ImageConfig,
    name: str,
    message: str,
    made: list[_Made],
) -> Iterator[tuple[str, bytes | Blob]]:
    """Yield the files of an archive for containerd's store, and add what it holds to `made`."""
    try:
        manifest = containerd_store.manifest(client, str(below["Id"]), below["RootFS"]["Layers"])
    except EngineError as error:
        raise NotStacked(error.message, error.hint) from error
    own = _parsed(containerd_store.stored_json(info, manifest))
    with patience.own_work():
        found = layer()
    diff_ids = [*below["RootFS"]["Layers"], found.digest]
    raw = stacked_json(below, own, diff_ids, config, message)
    with found.compressed() as blob:
        ident, documents, place = containerd_store.stacked(manifest, raw, blob, name)
        made.append(_Made(ident, diff_ids))
        yield from documents.items()
        yield place, blob


def _docker_archive(
    client: docker.APIClient,
    below: Mapping[str, Any],
    info: Mapping[str, Any],
    layer: Callable[[], LayerBlob],
    config: ImageConfig,
    name: str,
    message: str,
    made: list[_Made],
) -> Iterator[tuple[str, bytes | Blob]]:
    """Yield the files of an archive in Docker's own form, and add what it holds to `made`."""
    podman = is_podman(client.version())
    if not podman:
        yield _FIRST
    own = own_json(info, str(below["Id"])) if podman else _parsed(_docker_json(info, str(below["Id"])))
    with patience.own_work():
        found = layer()
    diff_ids = [*below["RootFS"]["Layers"], found.digest]
    raw = stacked_json(below, own, diff_ids, config, message)
    made.append(_Made(f"sha256:{_digest(raw)}", diff_ids))
    yield from stack_archive(raw, len(diff_ids), found, name, every_file=podman)


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
        if path.endswith("/"):
            member.type, member.mode = tarfile.DIRTYPE, 0o755
        member.size = len(content) if isinstance(content, bytes) else content.size
        yield member.tobuf(tarfile.PAX_FORMAT)
        yield from [content] if isinstance(content, bytes) else content.pieces()
        yield bytes(-member.size % tarfile.BLOCKSIZE)
    yield bytes(2 * tarfile.BLOCKSIZE)


def _load(client: docker.APIClient, archive: Archive, name: str, held: str, made: Sequence[_Made]) -> None:
    """Load an archive and check that the image came of it, which `made` has once all of the archive was read.

    Else what came of it is removed: raises `NotStacked` where the engine refused it, `EngineError` where it failed.
    `held` is the id of the image that has the name.
    """
    try:
        with engine_errors():
            events = client.load_image(tar_pieces(archive))
            errors = [str(event["error"]) for event in events if event.get("error")]
            with suppress(ImageNotFound):
                if made and client.inspect_image(made[0].ident)["RootFS"]["Layers"] == list(made[0].diff_ids):
                    return
        if any("no space left" in error for error in errors):
            raise EngineError(f"the engine cannot store the image: {errors[0]}", DISK_FULL_HINT)
        raise NotStacked((errors or ["it made another image of the archive"])[0], REFUSED_HINT)
    except SnapError:
        if made:
            with suppress(SnapError), engine_errors():
                _take_back(client, made[0].ident, name, held)
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
