"""The repairs of proofs as text that the line stores with a proof; a later export begins with them.

So when snapshots are added, the earlier lines of the Dockerfile stay as they were proven, byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from snapshotter.model import Change, Snapshot
from snapshotter.recipe.model import PathRepair, Repairs, Trim
from snapshotter.store.codec import FormatError, decode, dumps, encode, loads

_PATHS = ("carry", "late", "remove", "folders")
_ORIGINS = ("restore", "drop", "renames", "whole", "keep", "typed", "undone")


def latest_repairs(snapshots: Sequence[Snapshot]) -> Repairs:
    """Return the repairs of the newest proof of these snapshots."""
    for at in reversed(range(len(snapshots))):
        proof, name = snapshots[at].proof, snapshots[at].workspace
        front = sum(one.workspace != name for one in snapshots[:at])
        if proof and proof.repairs and _front(proof.repairs) == front:
            return from_text(proof.repairs)
    return Repairs()


def to_text(repairs: Repairs, proven: int, front: int = 0) -> str:
    """Return repairs as text; `proven` is the seq of the last snapshot that they were proven for.

    `front` is the number of snapshots of other lines that are counted before the line's own.
    """
    fields = {name: sorted(getattr(repairs, name)) for name in _PATHS + _ORIGINS}
    data: dict[str, Any] = {name: items for name, items in fields.items() if items}
    if repairs.variables:
        data["variables"] = sorted(repairs.variables)
    if repairs.attributes:
        data["attributes"] = [[*path, encode(change)] for path, change in sorted(repairs.attributes.items())]
    if repairs.hosts:
        data["hosts"] = [[*path, name] for path, name in sorted(repairs.hosts.items())]
    return dumps({"proven": proven} | ({"front": front} if front else {}) | data).decode()


def _front(text: str) -> int:
    """Return the number of snapshots of other lines that are counted before the line's own."""
    try:
        data = loads(text.encode())
        return int(data.get("front", 0))
    except (AttributeError, FormatError, TypeError, ValueError):
        return 0


def from_text(text: str) -> Repairs:
    """Return the repairs read from a text; none if its form is unknown."""
    try:
        data = loads(text.encode()) if text else {}
        paths = {name: frozenset(PathRepair(*item) for item in data.get(name, ())) for name in _PATHS}
        origins = {name: frozenset((seq, index) for seq, index in data.get(name, ())) for name in _ORIGINS}
        known = Repairs(proven=data.get("proven", 0)).plus(**paths).plus(**origins)
        known = known.plus(variables=frozenset(str(name) for name in data.get("variables", ())))
        attributes = {PathRepair(*item[:3]): decode(Change, item[3]) for item in data.get("attributes", ())}
        hosts = {PathRepair(*item[:3]): str(item[3]) for item in data.get("hosts", ())}
    except (AttributeError, FormatError, TypeError, ValueError, IndexError):
        return Repairs()
    return replace(known, attributes=attributes, hosts=hosts)


def latest_slim_text(snapshots: Sequence[Snapshot]) -> str:
    """Return the text that the newest slim export of these snapshots stored, "" if there was none."""
    texts = [snapshot.proof.slim for snapshot in snapshots if snapshot.proof and snapshot.proof.slim]
    return texts[-1] if texts else ""


def kept_text(kept: frozenset[Trim]) -> str:
    """Return as text the measures that slimming must not apply."""
    return dumps({"kept": sorted([trim.kind, *trim.origin] for trim in kept)}).decode()


def kept_from_text(text: str) -> frozenset[Trim]:
    """Return the measures, read from a text, that slimming must not apply; none if its form is unknown."""
    try:
        measures = loads(text.encode())["kept"] if text else ()
        return frozenset(Trim(kind, (seq, at)) for kind, seq, at in measures)
    except (FormatError, KeyError, TypeError, ValueError):
        return frozenset()
