"""The data types as JSON. Programs rely on these keys; they are never renamed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from snapshotter.changes.compare import accounts
from snapshotter.changes.moves import moves
from snapshotter.cli.show.proof import proof_json
from snapshotter.cli.show.tables import outcome
from snapshotter.model import Adopted, Change, Command, Entry, Proof, Snapshot, Started

JsonObject = dict[str, Any]


def command(found: Command, *, committed: bool = False) -> JsonObject:
    """Return a command; times are seconds since the epoch, `status` and `end` are null while it runs.

    They are null also in a snapshot that was made while it ran; `committed` says that it is of a snapshot.
    """
    return {
        "text": found.text,
        "status": found.status,
        "cwd": found.cwd,
        "user": found.user,
        "begin": found.begin,
        "end": found.end,
        "shell": found.shell,
        "depth": found.depth,
        "session": found.session,
        "pid": found.pid,
        "argv": list(found.argv),
        "outcome": outcome(found, committed=committed),
        "seconds": None if found.end is None else max(0.0, found.end - found.begin),
        "cwd_after": found.cwd_after,
        "asked": found.asked,
        "in_recipe": found.in_recipe,
        "state": [{"kind": one.kind, "name": one.name, "value": one.value} for one in found.state],
        **({"witness": found.witness} if found.witness else {}),
    }


def entry(found: Entry) -> JsonObject:
    """Return what an image stores of one path; `mode` is a number, `digest` the sha256 of a regular file."""
    return {
        "kind": found.kind,
        "mode": found.mode,
        "uid": found.uid,
        "gid": found.gid,
        "size": found.size,
        "digest": found.digest,
        "link": found.link,
        "mtime_ns": found.mtime_ns,
        "device": list(found.device),
        "xattrs": dict(found.xattrs),
        "hardlink": found.hardlink,
    }


def change(found: Change, moved_from: str | None = None) -> JsonObject:
    """Return a change: the entry after it (for a deleted path the entry before it), and as `before` the old entry.

    `moved_from` is the deleted path from which an added path was moved.
    """
    now = found.after or found.before
    assert now is not None
    return {
        "path": found.path,
        "change": found.change,
        **entry(now),
        "by": found.by,
        "command": found.command,
        "package": found.package,
        "modifies": found.modifies,
        "volatile": found.volatile,
        "secret": found.secret,
        "before": entry(found.before) if found.before else None,
        "moved_from": moved_from,
    }


def proof(found: Proof | None) -> JsonObject | None:
    """Return a proof; None for None."""
    return None if found is None else proof_json(found)


def snapshot(found: Snapshot) -> JsonObject:
    """Return a snapshot with its commands and changes."""
    return {
        "workspace": found.workspace,
        "seq": found.seq,
        "id": found.id,
        "image": found.image,
        "tag": found.tag,
        "base": found.base.reference,
        "base_id": found.base.id,
        "base_digest": found.base.digest,
        "message": found.message,
        "created": found.created,
        "instructions": list(found.instructions),
        "proof": proof(found.proof),
        "commands": commands(found.commands, committed=True),
        "changes": changes(found.changes),
        "accounts": accounts(found.changes),
        "volatile": [{"pattern": pattern, "reason": reason} for pattern, reason in found.volatile],
        "note": found.note,
        "order": list(found.order),
        **({"adopted": _adopted(found.adopted)} if found.adopted else {}),
    }


def _adopted(found: Adopted) -> JsonObject:
    given = started(found.started)
    return {"image": found.image, "history": found.history, **({"started": given} if given else {})}


def started(found: Started | None) -> dict[str, str | list[str]]:
    """Return what an adopted container was started with, without what was not given."""
    if found is None:
        return {}
    given = {one: getattr(found, one) for one in found.__struct_fields__}
    return {one: value if isinstance(value, str) else list(value) for one, value in given.items() if value}


def commands(found: Iterable[Command], *, committed: bool = False) -> list[JsonObject]:
    """Return commands in their order; `committed` says that they are of a snapshot."""
    return [command(one, committed=committed) for one in found]


def changes(found: Iterable[Change]) -> list[JsonObject]:
    """Return changes in their order."""
    listed = list(found)
    origin = moves(listed).origin
    return [change(one, origin.get(one.path)) for one in listed]
