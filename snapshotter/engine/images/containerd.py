"""Layers in containerd's image store: which directory of its overlay snapshotter belongs to a container or image.

containerd's `meta.db` has the snapshots of each namespace by key (a container's id, or the chain id of an image's
layers) with the name that the snapshotter knows.  The snapshotter's `metadata.db` has for each name the number of its
directory, which is never given twice, and the name of its parent.  The buckets are those of containerd's
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
_DEEPEST = 1000
"""Snapshots on top of each other beyond which the database is damaged; the kernel mounts at most 500."""


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
    found = _directories(root, namespace, ident, _ACTIVE)
    return found[-1] if found else None


def of_image(root: Path, namespace: str, diff_ids: Sequence[str]) -> list[Path] | None:
    """Return the directories of an image's layers, lowest first, None where they are not all unpacked in this store."""
    found = _directories(root, namespace, chain_id(diff_ids), _COMMITTED) if diff_ids else None
    return found if found and len(found) == len(diff_ids) else None


def chain_id(diff_ids: Sequence[str]) -> str:
    """Return the digest of layers on top of each other, as in the OCI image specification."""
    chain = diff_ids[0]
    for diff_id in diff_ids[1:]:
        chain = f"sha256:{hashlib.sha256(f'{chain} {diff_id}'.encode()).hexdigest()}"
    return chain


def _directories(root: Path, namespace: str, key: str, kind: bytes) -> list[Path] | None:
    """Return the directories of a snapshot and those below it, lowest first."""
    try:
        name = bolt.read(root / _METADATA, lambda top: _name(top, namespace, key))
        if name is None:
            return None
        numbers = bolt.read(root / _SNAPSHOTTER / "metadata.db", lambda top: _numbers(top, name, kind))
    except (OSError, bolt.NotBolt):
        return None
    return [root / _SNAPSHOTTER / "snapshots" / str(number) / "fs" for number in numbers] or None


def _name(top: bolt.Bucket, namespace: str, key: str) -> bytes | None:
    found = top.bucket(b"v1", namespace.encode(), b"snapshots", DRIVER.encode(), key.encode("utf-8", "surrogateescape"))
    return found.value(b"name") if found else None


def _numbers(top: bolt.Bucket, name: bytes, kind: bytes) -> list[int]:
    snapshots, numbers, parent = top.bucket(b"v1", b"snapshots"), list[int](), name
    while parent:
        found = snapshots.bucket(parent) if snapshots else None
        number = found.value(b"id") if found else None
        if found is None or not number or found.value(b"kind") != kind or len(numbers) == _DEEPEST:
            return []
        numbers.insert(0, _uvarint(number))
        parent, kind = found.value(b"parent") or b"", _COMMITTED
    return numbers


def _uvarint(value: bytes) -> int:
    """Return a number in Go's form: seven bits a byte, lowest first."""
    return sum((byte & 0x7F) << 7 * at for at, byte in enumerate(value[:10]))
