"""Artifacts that are about an image: OCI referrers, or the tag `sha256-…` where a registry does not list them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from snapshotter.engine.registry.client import DIGEST, Artifact, Manifest, Registry

_MOST = 200
"""Artifacts of one image that are read."""


def attach(
    registry: Registry, image: Manifest, kind: str, blob: bytes | Sequence[bytes], annotations: Mapping[str, str]
) -> None:
    """Store an artifact about an image, of one blob or several; raises `RemoteFailed`."""
    made, is_listed = registry.put("", kind, blob, annotations, image)
    if is_listed:
        return
    tag = _tag(image.digest)
    listed = [one for one in registry.index(f"manifests/{tag}") or [] if _digest(one) != made.digest]
    entry = {"mediaType": made.type, "digest": made.digest, "size": made.size, "artifactType": kind}
    registry.put_index(tag, [*listed, {**entry, "annotations": dict(annotations)}])


def attached(registry: Registry, image: str, kinds: tuple[str, ...]) -> list[Artifact]:
    """Return the artifacts of some kinds about the image with a digest; raises `RemoteFailed`, `Tampered`."""
    listed = registry.index(f"referrers/{image}")
    if not listed:  # a registry may have got the list later than the artifact
        listed = registry.index(f"manifests/{_tag(image)}")
    wanted = [one for one in listed or [] if type(one) is dict and one.get("artifactType") in kinds]
    digests = dict.fromkeys(digest for one in wanted[-_MOST:] if DIGEST.fullmatch(digest := _digest(one)))
    return [found for digest in digests if (found := registry.get(digest)) and found.type in kinds]


def _digest(entry: Any) -> str:  # noqa: ANN401 - any JSON
    return str(entry.get("digest")) if type(entry) is dict else ""


def _tag(digest: str) -> str:
    return digest.replace(":", "-")
