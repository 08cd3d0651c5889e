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
_MOST_PATHS = 1000
"""Of a layer, as many paths are looked at."""
_NEVER = float("-inf")
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
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ()), *[(_NEVER, ())] * len(layers)]
    for number, entry in enumerate(entries):
        skipped = _without_layer(entry)
        made = [
            (score + shown[count].agreement(entry), (*chosen, number)) if score > _NEVER else (_NEVER, ())
            for count, (score, chosen) in enumerate(best[:-1])
        ]
        left = [(score + skipped, chosen) for score, chosen in best]
        best = [
            left[0],
            *(max(one, other, key=lambda each: each[0]) for one, other in zip(made, left[1:], strict=True)),
        ]
    score, chosen = best[-1]
    return set(chosen) if score > _NEVER else None


def _without_layer(entry: Entry) -> float:
    """Return how well an entry agrees with having made no layer."""
    if entry.bytes:
        return _NEVER
    return {"setting": 0.0, "workdir": 0.0, "run": -0.5}.get(entry.kind, -1.0)


class _Shown:
    """What a layer shows."""

    def __init__(self, layer: Layer) -> None:
        entries = list(islice(layer.entries.items(), _MOST_PATHS))
        self._has_bytes = any(entry.size for entry in layer.entries.values())
        self._directories = {path for path, entry in entries if entry.kind == "directory"}
        others = [path for path, entry in entries if entry.kind != "directory"]
        self._leaves = [*others, *islice(layer.whiteouts, _MOST_PATHS)]
        self._paths = self._leaves or sorted(self._directories)

    def agreement(self, entry: Entry) -> float:
        """Return how well the entry of a history agrees with this layer."""
        if entry.kind == "setting":
            return _NEVER
        base = _CONTRADICTION if bool(entry.bytes) != self._has_bytes else 0.0
        if entry.kind == "workdir":
            place = f"/{entry.text.strip('/')}"
            return base - 4 if self._leaves or not any(f"/{one}".endswith(place) for one in self._directories) else 3
        words = {word.strip(".,") for word in _WORD.findall(entry.text)}
        if entry.kind == "copy":
            words = set(re.split("[ /]", entry.text.strip("/ "))[-1:]) - {"", ".", ".."}
            return base + (1.0 if not words else 2.0 if any(_named(one, words) for one in self._paths) else -1.0)
        return base + 2 * sum(_named(one, words) for one in self._paths) / max(1, len(self._paths))


def _named(path: str, words: Set[str]) -> bool:
    return not words.isdisjoint(path.split("/"))
