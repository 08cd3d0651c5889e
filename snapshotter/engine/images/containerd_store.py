"""Images in containerd's store: a manifest's digest is the id, and an image is loaded by its manifest.

There an archive in the form of `docker save` is taken with whatever layers it has, even empty ones.  One in the form of
OCI that has only index, manifest and configuration is taken as well, if the layers that the manifest describes are in
the store: so a new configuration needs the manifest that the image has now.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct

from snapshotter.engine.api import Blob
from snapshotter.engine.errors import REFUSED_HINT
from snapshotter.engine.images.export import open_stream
from snapshotter.errors import EngineError

if TYPE_CHECKING:
    import docker

_DRIVER_TYPE = "io.containerd.snapshotter"
_BLOBS = "io.containerd.content.v1.content/blobs/sha256"
_LARGEST_MANIFEST = 8 << 20


class OciImage(Struct, frozen=True):
    """An image whose layers the engine has: its id, and the archive from which it is loaded."""

    id: str
    archive: bytes


def is_used(info: Mapping[str, Any]) -> bool:
    """Return whether an engine, which describes itself with `info`, has its images in containerd's store."""
    rows = cast(list[list[str]], info.get("DriverStatus") or [])
    return any(row[0] == "driver-type" and row[1].startswith(_DRIVER_TYPE) for row in rows)


def with_json(manifest: Mapping[str, Any], image_json: bytes, name: str) -> OciImage:
    """Return the image with the layers of a manifest and another JSON of its own; `name` is "" for none."""
    digest, documents = _documents(manifest, image_json, name)
    return OciImage(digest, _archive(documents))


def stacked(
    manifest: Mapping[str, Any], image_json: bytes, layer: Blob, name: str
) -> tuple[str, dict[str, bytes], str]:
    """Return the id of the image with one more layer than a manifest has, and the archive from which it is loaded.

    `layer` is compressed with gzip.  The archive is its documents by name, and the name of the layer's file in it.
    """
    docker = str(manifest["mediaType"]).startswith("application/vnd.docker.")
    kind = (
        "application/vnd.docker.image.rootfs.diff.tar.gzip" if docker else "application/vnd.oci.image.layer.v1.tar+gzip"
    )
    added = {"mediaType": kind, "digest": layer.digest, "size": layer.size}
    digest, documents = _documents({**manifest, "layers": [*manifest["layers"], added]}, image_json, name)
    return digest, documents, _blob(layer.digest)


def stored_json(info: Mapping[str, Any], manifest: Mapping[str, Any]) -> bytes | None:
    """Return the JSON of the image with a manifest, None where it cannot be read in place."""
    return _in_place(info, str(manifest["config"].get("digest")))


def _documents(manifest: Mapping[str, Any], image_json: bytes, name: str) -> tuple[str, dict[str, bytes]]:
    """Return the digest of the manifest with another JSON of the image, and the files of an archive by name."""
    config = {**manifest["config"], "digest": _digest(image_json), "size": len(image_json)}
    raw = json.dumps({**manifest, "config": config}, sort_keys=True).encode()
    digest = _digest(raw)
    described: dict[str, Any] = {"mediaType": manifest["mediaType"], "digest": digest, "size": len(raw)}
    if name:
        described["annotations"] = {
            "io.containerd.image.name": name,
            "org.opencontainers.image.ref.name": name.rpartition(":")[2],
        }
    index = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [described]}
    return digest, {
        "oci-layout": json.dumps({"imageLayoutVersion": "1.0.0"}).encode(),
        "index.json": json.dumps(index).encode(),
        _blob(config["digest"]): image_json,
        _blob(digest): raw,
    }


def manifest(client: docker.APIClient, image: str, diff_ids: Sequence[str] = ()) -> dict[str, Any]:
    """Return the manifest of an image, read in place or else from the engine's stream; raises `EngineError`.

    That of an image for several platforms is known by its layers, whose `diff_ids` are given.
    """
    info = client.info()
    raw = _in_place(info, image)
    streamed = _from_stream(client, image) if raw is None else {}
    found = _object(streamed.get(image) if raw is None else raw)
    for one in found.get("manifests") or () if diff_ids else ():
        inner = _object(streamed.get(str(one.get("digest"))) or _in_place(info, str(one.get("digest"))))
        config = str((inner.get("config") or {}).get("digest"))
        own = _object(streamed.get(config) or _in_place(info, config))
        if (own.get("rootfs") or {}).get("diff_ids") == list(diff_ids):
            found = inner
    if not found.get("layers") or not isinstance(found.get("config"), dict):
        raise EngineError(f"the engine does not tell the layers of the image {image[:19]}", REFUSED_HINT)
    # left out in the first versions of the format
    return {"mediaType": "application/vnd.oci.image.manifest.v1+json", **found}


def _object(raw: bytes | None) -> dict[str, Any]:
    """Return a document, {} for one that is none."""
    try:
        found = json.loads(raw or b"")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _in_place(info: Mapping[str, Any], image: str) -> bytes | None:
    """Return a document by its digest from the files of the engine's own containerd, or of the machine's."""
    for store in (
        Path(str(info.get("DockerRootDir") or "/nonexistent"), "containerd/daemon"),
        Path("/var/lib/containerd"),
    ):
        try:
            raw = (store / _BLOBS / image.rpartition(":")[2]).read_bytes()
        except (OSError, ValueError):
            continue
        if _digest(raw) == image:
            return raw
    return None


def _from_stream(client: docker.APIClient, image: str) -> dict[str, bytes]:
    """Return an image's documents in JSON by their digests; its layers begin otherwise."""
    found: dict[str, bytes] = {}
    with (
        open_stream(client, f"/images/{image}/get") as stream,
        tarfile.open(fileobj=stream, mode="r|", encoding="utf-8") as tar,
    ):
        for member in tar:
            tar.members = []  # type: ignore[attr-defined]  # else every header stays in memory
            file = tar.extractfile(member) if member.size <= _LARGEST_MANIFEST else None
            if file and member.name.startswith("blobs/sha256/") and (start := file.read(1)) == b"{":
                raw = start + file.read()
                found[_digest(raw)] = raw
                if "layers" in _object(found.get(image)):
                    break
    return found


def _archive(contents: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for path, content in contents.items():
            member = tarfile.TarInfo(path)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return out.getvalue()


def _blob(digest: str) -> str:
    return "blobs/sha256/" + digest.rpartition(":")[2]


def _digest(raw: bytes) -> str:
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"
