"""An image of the engine as an OCI layout on disk, which a builder with images of its own takes as the base.

`docker save` writes such a layout itself from version 25 on, before that only `manifest.json` with a layer's tar each;
podman never does.  So the layout is always made of what `manifest.json` names, with the layers' bytes as they come.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import tarfile
from pathlib import Path
from typing import IO, BinaryIO

from msgspec import Struct

from snapshotter.errors import EngineError

_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
_CONFIG = "application/vnd.oci.image.config.v1+json"
_LAYER = "application/vnd.oci.image.layer.v1.tar"
_COMPRESSED = ((b"\x1f\x8b", "+gzip"), (b"\x28\xb5\x2f\xfd", "+zstd"))
_BLOCK = 1 << 20


class _Blob(Struct, frozen=True):
    digest: str
    size: int
    begin: bytes


def write_layout(saved: BinaryIO, directory: Path, architecture: str) -> str:
    """Write the stream of `docker save` of one image as a layout and return the digest of its manifest.

    `architecture` chooses where the stream has the image for several.  Raises `EngineError`.
    """
    blobs = directory / "blobs" / "sha256"
    blobs.mkdir(parents=True)
    found: dict[str, _Blob] = {}
    links: dict[str, str] = {}
    with tarfile.open(fileobj=saved, mode="r|") as tar:
        for member in tar:
            name = posixpath.normpath(member.name)
            if member.isfile():
                content = tar.extractfile(member)
                assert content is not None
                found[name] = _write(content, blobs)
            elif member.issym():  # a layer that an earlier one in the stream has too
                links[name] = posixpath.normpath(posixpath.join(posixpath.dirname(name), member.linkname))
            elif member.islnk():
                links[name] = posixpath.normpath(member.linkname)
    found |= {name: found[target] for name, target in links.items() if target in found}
    try:
        manifest = _manifest(found, blobs, architecture)
    except (LookupError, TypeError, ValueError, OSError, RecursionError) as error:
        raise EngineError(
            f"the base image that the engine saved cannot be read: {error!r}", "build with `--builder classic`"
        ) from error
    digest = _put(json.dumps(manifest).encode(), blobs)
    size = (blobs / digest.removeprefix("sha256:")).stat().st_size
    index = {"schemaVersion": 2, "manifests": [{"mediaType": _MANIFEST, "digest": digest, "size": size}]}
    (directory / "index.json").write_text(json.dumps(index))
    (directory / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    return digest


def _manifest(found: dict[str, _Blob], blobs: Path, architecture: str) -> dict[str, object]:
    entries = json.loads(_read(found["manifest.json"], blobs))
    configs = [json.loads(_read(found[posixpath.normpath(entry["Config"])], blobs)) for entry in entries]
    fitting = [entry for entry, config in zip(entries, configs, strict=True) if config["architecture"] == architecture]
    entry = (fitting or entries)[0]
    layers = [found[posixpath.normpath(name)] for name in entry["Layers"] or ()]
    return {
        "schemaVersion": 2,
        "mediaType": _MANIFEST,
        "config": _descriptor(found[posixpath.normpath(entry["Config"])], _CONFIG),
        "layers": [_descriptor(layer, _LAYER + _compression(layer)) for layer in layers],
    }


def _compression(blob: _Blob) -> str:
    return next((name for magic, name in _COMPRESSED if blob.begin.startswith(magic)), "")


def _descriptor(blob: _Blob, kind: str) -> dict[str, object]:
    return {"mediaType": kind, "digest": blob.digest, "size": blob.size}


def _write(content: IO[bytes], blobs: Path) -> _Blob:
    hashed, size, begin, unfinished = hashlib.sha256(), 0, b"", blobs / "unfinished"
    with unfinished.open("wb") as file:
        while data := content.read(_BLOCK):
            begin = begin or data[:4]
            hashed.update(data)
            file.write(data)
            size += len(data)
    unfinished.replace(blobs / hashed.hexdigest())
    return _Blob(f"sha256:{hashed.hexdigest()}", size, begin)


def _put(data: bytes, blobs: Path) -> str:
    digest = hashlib.sha256(data).hexdigest()
    (blobs / digest).write_bytes(data)
    return f"sha256:{digest}"


def _read(blob: _Blob, blobs: Path) -> bytes:
    return (blobs / blob.digest.removeprefix("sha256:")).read_bytes()
