"""What goes with an image to a registry, as artifacts about it: its Dockerfile with the context, and its proof."""

from __future__ import annotations

import io
import tarfile
from itertools import pairwise

from snapshotter.engine.api import Engine
from snapshotter.engine.registry.attestations import add_envelope
from snapshotter.engine.registry.client import Registry
from snapshotter.engine.registry.referrers import attach
from snapshotter.errors import RemoteFailed, SnapError
from snapshotter.model import Snapshot, no_progress
from snapshotter.proof.build import archive
from snapshotter.store.home import Home
from snapshotter.work.export.export import Exporter, export
from snapshotter.work.export.own_context import own_context
from snapshotter.work.versions.share.signed.key import Key
from snapshotter.work.versions.share.signed.ssh import SIGNATURE, SshKey
from snapshotter.work.versions.share.statement import PREDICATE, RECIPE, STATEMENT, to_json

CREATED = "org.opencontainers.image.created"
_LARGEST = 512 << 20
_LARGE = 256 << 10
"""Bytes from which a file of a context is a blob of its own."""
_MOST_CUTS = 1000


def attest(
    engine: Engine, home: Home, registry: Registry, one: Snapshot, place: str, key: Key | None, created: str
) -> str:
    """Attach recipe and statement to the image of a snapshot, signed with a key; return why that cannot be, or "".

    The recipe is what `snap export-dockerfile` writes, without a build.
    """
    image = registry.manifest(str(one.seq))
    if image is None:
        raise RemoteFailed(f"{place}:{one.seq} is not there after it was pushed", "push again")
    try:
        exporter = Exporter(home, lambda: engine, no_progress, no_progress)
        made = export(exporter, one.workspace, one.seq, None, verify=False)
        with archive(made.recipe, own_context(made.snapshots[0].base)) as stream:
            context = stream.read(_LARGEST + 1)
    except (SnapError, OSError) as error:
        return error.message if isinstance(error, SnapError) else str(error)
    if len(context) > _LARGEST:
        return "its context has more than 512 MB"
    dockerfile = made.recipe.dockerfile.encode("utf-8", "surrogateescape")
    said = to_json(f"{place}:{one.seq}", image.digest, dockerfile, context, made.volatile, one.proof)
    signed = {SIGNATURE: key.sign(said)} if isinstance(key, SshKey) else {}
    attach(registry, image, RECIPE, pieces(context), {CREATED: created})
    if key and not isinstance(key, SshKey):
        add_envelope(registry, image.digest, key.envelope(said), PREDICATE)
    attach(registry, image, STATEMENT, said, {CREATED: created, **signed})
    return ""


def pieces(context: bytes) -> list[bytes]:
    """Return a tar in pieces, each large file in one of its own: what is there from an earlier snapshot stays there."""
    cuts = [0]
    with tarfile.open(fileobj=io.BytesIO(context), mode="r:") as tar:
        for member in tar:
            if member.isreg() and member.size >= _LARGE and len(cuts) < _MOST_CUTS:
                cuts += [member.offset, member.offset_data + (member.size + 511) // 512 * 512]
    cuts.append(len(context))
    return [context[begin:end] for begin, end in pairwise(cuts) if begin < end]
