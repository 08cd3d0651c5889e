"""Layers in containerd's image store: which directory of its overlay snapshotter belongs to a container or image.

containerd's `meta.db` has the snapshots of each namespace by key (a container's id, or the chain id of an image's
layers) with the name that the snapshotter knows.  The snapshotter's `metadata.db` has for each name the number of its
directory, which is never given twice, and its kind.  The buckets are those of containerd's
core/metadata/buckets.go and core/snapshots/storage/bolt.go.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from snapshotter.engine.images import bolt

DRIVER = "overlayfs"
"""The snapshotter that is read; others keep no overlay directories."""
NAMESPACE = "moby"
"""Docker's namespace where no other is configured."""
_METADATA = "io.containerd.metadata.v1.bolt/meta.db"
_SNAPSHOTTER = f"io.containerd.snapshotter.v1.{DRIVER}"
_ACTIVE, _COMMITTED = b"\x02", b"\x03"


def roots(data_root: str) -> list[str]:
    """Return where containerd's directory may be: below Docker's own, or, where it is a service of its own, its own."""
    return [f"{data_root}/containerd/daemon", "/var/lib/containerd"]


def root_of(upper: Path) -> Path | None:
    """Return containerd's directory as the path of a container's upper directory tells it."""
    above = upper.parents
    if upper.name != "fs" or len(above) < 4 or above[1].name != "snapshots" or above[2].name != _SNAPSHOTTER:
        return None
    return above[3]


def of_container(root: Path, namespace: str, ident: str) -> Path | None:
    """Return the directory of a container's writable layer, running or not, None where it is not in this store."""
    found = _directories(root, namespace, [ident], _ACTIVE)
    return found[0] if found else None


def of_image(root: Path, namespace: str, diff_ids: Sequence[str]) -> list[Path] | None:
    """Return the directories of an image's layers, lowest first, None where they are not all unpacked in this store.

    A layer made by Docker's classic builder lies on one with the engine's own files for the container in which it was
    made, which is not in the image: so each layer is looked up, and parents are not followed.
    """
    return _directories(root, namespace, chain_ids(diff_ids), _COMMITTED) if diff_ids else None


def chain_ids(diff_ids: Sequence[str]) -> list[str]:
    """Return for each layer the digest of it on top of those below, as in the OCI image specification."""
    chains = list(diff_ids[:1])
    for diff_id in diff_ids[1:]:
        chains.append(f"sha256:{hashlib.sha256(f'{chains[-1]} {diff_id}'.encode()).hexdigest()}")
    return chains


def _directories(root: Path, namespace: str, keys: Sequence[str], kind: bytes) -> list[Path] | None:
    """Return the directories of snapshots by their keys, None where one is missing."""
    try:
        names = bolt.read(root / _METADATA, lambda top: _names(top, namespace, keys))
        numbers = bolt.read(root / _SNAPSHOTTER / "metadata.db", lambda top: _numbers(top, names, kind))
    except (OSError, bolt.NotBolt, LookupError):
        return None
    return [root / _SNAPSHOTTER / "snapshots" / str(number) / "fs" for number in numbers]


def _names(top: bolt.Bucket, namespace: str, keys: Sequence[str]) -> list[bytes]:
    """Return what the snapshotter calls the snapshots; raises `LookupError` where one is missing."""
    place = (b"v1", namespace.encode(), b"snapshots", DRIVER.encode())
    return [_value(top, *place, key.encode("utf-8", "surrogateescape"), b"name") for key in keys]


def _numbers(top: bolt.Bucket, names: Sequence[bytes], kind: bytes) -> list[int]:
    for name in names:
        if _value(top, b"v1", b"snapshots", name, b"kind") != kind:
            raise LookupError(name)
    return [_uvarint(_value(top, b"v1", b"snapshots", name, b"id")) for name in names]


def _value(top: bolt.Bucket, *path: bytes) -> bytes:
    *place, key = path
    bucket = top.bucket(*place)
    value = bucket.value(key) if bucket else None
    if not value:
        raise LookupError(path)
    return value


def _uvarint(value: bytes) -> int:
    """Return a number in Go's form: seven bits a byte, lowest first."""
    return sum((byte & 0x7F) << 7 * at for at, byte in enumerate(value[:10]))
