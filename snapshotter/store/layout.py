"""The files of a snapshot in the tree of its commit, and how they are read back. Pure: no git here.

`snapshot.json` is small and has the digests of the two large files, so that `snap log` needs no other file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from snapshotter.errors import StoreTooNew
from snapshotter.model import Change, Command, Proof, Snapshot
from snapshotter.store.codec import FormatError, decode, dump_lines, dumps, encode, load_lines, loads

FORMAT = 1
"""Version of the format described in `docs/format.md`."""

FOLDER = ".snapshot"
META = f"{FOLDER}/snapshot.json"
COMMANDS = f"{FOLDER}/commands.jsonl"
CHANGES = f"{FOLDER}/changes.jsonl"
CONTENTS = f"{FOLDER}/contents"


class Summary(Struct, frozen=True):
    """The part of a snapshot that `snap log` shows, read without its changes and commands."""

    workspace: str
    seq: int
    id: str
    image: str
    tag: str
    message: str
    created: float
    commands: int
    added: int
    changed: int
    deleted: int
    position: int = 0
    """Position in the workspace's journal after which the commands are not yet committed."""
    proof: Proof | None = None
    damage: str = ""
    """Why it cannot be read; then only `workspace`, `seq`, `id` and `tag` are known."""

    @property
    def changes(self) -> int:
        """Number of changed paths of all three kinds."""
        return self.added + self.changed + self.deleted


def container_name(name: str) -> str:
    """Return the name of a workspace's container, as `docker ps` shows it."""
    return f"snap-{name}"


def image_tag(workspace: str, seq: int) -> str:
    """Return the name of a snapshot's image."""
    return f"snap/{workspace}:{seq}"


def content_path(key: str) -> str:
    """Return the path of a content in the tree: in a folder named by the first two digits of its sha256."""
    return f"{CONTENTS}/{key[:2]}/{key}"


def pack(snapshot: Snapshot) -> dict[str, bytes]:
    """Return a snapshot's files by path in the tree; they do not contain its id and proof."""
    lists = pack_lists(snapshot)
    return {META: pack_meta(snapshot, lists), **lists}


def pack_lists(snapshot: Snapshot) -> dict[str, bytes]:
    """Return the files with a snapshot's commands and changes."""
    changes = sorted(snapshot.changes, key=lambda change: change.path)
    return {COMMANDS: dump_lines(snapshot.commands), CHANGES: dump_lines(changes)}


def pack_meta(snapshot: Snapshot, lists: Mapping[str, bytes]) -> bytes:
    """Return the file `META` of a snapshot with these files of commands and changes."""
    meta = {
        "format": FORMAT,
        "workspace": snapshot.workspace,
        "seq": snapshot.seq,
        "image": snapshot.image,
        "tag": snapshot.tag,
        "message": snapshot.message,
        "created": snapshot.created,
        "base": encode(snapshot.base),
        "config": encode(snapshot.config),
        "instructions": list(snapshot.instructions),
        "position": snapshot.position,
        **({"adopted": encode(snapshot.adopted)} if snapshot.adopted else {}),
        "counts": {"commands": len(snapshot.commands)} | _counts(snapshot),
        "sha256": {"commands": _sha256(lists[COMMANDS]), "changes": _sha256(lists[CHANGES])},
    }
    if snapshot.volatile:
        meta["volatile"] = [list(rule) for rule in snapshot.volatile]
    if snapshot.note:
        meta["note"] = snapshot.note
    if snapshot.order:
        meta["order"] = list(snapshot.order)
    return dumps(meta) + b"\n"


def _counts(snapshot: Snapshot) -> dict[str, int]:
    counts = Counter(change.change for change in snapshot.changes)
    return {"added": counts["added"], "changed": counts["changed"], "deleted": counts["deleted"]}


def _sha256(data: bytes) -> str:
    import hashlib  # 3 ms that `snap log` does not need

    return hashlib.sha256(data).hexdigest()


def read_meta(text: bytes) -> dict[str, Any]:
    """Read `snapshot.json`; raises `FormatError` or `StoreTooNew`."""
    meta = loads(text)
    if type(meta) is not dict or type(meta.get("format")) is not int or type(meta.get("seq")) is not int:
        raise FormatError("snapshot.json has no format or number")
    if meta["format"] > FORMAT:
        raise StoreTooNew(
            f"the snapshot has format {meta['format']}; this version reads up to {FORMAT}",
            "use the newer version of snapshotter that wrote it",
        )
    return meta


def summary(meta: Mapping[str, Any], ident: str, proof: Proof | None) -> Summary:
    """Return the summary of a snapshot; raises `FormatError`."""
    counts = meta.get("counts")
    if type(counts) is not dict:
        raise FormatError("snapshot.json has no counts")
    return decode(Summary, {**meta, **counts, "id": ident}, proof=proof)


def unreadable(workspace: str, seq: int, ident: str, damage: str) -> Summary:
    """Return the summary of a snapshot that cannot be read."""
    return Summary(workspace, seq, ident, "", image_tag(workspace, seq), "", 0.0, 0, 0, 0, 0, damage=damage)


def unpack(meta: Mapping[str, Any], commands: bytes, changes: bytes, ident: str, proof: Proof | None) -> Snapshot:
    """Return the whole snapshot that its files contain; raises `FormatError` where one is damaged."""
    expected = meta.get("sha256")
    if expected != {"commands": _sha256(commands), "changes": _sha256(changes)}:
        raise FormatError("its commands or changes do not match their digests")
    return decode(
        Snapshot,
        {**meta, "id": ident},
        proof=proof,
        commands=load_lines(Command, commands),
        changes=load_lines(Change, changes),
    )
