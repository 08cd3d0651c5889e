"""The waste of an image: bytes in a layer that a later layer deletes or overwrites. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from snapshotter.model import Entry, Layer


class LayerWaste(Struct, frozen=True):
    """The files of one layer that later layers hide."""

    size: int
    """Bytes of all its files."""
    wasted: int
    """Bytes of those that are hidden."""
    paths: tuple[tuple[str, int], ...] = ()
    """The hidden files with their bytes, the largest first."""


def waste(layers: Sequence[Layer]) -> list[LayerWaste]:
    """Return the waste of each layer, lowest first.

    Of hard links to one file, the bytes count once, and are wasted only where each is hidden.
    """
    found: list[LayerWaste] = []
    above = _Above()
    for layer in reversed(layers):
        found.append(_of_layer(layer, above))
        above.add(layer)
    return found[::-1]


class _Above:
    """What the layers above have set or deleted."""

    def __init__(self) -> None:
        self._set: set[str] = set()
        self._hides_below: set[str] = set()
        """Paths below which nothing of a lower layer is seen."""
        self._hidden: dict[str, bool] = {}
        """Whether what is below a directory is hidden."""

    def add(self, layer: Layer) -> None:
        self._set.update(layer.entries, layer.whiteouts)
        self._hides_below.update(layer.whiteouts, layer.opaque)
        self._hides_below.update(path for path, entry in layer.entries.items() if entry.kind != "directory")
        self._hidden = {}

    def hides(self, path: str) -> bool:
        """Return whether a file of a lower layer is not seen."""
        return path in self._set or self._below(path.rpartition("/")[0])

    def _below(self, folder: str) -> bool:
        found = self._hidden.get(folder)
        if found is None:
            root = "/" in self._hides_below
            found = folder in self._hides_below or (self._below(folder.rpartition("/")[0]) if folder else root)
            self._hidden[folder] = found
        return found


def _of_layer(layer: Layer, above: _Above) -> LayerWaste:
    groups: dict[str, list[tuple[str, Entry]]] = {}
    for path, entry in layer.entries.items():
        if entry.kind == "file":
            groups.setdefault(entry.hardlink or path, []).append((path, entry))
    size, hidden = 0, list[tuple[str, int]]()
    for members in groups.values():
        size += members[0][1].size
        if all(above.hides(path) for path, _ in members):
            hidden.append((members[0][0], members[0][1].size))
    hidden.sort(key=lambda one: (-one[1], one[0]))
    return LayerWaste(size, sum(count for _, count in hidden), tuple(hidden))
