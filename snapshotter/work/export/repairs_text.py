"""What proofs have taught, as text that the line keeps with a proof, and back: a later export begins with it.

So the lines above stay as they were proven, byte for byte, when snapshots are added.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from snapshotter.model import Change, Snapshot
from snapshotter.recipe.model import Repairs, Spot, Trim
from snapshotter.store.codec import FormatError, decode, dumps, encode, loads

_SPOTS = ("carry", "late", "remove")
_ORIGINS = ("restore", "drop", "renames", "whole", "keep", "typed")


def remembered(snapshots: Sequence[Snapshot]) -> Repairs:
    """Give what the newest proof of these snapshots taught."""
    texts = [snapshot.proof.repairs for snapshot in snapshots if snapshot.proof and snapshot.proof.repairs]
    return from_text(texts[-1]) if texts else Repairs()


def to_text(repairs: Repairs, proven: int) -> str:
    """Write repairs down; `proven` is the seq of the last snapshot that they were proven for."""
    told = {name: sorted(getattr(repairs, name)) for name in _SPOTS + _ORIGINS}
    data: dict[str, Any] = {name: items for name, items in told.items() if items}
    if repairs.attributes:
        data["attributes"] = [[*spot, encode(change)] for spot, change in sorted(repairs.attributes.items())]
    return dumps({"proven": proven} | data).decode()


def from_text(text: str) -> Repairs:
    """Read repairs; those of a form not known here are as none."""
    try:
        data = loads(text.encode()) if text else {}
        spots = {name: frozenset(Spot(*item) for item in data.get(name, ())) for name in _SPOTS}
        origins = {name: frozenset((seq, index) for seq, index in data.get(name, ())) for name in _ORIGINS}
        known = Repairs(proven=data.get("proven", 0)).plus(**spots).plus(**origins)
        told = {Spot(*item[:3]): decode(Change, item[3]) for item in data.get("attributes", ())}
    except (AttributeError, FormatError, TypeError, ValueError, IndexError):
        return Repairs()
    return replace(known, attributes=told)


def slimmed_before(snapshots: Sequence[Snapshot]) -> str:
    """Give what the newest slim export of these snapshots taught, "" where there was none."""
    texts = [snapshot.proof.slim for snapshot in snapshots if snapshot.proof and snapshot.proof.slim]
    return texts[-1] if texts else ""


def kept_text(kept: frozenset[Trim]) -> str:
    """Write down what slimming must leave as it is."""
    return dumps({"kept": sorted([trim.kind, *trim.origin] for trim in kept)}).decode()


def kept_from_text(text: str) -> frozenset[Trim]:
    """Read what slimming must leave as it is; of a form not known here it is nothing."""
    try:
        told = loads(text.encode())["kept"] if text else ()
        return frozenset(Trim(kind, (seq, at)) for kind, seq, at in told)
    except (FormatError, KeyError, TypeError, ValueError):
        return frozenset()
