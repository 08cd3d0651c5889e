"""Files that differ only in the host name of the container in which each image was made.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from snapshotter.changes.compare import differing
from snapshotter.model import Change
from snapshotter.regex import regex

SIZE_LIMIT = 1 << 20
"""Bytes of a file beyond which it is not read for a host name."""
_MOST_FILES = 64
_GENERATED = regex(rb"(?<![0-9A-Za-z])[0-9a-f]{12}(?![0-9A-Za-z])")
"""The name that an engine gives to a container: the first 12 digits of its id."""
_BUILDER = regex(rb"(?<![0-9A-Za-z])(?:[0-9a-f]{12}|buildkitsandbox)(?![0-9A-Za-z])")


def with_content(found: Iterable[Change]) -> list[Change]:
    """Return the changes of files that differ in their content alone and are small enough to be read; none if many."""
    changes = [
        change
        for change in found
        if change.before
        and change.after
        and differing(change.before, change.after) == ("content",)
        and max(change.before.size, change.after.size) <= SIZE_LIMIT
    ]
    return changes if len(changes) <= _MOST_FILES else []


def host_names(hand: Mapping[str, bytes], again: Mapping[str, bytes]) -> dict[str, str]:
    """Return the paths of which both contents are the same but for a host name, each with that of the hand-made one."""
    found = {path: _host_name(data, again[path]) for path, data in hand.items() if path in again}
    return {path: name for path, name in found.items() if name}


def _host_name(hand: bytes, again: bytes) -> str:
    ours, theirs = set(_GENERATED.findall(hand)) - set(_GENERATED.findall(again)), set(_BUILDER.findall(again))
    if len(ours) != 1 or len(theirs) > _MOST_FILES:
        return ""
    (name,) = ours
    return name.decode() if any(again.replace(other, name) == hand for other in theirs) else ""
