"""Envelopes around statements about an image, where cosign looks for them: layers of the manifest `sha256-….att`.

https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md describes it for `.sig`, which has the same form.
"""

from __future__ import annotations

import json
from typing import Any

from snapshotter.engine.registry.client import DIGEST, Artifact, Registry

_ENVELOPE = "application/vnd.dsse.envelope.v1+json"
_CONFIG = "application/vnd.oci.image.config.v1+json"
_NO_TIME = "0001-01-01T00:00:00Z"
_MOST = 200
"""Envelopes of one image that are kept and read."""
_LARGEST = 4 << 20


def add_envelope(registry: Registry, image: str, envelope: bytes, predicate: str) -> None:
    """Add an envelope to those about the image with a digest; raises `RemoteFailed`."""
    layers = [*_layers(registry, image)[1 - _MOST :]]
    digest = registry.upload(envelope)
    annotations = {"dev.cosignproject.cosign/signature": "", "predicateType": predicate}  # it is in the envelope
    layers = [one for one in layers if one["digest"] != digest]
    layers.append({"mediaType": _ENVELOPE, "size": len(envelope), "digest": digest, "annotations": annotations})
    root = {"type": "layers", "diff_ids": [one["digest"] for one in layers]}
    config = {"architecture": "", "created": _NO_TIME, "os": "", "config": {}, "rootfs": root}
    data = json.dumps(config, separators=(",", ":")).encode()
    registry.put_image(_tag(image), {"mediaType": _CONFIG, "size": len(data), "digest": registry.upload(data)}, layers)


def envelopes(registry: Registry, image: str) -> list[bytes]:
    """Return the envelopes about the image with a digest; raises `RemoteFailed`, `Tampered`."""
    listed = _layers(registry, image)[-_MOST:]
    return [registry.blob(Artifact("", one["digest"], one["size"]), _LARGEST) for one in listed]


def _layers(registry: Registry, image: str) -> list[dict[str, Any]]:
    found = registry.image_layers(_tag(image))
    return [one for one in found if _is_envelope(one)]


def _is_envelope(one: Any) -> bool:  # noqa: ANN401 - any JSON
    if type(one) is not dict or one.get("mediaType") != _ENVELOPE or type(one.get("size")) is not int:
        return False
    return 0 <= one["size"] <= _LARGEST and bool(DIGEST.fullmatch(str(one.get("digest"))))


def _tag(image: str) -> str:
    return f"{image.replace(':', '-')}.att"
