"""Which entries of an image's history made its layers, where the history does not say so.

An entry of no bytes made a directory, an empty file or nothing.  What the layers changed decides: the entries are
tied to them in order, so that the texts and the paths agree best.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import islice

from msgspec import Struct

from snapshotter.model import Layer
from snapshotter.regex import regex

_WORD = regex(r"[^\s/\"'`;&|<>(){}$=,:]+")
_MOST_PATHS = 300
"""Of a layer, as many paths are looked at."""
_NEVER = float("-inf")
_Choice = tuple[float, tuple[int, ...]]
"""How well entries agree with the lowest layers, and which these are."""
_NONE: _Choice = (_NEVER, ())
_CONTRADICTION = -4.0
"""For a pair of which one has bytes and the other has none; the stores of engines count them differently."""


class Entry(Struct, frozen=True):
    """What an entry of a history may have made."""

    kind: str
    """As `history.Kind`."""
    text: str
    """What follows the instruction's name."""
    bytes: int


def match(entries: Sequence[Entry], layers: Sequence[Layer]) -> set[int] | None:
    """Return which entries made the layers, as many as there are layers; None if they cannot have.

    An entry with bytes always made one, one that only sets something never.
    """
    shown = [_Shown(layer) for layer in layers]
    makers = [number for number, entry in enumerate(entries) if entry.kind != "setting" or entry.bytes]
    spare = len(makers) - len(layers)
    best: list[_Choice] = [(0.0, ()), *[_NONE] * len(layers)]
    for place, number in enumerate(makers):
        entry, skipped = entries[number], _without_layer(entries[number])
        words = _words(entry)
        for count in range(min(place, len(layers) - 1), max(place - spare, 0) - 1, -1):
            score, chosen = best[count]
            made = (score + shown[count].agreement(entry, words), (*chosen, number)) if score > _NEVER else _NONE
            left = best[count + 1][0] + skipped
            best[count + 1] = made if made[0] >= left else (left, best[count + 1][1])
        best[0] = (best[0][0] + skipped, ())
    score, chosen = best[-1]
    return set(chosen) if score > _NEVER else None


def _without_layer(entry: Entry) -> float:
    """Return how well an entry agrees with having made no layer."""
    if entry.bytes:
        return _NEVER
    return {"workdir": 0.0, "run": -0.5}.get(entry.kind, -1.0)


class _Shown:
    """What a layer shows."""

    def __init__(self, layer: Layer) -> None:
        entries = list(islice(layer.entries.items(), _MOST_PATHS))
        self._has_bytes = any(entry.size for entry in layer.entries.values())
        self._directories = {path for path, entry in entries if entry.kind == "directory"}
        others = [path for path, entry in entries if entry.kind != "directory"]
        self._leaves = [*others, *islice(layer.whiteouts, _MOST_PATHS)]
        paths = self._leaves or sorted(self._directories)
        self._names = [frozenset(path.split("/")) for path in paths]
        self._all = frozenset().union(*self._names)

    def agreement(self, entry: Entry, words: Set[str]) -> float:
        """Return how well the entry of a history, with its words, agrees with this layer."""
        base = _CONTRADICTION if bool(entry.bytes) != self._has_bytes else 0.0
        if entry.kind == "workdir":
            place = f"/{entry.text.strip('/')}"
            return base - 4 if self._leaves or not any(f"/{one}".endswith(place) for one in self._directories) else 3
        known = words & self._all
        named = sum(not known.isdisjoint(names) for names in self._names) if known else 0
        if entry.kind == "copy":
            return base + (1.0 if not words else 2.0 if named else -1.0)
        return base + 2 * named / max(1, len(self._names))


def _words(entry: Entry) -> Set[str]:
    """Return what of an entry's text may be the name of a path."""
    if entry.kind == "copy":
        return set(re.split("[ /]", entry.text.strip("/ "))[-1:]) - {"", ".", ".."}
    return {word.strip(".,") for word in _WORD.findall(entry.text)}
