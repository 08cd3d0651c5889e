"""Reads the snapshots on a workspace's branch; damage becomes an error that names the snapshot."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from snapshotter.errors import StoreError, StoreTooNew
from snapshotter.model import Proof, Snapshot
from snapshotter.store import layout
from snapshotter.store.codec import FormatError, decode, loads
from snapshotter.store.git import GitError, Object, Objects

Meta = dict[str, Any]


def branch(name: str) -> str:
    """Return the ref of a workspace's line."""
    return f"refs/heads/{name}"


def proof_ref(name: str, seq: int) -> str:
    """Return the ref of a snapshot's proof, which is kept beside the line so that a snapshot's id never changes."""
    return f"refs/proofs/{name}/{seq}"


@contextlib.contextmanager
def damage_errors(what: str) -> Iterator[None]:
    """Translate errors of damaged data in the block into a `StoreError` that `what` is damaged."""
    try:
        yield
    except StoreTooNew as error:
        raise StoreTooNew(f"{what}: {error.message}", error.hint) from error
    except (GitError, FormatError) as error:
        reason = str(error).splitlines()[-1] if str(error) else "unreadable"
        raise StoreError(
            f"{what} is damaged: {reason}",
            "restore the store from a backup; its image may be undamaged: `docker images 'snap/*'` lists the images, "
            "`snap start IMAGE` continues from one",
        ) from error


def read_object(objects: Objects, name: str) -> Object:
    """Return an object that must exist; raises `FormatError` or `GitError`."""
    found = objects.get(name)
    if found is None:
        raise FormatError(f"{name} is missing")
    return found


def newest(objects: Objects, name: str) -> str | None:
    """Return the id of a workspace's newest snapshot, None where there is none; raises `StoreError`."""
    with damage_errors(f"the newest snapshot of {name}"):
        found = objects.get(branch(name))
        if found is None and objects.ref_exists(branch(name)):
            raise FormatError("its commit is missing")
        return found.id if found else None


def history(objects: Objects, name: str) -> Iterator[tuple[str, Meta]]:
    """Yield (commit id, meta) of each snapshot, newest first; raises `StoreError`."""
    seq = 0
    ident = newest(objects, name)
    while ident:
        with damage_errors(f"snapshot {seq} of {name}" if seq else f"the newest snapshot of {name}"):
            commit = read_object(objects, ident)
            meta = layout.read_meta(read_object(objects, f"{ident}:{layout.META}").data)
            seq = meta["seq"]
        yield ident, meta
        ident = _parent(commit)
        seq -= 1


def _parent(commit: Object) -> str | None:
    head, _, _ = commit.data.partition(b"\n\n")
    parents = [line[7:].decode() for line in head.split(b"\n") if line.startswith(b"parent ")]
    return parents[0] if parents else None


def proof(objects: Objects, name: str, seq: int, ident: str) -> Proof | None:
    """Return the stored proof of exactly this snapshot, None where there is none."""
    with damage_errors(f"the proof of snapshot {seq} of {name}"):
        found = objects.get(proof_ref(name, seq))
        data = loads(found.data) if found else {}
        return decode(Proof, data) if data.get("snapshot") == ident else None


def summary(objects: Objects, name: str, ident: str, meta: Meta) -> layout.Summary:
    """Return the summary of a snapshot; raises `StoreError`."""
    stored_proof = proof(objects, name, meta["seq"], ident)
    with damage_errors(f"snapshot {meta['seq']} of {name}"):
        return layout.summary(meta, ident, stored_proof)


def snapshot(objects: Objects, name: str, ident: str, meta: Meta) -> Snapshot:
    """Return a whole snapshot; raises `StoreError`."""
    stored_proof = proof(objects, name, meta["seq"], ident)
    with damage_errors(f"snapshot {meta['seq']} of {name}"):
        commands = read_object(objects, f"{ident}:{layout.COMMANDS}").data
        changes = read_object(objects, f"{ident}:{layout.CHANGES}").data
        return layout.unpack(meta, commands, changes, ident, stored_proof)
