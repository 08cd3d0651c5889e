"""What came from elsewhere: the snapshots that were not made here, and which image here is that of another machine.

One JSON object in a blob at a ref of its own, so that it is set in the same transaction as the refs that it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from snapshotter.store.codec import FormatError, decode, dumps, loads
from snapshotter.store.damage.notices import notice
from snapshotter.store.repository.git import GitError
from snapshotter.store.repository.objects import Objects

RECEIVED = "refs/received"


class Received(Struct, frozen=True):
    """What is known of what came from elsewhere."""

    snapshots: Mapping[str, str] = field(default_factory=dict)
    """Id of a snapshot that was not made here → where it came from."""
    images: Mapping[str, str] = field(default_factory=dict)
    """Id of an image in the engine in which it was made → its id in the engine here."""

    def __or__(self, other: Received) -> Received:
        """Return both: of a snapshot the place from which it came first, of an image where it was found last."""
        return Received({**other.snapshots, **self.snapshots}, {**self.images, **other.images})


def read_received(objects: Objects) -> Received:
    """Return what came from elsewhere; raises `GitError` or `FormatError` where that is damaged."""
    known: Received | None = objects.notes.get(RECEIVED)
    if known is None:
        known = _read(objects) if objects.ref_exists(RECEIVED) else Received()
        objects.notes[RECEIVED] = known
    return known


def images_here(objects: Objects) -> Mapping[str, str]:
    """Return the images of elsewhere with their ids here; none where the record is damaged, which is told."""
    try:
        return read_received(objects).images
    except (GitError, FormatError) as error:
        notice(
            f"the record of what came from elsewhere is damaged: {error}\n"
            "  next: `snap backup --restore FILE` restores it; images of elsewhere are not found without it"
        )
        objects.notes[RECEIVED] = Received()
        return {}


def _read(objects: Objects) -> Received:
    found = objects.get(RECEIVED)
    if found is None:
        raise FormatError(f"the object of {RECEIVED} is missing")
    data: Any = loads(found.data)
    return decode(Received, data)


def to_bytes(received: Received) -> bytes:
    """Return the content of the blob."""
    data = {"snapshots": dict(sorted(received.snapshots.items())), "images": dict(sorted(received.images.items()))}
    return dumps({"format": 1, **data}) + b"\n"
