"""The mask for secrets in the names of a workspace's files."""

from __future__ import annotations

from collections.abc import Sequence

from snapshotter.changes.masked_names import NameMask
from snapshotter.model import Snapshot
from snapshotter.regex import regex
from snapshotter.secrets.texts.ordinary import is_reference
from snapshotter.store.home import Home
from snapshotter.store.paths import name_key

_UNUSUAL = regex(r"(?=.*[0-9])(?=.*[a-z])(?=.*[^a-z0-9._-])\S{8,}")
"""A value that no name has by chance: letters, digits and something else."""


def name_mask(home: Home, name: str, snapshots: Sequence[Snapshot]) -> NameMask:
    """Return the mask for a workspace, whose earlier snapshots are given; secrets that were typed are known to it."""
    kept = home.memory(name).load()
    values = [v for v in kept.values if _UNUSUAL.fullmatch(v) and not is_reference(v)] if kept else []
    return NameMask(lambda: name_key(home.path), snapshots, values)
